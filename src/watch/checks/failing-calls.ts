import type { AlertState, Observation } from '../../usage/alert.js';
import { countText, percentText } from '../figure-words.js';
import { viewLink } from '../view-link.js';
import type { ModelCalls, Thresholds, WatchFacts } from '../watch-facts.js';

/** Do calls fail that should not? Of each place and model, in this hour and the one before; throttled calls apart. */
export function checkErrorRate({ calls }: WatchFacts, { errors }: Thresholds): Observation[] {
  return calls.list.flatMap((model) =>
    observations(model, calls.window, {
      check: 'error-rate',
      count: model.failed,
      verb: 'failed',
      advice: 'Errors has the codes with what is advised.',
      thresholds: errors,
    }),
  );
}

/** Are calls turned away because a quota is used up? */
export function checkThrottling({ calls }: WatchFacts, { throttling }: Thresholds): Observation[] {
  return calls.list.flatMap((model) =>
    observations(model, calls.window, {
      check: 'throttling',
      count: model.throttled,
      verb: 'were throttled',
      advice: 'Spread the calls, call through a profile of several regions, or ask for a higher quota.',
      thresholds: throttling,
    }),
  );
}

interface Kind {
  readonly check: string;
  readonly count: number;
  readonly verb: string;
  readonly advice: string;
  readonly thresholds: Thresholds['errors'];
}

function observations(
  { cloud, accountId, region, model, requests }: ModelCalls,
  window: WatchFacts['calls']['window'],
  { check, count, verb, advice, thresholds: { minCalls, warnPercent, alertPercent } }: Kind,
): Observation[] {
  const percent = requests === 0 ? 0 : (100 * count) / requests;
  const isEnough = count >= minCalls;
  const state: AlertState =
    isEnough && percent > alertPercent ? 'ALERT' : isEnough && percent > warnPercent ? 'WARN' : 'OK';
  if (state === 'OK') return [];
  return [
    {
      check,
      subject: `${cloud}/${accountId}/${region}/${model}`,
      state,
      words: `${countText(count)} of ${countText(requests)} calls to ${model} (${percentText(percent)}) ${verb} in this hour and the one before. ${advice}`,
      evidence: { count, requests, percent: percent.toFixed(1) },
      link: viewLink('/errors', window, { cloud, accountId, region }),
    },
  ];
}
