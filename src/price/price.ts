import { isCatalogued } from '../normalise/model-catalogue.js';
import type { PicoUsd } from '../usage/money.js';
import type { CostClass, Price, PriceableUsage, PriceBasis, Priced, UnpricedReason } from '../usage/priced.js';
import { promptTokens, tokensAreKnown, type TokenClass } from '../usage/tokens.js';
import { premiumOf } from './premium.js';
import { inForce, priceBook, type DatedRates, type ModelRates, type PriceBook } from './price-book.js';
import { PREMIUM_TENTHS, type RuleId } from './rules.js';

const NOTHING: Readonly<Record<CostClass, PicoUsd>> = {
  input: 0n,
  cacheRead: 0n,
  cacheWrite5m: 0n,
  cacheWrite1h: 0n,
  output: 0n,
  webSearch: 0n,
};

/**
 * What a call cost at list price, exactly, or why that is not known. In this order: the model, its entry in force at the
 * time of the call, the tier by speed and length of the prompt, the batch discount, the premium.
 */
export function price(usage: PriceableUsage, book: PriceBook = priceBook): Price {
  if (usage.vendor !== 'anthropic' && usage.vendor !== 'unknown') return { unpriced: 'outsideClaude' };
  if (usage.endpointScope === 'provisioned') return { priced: provisioned(book) };
  const { model, tokens } = usage;
  if (model === null) return { unpriced: 'modelUnknown' };
  const rates = book.models.get(model);
  if (rates === undefined) return { unpriced: isCatalogued(model) ? 'noRateAtThatTime' : 'modelUnknown' };
  const standard = inForce(rates.standard, usage.occurredAt);
  if (standard === null) return { unpriced: 'noRateAtThatTime' };
  const prompt = promptTokens(tokens);
  if (prompt === null || !tokensAreKnown(tokens)) return { unpriced: 'tokensMissing' };
  const rate = rateOf(usage, rates, standard, prompt);
  if ('unpriced' in rate) return rate;
  const premium = premiumOf(usage, model);
  if (premium === 'scopeUnknown') return { unpriced: 'scopeUnknown' };

  const rules: RuleId[] = [...rate.rules];
  if (usage.batch) rules.push('batchDiscount');
  if (premium !== null) rules.push(premium);
  if (usage.webSearchRequests > 0) rules.push('webSearch');

  const cost = (tokenClass: TokenClass): PicoUsd =>
    atBatch(BigInt(tokens[tokenClass]) * rate.entry.picoPerToken[tokenClass], usage.batch);
  const amounts = {
    input: cost('input'),
    cacheRead: cost('cacheRead'),
    cacheWrite5m: cost('cacheWrite5m'),
    cacheWrite1h: cost('cacheWrite1h'),
    output: cost('output'),
    webSearch: BigInt(usage.webSearchRequests) * book.webSearchPico,
  };
  const ofTokens = amounts.input + amounts.cacheRead + amounts.cacheWrite5m + amounts.cacheWrite1h + amounts.output;
  const uncached = atBatch(BigInt(prompt) * rate.entry.picoPerToken.input, usage.batch) + amounts.output;
  const tenths = premium === null ? 0n : PREMIUM_TENTHS[premium];
  const premiumAmount = (ofTokens * tenths) / 10n;
  return {
    priced: {
      basis: { book: book.version, entry: rate.entry.id, tier: rate.tier, rules },
      amounts,
      premium: premiumAmount,
      total: ofTokens + premiumAmount + amounts.webSearch,
      withoutCaching: uncached + (uncached * tenths) / 10n + amounts.webSearch,
    },
  };
}

interface Rate {
  readonly entry: DatedRates;
  readonly tier: PriceBasis['tier'];
  readonly rules: readonly RuleId[];
}

/** The rates of the call's tier. Thresholds are strict, of one request, and count cached tokens. */
function rateOf(
  usage: PriceableUsage,
  rates: ModelRates,
  standard: DatedRates,
  prompt: number,
): Rate | { readonly unpriced: UnpricedReason } {
  const isLong = (tier: DatedRates | null): tier is DatedRates => tier !== null && prompt > tier.overTokens;
  if (usage.speed === 'fast') {
    if (usage.batch) return { unpriced: 'speedNotOffered' };
    const fast = inForce(rates.fast, usage.occurredAt);
    if (fast !== null) {
      if (!fast.clouds.includes(usage.cloud)) return { unpriced: 'speedNotOffered' };
      const long = inForce(rates.fastLongContext, usage.occurredAt);
      return isLong(long)
        ? { entry: long, tier: 'fast-long-context', rules: ['fastMode', 'longContext'] }
        : { entry: fast, tier: 'fast', rules: ['fastMode'] };
    }
    if (!fellBackToStandard(rates, usage)) return { unpriced: 'speedNotOffered' };
  }
  const long = inForce(rates.longContext, usage.occurredAt);
  return isLong(long)
    ? { entry: long, tier: 'long-context', rules: ['longContext'] }
    : { entry: standard, tier: 'standard', rules: ['listPrice'] };
}

/** Some models run and bill fast requests at standard speed after fast mode has ended; others refuse them. */
function fellBackToStandard({ fast }: ModelRates, { cloud, occurredAt }: PriceableUsage): boolean {
  const last = fast.at(-1);
  return (
    last?.afterwards === 'standard' && last.clouds.includes(cloud) && last.until !== null && occurredAt >= last.until
  );
}

function atBatch(amount: PicoUsd, batch: boolean): PicoUsd {
  return batch ? amount / 2n : amount;
}

/** Paid by the hour: a cost that is known to be zero, whatever the model and the tokens. */
function provisioned(book: PriceBook): Priced {
  return {
    basis: { book: book.version, entry: 'provisioned', tier: 'standard', rules: ['provisionedThroughput'] },
    amounts: NOTHING,
    premium: 0n,
    total: 0n,
    withoutCaching: 0n,
  };
}
