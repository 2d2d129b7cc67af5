import type { UnloggedHour } from '../price/unlogged.js';
import { billScopeOf } from '../usage/bill-line.js';
import type { Cloud, EndpointScope } from '../usage/cloud.js';
import { FEMTO_PER_PICO } from '../usage/money.js';
import type { CostClass } from '../usage/priced.js';
import type { ComputedAmount, UnloggedAmount } from './compared.js';
import { shares } from './shares.js';

/** What calls of a UTC day come to that were priced in one way, in one place. */
export interface ComputedSums {
  readonly day: string;
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly model: string | null;
  readonly modelId: string;
  readonly endpointScope: EndpointScope;
  readonly isUnpriced: boolean;
  readonly tier: string | null;
  readonly batch: boolean;
  readonly counted: Readonly<Record<CostClass, bigint>>;
  /** Pico-dollars at list price, before the premium. */
  readonly amounts: Readonly<Record<CostClass, bigint>>;
  readonly premiumPico: bigint;
  readonly effectiveFemto: bigint;
}

/** At list price, or by the customer's own terms. */
export const COST_BASES = ['list', 'effective'] as const;
export type CostBasis = (typeof COST_BASES)[number];

export const COST_CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'webSearch'] as const;

/** By class of tokens, as bills have them: the premium is in every class, and is no line of its own. */
export function computedAmounts(sums: ComputedSums, basis: CostBasis): ComputedAmount[] {
  const { counted, amounts, premiumPico, isUnpriced, batch, tier, endpointScope } = sums;
  // Calls on capacity that is paid for by the hour are billed by no token.
  if (endpointScope === 'provisioned') return [];
  const list = withPremium(amounts, premiumPico);
  const weights = COST_CLASSES.map((name, at) => (hasCost(list) ? (list[at] ?? 0n) : counted[name]));
  const femto = basis === 'list' ? list : shares(sums.effectiveFemto, weights);
  const isPriced = !isUnpriced || (basis === 'effective' && sums.effectiveFemto > 0n);
  const { day, cloud, accountId, model } = sums;
  return COST_CLASSES.flatMap((tokenClass, at): ComputedAmount[] => {
    const tokens = counted[tokenClass];
    const cost = femto[at] ?? 0n;
    if (tokens === 0n && cost === 0n) return [];
    return [
      {
        day,
        cloud,
        accountId,
        model,
        scope: billScopeOf(endpointScope),
        tokenClass,
        variant: batch ? 'batch' : tier?.includes('long-context') ? 'long-context' : 'standard',
        counted: isPriced ? tokens : 0n,
        unpriced: isPriced ? 0n : tokens,
        femto: cost,
      },
    ];
  });
}

/** The same of an hour of usage that no log tells of. */
export function unloggedAmounts({ cloud, accountId, model, endpointScope, at, unlogged, price }: UnloggedHour) {
  const femto =
    'priced' in price ? withPremium(price.priced.amounts, price.priced.premium) : COST_CLASSES.map(() => 0n);
  return COST_CLASSES.flatMap((tokenClass, index): UnloggedAmount[] => {
    const counted = tokenClass === 'webSearch' ? 0n : BigInt(unlogged[tokenClass]);
    if (counted === 0n) return [];
    const day = new Date(at).toISOString().slice(0, 10);
    const scope = billScopeOf(endpointScope);
    return [{ day, cloud, accountId, model, scope, tokenClass, counted, femto: femto[index] ?? 0n }];
  });
}

/** No premium is on searches. */
function withPremium(amounts: Readonly<Record<CostClass, bigint>>, premium: bigint): bigint[] {
  const pico = COST_CLASSES.map((name) => amounts[name]);
  const extra = shares(
    premium,
    COST_CLASSES.map((name) => (name === 'webSearch' ? 0n : amounts[name])),
  );
  return pico.map((amount, at) => (amount + (extra[at] ?? 0n)) * FEMTO_PER_PICO);
}

function hasCost(amounts: readonly bigint[]): boolean {
  return amounts.some((amount) => amount > 0n);
}
