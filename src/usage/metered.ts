/**
 * What a cloud's own meters count of its models, in our words. `requests` are calls that were answered; throttles and errors
 * come beside them, `otherRequests` where the meter tells no status. `cacheWriteTokens` are writes of every lifetime; some
 * clouds count them by lifetime too, or only so. The last six are about delivering the log itself and are counted for all
 * models together.
 */
export const METERED_METRICS = [
  'requests',
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'outputTokens',
  'throttles',
  'clientErrors',
  'serverErrors',
  'otherRequests',
  'logsDelivered',
  'logsFailed',
  'logsToStorageDelivered',
  'logsToStorageFailed',
  'largeBodiesDelivered',
  'largeBodiesFailed',
] as const;
export type MeteredMetric = (typeof METERED_METRICS)[number];

/** The model id of what is counted for all models together. */
export const ALL_MODELS = '';
