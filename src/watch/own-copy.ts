import { DAY_MS, HOUR_MS, uncovered, type Window } from '../usage/window.js';
import type { LogStore } from './log-keeping.js';
import { daysText, dayText, lengthText, spanText } from './retention-words.js';
import type { Reason } from './verdict-state.js';

/** What we hold ourselves: who called what and when, and what it cost; no prompts and answers. */
export interface OwnCopy {
  readonly state: 'complete' | 'partial' | 'none';
  readonly gaps: readonly Window[];
  readonly words: string;
}

/** The newest records are still on their way. */
const ON_THE_WAY_MS = HOUR_MS;
/** Gaps that are told one by one. */
const TOLD_GAPS = 5;

/** How much of the needed time our sources have read. `collected` is null when no source reads the account and region. */
export function ownCopyOf(collected: readonly Window[] | null, needed: Window): OwnCopy {
  if (collected === null)
    return {
      state: 'none',
      gaps: [needed],
      words: 'No source reads this account and region: Ledgerline holds no copy.',
    };
  const settled = { from: needed.from, to: needed.to - ON_THE_WAY_MS };
  const gaps = uncovered(settled, collected);
  if (gaps.length === 0)
    return {
      state: 'complete',
      gaps,
      words: 'Ledgerline has read all of it: who called what and when, without prompts and answers.',
    };
  const missing = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  if (missing === settled.to - settled.from)
    return { state: 'none', gaps, words: 'Ledgerline has read nothing of it yet.' };
  return { state: 'partial', gaps, words: `Ledgerline has not read ${lengthText(missing)} of it yet.` };
}

/** A gap of ours can be filled for as long as the cloud keeps its records. */
export function ownCopyReasons({ state, gaps }: OwnCopy, stores: readonly LogStore[]): Reason[] {
  if (state !== 'partial') return [];
  const limits = stores.flatMap(({ keeping }) => (keeping === null ? [] : [keeping.days]));
  const longest = limits.length === 0 || limits.includes(null) ? null : Math.max(...limits.map((days) => days ?? 0));
  return gaps.slice(0, TOLD_GAPS).map((gap): Reason => {
    const until =
      longest === null
        ? ''
        : `; the cloud keeps its records for ${daysText(longest)}, until ${dayText(gap.from + longest * DAY_MS)}`;
    const words = `${spanText(gap)} has not been collected${until}.`;
    return { code: 'notCollected', weight: 'notes', words, evidence: [], action: null };
  });
}
