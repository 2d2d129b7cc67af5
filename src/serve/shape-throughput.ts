import type { FailedCalls } from '../store/questions/failed-calls.js';
import type { MeteredLatency } from '../store/questions/metered-latency.js';
import type { MeteredPeak } from '../store/questions/metered-peaks.js';
import type { MeteredThrottles } from '../store/questions/metered-throttles.js';
import type { ThroughputRow } from '../store/questions/throughput.js';
import type { RateLimit } from '../usage/deployment.js';
import { adviceOn } from '../usage/error-advice.js';
import type { PeakCounts } from '../usage/performance.js';
import type { ThroughputAnswer } from './answers/throughput.js';

type AnswerRow = ThroughputAnswer['rows'][number];
type BusiestMinute = NonNullable<AnswerRow['busiestMinute']>;

/** The limits of a deployment, by the name that it is called by. */
export interface LimitsOf {
  readonly accountId: string;
  readonly name: string;
  readonly rateLimits: readonly RateLimit[];
}

/** What stands beside the answered calls. */
export interface BesideThroughput {
  readonly limits: readonly LimitsOf[];
  readonly failed: readonly Pick<
    FailedCalls,
    'cloud' | 'accountId' | 'region' | 'modelId' | 'model' | 'errorCode' | 'requests'
  >[];
  /** What the cloud metered of everybody; `null` where callers are left out, for it knows none. */
  readonly metered: {
    readonly peaks: readonly MeteredPeak[];
    readonly latency: readonly MeteredLatency[];
    readonly throttles: readonly MeteredThrottles[];
  } | null;
}

/** Rows with limits, refusals and what the cloud metered beside what went through. */
export function shapeThroughput(rows: readonly ThroughputRow[], beside: BesideThroughput): AnswerRow[] {
  const throttled = throttledByRow(rows, beside.failed);
  return rows.map((row) => {
    const peaks = row.cloud === 'foundry' ? meteredMinute(row, rows, beside) : loggedMinute(row);
    return {
      cloud: row.cloud,
      accountId: row.accountId,
      region: row.region,
      modelId: row.modelId,
      model: row.model,
      requests: row.requests,
      latency: { calls: row.timedCalls, p50Ms: row.p50Ms, p95Ms: row.p95Ms },
      average: perMinute(row.requests, row.input, row.output, row.hours * 60),
      busiest: perMinute(row.mostRequests, row.mostInput, row.mostOutput, 60),
      busiestMinute: peaks,
      limits: limitsOf(row, beside.limits).map((limit) => useOf(row, peaks, limit)),
      throttled: {
        byCloud: throttled.get(row)?.byCloud ?? 0,
        byGateway: throttled.get(row)?.byGateway ?? 0,
        metered: meteredThrottlesOf(row, rows, beside),
      },
      meteredLatency: ofDeployment(row, rows, beside.metered?.latency ?? []).map(
        ({ metric, hours, lowestAverageMs, highestAverageMs, leastMs, mostMs }) => ({
          metric,
          hours,
          lowestAverageMs,
          highestAverageMs,
          leastMs,
          mostMs,
        }),
      ),
    };
  });
}

function perMinute(requests: number, input: number, output: number, minutes: number): AnswerRow['average'] {
  return {
    requestsPerMinute: requests / minutes,
    inputTokensPerMinute: input / minutes,
    outputTokensPerMinute: output / minutes,
  };
}

function peakOf(value: number | null, at: Date | null): { value: number; at: string } | null {
  return value === null || at === null ? null : { value, at: at.toISOString() };
}

function loggedMinute(row: ThroughputRow): BusiestMinute {
  return {
    basis: 'logged',
    requests: peakOf(row.minuteRequests, row.minuteRequestsAt),
    input: peakOf(row.minuteInput, row.minuteInputAt),
    output: peakOf(row.minuteOutput, row.minuteOutputAt),
  };
}

