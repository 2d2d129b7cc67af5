import type { MeteredPeak } from '../store/questions/metered-peaks.js';
import type { ThroughputUnderLimit } from '../store/questions/throughput-by-limit.js';
import type { RateLimit } from '../usage/deployment.js';
import type { LimitSpan } from '../usage/limit-spans.js';
import type { PeakCounts } from '../usage/performance.js';
import type { ThroughputAnswer } from './answers/throughput.js';

type LimitUse = ThroughputAnswer['rows'][number]['limits'][number];

/** The limits of the deployment that a quota is, over time; none where the cloud tells none. */
export function spansOf(
  {
    cloud,
    accountId,
    modelId,
  }: { readonly cloud: string; readonly accountId: string; readonly modelId: string | null },
  spans: readonly LimitSpan[],
): LimitSpan[] {
  return cloud === 'foundry' ? spans.filter((span) => span.accountId === accountId && span.name === modelId) : [];
}

/** How much of each limit was used while it was in force, in the busiest hour and in the busiest minute of that time. */
export function useOfLimits(
  spans: readonly LimitSpan[],
  under: readonly ThroughputUnderLimit[],
  peaks: readonly MeteredPeak[],
): LimitUse[] {
  return spans.flatMap((span) => {
    const hours = under.find(({ since }) => since === span.from);
    const minutes = peaks.filter(({ hour }) => hour >= span.from && (span.to === null || hour < span.to));
    return span.rateLimits.map((limit) => useOf(limit, span, hours, minutes));
  });
}

function useOf(
  { key, count, renewalPeriodSeconds }: RateLimit,
  { from, to }: LimitSpan,
  hours: ThroughputUnderLimit | undefined,
  minutes: readonly MeteredPeak[],
): LimitUse {
  const counts = countedBy(key);
  const inHour = { requests: hours?.mostRequests, input: hours?.mostInput, output: hours?.mostOutput }[counts] ?? 0;
  const used = (inHour * renewalPeriodSeconds) / 3600;
  const [busiest] = minutes.filter((peak) => peak.counts === counts).toSorted((a, b) => b.value - a.value);
  const usedInMinute = busiest === undefined ? null : (busiest.value * renewalPeriodSeconds) / 60;
  return {
    key,
    limit: count,
    periodSeconds: renewalPeriodSeconds,
    counts,
    from: new Date(from).toISOString(),
    to: to === null ? null : new Date(to).toISOString(),
    used,
    share: count > 0 ? used / count : null,
    usedInMinute,
    minuteAt: busiest === undefined ? null : new Date(busiest.minute).toISOString(),
    minuteShare: count > 0 && usedInMinute !== null ? usedInMinute / count : null,
  };
}

/** How near to a limit it came: in the busiest minute where minutes are known, else in the busiest hour on average. */
export function closenessOf(limits: readonly Pick<LimitUse, 'share' | 'minuteShare'>[]): number | null {
  const shares = limits.flatMap(({ share, minuteShare }) => minuteShare ?? share ?? []);
  return shares.length === 0 ? null : Math.max(...shares);
}

/**
 * Claude on Foundry is limited in requests, uncached input (with what is written to the cache) and output. A limit of tokens
 * without a word on which is taken for one of input, the one that is met first.
 * https://learn.microsoft.com/azure/ai-foundry/foundry-models/quotas-limits
 */
export function countedBy(key: string): PeakCounts {
  if (/request/i.test(key)) return 'requests';
  return /output/i.test(key) ? 'output' : 'input';
}
