/** What figures can be grouped and filtered by. All hang on the series of an event, but for the person. */
export const DIMENSIONS = [
  'cloud',
  'accountId',
  'region',
  'sourceId',
  'modelId',
  'model',
  'vendor',
  'endpointScope',
  'serviceTier',
  'outcome',
  'team',
  'person',
  'client',
  'unpricedReason',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Where each dimension lies, in a statement that names usage_series `series` and person `person`. */
export const COLUMN_OF = {
  cloud: 'series.cloud',
  accountId: 'series.account_id',
  region: 'series.region',
  sourceId: 'series.source_id',
  modelId: 'series.model_id',
  model: 'series.model',
  vendor: 'series.vendor',
  endpointScope: 'series.endpoint_scope',
  serviceTier: 'series.service_tier',
  outcome: 'series.outcome',
  team: 'series.team',
  person: 'person.person',
  client: 'series.client',
  unpricedReason: 'series.unpriced_reason',
} as const satisfies Record<Dimension, string>;

/** One condition on a dimension. `null` among the values means unknown or unattributed. */
export interface Filter {
  readonly dimension: Dimension;
  readonly exclude: boolean;
  readonly values: readonly (string | null)[];
}

export const BUCKETS = ['hour', 'day', 'week', 'month', 'none'] as const;
export type Bucket = (typeof BUCKETS)[number];

export function isDimension(name: string): name is Dimension {
  return DIMENSIONS.some((dimension) => dimension === name);
}
