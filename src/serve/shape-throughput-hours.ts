import type { CalledAs } from '../store/questions/called-as.js';
import type { FailedCalls } from '../store/questions/failed-calls.js';
import type { MeteredLatencyOfHour } from '../store/questions/metered-latency.js';
import type { MeteredPeak } from '../store/questions/metered-peaks.js';
import type { AnsweredHour, FailedHour } from '../store/questions/throughput-hours.js';
import type { LimitSpan } from '../usage/limit-spans.js';
import { LATENCY_METRICS, type PeakCounts } from '../usage/performance.js';
import type { ThroughputHoursAnswer } from './answers/throughput.js';
import { isModel, throttledBy } from './shape-throughput.js';
import { countedBy, spansOf } from './use-of-limits.js';
import { groupedBy } from '../usage/grouped-by.js';

type Hour = ThroughputHoursAnswer['hours'][number];

export interface HoursOfDeployment {
  readonly answered: readonly AnsweredHour[];
  readonly failed: readonly FailedHour[];
  readonly peaks: readonly MeteredPeak[];
  readonly latency: readonly MeteredLatencyOfHour[];
}

/** Every hour in which calls were answered or turned away, or the cloud metered something, in order. */
export function shapeThroughputHours(
  { answered, failed, peaks, latency }: HoursOfDeployment,
  model: string | null,
): Pick<ThroughputHoursAnswer, 'basis' | 'hours'> {
  const ownPeaks = groupedBy(ofModel(peaks, model), ({ hour }) => hour);
  const ownLatency = groupedBy(ofModel(latency, model), ({ hour }) => hour);
  const answeredIn = new Map(answered.map((hour) => [hour.hour, hour]));
  const failedIn = groupedBy(
    failed.filter(({ errorCode }) => throttledBy(errorCode) !== null),
    ({ hour }) => hour,
  );
  const times = new Set([...answeredIn.keys(), ...failedIn.keys(), ...ownPeaks.keys(), ...ownLatency.keys()]);
  const isLogged = answered.some(({ minuteRequests }) => minuteRequests !== null);
  return {
    basis: ownPeaks.size > 0 ? 'metered' : isLogged ? 'logged' : null,
    hours: [...times]
      .toSorted((a, b) => a - b)
      .map((at): Hour => {
        const calls = answeredIn.get(at);
        return {
          hour: new Date(at).toISOString(),
          requests: calls?.requests ?? 0,
          input: calls?.input ?? 0,
          output: calls?.output ?? 0,
          busiestMinute: minuteOf(ownPeaks.get(at), calls),
          latency: { calls: calls?.timedCalls ?? 0, p50Ms: calls?.p50Ms ?? null, p95Ms: calls?.p95Ms ?? null },
          throttled: throttledIn(failedIn.get(at) ?? []),
          meteredLatency: latencyOf(ownLatency.get(at) ?? []),
        };
      }),
  };
}

/** The limits of a deployment, with the hours in which they were in force. */
export function shapeLimitsOf(
  { accountId, name }: { readonly accountId: string; readonly name: string },
  spans: readonly LimitSpan[],
): ThroughputHoursAnswer['limits'] {
  return spansOf({ cloud: 'foundry', accountId, modelId: name }, spans).flatMap(({ rateLimits, from, to }) =>
    rateLimits.map(({ key, count, renewalPeriodSeconds }) => ({
      key,
      limit: count,
      periodSeconds: renewalPeriodSeconds,
      counts: countedBy(key),
      from: new Date(from).toISOString(),
      to: to === null ? null : new Date(to).toISOString(),
    })),
  );
}

/** What was called and how often, with what was turned away; an id of which nothing was answered stands last. */
export function shapeCalledAs(
  called: readonly CalledAs[],
  failed: readonly Pick<FailedCalls, 'modelId' | 'errorCode' | 'requests'>[],
): ThroughputHoursAnswer['calledAs'] {
  const throttled = groupedBy(
    failed.filter(({ errorCode }) => throttledBy(errorCode) !== null),
    ({ modelId }) => modelId,
  );
  const answered = new Set(called.map(({ modelId }) => modelId));
  const refused = [...throttled.keys()].filter((modelId) => !answered.has(modelId));
  return [...called, ...refused.map((modelId) => ({ modelId, requests: 0, input: 0, output: 0 }))].map((one) => ({
    ...one,
    throttled: (throttled.get(one.modelId) ?? []).reduce((sum, { requests }) => sum + requests, 0),
  }));
}

/** Where a name stood for several models, the metered figures of the one that is asked for. */
function ofModel<Metered extends { readonly modelId: string }>(
  metered: readonly Metered[],
  model: string | null,
): readonly Metered[] {
  const own = metered.filter(({ modelId }) => isModel(modelId, model));
  return own.length > 0 ? own : metered;
}

function minuteOf(peaks: readonly MeteredPeak[] | undefined, calls: AnsweredHour | undefined): Hour['busiestMinute'] {
  if (peaks !== undefined) {
    const most = (counts: PeakCounts) =>
      peaks
        .filter((peak) => peak.counts === counts)
        .reduce<number | null>((busiest, { value }) => Math.max(busiest ?? 0, value), null);
    return { requests: most('requests'), input: most('input'), output: most('output') };
  }
  if (calls === undefined || calls.minuteRequests === null) return null;
  return { requests: calls.minuteRequests, input: calls.minuteInput, output: calls.minuteOutput };
}

function throttledIn(failed: readonly FailedHour[]): Hour['throttled'] {
  const sum = (by: 'byCloud' | 'byGateway') =>
    failed.filter(({ errorCode }) => throttledBy(errorCode) === by).reduce((all, { requests }) => all + requests, 0);
  return { byCloud: sum('byCloud'), byGateway: sum('byGateway') };
}

/** Of two versions of a model in one hour the one with the higher average: an average of the two is not told. */
function latencyOf(hours: readonly MeteredLatencyOfHour[]): Hour['meteredLatency'] {
  return LATENCY_METRICS.flatMap((metric) => {
    const [slowest] = hours.filter((one) => one.metric === metric).toSorted((a, b) => b.averageMs - a.averageMs);
    if (slowest === undefined) return [];
    const { averageMs, leastMs, mostMs } = slowest;
    return [{ metric, averageMs, leastMs, mostMs }];
  });
}
