import type { AlertState, Observation } from '../../usage/alert.js';
import type { Thresholds, WatchFacts } from '../watch-facts.js';

/** Are there calls without a price? Their cost is missing from every total. */
export function checkUnpricedUsage({ unpriced }: WatchFacts, { unpriced: thresholds }: Thresholds): Observation[] {
  return unpriced.map(({ cloud, requests, unpriced }) => {
    const percent = requests === 0 ? 0 : (100 * unpriced) / requests;
    const state: AlertState =
      percent > thresholds.alertPercent ? 'ALERT' : percent > thresholds.warnPercent ? 'WARN' : 'OK';
    return {
      check: 'unpriced-usage',
      subject: cloud,
      state,
      words:
        unpriced === 0
          ? `Every call of the last 7 days on ${cloud} has a price.`
          : `${unpriced} of ${requests} calls of the last 7 days on ${cloud} have no price; every total is that much too low. Unpriced has the reason for each model id.`,
      evidence: { unpriced, requests },
      link: '/unpriced',
    };
  });
}
