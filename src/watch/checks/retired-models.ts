import type { AlertState, Observation } from '../../usage/alert.js';
import { lifecycleOf, standingOn } from '../../normalise/model-catalogue-lifecycle.js';
import { DAY_MS } from '../../usage/window.js';
import { CLOUD_TEXT, countText } from '../figure-words.js';
import { dayText } from '../retention-words.js';
import { viewLink } from '../view-link.js';
import type { Thresholds, WatchFacts } from '../watch-facts.js';

/** Are models called that will soon answer no more? Only where the cloud, or the maker, has published a day. */
export function checkRetiredModels({ models, now }: WatchFacts, { retiredModels }: Thresholds): Observation[] {
  const today = dayText(now);
  const soon = dayText(now + retiredModels.warnDays * DAY_MS);
  return models.flatMap(({ cloud, model, requests, since }) => {
    const standing = standingOn(model, cloud, today);
    const { retiredOn } = lifecycleOf(model, cloud);
    // The maker's own days are told where the cloud has published none: they are the nearest that is known.
    const makersDay = standing === 'unknown' ? lifecycleOf(model, 'anthropic').retiredOn : null;
    const day = retiredOn ?? makersDay;
    if (standing === 'current' || standing === 'unreleased') return [];
    const isRetired = standing === 'retired';
    const state: AlertState = isRetired ? 'ALERT' : day === null || day <= soon ? 'WARN' : 'OK';
    return [
      {
        check: 'retired-model',
        subject: `${cloud}/${model}`,
        state,
        words: `${countText(requests)} calls of the last 7 days on ${CLOUD_TEXT[cloud]} went to ${model}. ${endWords({ isRetired, day, isPast: day !== null && day <= today, isMakers: retiredOn === null, cloudName: CLOUD_TEXT[cloud] })} Costs has who calls it.`,
        evidence: { requests, standing, retiredOn, makersDay },
        link: viewLink('/costs', { from: since, to: now }, { cloud, model }),
      },
    ];
  });
}

function endWords({
  isRetired,
  day,
  isPast,
  isMakers,
  cloudName,
}: {
  readonly isRetired: boolean;
  readonly day: string | null;
  readonly isPast: boolean;
  readonly isMakers: boolean;
  readonly cloudName: string;
}): string {
  if (isRetired) return `It was retired on ${day ?? 'a day that is not known'}: calls are refused, or soon will be.`;
  if (day === null) return `It is deprecated; ${cloudName} has published no day of its end.`;
  return isMakers
    ? `Its maker ${isPast ? 'ended' : 'ends'} it on ${day}; ${cloudName} sets its own day and has published none.`
    : `It is retired on ${day}.`;
}
