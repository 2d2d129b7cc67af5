import type { AlertState, Observation } from '../../usage/alert.js';
import type { VerdictState } from '../verdict-state.js';
import { placeName } from '../place-name.js';
import type { WatchFacts } from '../watch-facts.js';

const STATE: Readonly<Record<VerdictState, AlertState>> = {
  kept: 'OK',
  'at risk': 'WARN',
  'not kept': 'ALERT',
  unknown: 'UNKNOWN',
};

/** Are the records of the last 30 days kept, in every account and region? */
export function checkRetention({ places }: WatchFacts): Observation[] {
  return places.map((place) => {
    const { verdict } = place;
    const { oldestVanishesAt } = verdict;
    return {
      check: 'retention',
      subject: placeName(place),
      state: STATE[verdict.state],
      words: verdict.words,
      evidence: {
        verdict: verdict.state,
        daysHeld: verdict.heldDays,
        oldestRecordVanishes: oldestVanishesAt === null ? null : new Date(oldestVanishesAt).toISOString(),
        reasons: verdict.reasons.map(({ code }) => code).join(', '),
      },
      link: '/log-health?tab=retention',
    };
  });
}
