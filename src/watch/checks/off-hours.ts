import type { Observation } from '../../usage/alert.js';
import { HOUR_MS } from '../../usage/window.js';
import { countText, hourText } from '../figure-words.js';
import { findOffHours } from '../unusual/off-hours.js';
import { sumsOfDays } from '../unusual/spike.js';
import { median } from '../unusual/statistics.js';
import { viewLink } from '../view-link.js';
import type { Thresholds, WatchFacts } from '../watch-facts.js';
import { judgedHours } from './usage-spike.js';

/** A night, and the morning after. */
const STANDING_HOURS = 12;
/** What is done off hours has to be this share of a usual day: a late question is none. */
const SHARE_OF_DAY = 0.5;

/** Does anybody work at hours at which they never do? Keys that were stolen are used elsewhere, and asleep is when. */
export function checkOffHours({ unusual }: WatchFacts, { offHours }: Thresholds): Observation[] {
  if (unusual === null) return [];
  const { activity } = unusual;
  const judged = judgedHours(activity, STANDING_HOURS);
  return [...activity.identities].flatMap(([identity, { requests }]) => {
    if (judged.reduce((sum, index) => sum + (requests[index] ?? 0), 0) < offHours.minCalls) return [];
    const found = findOffHours(requests, activity.from / HOUR_MS, judged);
    if (found === null || found.requests < offHours.minCalls) return [];
    const days = sumsOfDays(requests);
    const active: number[] = [];
    for (let index = days.length - 25; index >= 0; index -= 24)
      if ((days[index] ?? 0) > 0) active.push(days[index] ?? 0);
    const usualDay = median(active);
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
