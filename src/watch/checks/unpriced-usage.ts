import type { AlertState, Observation } from '../../usage/alert.js';
import { CLOUD_TEXT, countText } from '../figure-words.js';
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
          ? `Every call of the last 7 days on ${CLOUD_TEXT[cloud]} has a price.`
          : `${countText(unpriced)} of ${countText(requests)} calls of the last 7 days on ${CLOUD_TEXT[cloud]} have no price; every total is that much too low. Unpriced has the reason for each model id.`,
      evidence: { unpriced, requests },
      link: '/unpriced',
    };
  });
}
