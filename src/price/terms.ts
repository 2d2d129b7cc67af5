import { FEMTO_PER_PICO, formatFemtoUsd, type FemtoUsd } from '../usage/money.js';
import type { CostClass, Price, Priced, PriceableUsage } from '../usage/priced.js';
import { TOKEN_CLASSES, tokensAreKnown, type TokenClass } from '../usage/tokens.js';
import type { UsageEvent } from '../usage/usage-event.js';
import type { CostLine, Quantities } from './cost-lines.js';
import { appliesAt, compileRules, type RuleMatcher } from './dated-rules.js';
import { webSearchCost } from './price.js';
import { premiumOf } from './premium.js';
import { priceBook } from './price-book.js';
import { isFreeBy, isPremiumRule, premiumTenths } from './rules.js';
import type { PriceBook } from './rates.js';
import { amountByTerm, covers, type Multipliers } from './term-amounts.js';
import type { PriceTerm, PriceTerms } from './terms-schema.js';

/** What a customer pays for a call by their own terms, beside its list cost. Every amount is rounded half-even by itself. */
export interface EffectiveCost {
  /** Per class, before the premium. */
  readonly amounts: Readonly<Record<CostClass, FemtoUsd>>;
  /** The premium of each class. */
  readonly premiums: Readonly<Record<TokenClass, FemtoUsd>>;
  readonly total: FemtoUsd;
  /** Name of the term that made the amount of a class; none where it is the list amount. */
  readonly termOf: Readonly<Partial<Record<CostClass, string>>>;
  /** The terms that fired, each once. */
  readonly terms: readonly string[];
}

/** A line of a cost with what is really paid for it. */
export interface EffectiveLine extends CostLine {
  readonly effectiveUsd: string;
  readonly term: string | null;
}

/** What of a call its terms depend on, and what was counted: of one call, or of many with the same basis. */
export type TermedUsage = Pick<UsageEvent, 'cloud' | 'accountId' | 'region' | 'model' | 'modelId' | 'occurredAt'> &
  Quantities;

/**
 * What is stored of an effective cost: femto-dollars, and the terms that fired. Where there is no list price, it is known
 * only by rates of the customer's own; it then names its term, also for a call that used nothing.
 */
export function effectiveOf(
  price: Price,
  usage: TermedUsage & PriceableUsage,
  terms: PriceTerms,
  book: PriceBook = priceBook,
): { readonly femto: FemtoUsd; readonly terms: readonly string[] } | null {
  if (!('priced' in price)) {
    const own = price.unpriced === 'noRateAtThatTime' ? costByOwnRates(usage, terms, book) : null;
    return own === null ? null : { femto: own.total, terms: own.terms };
  }
  if (terms.length === 0) return { femto: price.priced.total * FEMTO_PER_PICO, terms: NO_TERMS };
  const { total, terms: fired } = applyTerms(price.priced, usage, terms);
  return { femto: total, terms: fired };
}

const NO_TERMS: readonly string[] = [];

/** List cost and effective cost side by side: the effective one of a call that has a list price. */
export function applyTerms(priced: Priced, usage: TermedUsage, terms: PriceTerms): EffectiveCost {
  const candidates = terms.length === 0 ? [] : termsFor(usage, priced.basis.tier, terms);
  const multipliers = multipliersOf(priced);
  const isFree = isFreeBy(priced.basis.rules);
  return build((costClass) => {
    const list = priced.amounts[costClass];
    const premium = costClass === 'webSearch' ? 0n : (list * multipliers.tenths) / 10n;
    const term = list === 0n && isFree ? undefined : candidates.find((candidate) => covers(candidate, costClass));
    if (term === undefined) return { amount: list * FEMTO_PER_PICO, premium: premium * FEMTO_PER_PICO, term: null };
    const quantity = quantityOf(usage, costClass);
    return quantity === 0n
      ? null
      : { ...amountByTerm(term, costClass, { quantity, list, premium }, multipliers), term };
  });
}

/**
 * The cost of a call whose model has no public rate that day, by a term with rates of its own; `null` where no term has
 * any, or where the log tells too little. There is no list cost to put beside it.
 */
