import type { AlertState, Observation } from '../../usage/alert.js';
import { CLOUD_TEXT, countText, percentText } from '../figure-words.js';
import { viewLink } from '../view-link.js';
import type { Thresholds, WatchFacts } from '../watch-facts.js';

/** Are there calls that belong to no team? Their cost is nobody's. Where none belongs to any, no rules are written yet. */
export function checkUnattributed({ attributed, now }: WatchFacts, { unattributed }: Thresholds): Observation[] {
  return attributed.map(({ cloud, requests, unattributedRequests, costPico, unattributedPico, since }) => {
    const percent = costPico === 0n ? 0 : Number((unattributedPico * 100_000n) / costPico) / 1000;
    const isJudged = requests > unattributedRequests || requests === 0;
    const state: AlertState = !isJudged
      ? 'NO DATA'
      : percent > unattributed.alertPercent
        ? 'ALERT'
        : percent > unattributed.warnPercent
          ? 'WARN'
          : 'OK';
    const share = `${countText(unattributedRequests)} of ${countText(requests)} calls of the last 7 days on ${CLOUD_TEXT[cloud]} belong to no team: ${percentText(percent)} of the cost.`;
    return {
      check: 'unattributed-usage',
      subject: cloud,
      state,
      words: isJudged
        ? state === 'OK'
          ? share
          : `${share} Write a rule under attribution.rules for them.`
        : `No call of the last 7 days on ${CLOUD_TEXT[cloud]} belongs to a team: write rules under attribution.rules.`,
      evidence: { unattributedRequests, requests, percentOfCost: percent.toFixed(1) },
      link: viewLink('/costs', { from: since, to: now }, { cloud, team: null }),
    };
  });
}
