import { addDays, DAY_MS, localDateOf, startOfDay, startOfMonth, weekdayOf, type LocalDate } from '../format/zone.js';

/** Ranges with a name. The order is that of the menu; a digit picks one by its place. */
export const PRESETS = [
  'today',
  'yesterday',
  'last7',
  'last30',
  'last90',
  'weekToDate',
  'monthToDate',
  'lastMonth',
  'quarterToDate',
] as const;
export type Preset = (typeof PRESETS)[number];

/** What the address holds: a preset, or two ends (`YYYY-MM-DD` or an instant; the second does not belong to it). */
export interface RangeChoice {
  readonly range?: Preset;
  readonly from?: string;
  readonly to?: string;
}

/** A half-open range, as the API takes it, with its instants. */
export interface DateRange {
  readonly preset: Preset | null;
  readonly from: string;
  readonly to: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

export function isDate(text: string): boolean {
  return DATE.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

/** A day or an instant with its offset: what the API accepts as an end of a range. */
export function isRangeEnd(text: string): boolean {
  return (
    isDate(text) || (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)))
  );
}

export function instantOf(end: string, timeZone: string): number {
  return isDate(end) ? startOfDay(end, timeZone) : Date.parse(end);
}

function datesOf(preset: Preset, today: LocalDate): [LocalDate, LocalDate] {
  const tomorrow = addDays(today, 1);
  const month = Number(today.slice(5, 7)) - 1;
  switch (preset) {
    case 'today':
      return [today, tomorrow];
    case 'yesterday':
      return [addDays(today, -1), today];
    case 'last7':
      return [addDays(today, -6), tomorrow];
    case 'last30':
      return [addDays(today, -29), tomorrow];
    case 'last90':
      return [addDays(today, -89), tomorrow];
    case 'weekToDate':
      return [addDays(today, -weekdayOf(today)), tomorrow];
    case 'lastMonth':
      return [startOfMonth(today, -1), startOfMonth(today)];
    case 'quarterToDate':
      return [startOfMonth(today, -(month % 3)), tomorrow];
    case 'monthToDate':
  }
  return [startOfMonth(today), tomorrow];
}

/** The range that an address means at a moment; without one, `fallback`. A range that ends before it begins is no range. */
export function resolveRange(choice: RangeChoice, now: number, timeZone: string, fallback: Preset): DateRange {
  if (choice.from && choice.to && isRangeEnd(choice.from) && isRangeEnd(choice.to)) {
    const fromMs = instantOf(choice.from, timeZone);
    const toMs = instantOf(choice.to, timeZone);
    if (fromMs < toMs) return { preset: null, from: choice.from, to: choice.to, fromMs, toMs };
  }
  const preset = choice.range ?? fallback;
  const [from, to] = datesOf(preset, localDateOf(now, timeZone));
  return { preset, from, to, fromMs: startOfDay(from, timeZone), toMs: startOfDay(to, timeZone) };
}

/** The last moment of a range, for words that name both days. */
export function lastDayOf(range: DateRange, timeZone: string): LocalDate {
  return localDateOf(range.toMs - 1, timeZone);
}

export function lengthDays(range: DateRange): number {
  return Math.max(1, Math.round((range.toMs - range.fromMs) / DAY_MS));
}
