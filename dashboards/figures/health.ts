import type { Source } from '../api/generated/types.gen.js';
import type { Tone } from './tone.js';

export type Verdict =
  | { readonly kind: 'allWell'; readonly all: number }
  | { readonly kind: 'failing' | 'late' | 'collecting' | 'waiting'; readonly count: number; readonly all: number };

export const TONE_OF_STATE: Readonly<Record<Source['state'], Tone>> = {
  ok: 'ok',
  'collecting-history': 'unknown',
  postponed: 'warn',
  late: 'warn',
  failing: 'alert',
  'never-ran': 'unknown',
};

export const TONE_OF_VERDICT: Readonly<Record<Verdict['kind'], Tone>> = {
  allWell: 'ok',
  failing: 'alert',
  late: 'warn',
  collecting: 'unknown',
  waiting: 'unknown',
};

/** The state of all sources in one word, the worst first: a failure is never hidden behind a progress bar. */
export function verdictOf(sources: readonly Source[]): Verdict {
  const all = sources.length;
  const count = (state: Source['state']) => sources.filter((source) => source.state === state).length;
  if (count('failing') > 0) return { kind: 'failing', count: count('failing'), all };
  const late = count('late') + count('postponed');
  if (late > 0) return { kind: 'late', count: late, all };
  if (count('collecting-history') > 0) return { kind: 'collecting', count: count('collecting-history'), all };
  if (count('never-ran') > 0) return { kind: 'waiting', count: count('never-ran'), all };
  return { kind: 'allWell', all };
}

const STATES_FIRST: readonly Source['state'][] = [
  'failing',
  'late',
  'postponed',
  'never-ran',
  'collecting-history',
  'ok',
];

/** Sources that want somebody stand before those that are fine; otherwise in the order of the configuration. */
export function worstSourcesFirst(sources: readonly Source[]): Source[] {
  return sources.toSorted((a, b) => STATES_FIRST.indexOf(a.state) - STATES_FIRST.indexOf(b.state));
}

export interface History {
  readonly doneDays: number;
  readonly allDays: number;
  readonly isDone: boolean;
}

/** How much of the history of all sources has been read, in days of one source each. */
export function historyOf(sources: readonly Source[]): History {
  const allDays = sources.reduce((sum, source) => sum + source.historyDays, 0);
  const doneDays = sources.reduce((sum, source) => sum + Math.min(source.historyDoneDays, source.historyDays), 0);
  return { doneDays: Math.floor(doneDays), allDays, isDone: doneDays >= allDays };
}

/** One look at a source's progress. */
export interface Sighting {
  readonly atMs: number;
  readonly doneDays: number;
}

/** Seconds until the history is read, at the speed between the first sighting and the last; `null` while nothing moves. */
export function secondsLeft(sightings: readonly Sighting[], allDays: number): number | null {
  const first = sightings[0];
  const last = sightings.at(-1);
  if (!first || !last || last.doneDays <= first.doneDays || last.atMs <= first.atMs) return null;
  const daysPerMs = (last.doneDays - first.doneDays) / (last.atMs - first.atMs);
  return Math.max(0, (allDays - last.doneDays) / daysPerMs / 1000);
}
