import type { AlertState, Observation } from '../../usage/alert.js';
import { countText, percentText } from '../figure-words.js';
import type { Thresholds, WatchFacts } from '../watch-facts.js';

/** Is anything used that no log tells of? Metered less logged, of the hours in which no record is late any more. */
export function checkUnloggedUsage({ unlogged }: WatchFacts, { unlogged: thresholds }: Thresholds): Observation[] {
  return unlogged.map(({ cloud, accountId, region, metered, unlogged }) => {
    const percent = metered === 0 ? 0 : (100 * unlogged) / metered;
    const isEnough = unlogged >= thresholds.minCalls;
    const state: AlertState =
      isEnough && percent > thresholds.alertPercent
        ? 'ALERT'
        : isEnough && percent > thresholds.warnPercent
          ? 'WARN'
          : 'OK';
    return {
      check: 'unlogged-usage',
      subject: `${cloud}/${accountId}/${region}`,
      state,
      words:
        unlogged === 0
          ? `Logs tell of all ${countText(metered)} calls that were metered in the last 24 hours.`
          : `${countText(unlogged)} of ${countText(metered)} calls that were metered in the last 24 hours are in no log (${percentText(percent)}); their cost is in no total.${state === 'OK' ? '' : ' Log health has the likely cause of each hour.'}`,
      evidence: { unlogged, metered, percent: percent.toFixed(1) },
      link: '/log-health?tab=completeness',
    };
  });
}
