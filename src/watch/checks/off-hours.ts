import type { Observation } from '../../usage/alert.js';
import { HOUR_MS } from '../../usage/window.js';
import { countText, hourText } from '../figure-words.js';
import { findOffHours } from '../unusual/off-hours.js';
import { median } from '../unusual/statistics.js';
import { viewLink } from '../view-link.js';
import type { Thresholds, WatchFacts } from '../watch-facts.js';
import { judgedHours } from './usage-spike.js';

/** A night, and the morning after. */
const STANDING_HOURS = 12;
/** What is done off hours has to be this share of a usual day: a late question is none. */
const SHARE_OF_DAY = 0.75;

/** Does anybody work at hours at which they never do? Keys that were stolen are used elsewhere, and asleep is when. */
export function checkOffHours({ unusual }: WatchFacts, { offHours }: Thresholds): Observation[] {
  if (unusual === null) return [];
  const { activity } = unusual;
  const judged = judgedHours(activity, STANDING_HOURS);
  return [...activity.identities].flatMap(([identity, { requests }]) => {
    if (judged.reduce((sum, index) => sum + (requests[index] ?? 0), 0) < offHours.minCalls) return [];
    const found = findOffHours(requests, activity.from / HOUR_MS, judged);
    if (found === null || found.requests < offHours.minCalls) return [];
    const usualDay = median(daysOf(requests, activity.from / HOUR_MS));
    if (found.requests < SHARE_OF_DAY * usualDay) return [];
    const range = { from: activity.from + (judged[0] ?? 0) * HOUR_MS, to: activity.from + (found.last + 1) * HOUR_MS };
    const { from, to } = found.usual;
    return [
      {
        check: 'off-hours',
        subject: `person/${identity}`,
        state: 'WARN' as const,
        words: `${identity} made ${countText(found.requests)} calls up to ${hourText(range.to)} at hours at which no call was ever seen: usual are ${hourOf(from)} to ${hourOf(to + 1)} UTC.`,
        evidence: { requestsOffHours: found.requests, usualFromHour: from, usualToHour: (to + 1) % 24, usualDay },
        link: viewLink('/requests', range, { person: identity }),
      },
    ];
  });
}

function hourOf(hour: number): string {
  return `${String(hour % 24).padStart(2, '0')}:00`;
}

/** Calls of each UTC day on which there were any, but for the last. */
function daysOf(requests: Float64Array, fromHour: number): number[] {
  const days = new Map<number, number>();
  for (const [index, calls] of requests.entries()) {
    const day = Math.floor((fromHour + index) / 24);
    if (calls > 0) days.set(day, (days.get(day) ?? 0) + calls);
  }
  return [...days.values()].slice(0, -1);
}
