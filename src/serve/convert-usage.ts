import { convertedSum, type CurrencyTable, rateDays, rateOn } from '../price/currency.js';
import type { LabelledUsage } from '../store/questions/usage-by-label.js';
import type { PriceSums, UsageSums } from '../store/questions/usage-sums.js';
import type { Converted } from './answers/converted.js';
import { BadParameter } from './request-errors.js';

/** A part of a row whose days all have one rate: those from `day` on, until another begins. */
export interface DatedPart<Sums extends PriceSums = PriceSums> {
  /** A UTC day. */
  readonly day: string;
  readonly sums: Sums;
}

/** The table of the currency that was asked for, `null` where none was. Throws a BadParameter that names those there are. */
export function currencyTable(currency: string | undefined, tables: readonly CurrencyTable[]): CurrencyTable | null {
  if (currency === undefined) return null;
  const table = tables.find((one) => one.currency === currency);
  if (table !== undefined) return table;
  const known = tables.map((one) => one.currency).join(', ');
  const words = known === '' ? 'The configuration has no prices.currency.' : `Known are: ${known}.`;
  throw new BadParameter('currency', `"${currency}" is not a currency with rates here. ${words}`);
}

/** Where a question must be cut so that every part has one rate. */
export function cutsOf(table: CurrencyTable | null): number[] {
  return table === null ? [] : rateDays(table);
}

/** The UTC day of an instant, as parts are labelled with it. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

const PICO_DECIMALS = 12;
const FEMTO_DECIMALS = 15;

/** The amounts of a row in a currency, each part at its day's rate; `null` where a part with a cost has none. */
export function convertParts(parts: readonly DatedPart[], table: CurrencyTable): Converted | null {
  const billed = parts.reduce((sum, { sums }) => sum + sums.requests - sums.notBilledRequests, 0);
  const paid = parts.filter(({ sums }) => sums.paidRequests > 0);
  const isPriced = billed === 0 || paid.some(({ sums }) => sums.pricedRequests > 0);
  if (billed > 0 && paid.length === 0) return null;
  const pico = amountsAt(paid, table, PICO_DECIMALS);
  const effectiveCost = amountsAt(paid, table, FEMTO_DECIMALS)(({ effectiveFemto }) => effectiveFemto);
  if (effectiveCost === null) return null;
  const known = (amount: (sums: PriceSums) => bigint) => (isPriced ? pico(amount) : null);
  return {
    currency: table.currency,
    cost: known(({ costPico }) => costPico),
    effectiveCost,
    premium: known(({ premiumPico }) => premiumPico),
    withoutCaching: known(({ withoutCachingPico }) => withoutCachingPico),
    cacheSaving: known(({ withoutCachingPico, costPico }) => withoutCachingPico - costPico),
  };
}

/** One amount of a row in a currency; `null` as for `convertParts`. */
export function convertAmount(
  parts: readonly DatedPart<UsageSums>[],
  table: CurrencyTable,
  amount: (sums: UsageSums) => bigint,
): { readonly currency: string; readonly cost: string | null } | null {
  const priced = parts.filter(({ sums }) => sums.pricedRequests > 0);
  if (priced.length === 0) return null;
  const cost = amountsAt(priced, table, PICO_DECIMALS)(amount);
  return cost === null ? null : { currency: table.currency, cost };
}

function amountsAt<Sums extends PriceSums>(
  parts: readonly DatedPart<Sums>[],
  table: CurrencyTable,
  decimals: number,
): (amount: (sums: Sums) => bigint) => string | null {
  const rated = parts.flatMap(({ day, sums }) => {
    const rate = rateOn(table, day);
    return rate === null ? [] : [{ rate, sums }];
  });
  if (rated.length < parts.length) return () => null;
  return (amount) =>
    convertedSum(
      rated.map(({ rate, sums }) => ({ rate, amount: amount(sums) })),
      decimals,
    );
}

/** A row's parts by day, from what is labelled with its day. */
export function datedParts<Label, Sums extends PriceSums>(
  usage: readonly LabelledUsage<Label, Sums>[],
  dayOfLabel: (label: Label) => string,
): DatedPart<Sums>[] {
  return usage.map(({ label, sums }) => ({ day: dayOfLabel(label), sums }));
}
