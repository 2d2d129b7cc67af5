/** What can be grouped by and filtered on, in the order of the menus. */
export const DIMENSIONS = [
  'team',
  'model',
  'cloud',
  'accountId',
  'region',
  'endpointScope',
  'serviceTier',
  'sourceId',
  'person',
  'client',
  'outcome',
  'vendor',
  'modelId',
  'unpricedReason',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const GROUPINGS = [
  'team',
  'model',
  'cloud',
  'accountId',
  'region',
  'endpointScope',
  'serviceTier',
  'tokenClass',
  'sourceId',
  'person',
  'client',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What the premium can be grouped by. */
export const PREMIUM_GROUPINGS = ['team', 'model', 'accountId', 'region'] as const;
export type PremiumGrouping = (typeof PREMIUM_GROUPINGS)[number];
