import type { RateLimitOfDeployment, RateLimitUse, ThroughputHour, ThroughputRow } from '../api/generated/types.gen.js';

/** What limits count, a minute. */
export const COUNTS = ['input', 'output', 'requests'] as const;
export type Counts = (typeof COUNTS)[number];

/** From here on a limit is said to be close: a rise of a quarter meets it. */
export const CLOSE_SHARE = 0.8;

const HOUR_MS = 3_600_000;
/** More bars than this are no wider than a line on a small screen. */
const MOST_BARS = 168;
const HOURS_A_BAR = [1, 2, 3, 6, 12, 24, 48, 72, 168] as const;

/** Names a row in the address. */
export function keyOfRow({ cloud, accountId, region, model, endpointScope, modelId }: ThroughputRow): string {
  return [cloud, accountId, region, model ?? '', endpointScope ?? '', modelId ?? ''].join(' ');
}

/** A deployment by its name, else the model; an ARN by its last part, the whole belongs in a title. */
export function nameOfQuota({ cloud, model, modelId }: Pick<ThroughputRow, 'cloud' | 'model' | 'modelId'>): string {
  const called = modelId?.startsWith('arn:') === true ? modelId.slice(modelId.lastIndexOf('/') + 1) : modelId;
  return (cloud === 'foundry' ? called : (model ?? called)) ?? '';
}

/** How much of a limit was used: of the busiest minute where minutes are known, else of the busiest hour on average. */
export function shareOfLimit({ minuteShare, share }: RateLimitUse): number | null {
  return minuteShare ?? share;
}

/** The limit that was come closest to. */
export function closestLimit({ limits }: ThroughputRow): RateLimitUse | null {
  return limits.toSorted((a, b) => (shareOfLimit(b) ?? -1) - (shareOfLimit(a) ?? -1))[0] ?? null;
}

/** The most of a minute, where minutes are known. */
export function minuteOf({ busiestMinute }: ThroughputRow, counts: Counts): { value: number; at: string } | null {
  return busiestMinute?.[counts] ?? null;
}

export function averageOf({ average }: ThroughputRow, counts: Counts): number {
  return {
    requests: average.requestsPerMinute,
    input: average.inputTokensPerMinute,
    output: average.outputTokensPerMinute,
  }[counts];
}

/** The tightest limit on what is counted, a minute, that was in force in an hour; `null` where none is known. */
export function limitAt(limits: readonly RateLimitOfDeployment[], counts: Counts, hourMs: number): number | null {
  const own = limits.filter(
    (one) =>
      one.counts === counts &&
      one.limit > 0 &&
      hourMs >= Date.parse(one.from) &&
      (one.to === null || hourMs < Date.parse(one.to)),
  );
  return own.length === 0 ? null : Math.min(...own.map(({ limit, periodSeconds }) => (limit * 60) / periodSeconds));
}

/** How much of a minute an hour had at most: of its busiest minute, else a sixtieth of the hour. */
function perMinute(hour: ThroughputHour, counts: Counts): { value: number; isMinute: boolean } {
  const minute = hour.busiestMinute?.[counts] ?? null;
  return minute === null ? { value: hour[counts] / 60, isMinute: false } : { value: minute, isMinute: true };
}

/** One bar: the busiest of one or several hours. */
export interface LimitBar {
  readonly fromMs: number;
  readonly toMs: number;
  readonly value: number;
  /** Whether it is of a minute, and not an hour's average. */
  readonly isMinute: boolean;
  readonly throttled: number;
  /** What was in force in that hour, a minute; of a bar without calls in its first hour. */
  readonly limit: number | null;
}

interface HoursBesideLimits {
  readonly hours: readonly ThroughputHour[];
  readonly limits: readonly RateLimitOfDeployment[];
}

/** The range in bars, each the busiest of its hours, empty ones among them. */
export function barsOf(
  { hours, limits }: HoursBesideLimits,
  counts: Counts,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): LimitBar[] {
  const first = Math.floor(fromMs / HOUR_MS);
  const count = Math.max(1, Math.ceil(toMs / HOUR_MS) - first);
  const step = HOURS_A_BAR.find((size) => count / size <= MOST_BARS) ?? Math.ceil(count / MOST_BARS);
  const bars = Array.from({ length: Math.ceil(count / step) }, (_, place): LimitBar => {
    const start = (first + place * step) * HOUR_MS;
    return {
      fromMs: start,
      toMs: start + step * HOUR_MS,
      value: 0,
      isMinute: false,
      throttled: 0,
      limit: limitAt(limits, counts, start),
    };
  });
  for (const hour of hours) {
    const startMs = Date.parse(hour.hour);
    const place = Math.floor((Math.floor(startMs / HOUR_MS) - first) / step);
    const bar = bars[place];
    if (bar === undefined) continue;
    const { value, isMinute } = perMinute(hour, counts);
    const throttled = bar.throttled + hour.throttled.byCloud + hour.throttled.byGateway;
    bars[place] =
      value > bar.value
        ? { ...bar, value, isMinute, throttled, limit: limitAt(limits, counts, startMs) }
        : { ...bar, throttled };
  }
  return bars;
}

/** The limits of bars in their order, each once until it changes. */
export function limitsInOrder(bars: readonly LimitBar[]): number[] {
  const known = bars.flatMap(({ limit }) => limit ?? []);
  return known.filter((limit, place) => limit !== known[place - 1]);
}

/** In how many of the hours with calls a limit was close, since when, and until when; and of how many none is known. */
export interface Closeness {
  /** With a limit that is known. */
  readonly hours: number;
  readonly unknown: number;
  readonly close: number;
  readonly met: number;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
}

export function closenessOf({ hours, limits }: HoursBesideLimits, counts: Counts): Closeness {
  const used = hours
    .map((hour) => ({
      at: hour.hour,
      value: perMinute(hour, counts).value,
      limit: limitAt(limits, counts, Date.parse(hour.hour)),
    }))
    .filter(({ value }) => value > 0);
  const known = used.flatMap(({ at, value, limit }) => (limit === null ? [] : [{ at, share: value / limit }]));
  const close = known.filter(({ share }) => share >= CLOSE_SHARE);
  return {
    hours: known.length,
    unknown: used.length - known.length,
    close: close.length,
    met: close.filter(({ share }) => share >= 1).length,
    firstAt: close[0]?.at ?? null,
    lastAt: close.at(-1)?.at ?? null,
  };
}
