import type { AlertState, Observation } from '../../usage/alert.js';
import type { Logging } from '../log-keeping.js';
import { placeName } from '../place-name.js';
import type { WatchFacts } from '../watch-facts.js';

const STATE: Readonly<Record<Logging['state'], AlertState>> = { on: 'OK', off: 'ALERT', unknown: 'UNKNOWN' };

/** Is logging switched on wherever calls are made or expected? */
export function checkLoggingOff({ places }: WatchFacts): Observation[] {
  return places.map((place) => {
    const { logging } = place.keeping;
    return {
      check: 'logging-off',
      subject: placeName(place),
      state: STATE[logging.state],
      words: wordsOf(logging),
      evidence: {
        logging: logging.state,
        seenSince: logging.evidence === null ? null : new Date(logging.evidence.firstSeenAt).toISOString(),
        lastSeen: logging.evidence === null ? null : new Date(logging.evidence.lastSeenAt).toISOString(),
      },
      link: '/log-health?tab=retention',
    };
  });
}

function wordsOf({ state, evidence, unknownWords, remedy }: Logging): string {
  if (state === 'unknown') return unknownWords ?? '';
  if (state === 'on') return `Logging is ${evidence?.words ?? 'on'}.`;
  return `Logging is switched off: calls leave no record. ${remedy.words}`;
}
