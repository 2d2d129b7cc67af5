import type { MeteredMetric } from '../../usage/metered.js';
import type { LatencyMetric, PeakCounts } from '../../usage/performance.js';

/**
 * Token metrics by their names, which are case-sensitive: another spelling is answered with nothing. Input is uncached. Cache
 * writes are counted by their lifetime, and their sum is what other clouds tell.
 * https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-cognitiveservices-accounts-metrics
 */
export const TOKEN_METRICS: Readonly<Record<string, readonly MeteredMetric[]>> = {
  InputTokens: ['inputTokens'],
  OutputTokens: ['outputTokens'],
  cacheReadInputTokens: ['cacheReadTokens'],
  ephemeral5mInputTokens: ['cacheWrite5mTokens', 'cacheWriteTokens'],
  ephemeral1hInputTokens: ['cacheWrite1hTokens', 'cacheWriteTokens'],
};

/**
 * What a limit of tokens a minute counts: uncached input and what is written to the cache; what is read from it does not count.
 * https://learn.microsoft.com/azure/ai-foundry/foundry-models/quotas-limits
 */
export const LIMITED_TOKENS: Readonly<Record<string, readonly PeakCounts[]>> = {
  InputTokens: ['input'],
  OutputTokens: ['output'],
  ephemeral5mInputTokens: ['input'],
  ephemeral1hInputTokens: ['input'],
};

/**
 * Metrics of latency, which Azure gives as average, least and most only. Of pay-as-you-go deployments it documents the last
 * byte and the first token; time to response is written for provisioned ones and read where it is filled.
 */
export const LATENCY_NAMES: Readonly<Record<string, LatencyMetric>> = {
  TimeToResponse: 'timeToResponse',
  TimeToLastByte: 'timeToLastByte',
  NormalizedTimeToFirstToken: 'normalizedTimeToFirstToken',
};

export const REQUEST_METRIC = 'ModelRequests';

/** The dimensions that every metric of models has; a series for each of their values. */
export const SPLIT_BY = ['ModelDeploymentName', 'ModelName', 'ModelVersion'] as const;

/** What a call with a status counts as. Statuses are written as `429` or as their class; others are kept apart. */
export function metricOfStatus(status: string): MeteredMetric {
  if (status === '429') return 'throttles';
  if (status.startsWith('2')) return 'requests';
  if (status.startsWith('4')) return 'clientErrors';
  return status.startsWith('5') ? 'serverErrors' : 'otherRequests';
}
