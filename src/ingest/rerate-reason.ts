import type { MappedFacts } from '../price/model-mapping.js';
import type { StoredUsage } from '../store/rerate.store.js';
import type { RepricedUsage } from '../store/write-prices.js';
import type { RerateReason } from '../usage/rerate-reasons.js';

/** A call whose price came out differently, and why. */
export interface Change {
  readonly stored: StoredUsage;
  readonly again: RepricedUsage;
  readonly reason: RerateReason;
}

/**
 * Why a call that changed did. What happened to the price as a whole goes before what made it happen: a mapping that gives
 * a call its first price makes it `becamePriced`.
 */
export function reasonOf(
  stored: Pick<StoredUsage, 'costPico' | 'unpriced' | 'entry' | 'tier' | 'priceRules' | keyof MappedFacts>,
  again: Pick<RepricedUsage, 'price' | 'series' | 'speed'>,
): RerateReason {
  const { series } = again;
  const priced = 'priced' in again.price ? again.price.priced : null;
  if (stored.costPico === null && priced !== null) return 'becamePriced';
  if (stored.costPico !== null && priced === null) return 'becameUnpriced';
  const isMappedOtherwise =
    stored.model !== series.model ||
    stored.vendor !== series.vendor ||
    stored.endpointScope !== series.endpointScope ||
    stored.speed !== again.speed;
  if (isMappedOtherwise) return 'mappingChanged';
  if (stored.unpriced !== series.unpriced) return 'unpricedReasonChanged';
  const isRatedOtherwise =
    stored.costPico !== (priced?.total ?? null) ||
    stored.entry !== (priced?.basis.entry ?? null) ||
    stored.tier !== (priced?.basis.tier ?? null) ||
    (stored.priceRules ?? []).join() !== (priced?.basis.rules ?? []).join();
  return isRatedOtherwise ? 'bookChanged' : 'termsChanged';
}
