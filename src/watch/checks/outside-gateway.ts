import type { Observation } from '../../usage/alert.js';
import { countText } from '../figure-words.js';
import { isThroughGateway } from '../unusual/gateway.js';
import { viewLink } from '../view-link.js';
import type { CallerFacts, Thresholds, WatchFacts } from '../watch-facts.js';

/** Addresses that are written out. */
const WRITTEN_OUT = 5;

/** Does anybody call the models past the gateway that is meant for it? Not judged where no gateway is named. */
export function checkOutsideGateway({ callers }: WatchFacts, { gateway }: Thresholds): Observation[] {
  if (callers === null) return [];
  const outside = new Map<string, CallerFacts[]>();
  for (const caller of callers.list.filter((caller) => !isThroughGateway(caller, gateway))) {
    const subject = `${caller.cloud}/${caller.accountId}/${caller.identity ?? 'nobody that a log names'}`;
    outside.set(subject, [...(outside.get(subject) ?? []), caller]);
  }
  return [...outside].flatMap(([subject, all]) => {
    const [first] = all;
    const calls = all.reduce((sum, { requests }) => sum + requests, 0);
    if (first === undefined || calls < gateway.minCalls) return [];
    const { cloud, accountId, identity } = first;
    const addresses = [...new Set(all.flatMap(({ address }) => address ?? []))].toSorted();
    const shown = addresses.slice(0, WRITTEN_OUT).join(', ');
    return [
      {
        check: 'outside-gateway',
        subject,
        state: 'ALERT' as const,
        words: `${countText(calls)} calls of ${identity ?? 'nobody that a log names'} in ${cloud}/${accountId} came past the sanctioned gateway in this hour and the one before${shown === '' ? '' : `, from ${shown}`}. If that is meant, name the caller under alerts.checks.gateway.`,
        evidence: { requests: calls, addresses: addresses.length },
        link: viewLink('/requests', callers.window, { cloud, accountId, person: identity }),
      },
    ];
  });
}
