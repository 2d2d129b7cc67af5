import type { MeteredMetric } from '../../usage/metered.js';

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
