import { consumptionUnits } from '../price/consumption-units.js';
import type { CostLine } from '../price/cost-lines.js';
import type { Pricing } from '../price/pricing.js';
import { isRuleId, RULES } from '../price/rules.js';
import { applyTerms, costByOwnRates, effectiveLinesOf, type EffectiveCost, type TermedUsage } from '../price/terms.js';
import type { StoredRequest } from '../store/questions/request-by-id.js';
import { isBilledInUnits } from '../store/questions/usage-sums.js';
import { formatFemtoUsd, formatUsd } from '../usage/money.js';
import type { CostClass } from '../usage/priced.js';
import { TOKEN_CLASSES } from '../usage/tokens.js';
import type { RequestDetail } from './answers/requests.js';
import { costLinesOf, sourceOfLine } from './cost-lines-of.js';
import { pricedOfRequest, usageOfRequest } from './usage-of-request.js';

/** The list cost of a stored call, line by line, with what was paid for each; `null` where there is no list price. */
export function shapeRequestCost(row: StoredRequest, { book, terms }: Pricing): RequestDetail['cost'] {
  const priced = pricedOfRequest(row);
  if (priced === null) return null;
  const { basis, premium, total, withoutCaching } = priced;
  const usage = usageOfRequest(row);
  const effective = usage === null ? null : asStored(row, applyTerms(priced, usage, terms));
  return {
    costUsd: formatUsd(total),
    effectiveCostUsd: formatFemtoUsd(row.effectiveFemto ?? total * 1000n),
    terms: row.priceTerms ?? [],
    termsHaveChanged: effective === null,
    premiumUsd: formatUsd(premium),
    listBeforePremiumUsd: formatUsd(total - premium),
    withoutCachingUsd: formatUsd(withoutCaching),
    consumptionUnits: isBilledInUnits(row.cloud) ? consumptionUnits(row.effectiveFemto ?? total * 1000n, book) : null,
    book: basis.book,
    entry: basis.entry,
    tier: basis.tier,
    rules: basis.rules.map((rule) => ({
      rule,
      words: isRuleId(rule) ? RULES[rule].words : 'A rule that this version does not know.',
      source: isRuleId(rule) ? RULES[rule].source : null,
    })),
    lines: paidLines(costLinesOf(basis, row), effective).map((line) => ({
      ...line,
      source: sourceOfLine(line, basis, book),
    })),
  };
}

function paidLines(lines: readonly CostLine[], effective: EffectiveCost | null) {
  if (effective !== null) return effectiveLinesOf(lines, effective);
  return lines.map((line) => ({ ...line, effectiveUsd: null, term: null }));
}

/** What was paid for a stored call that has no list price, by rates of the customer's own; `null` where that is not known. */
export function shapeOwnRates(row: StoredRequest, { book, terms }: Pricing): RequestDetail['ownRates'] {
  if (row.effectiveFemto === null || pricedOfRequest(row) !== null) return null;
  const usage = usageOfRequest(row);
  const found = usage === null ? null : costByOwnRates(usage, terms, book);
  const effective = found === null ? null : asStored(row, found);
  return {
    effectiveCostUsd: formatFemtoUsd(row.effectiveFemto),
    terms: row.priceTerms ?? [],
    termsHaveChanged: effective === null,
    lines: effective === null || usage === null ? [] : ownLines(effective, usage),
  };
}

const COST_CLASSES: readonly CostClass[] = [...TOKEN_CLASSES, 'webSearch'];

function ownLines(
  { amounts, premiums, termOf }: EffectiveCost,
  { tokens, webSearchRequests }: TermedUsage,
): NonNullable<RequestDetail['ownRates']>['lines'] {
  const used = COST_CLASSES.flatMap((costClass) => {
    const quantity = costClass === 'webSearch' ? webSearchRequests : (tokens[costClass] ?? 0);
    return BigInt(quantity) === 0n ? [] : [{ costClass, quantity: quantity.toString() }];
  });
  return used.flatMap(({ costClass, quantity }) => {
    const line = { class: costClass, quantity, term: termOf[costClass] ?? null };
    const premium = costClass === 'webSearch' ? 0n : premiums[costClass];
    const ofClass = { ...line, premium: false, effectiveUsd: formatFemtoUsd(amounts[costClass]) };
    return premium === 0n ? [ofClass] : [ofClass, { ...line, premium: true, effectiveUsd: formatFemtoUsd(premium) }];
  });
}

/** What today's terms make of a call, if that is what was stored: its lines may be shown only then. */
function asStored(row: StoredRequest, effective: EffectiveCost): EffectiveCost | null {
  const stored = row.effectiveFemto ?? (row.costPico ?? 0n) * 1000n;
  const sameTerms = (row.priceTerms ?? []).join('\n') === effective.terms.join('\n');
  return stored === effective.total && sameTerms ? effective : null;
}
