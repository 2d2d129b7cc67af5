import type { AlertState, Observation } from '../../usage/alert.js';
import type { Thresholds, WatchFacts } from '../watch-facts.js';

/** Are there records that cannot be read? They are kept, and count in no figure. */
export function checkQuarantineGrowing({ sources }: WatchFacts, { quarantine }: Thresholds): Observation[] {
  return sources.map(({ sourceId, quarantined }) => {
    const state: AlertState =
      quarantined >= quarantine.alert ? 'ALERT' : quarantined >= quarantine.warn ? 'WARN' : 'OK';
    return {
      check: 'quarantine-growing',
      subject: sourceId,
      state,
      words: `${quarantined} records of ${sourceId} could not be read in the last 24 hours and are kept in quarantine; they are in no figure. Log health has the reasons.`,
      evidence: { lastDay: quarantined },
      link: '/log-health?tab=quarantine',
    };
  });
}
