import type { Window } from '../usage/window.js';
import type { Logging } from './log-keeping.js';
import { dayText, lengthText, spanText } from './retention-words.js';
import type { Reason, ReasonWeight } from './verdict-state.js';

/** What the switch itself says: off, off for a while, or not to be told. */
export function loggingReasons({ state, evidence, off, remedy, unknownWords }: Logging, needed: Window): Reason[] {
  const seen = evidence === null ? [] : [evidence];
  if (state === 'unknown')
    return [{ code: 'loggingUnknown', weight: 'blinds', words: unknownWords ?? '', evidence: seen, action: null }];
  if (state === 'off') {
    const since = evidence === null ? '' : `, seen so since ${dayText(evidence.firstSeenAt)}`;
    const words = `Logging is switched off${since}: calls leave no record.`;
    return [{ code: 'loggingOff', weight: 'breaks', words, evidence: seen, action: remedy }];
  }
  return off
    .filter(({ to }) => to > needed.from)
    .map((span) => ({
      code: 'loggingWasOff',
      weight: 'risks',
      words: `Logging was switched off from ${spanText(span)}: calls of that time left no record.`,
      evidence: seen,
      action: null,
    }));
}

/** What no store is known to hold. `weight` says whether it is known to be missing, or could not be looked for. */
export function missingReasons(missing: readonly Window[], needed: Window, weight: ReasonWeight): Reason[] {
  return missing.map((gap) => ({
    code: gap.from === needed.from ? 'notWholeYet' : 'missing',
    weight,
    words: missingWords(gap, needed),
    evidence: [],
    action: null,
  }));
}

function missingWords(gap: Window, needed: Window): string {
  if (gap.from > needed.from) return `Records of ${spanText(gap)} are not there.`;
  if (gap.to >= needed.to) return 'There is no proof yet that any record of the needed time is there.';
  return `Records are there from ${dayText(gap.to)} on, ${lengthText(needed.to - gap.to)} back: before that, logging was off, nothing was called, or the records are gone.`;
}
