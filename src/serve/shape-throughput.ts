import type { FailedCalls } from '../store/questions/failed-calls.js';
import type { MeteredLatency } from '../store/questions/metered-latency.js';
import type { MeteredPeak } from '../store/questions/metered-peaks.js';
import type { MeteredThrottles } from '../store/questions/metered-throttles.js';
import type { ThroughputUnderLimit } from '../store/questions/throughput-by-limit.js';
import type { ThroughputRow } from '../store/questions/throughput.js';
import { adviceOn } from '../usage/error-advice.js';
import type { LimitSpan } from '../usage/limit-spans.js';
import { meteredKey } from '../usage/metered-key.js';
import type { PeakCounts } from '../usage/performance.js';
import { quotaOf } from '../usage/quota.js';
import type { ThroughputAnswer } from './answers/throughput.js';
import { closenessOf, spansOf, useOfLimits } from './use-of-limits.js';

type AnswerRow = ThroughputAnswer['rows'][number];
type BusiestMinute = NonNullable<AnswerRow['busiestMinute']>;

/** What stands beside the answered calls. */
export interface BesideThroughput {
  /** The limits of deployments, with the hours in which they were in force. */
  readonly spans: readonly LimitSpan[];
  /** What went through under each of them. */
  readonly underLimits: readonly ThroughputUnderLimit[];
  readonly failed: readonly Pick<
    FailedCalls,
    'cloud' | 'accountId' | 'region' | 'model' | 'endpointScope' | 'modelId' | 'errorCode' | 'requests'
  >[];
  /** What the cloud metered of everybody; `null` where callers are left out, for it knows none. */
  readonly metered: {
    readonly peaks: readonly MeteredPeak[];
    readonly latency: readonly MeteredLatency[];
    readonly throttles: readonly MeteredThrottles[];
  } | null;
}

/**
 * Rows with limits, refusals and what the cloud metered beside what went through: what came closest to a limit first, then the
 * most called.
 */
export function shapeThroughput(rows: readonly ThroughputRow[], beside: BesideThroughput): AnswerRow[] {
  return shapeRows(rows, beside).toSorted(
    (a, b) => (closenessOf(b.limits) ?? -1) - (closenessOf(a.limits) ?? -1) || b.requests - a.requests,
  );
}

function shapeRows(rows: readonly ThroughputRow[], beside: BesideThroughput): AnswerRow[] {
  const throttled = throttledByRow(rows, beside.failed);
  return rows.map((row) => {
    const ownPeaks = ofDeployment(row, rows, beside.metered?.peaks ?? []);
    const under = beside.underLimits.filter(
      (one) => row.cloud === 'foundry' && OF_DEPLOYMENT.every((part) => one[part] === row[part]),
    );
    const spans = spansOf(row, beside.spans);
    const hoursOfLimits = under.reduce((sum, { since, hours }) => (since === null ? sum : sum + hours), 0);
    return {
      cloud: row.cloud,
      accountId: row.accountId,
      region: row.region,
      model: row.model,
      endpointScope: row.endpointScope,
      modelId: row.modelId,
      modelIds: row.calledAs.length,
      requests: row.requests,
      latency: { calls: row.timedCalls, p50Ms: row.p50Ms, p95Ms: row.p95Ms },
      average: perMinute(row.requests, row.input, row.output, row.hours * 60),
      busiest: perMinute(row.mostRequests, row.mostInput, row.mostOutput, 60),
      busiestMinute: row.cloud === 'foundry' ? meteredMinute(ownPeaks) : loggedMinute(row),
      limits: useOfLimits(spans, under, ownPeaks),
      hours: row.hours,
      hoursWithoutLimit: row.hours - hoursOfLimits,
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

function meteredMinute(own: readonly MeteredPeak[]): BusiestMinute | null {
  if (own.length === 0) return null;
  const peak = (counts: PeakCounts) => {
    const [most] = own.filter((one) => one.counts === counts).toSorted((a, b) => b.value - a.value);
    return most === undefined ? null : { value: most.value, at: new Date(most.minute).toISOString() };
  };
  return { basis: 'metered', requests: peak('requests'), input: peak('input'), output: peak('output') };
}

/** Of Foundry by deployment; elsewhere of every id that the quota was called by, as the meter of its place spells it. */
function meteredThrottlesOf(
  row: ThroughputRow,
  rows: readonly ThroughputRow[],
  { metered }: BesideThroughput,
): number | null {
  const all = metered?.throttles ?? [];
  const own = row.cloud === 'foundry' ? ofDeployment(row, rows, all) : ofIds(row, all);
  return own.length === 0 ? null : own.reduce((sum, { throttles }) => sum + throttles, 0);
}

function ofIds({ cloud, accountId, region, calledAs }: ThroughputRow, metered: readonly MeteredThrottles[]) {
  const keys = new Set(calledAs.map(meteredKey));
  return metered.filter(
    (one) =>
      one.cloud === cloud && one.accountId === accountId && one.region === region && keys.has(meteredKey(one.modelId)),
  );
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
  if (row.cloud !== 'foundry') return [];
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

/** Which failed calls were throttled, and by whom, by the row of the quota that they count to. */
function throttledByRow(rows: readonly ThroughputRow[], failed: BesideThroughput['failed']) {
  const byRow = new Map<ThroughputRow, { byCloud: number; byGateway: number }>();
  for (const call of failed) {
    const by = throttledBy(call.errorCode);
    if (by === null) continue;
    const quota = quotaOf(call);
    const row = rows.find((one) => SAME.every((part) => one[part] === quota[part]));
    if (row === undefined) continue;
    const known = byRow.get(row) ?? { byCloud: 0, byGateway: 0 };
    byRow.set(row, { ...known, [by]: known[by] + call.requests });
  }
  return byRow;
}

const SAME = ['cloud', 'accountId', 'region', 'model', 'endpointScope', 'modelId'] as const;
const OF_DEPLOYMENT = ['accountId', 'region', 'modelId', 'model'] as const;

/** Who turned a call away at a limit; `null` for calls that failed otherwise. */
export function throttledBy(errorCode: string | null): 'byCloud' | 'byGateway' | null {
  if (adviceOn('failed', errorCode).trouble !== 'throttled') return null;
  return errorCode?.startsWith('gateway-') === true ? 'byGateway' : 'byCloud';
}
