import { successorOf } from '../normalise/model-catalogue.js';
import type { PriceableUsage } from '../usage/priced.js';
import type { UsageEvent } from '../usage/usage-event.js';
import { couldMoveToGlobal, type MoveToGlobal } from './availability.js';
import type { Pricing } from './pricing.js';
import { type Imagined, type WhatIf, whatIf } from './what-if.js';

/** One call, made otherwise. */
export interface Alternative {
  readonly change: WhatIf;
  readonly imagined: Imagined;
  /** For the global endpoint: whether the call could have gone there. */
  readonly move: MoveToGlobal | null;
}

/** The alternatives that are worth asking about for a call: the global endpoint, its model's successor, other caching. */
export function alternativesOf(
  usage: PriceableUsage & Pick<UsageEvent, 'accountId'>,
  { book, residency }: Pick<Pricing, 'book' | 'residency'>,
): Alternative[] {
  const changes: WhatIf[] = [];
  const move = couldMoveToGlobal(usage, residency);
  if (move !== null) changes.push({ kind: 'scope', endpointScope: 'global' });
  const successor = usage.model === null ? null : successorOf(usage.model);
  if (successor !== null) changes.push({ kind: 'model', model: successor });
  if ((usage.tokens.cacheRead ?? 0) + (usage.tokens.cacheWrite5m ?? 0) + (usage.tokens.cacheWrite1h ?? 0) > 0) {
    changes.push({ kind: 'withoutCaching' });
  }
  if ((usage.tokens.cacheWrite5m ?? 0) > 0) changes.push({ kind: 'oneHourCaching' });
  return changes.map((change) => ({
    change,
    imagined: whatIf(usage, change, book),
    move: change.kind === 'scope' ? move : null,
  }));
}
