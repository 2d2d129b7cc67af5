import type { MeteredMetric } from '../../usage/metered.js';

/**
 * Token metrics by their names, which are case-sensitive: another spelling is answered with nothing. Input is uncached.
 * https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-cognitiveservices-accounts-metrics
 */
export const TOKEN_METRICS: Readonly<Record<string, MeteredMetric>> = {
  InputTokens: 'inputTokens',
  OutputTokens: 'outputTokens',
  cacheReadInputTokens: 'cacheReadTokens',
  ephemeral5mInputTokens: 'cacheWrite5mTokens',
  ephemeral1hInputTokens: 'cacheWrite1hTokens',
};

export const REQUEST_METRIC = 'ModelRequests';

/** The dimensions that every metric of models has; a series for each of their values. */
export const SPLIT_BY = ['ModelDeploymentName', 'ModelName', 'ModelVersion'] as const;

/** What a call with a status counts as. Statuses are written as `429` or as their class; others are kept apart. */
export function metricOfStatus(status: string): MeteredMetric {
  if (status === '429') return 'throttles';
  if (/^2/.test(status)) return 'requests';
  if (/^4/.test(status)) return 'clientErrors';
  return /^5/.test(status) ? 'serverErrors' : 'otherRequests';
}
