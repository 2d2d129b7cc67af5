import type { Adjustment, ChangeSums, RerateDifference, RerateRun } from '../api/generated/types.gen.js';
import type { DifferenceGrouping } from '../api/corrections-queries.js';
import { formatDay, formatDays, formatMonth } from '../format/date.js';
import {
  FEMTO_PER_PICO,
  femtoUsdOrNull,
  parseFemtoUsd,
  parseUsd,
  usdOrNull,
  type FemtoUsd,
  type PicoUsd,
} from '../format/money.js';
import { addDays, startOfMonth, type LocalDate } from '../format/zone.js';
import { words } from '../words/words.js';
import { labelOfState, labelOfValue } from './labels.js';
import type { Tone } from './tone.js';

const w = words.corrections;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The days that a run is asked for: a first and a last one, as a calendar has them. The service takes the day after the last. */
export function rangeOfDays(first: LocalDate, last: LocalDate): { from: LocalDate; to: LocalDate } | null {
  return DAY.test(first) && DAY.test(last) && first <= last ? { from: first, to: addDays(last, 1) } : null;
}

/** What a run is about, in words. */
export function rangeInWords({ from, to, onlyModelIds }: Pick<RerateRun, 'from' | 'to' | 'onlyModelIds'>): string {
  const days =
    from === null
      ? to === null
        ? w.wholePast
        : w.until(formatDay(addDays(to, -1), true))
      : to === null
        ? w.since(formatDay(from, true))
        : formatDays(from, addDays(to, -1));
  return onlyModelIds === null ? days : `${days}, ${w.only(onlyModelIds.length)}`;
}

const TONES: Partial<Record<RerateRun['state'], Tone>> = { done: 'ok', failed: 'alert', stopped: 'warn' };

export function toneOfRun({ state }: Pick<RerateRun, 'state'>): Tone {
  return TONES[state] ?? 'unknown';
}

/** How far a run is, between 0 and 1; `null` before it knows its days. */
export function progressOf({ daysDone, daysTotal }: Pick<RerateRun, 'daysDone' | 'daysTotal'>): number | null {
  if (daysTotal === null) return null;
  return daysTotal === 0 ? 1 : daysDone / daysTotal;
}

/** What changed calls add up to, exact; `null` is not known. */
export interface ChangeLine {
  readonly key: string | null;
  readonly label: string;
  /** What a reason means, where the groups are reasons. */
  readonly meaning: string | null;
  readonly adjusts: boolean;
  readonly requests: number;
  readonly oldUnpriced: number;
  readonly newUnpriced: number;
  readonly oldUsd: PicoUsd | null;
  readonly newUsd: PicoUsd | null;
  readonly differenceUsd: PicoUsd;
  readonly oldEffective: FemtoUsd | null;
  readonly newEffective: FemtoUsd | null;
  readonly differenceEffective: FemtoUsd;
}

export function changeLine(sums: ChangeSums, label: string): ChangeLine {
  return {
    key: null,
    label,
    meaning: null,
    adjusts: false,
    requests: sums.requests,
    oldUnpriced: sums.oldUnpriced,
    newUnpriced: sums.newUnpriced,
    oldUsd: usdOrNull(sums.oldUsd),
    newUsd: usdOrNull(sums.newUsd),
    differenceUsd: parseUsd(sums.differenceUsd),
    oldEffective: femtoUsdOrNull(sums.oldEffectiveUsd),
    newEffective: femtoUsdOrNull(sums.newEffectiveUsd),
    differenceEffective: parseFemtoUsd(sums.differenceEffectiveUsd),
  };
}

export function labelOfChange(by: DifferenceGrouping, key: string | null): string {
  if (by === 'team' || by === 'model') return labelOfValue(by, key);
  if (key === null) return words.figures.notKnown;
  return by === 'month' ? monthInWords(key) : labelOfState(w.reasons, key);
}

/** The rows of a run in the order of the service. */
export function changeLines(
  rows: readonly RerateDifference[],
  by: DifferenceGrouping,
  reasons: Readonly<Record<string, unknown>>,
): ChangeLine[] {
  return rows.map((row) => {
    const key = row.group[by] ?? null;
    const meaning = by === 'reason' && key !== null ? reasons[key] : null;
    return {
      ...changeLine(row, labelOfChange(by, key)),
      key,
      meaning: typeof meaning === 'string' ? meaning : null,
      adjusts: row.adjusts,
    };
  });
}

function differs(list: PicoUsd | null, paid: FemtoUsd | null): boolean {
  return (list === null ? null : list * FEMTO_PER_PICO) !== paid;
}

/** Whether the customer's own terms make any of the amounts another than the list price: only then are both shown. */
export function termsMatter(lines: readonly ChangeLine[]): boolean {
  return lines.some((line) => differs(line.oldUsd, line.oldEffective) || differs(line.newUsd, line.newEffective));
}

/** "October 2026" of "2026-10". */
export function monthInWords(month: string): string {
  return formatMonth(`${month}-01`, true);
}

/** The UTC month that ended last, `YYYY-MM`. */
export function lastEndedMonth(nowMs: number): string {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  return startOfMonth(today, -1).slice(0, 7);
}

/** A key of its own for each line of the adjustments. */
export function adjustmentKey({ runId, aboutMonth, model, team, reason }: Adjustment): string {
  return JSON.stringify([runId, aboutMonth, model, team, reason]);
}
