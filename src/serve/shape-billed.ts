import type { BilledDay, BilledReading } from '../store/questions/billed-by-day.js';
import { addDecimals, subtractDecimals } from '../usage/decimal-text.js';
import { DAY_MS, HOUR_MS } from '../usage/window.js';
import type { BilledAnswer } from './answers/billed.js';

/**
 * An hour is reported to the bill when it is over and appears in it some five hours later:
 * https://learn.microsoft.com/azure/ai-foundry/foundry-models/how-to/monitor-models
 */
const BILLED_AFTER_MS = 6 * HOUR_MS;

/** Meters of consumption units, as far as their name tells; what it is has not been published. */
const CONSUMPTION_UNIT = /consumption unit|\bccus?\b/i;

type Row = BilledAnswer['rows'][number];

/** Bills and what was computed, day by day, with the sums of the days that can be compared. */
export function shapeBilled(
  days: readonly BilledDay[],
  readings: readonly BilledReading[],
): Pick<BilledAnswer, 'scopes' | 'totals' | 'rows'> {
  const readAt = new Map(readings.map((reading) => [`${reading.cloud} ${reading.scope}`, reading.readAt.getTime()]));
  const rows = days.map((day) => rowOf(day, readAt.get(`${day.cloud} ${day.scope}`) ?? 0));
  const compared = rows.filter(({ differenceUsd }) => differenceUsd !== null);
  const billedUsd = addDecimals(compared.flatMap(({ billed }) => billed.map(({ cost }) => cost)));
  const computedUsd = addDecimals(compared.flatMap((row) => row.computedUsd ?? []));
  const nothing = { billedUsd: null, computedUsd: null, differenceUsd: null };
  const sums = { billedUsd, computedUsd, differenceUsd: subtractDecimals(billedUsd, computedUsd) };
  return {
    scopes: readings.map(scopeOf),
    totals: { days: compared.length, ...(compared.length === 0 ? nothing : sums) },
    rows,
  };
}

function rowOf(day: BilledDay, readAt: number): Row {
  const standing = standingOf(day, readAt);
  return {
    day: day.day,
    cloud: day.cloud,
    scope: day.scope,
    standing,
    billed: day.billed,
    computedUsd: day.computedUsd,
    unpricedRequests: day.unpricedRequests,
    differenceUsd: differenceOf(day, standing),
    charges: day.meters.map((charge) => ({
      ...charge,
      ccu: CONSUMPTION_UNIT.test(charge.meter) ? charge.quantity : null,
    })),
  };
}

/** Nothing billed is nothing in every currency. */
function differenceOf({ billedLessComputed, computedUsd }: BilledDay, standing: Row['standing']): string | null {
  if (standing === 'billed') return billedLessComputed;
  return standing === 'nothingBilled' && computedUsd !== null ? subtractDecimals('0', computedUsd) : null;
}

function standingOf({ day, billed, isCovered }: BilledDay, readAt: number): Row['standing'] {
  const isComplete = readAt >= Date.parse(day) + DAY_MS + BILLED_AFTER_MS;
  if (billed.length > 0) return isComplete ? 'billed' : 'partlyBilled';
  if (!isCovered) return readAt < Date.parse(day) ? 'notYetBilled' : 'notRead';
  return isComplete ? 'nothingBilled' : 'notYetBilled';
}

function scopeOf({ leftOutCount, readAt, from, to, ...reading }: BilledReading): BilledAnswer['scopes'][number] {
  return {
    ...reading,
    readAt: readAt.toISOString(),
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
    leftOutMeters: leftOutCount,
  };
}