export function costByOwnRates(
  usage: TermedUsage & PriceableUsage,
  terms: PriceTerms,
  book: PriceBook,
): EffectiveCost | null {
  const { model, tokens, batch, speed } = usage;
  if (terms.length === 0 || model === null || !tokensAreKnown(tokens)) return null;
  // Which prompts a price list would call long is not known where there is none.
  const tier = speed === 'fast' ? 'fast' : 'standard';
  const term = termsFor(usage, tier, terms).find(({ usdPerMillion }) => usdPerMillion !== undefined);
  const premium = premiumOf(usage, model);
  if (term === undefined || premium === 'scopeUnknown') return null;
  const tenths = premium === null ? 0n : premiumTenths(premium, book.govCloudTenths);
  const cost = build((costClass) => {
    const quantity = quantityOf(usage, costClass);
    if (quantity === 0n) return null;
    if (!covers(term, costClass)) {
      const list = webSearchCost(usage.webSearchRequests, usage.occurredAt, book);
      return { amount: list * FEMTO_PER_PICO, premium: 0n, term: null };
    }
    return { ...amountByTerm(term, costClass, { quantity, list: 0n, premium: 0n }, { batch, tenths }), term };
  });
  return { ...cost, terms: [term.name] };
}

/** The lines of a list cost, each with what is really paid. Their effective amounts add up to the effective total. */
export function effectiveLinesOf(lines: readonly CostLine[], effective: EffectiveCost): EffectiveLine[] {
  return lines.map((line) => {
    const premium = line.class !== 'webSearch' && isPremiumRule(line.rule);
    const femto = premium ? effective.premiums[line.class] : effective.amounts[line.class];
    return { ...line, effectiveUsd: formatFemtoUsd(femto), term: effective.termOf[line.class] ?? null };
  });
}

const COMPILED = new WeakMap<PriceTerms, RuleMatcher<PriceTerm>>();

/** The terms that fit a call, in order. */
function termsFor(usage: TermedUsage, tier: Priced['basis']['tier'], terms: PriceTerms): PriceTerm[] {
  let matching = COMPILED.get(terms);
  if (matching === undefined) {
    matching = compileRules(terms);
    COMPILED.set(terms, matching);
  }
  const fitting: PriceTerm[] = [];
  for (const candidate of matching(usage)) {
    const { when, usdPerMillion } = candidate.rule;
    // Rates are of one tier, a discount is on all of them.
    const own = when.tier ?? (usdPerMillion === undefined ? tier : 'standard');
    if (own === tier && appliesAt(candidate, usage.occurredAt)) fitting.push(candidate.rule);
  }
  return fitting;
}

/** What multiplied the list rates, told by the amounts that it made. */
function multipliersOf({ amounts, premium, basis }: Priced): Multipliers {
  const batch = basis.rules.includes('batchDiscount');
  if (premium === 0n) return { batch, tenths: 0n };
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = amounts;
  return { batch, tenths: (premium * 10n) / (input + cacheRead + cacheWrite5m + cacheWrite1h + output) };
}

interface ClassCost {
  readonly amount: FemtoUsd;
  readonly premium: FemtoUsd;
  readonly term: PriceTerm | null;
}

/** An effective cost, class by class; `null` is a class that was not used. */
function build(costOf: (costClass: CostClass) => ClassCost | null): EffectiveCost {
  const amounts = { ...NOTHING };
  const premiums = { ...NO_PREMIUMS };
  const termOf: Partial<Record<CostClass, string>> = {};
  const terms: string[] = [];
  let total = 0n;
  for (const costClass of COST_CLASSES) {
    const cost = costOf(costClass);
    if (cost === null) continue;
    amounts[costClass] = cost.amount;
    if (costClass !== 'webSearch') premiums[costClass] = cost.premium;
    total += cost.amount + cost.premium;
    if (cost.term === null) continue;
    termOf[costClass] = cost.term.name;
    if (!terms.includes(cost.term.name)) terms.push(cost.term.name);
  }
  return { amounts, premiums, total, termOf, terms };
}

const COST_CLASSES: readonly CostClass[] = [...TOKEN_CLASSES, 'webSearch'];
const NO_PREMIUMS = { input: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n };
const NOTHING = { ...NO_PREMIUMS, webSearch: 0n };

function quantityOf({ tokens, webSearchRequests }: Quantities, costClass: CostClass): bigint {
  return BigInt((costClass === 'webSearch' ? webSearchRequests : tokens[costClass]) ?? 0);
}
