import type { AlertState, Observation } from '../../usage/alert.js';
import { DAY_MS, MINUTE_MS } from '../../usage/window.js';
import { daysText, dayText, lengthText } from '../retention-words.js';
import type { SourceFacts, Thresholds, WatchFacts } from '../watch-facts.js';

/** Is every source read up to now? What is not read before the log lets it go is lost for good. */
export function checkCollectorBehind({ sources, now }: WatchFacts, thresholds: Thresholds): Observation[] {
  return sources.map((source) => {
    const { sourceId, completeUpTo, keptDays } = source;
    const lagMs = completeUpTo === null ? null : Math.max(0, now - completeUpTo);
    const state = stateOf(source, lagMs, now, thresholds);
    return {
      check: 'collector-behind',
      subject: sourceId,
      state,
      words: wordsOf(source, lagMs, state),
      evidence: {
        completeUpTo: completeUpTo === null ? null : new Date(completeUpTo).toISOString(),
        minutesBehind: lagMs === null ? null : Math.floor(lagMs / MINUTE_MS),
        logKeepsDays: keptDays,
      },
      link: '/log-health?tab=sources',
    };
  });
}

function stateOf(
  { keptDays, postponedTo }: SourceFacts,
  lagMs: number | null,
  now: number,
  { collectorBehind }: Thresholds,
): AlertState {
  if (lagMs === null) return 'NO DATA';
  // What waits for a reading that is due later is not behind, as long as the log keeps it.
  const behindMs = postponedTo === null ? lagMs : Math.min(lagMs, Math.max(0, now - postponedTo));
  // A third of what the log keeps is gone: two thirds are left to mend it in.
  const thirdOfLog = keptDays === null ? Infinity : (keptDays * DAY_MS) / 3;
  if (behindMs > collectorBehind.alertMinutes * MINUTE_MS || lagMs > thirdOfLog) return 'ALERT';
  return behindMs > collectorBehind.warnMinutes * MINUTE_MS ? 'WARN' : 'OK';
}

function wordsOf({ sourceId, completeUpTo, keptDays }: SourceFacts, lagMs: number | null, state: AlertState): string {
  if (completeUpTo === null || lagMs === null)
    return `${sourceId} has not read anything yet. "ledgerline doctor" checks its access.`;
  const upTo = `${sourceId} is read up to ${lengthText(lagMs)} ago.`;
  if (state === 'OK') return upTo;
  const end = keptDays === null ? null : dayText(completeUpTo + keptDays * DAY_MS);
  const lost = end === null ? '' : ` What is not read by ${end} is lost: the log keeps ${daysText(keptDays ?? 0)}.`;
  return `${upTo}${lost} Log health has its last error; "ledgerline doctor" checks its access.`;
}
