import { formatUsd, PICO_PER_USD, type PicoUsd } from '../usage/money.js';
import type { CostClass, PriceBasis, Priced } from '../usage/priced.js';
import { TOKEN_CLASSES, type TokenClass } from '../usage/tokens.js';
import { priceBook } from './price-book.js';
import type { DatedRates, PriceBook } from './rates.js';
import { isFreeBy, PREMIUM_TENTHS, premiumTenths, type PremiumRule, type RuleId, UNBILLED_RULES } from './rules.js';

/** One line of a cost: `quantity` x `usdPerMillion` x `multiplier` / 1,000,000 = `amountUsd`, all plain decimals. */
export interface CostLine {
  readonly class: CostClass;
  readonly quantity: string;
  readonly usdPerMillion: string;
  readonly multiplier: string;
  readonly amountUsd: string;
  readonly rule: RuleId;
}

/** What was counted: of one call, or the sums of calls with the same basis. */
export interface Quantities {
  readonly tokens: Readonly<Record<TokenClass, number | bigint | null>>;
  readonly webSearchRequests: number | bigint;
}

/** What is stored of a priced call, or the sums of calls with the same basis. */
export interface StoredAmounts extends Quantities {
  readonly basis: PriceBasis;
  readonly amounts: Readonly<Record<CostClass, PicoUsd>>;
  readonly premium: PicoUsd;
}

/** Stored amounts that no price can have made: they were changed, or summed over calls with different bases. */
export class CostLinesDisagree extends Error {
  constructor(what: string, basis: PriceBasis) {
    super(`The amounts stored for ${basis.entry} (book ${basis.book}) do not make lines: ${what}.`);
    this.name = 'CostLinesDisagree';
  }
}

const COST_CLASSES: readonly CostClass[] = [...TOKEN_CLASSES, 'webSearch'];

/** The lines of a price, with the rates of the book that made it. Classes that were not used have no line. */
export function linesOf(priced: Priced, quantities: Quantities, book: PriceBook = priceBook): CostLine[] {
  const { basis, amounts } = priced;
  const tenths = premiumOfBasis(basis, (rule) => premiumTenths(rule, book.govCloudTenths));
  const eachSearch = (quantity: bigint): PicoUsd => amounts.webSearch / quantity;
  if (isFreeBy(basis.rules)) {
    return lines(basis, quantities, tenths, (costClass, quantity) =>
      costClass === 'webSearch' ? eachSearch(quantity) : 0n,
    );
  }
  const rates = ratesOf(basis, book);
  if (rates === null) throw new CostLinesDisagree(`book ${book.version} has no such entry`, basis);
  return lines(basis, quantities, tenths, (costClass, quantity) =>
    costClass === 'webSearch' ? eachSearch(quantity) : rates.picoPerToken[costClass],
  );
}

/** The same lines from what the database keeps, without the book: a rate is its amount by its quantity. */
export function linesFromAmounts({ basis, amounts, premium, ...quantities }: StoredAmounts): CostLine[] {
  const halved = basis.rules.includes('batchDiscount');
  const ofTokens = TOKEN_CLASSES.reduce((sum, tokenClass) => sum + amounts[tokenClass], 0n);
  const tenths = premiumOfBasis(basis, (rule) =>
    // The GovCloud factor may have been another one in the book that priced the call.
    rule === 'govCloud' && ofTokens > 0n ? (premium * 10n) / ofTokens : PREMIUM_TENTHS[rule],
  );
  const printed = lines(basis, quantities, tenths, (costClass, quantity) => {
    const full = costClass !== 'webSearch' && halved ? amounts[costClass] * 2n : amounts[costClass];
    if (full % quantity !== 0n) {
      throw new CostLinesDisagree(`${full} pico-dollars are no whole rate for ${quantity} of ${costClass}`, basis);
    }
    return full / quantity;
  });
  const unspent = COST_CLASSES.find(
    (costClass) => amounts[costClass] !== 0n && quantityOf(quantities, costClass) === 0n,
  );
  if (unspent !== undefined) throw new CostLinesDisagree(`${unspent} has an amount but no quantity`, basis);
  const expected = tenths === null ? 0n : (ofTokens * tenths.tenths) / 10n;
  if (premium !== expected)
    throw new CostLinesDisagree(`the premium is ${premium}, not ${expected} pico-dollars`, basis);
  return printed;
}

interface Premium {
  readonly rule: PremiumRule;
  readonly tenths: bigint;
}

function premiumOfBasis(basis: PriceBasis, tenthsOf: (rule: PremiumRule) => bigint): Premium | null {
  const rule = premiumRuleOf(basis);
  return rule === null ? null : { rule, tenths: tenthsOf(rule) };
}

function lines(
  basis: PriceBasis,
  quantities: Quantities,
  premium: Premium | null,
  picoEach: (costClass: CostClass, quantity: bigint) => PicoUsd,
): CostLine[] {
  const batch = basis.rules.includes('batchDiscount');
  return COST_CLASSES.flatMap((costClass) => {
    const quantity = quantityOf(quantities, costClass);
    if (quantity === 0n) return [];
    const pico = picoEach(costClass, quantity);
    const line = (tenths: bigint, rule: RuleId, halve: boolean): CostLine => ({
      class: costClass,
      quantity: quantity.toString(),
      usdPerMillion: formatUsd(pico * 1_000_000n),
      multiplier: multiplierText(tenths, halve),
      amountUsd: formatUsd((quantity * pico * tenths) / (halve ? 20n : 10n)),
      rule,
    });
    if (costClass === 'webSearch') return [line(10n, webSearchRuleOf(basis), false)];
    const ofClass = line(10n, classRuleOf(basis), batch);
    return premium === null ? [ofClass] : [ofClass, line(premium.tenths, premium.rule, batch)];
  });
}

function quantityOf({ tokens, webSearchRequests }: Quantities, costClass: CostClass): bigint {
  return BigInt((costClass === 'webSearch' ? webSearchRequests : tokens[costClass]) ?? 0);
}

/** The rule that explains a class line: its multiplier where it has one, otherwise its rate. */
function classRuleOf({ rules }: PriceBasis): RuleId {
  const order = [
    'provisionedThroughput',
    'refusalNotBilled',
    ...UNBILLED_RULES,
    'batchDiscount',
    'fastMode',
    'extendedAccess',
    'longContext',
  ] as const;
  return order.find((rule) => rules.includes(rule)) ?? 'listPrice';
}

function webSearchRuleOf({ rules }: PriceBasis): RuleId {
  return rules.includes('provisionedThroughput') ? 'provisionedThroughput' : 'webSearch';
}

function premiumRuleOf({ rules }: PriceBasis): PremiumRule | null {
  if (rules.includes('govCloud')) return 'govCloud';
  return rules.includes('regionalPremium') ? 'regionalPremium' : null;
}

/** Tenths, halved or not, as a plain decimal. */
function multiplierText(tenths: bigint, halve: boolean): string {
  return formatUsd((tenths * PICO_PER_USD) / (halve ? 20n : 10n));
}

/** The rates that the basis of a price names, in its tier. */
function ratesOf({ entry, tier }: PriceBasis, book: PriceBook): DatedRates | null {
  const model = book.models.get(entry.slice(0, entry.lastIndexOf('@')));
  if (model === undefined) return null;
  const lists = {
    standard: [...model.standard, ...model.extendedAccess],
    'long-context': model.longContext,
    fast: model.fast,
    'fast-long-context': model.fastLongContext,
  };
  return lists[tier].find(({ id }) => id === entry) ?? null;
}
