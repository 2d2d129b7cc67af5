import type { Observation } from '../../usage/alert.js';
import { DAY_MS, HOUR_MS } from '../../usage/window.js';
import { countText, hourText, percentText } from '../figure-words.js';
import { busyOf, firstOf, sumsOfDays } from '../unusual/spike.js';
import { viewLink } from '../view-link.js';
import type { Thresholds, WatchFacts } from '../watch-facts.js';
import { judgedHours } from './usage-spike.js';

/** A burst that lasts: so many times what is asked of an hour, within 24. */
const DAY_MINIMUM = 3;
/** Refusals keep their alert standing for so long. */
const STANDING_HOURS = 12;

/** Does the model refuse much of what somebody asks, or a filter stop it? Probing and misuse look so, and broken prompts. */
export function checkRefusals({ unusual }: WatchFacts, { refusals }: Thresholds): Observation[] {
  if (unusual === null) return [];
  const { activity } = unusual;
  const judged = judgedHours(activity, STANDING_HOURS);
  return [...activity.identities].flatMap(([identity, { refused, requests }]) => {
    if (sumFrom(refused, (judged[0] ?? 0) - 24) < refusals.minCalls) return [];
    const refusedDays = sumsOfDays(refused);
    const most = Math.max(...judged.map((index) => refused[index] ?? 0));
    const last = activity.hours - 1;
    const ofDay = refusedDays[last] ?? 0;
    if (most < refusals.minCalls && ofDay < DAY_MINIMUM * refusals.minCalls) return [];
    const busy = busyOf(refused, refusedDays, last, firstOf(requests) ?? last);
    const limitOf = (usual: number) => (Number.isFinite(usual) ? refusals.factor * usual : 0);
    const hour = judged.findLast(
      (index) =>
        isMany(refused[index] ?? 0, requests[index] ?? 0, refusals.minPercent) &&
        (refused[index] ?? 0) >= Math.max(refusals.minCalls, limitOf(busy.hour)),
    );
    const asked = sumsOfDays(requests)[last] ?? 0;
    const isLong =
      isMany(ofDay, asked, refusals.minPercent) &&
      ofDay >= Math.max(DAY_MINIMUM * refusals.minCalls, limitOf(busy.day));
    if (hour === undefined && !isLong) return [];
    const [count, all] = hour === undefined ? [ofDay, asked] : [refused[hour] ?? 0, requests[hour] ?? 0];
    const to = activity.from + ((hour ?? last) + 1) * HOUR_MS;
    const range = { from: hour === undefined ? to - DAY_MS : to - HOUR_MS, to };
    return [
      {
        check: 'refusals',
        subject: `person/${identity}`,
        state: count >= 5 * refusals.minCalls ? ('ALERT' as const) : ('WARN' as const),
        words: `${countText(count)} of ${countText(all)} calls of ${identity} (${percentText((100 * count) / all)}) were refused or stopped by a filter between ${hourText(range.from)} and ${hourText(to)}. Requests has them; what was asked is read with a reason.`,
        evidence: {
          refused: count,
          requests: all,
          from: new Date(range.from).toISOString(),
          to: new Date(to).toISOString(),
        },
        link: viewLink('/requests', range, { person: identity }),
      },
    ];
  });
}

function isMany(refused: number, requests: number, minPercent: number): boolean {
  return requests > 0 && (100 * refused) / requests >= minPercent;
}

/** Most have no refusals at all, and are not looked at further. */
function sumFrom(values: Float64Array, from: number): number {
  let sum = 0;
  for (let index = Math.max(0, from); index < values.length; index += 1) sum += values[index] ?? 0;
  return sum;
}
