import { DAY_MS, uncovered, type Window } from '../usage/window.js';
import type { RetentionVerdict } from './retention-verdict.js';
import { dayText } from './retention-words.js';

/** One UTC day of the needed time: what the cloud holds of it, what we have read, and how many calls that was. */
export interface CalendarDay {
  readonly day: string;
  readonly cloud: Share;
  readonly own: Share;
  readonly requests: number;
}

export const SHARES = ['whole', 'part', 'none'] as const;
type Share = (typeof SHARES)[number];

/** The days of the needed time, the earliest first; the first and the last are cut by it. */
export function calendarOf(
  { needed, missing }: RetentionVerdict,
  collected: readonly Window[],
  usage: readonly { readonly day: string; readonly requests: number }[],
): CalendarDay[] {
  const requests = new Map<string, number>();
  for (const used of usage) requests.set(used.day, (requests.get(used.day) ?? 0) + used.requests);
  const held = uncovered(needed, missing);
  const days: CalendarDay[] = [];
  for (let midnight = Math.floor(needed.from / DAY_MS) * DAY_MS; midnight < needed.to; midnight += DAY_MS) {
    const span = { from: Math.max(midnight, needed.from), to: Math.min(midnight + DAY_MS, needed.to) };
    const day = dayText(midnight);
    days.push({
      day,
      cloud: shareOf(span, held),
      own: shareOf(span, collected),
      requests: requests.get(day) ?? 0,
    });
  }
  return days;
}

function shareOf(span: Window, held: readonly Window[]): Share {
  const missing = uncovered(span, held).reduce((sum, { from, to }) => sum + to - from, 0);
  if (missing === 0) return 'whole';
  return missing === span.to - span.from ? 'none' : 'part';
}
