import type { AlertState, Observation } from '../../usage/alert.js';
import type { LogStore } from '../log-keeping.js';
import { placeName } from '../place-name.js';
import type { Thresholds, WatchFacts } from '../watch-facts.js';

/** Can the cloud deliver its records? One that it cannot deliver is lost. */
export function checkLogDelivery({ places }: WatchFacts, { logDelivery }: Thresholds): Observation[] {
  return places.map((place) => {
    const stores = place.keeping.stores.filter(({ isWrittenNow, exists }) => isWrittenNow && exists);
    const failed = stores.reduce((sum, { deliveries }) => sum + (deliveries?.failed ?? 0), 0);
    const unknownWords =
      place.keeping.logging.unknownWords ??
      stores.find(({ deliveries }) => deliveries === null)?.deliveriesUnknownWords ??
      null;
    const state: AlertState = failed >= logDelivery.alert ? 'ALERT' : unknownWords === null ? 'OK' : 'UNKNOWN';
    return {
      check: 'log-delivery',
      subject: placeName(place),
      state,
      words: state === 'UNKNOWN' && unknownWords !== null ? unknownWords : wordsOf(stores),
      evidence: { failedLastDay: unknownWords === null ? failed : null },
      link: '/log-health?tab=retention',
    };
  });
}

function wordsOf(stores: readonly LogStore[]): string {
  if (stores.length === 0) return 'Nothing is logged, so nothing has to be delivered.';
  const failing = stores.filter(({ deliveries }) => (deliveries?.failed ?? 0) > 0);
  if (failing.length === 0) return 'No delivery of records failed in the last 24 hours.';
  const counts = failing.map(({ name, deliveries }) => `${deliveries?.failed ?? 0} to the ${name}`).join(' and ');
  return `Deliveries of records failed in the last 24 hours: ${counts}. ${failing[0]?.deliveryRemedy.words ?? ''}`;
}
