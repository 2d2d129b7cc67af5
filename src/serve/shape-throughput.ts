import type { ThroughputRow } from '../store/questions/throughput.js';
import type { RateLimit } from '../usage/deployment.js';
import type { ThroughputAnswer } from './answers/throughput.js';

interface LimitsOf {
  readonly accountId: string;
  readonly name: string;
  readonly rateLimits: readonly RateLimit[];
}

/** Rows with the limits of their deployments beside what went through in the busiest hour. */
export function shapeThroughput(
  rows: readonly ThroughputRow[],
  limits: readonly LimitsOf[],
): Pick<ThroughputAnswer, 'rows'> {
  return {
    rows: rows.map((row) => ({
      cloud: row.cloud,
      accountId: row.accountId,
      region: row.region,
      modelId: row.modelId,
      model: row.model,
      requests: row.requests,
      latency: { calls: row.timedCalls, p50Ms: row.p50Ms, p95Ms: row.p95Ms },
      busiest: {
        requestsPerMinute: row.mostRequests / 60,
        inputTokensPerMinute: row.mostInput / 60,
        outputTokensPerMinute: row.mostOutput / 60,
      },
      limits: (
        limits.find(({ accountId, name }) => accountId === row.accountId && name === row.modelId)?.rateLimits ?? []
      ).map((limit) => useOf(row, limit)),
    })),
  };
}

function useOf(row: ThroughputRow, { key, count, renewalPeriodSeconds }: RateLimit) {
  const counts = countedBy(key);
  const inHour = { requests: row.mostRequests, input: row.mostInput, output: row.mostOutput }[counts];
  const used = (inHour * renewalPeriodSeconds) / 3600;
  return {
    key,
    limit: count,
    periodSeconds: renewalPeriodSeconds,
    counts,
    used,
    share: count > 0 ? used / count : null,
  };
}

/**
 * Claude on Foundry is limited in requests, uncached input (with what is written to the cache) and output. A limit of tokens
 * without a word on which is taken for one of input, the one that is met first.
 * https://learn.microsoft.com/azure/ai-foundry/foundry-models/quotas-limits
 */
function countedBy(key: string): 'requests' | 'input' | 'output' {
  if (/request/i.test(key)) return 'requests';
  return /output/i.test(key) ? 'output' : 'input';
}
