/** What can be seen for the first time. */
export const SIGHT_KINDS = ['identity', 'model', 'region', 'scope', 'client', 'address'] as const;
export type SightKind = (typeof SIGHT_KINDS)[number];