function meteredMinute(
  row: ThroughputRow,
  rows: readonly ThroughputRow[],
  { metered }: BesideThroughput,
): BusiestMinute | null {
  const own = ofDeployment(row, rows, metered?.peaks ?? []);
  if (own.length === 0) return null;
  const peak = (counts: PeakCounts) => {
    const [most] = own.filter((one) => one.counts === counts).toSorted((a, b) => b.value - a.value);
    return most === undefined ? null : { value: most.value, at: new Date(most.minute).toISOString() };
  };
  return { basis: 'metered', requests: peak('requests'), input: peak('input'), output: peak('output') };
}

function meteredThrottlesOf(
  row: ThroughputRow,
  rows: readonly ThroughputRow[],
  { metered }: BesideThroughput,
): number | null {
  const own = ofDeployment(row, rows, metered?.throttles ?? []);
  return own.length === 0 ? null : own.reduce((sum, { throttles }) => sum + throttles, 0);
}

/**
 * What was metered of a row's deployment; where the name stood for several models in the range, of the row's own. Meters write
 * the model with its date, and with its speed, where the row has neither.
 */
function ofDeployment<Metered extends { accountId: string; deployment: string; modelId: string }>(
  row: ThroughputRow,
  rows: readonly ThroughputRow[],
  metered: readonly Metered[],
): Metered[] {
  const named = metered.filter((one) => one.accountId === row.accountId && one.deployment === row.modelId);
  const isOnly = rows.every(
    (other) => other === row || other.accountId !== row.accountId || other.modelId !== row.modelId,
  );
  return isOnly ? named : named.filter(({ modelId }) => isModel(modelId, row.model));
}

/** Whether a meter's name of a model is that of a canonical one: it may have its date, and its speed. */
export function isModel(metered: string, model: string | null): boolean {
  return metered.replace(/-fast$/, '').replace(/-\d{8}$/, '') === model;
}

/** Which failed calls were throttled, and by whom, by the row that their place and model is. */
function throttledByRow(rows: readonly ThroughputRow[], failed: BesideThroughput['failed']) {
  const byRow = new Map<ThroughputRow, { byCloud: number; byGateway: number }>();
  for (const call of failed) {
    const by = throttledBy(call.errorCode);
    const row = rows.find((one) => SAME.every((part) => one[part] === call[part]));
    if (by === null || row === undefined) continue;
    const known = byRow.get(row) ?? { byCloud: 0, byGateway: 0 };
    byRow.set(row, { ...known, [by]: known[by] + call.requests });
  }
  return byRow;
}

const SAME = ['cloud', 'accountId', 'region', 'modelId', 'model'] as const;

/** Who turned a call away at a limit; `null` for calls that failed otherwise. */
export function throttledBy(errorCode: string | null): 'byCloud' | 'byGateway' | null {
  if (adviceOn('failed', errorCode).trouble !== 'throttled') return null;
  return errorCode?.startsWith('gateway-') === true ? 'byGateway' : 'byCloud';
}

/** The limits of the deployment that a row is about; none where the cloud tells none. */
export function limitsOf(
  { accountId, modelId }: { readonly accountId: string; readonly modelId: string },
  limits: readonly LimitsOf[],
): readonly RateLimit[] {
  return limits.find((one) => one.accountId === accountId && one.name === modelId)?.rateLimits ?? [];
}

function useOf(
  row: ThroughputRow,
  minute: BusiestMinute | null,
  { key, count, renewalPeriodSeconds }: RateLimit,
): AnswerRow['limits'][number] {
  const counts = countedBy(key);
  const inHour = { requests: row.mostRequests, input: row.mostInput, output: row.mostOutput }[counts];
  const used = (inHour * renewalPeriodSeconds) / 3600;
  const inMinute = minute?.[counts]?.value;
  const usedInMinute = inMinute === undefined ? null : (inMinute * renewalPeriodSeconds) / 60;
  return {
    key,
    limit: count,
    periodSeconds: renewalPeriodSeconds,
    counts,
    used,
    share: count > 0 ? used / count : null,
    usedInMinute,
    minuteShare: count > 0 && usedInMinute !== null ? usedInMinute / count : null,
  };
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
