import type { MeteredMetric } from '../../usage/metered.js';

/** A metric of `AWS/Bedrock` and what it is in our words. */
export interface BedrockMetric {
  readonly name: string;
  readonly metric: MeteredMetric;
}

/**
 * Metrics by model (dimension `ModelId`). The user guide spells the cache metrics `CacheReadInputTokens`; what is emitted is
 * `CacheReadInputTokenCount`. Both are asked for, and the larger counts where both have a bin.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-runtime-metrics.html
 */
export const METRICS_BY_MODEL: readonly BedrockMetric[] = [
  { name: 'Invocations', metric: 'requests' },
  { name: 'InputTokenCount', metric: 'inputTokens' },
  { name: 'CacheReadInputTokenCount', metric: 'cacheReadTokens' },
  { name: 'CacheReadInputTokens', metric: 'cacheReadTokens' },
  { name: 'CacheWriteInputTokenCount', metric: 'cacheWriteTokens' },
  { name: 'CacheWriteInputTokens', metric: 'cacheWriteTokens' },
  { name: 'OutputTokenCount', metric: 'outputTokens' },
  { name: 'InvocationThrottles', metric: 'throttles' },
  { name: 'InvocationClientErrors', metric: 'clientErrors' },
  { name: 'InvocationServerErrors', metric: 'serverErrors' },
];

/**
 * Metrics of the delivery of invocation logs. The guide says that they have the "Across all model IDs dimension", which may
 * be read as a value of `ModelId` or as no dimension; people's alarms do without one. Both are asked for.
 */
export const METRICS_OF_DELIVERY: readonly BedrockMetric[] = [
  { name: 'ModelInvocationLogsCloudWatchDeliverySuccess', metric: 'logsDelivered' },
  { name: 'ModelInvocationLogsCloudWatchDeliveryFailure', metric: 'logsFailed' },
  { name: 'ModelInvocationLogsS3DeliverySuccess', metric: 'logsToStorageDelivered' },
  { name: 'ModelInvocationLogsS3DeliveryFailure', metric: 'logsToStorageFailed' },
  { name: 'ModelInvocationLargeDataS3DeliverySuccess', metric: 'largeBodiesDelivered' },
  { name: 'ModelInvocationLargeDataS3DeliveryFailure', metric: 'largeBodiesFailed' },
];
