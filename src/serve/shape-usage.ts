import type { PriceSums, UsageSums } from '../store/questions/usage-sums.js';
import { consumptionUnits } from '../price/consumption-units.js';
import type { CurrencyTable } from '../price/currency.js';
import type { PriceBook } from '../price/rates.js';
import type { UsageRow } from '../store/questions/usage-by-group.js';
import { formatFemtoUsd, formatUsd } from '../usage/money.js';
import { convertAmount, convertParts, type DatedPart } from './convert-usage.js';
import type { Measures } from './answers/measures.js';
import { tokensByClass } from './by-class.js';
import { COST_ROW_CLASSES, type TokenClassRow, type UsageAnswer } from './answers/usage.js';

/** A row with its parts by day, which a currency is converted by; none where no currency was asked for. */
export interface ConvertibleRow extends UsageRow {
  readonly parts: readonly DatedPart<UsageSums>[];
}

/** The exact sum of rows, as far as prices go. */
export function sumPrices(rows: readonly { readonly sums: PriceSums }[]): PriceSums {
  return rows.reduce<PriceSums>(
    (a, { sums: b }) => ({
      requests: a.requests + b.requests,
      pricedRequests: a.pricedRequests + b.pricedRequests,
      notBilledRequests: a.notBilledRequests + b.notBilledRequests,
      paidRequests: a.paidRequests + b.paidRequests,
      unknownTokenRequests: a.unknownTokenRequests + b.unknownTokenRequests,
      inputTokens: a.inputTokens + b.inputTokens,
      cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
      cacheWrite5mTokens: a.cacheWrite5mTokens + b.cacheWrite5mTokens,
      cacheWrite1hTokens: a.cacheWrite1hTokens + b.cacheWrite1hTokens,
      outputTokens: a.outputTokens + b.outputTokens,
      webSearchRequests: a.webSearchRequests + b.webSearchRequests,
      premiumPico: a.premiumPico + b.premiumPico,
      costPico: a.costPico + b.costPico,
      withoutCachingPico: a.withoutCachingPico + b.withoutCachingPico,
      effectiveFemto: a.effectiveFemto + b.effectiveFemto,
    }),
    NOTHING_PRICED,
  );
}

/** The exact sum of rows. */
export function sumUsage(rows: readonly { readonly sums: UsageSums }[]): UsageSums {
  const rest = rows.reduce<Omit<UsageSums, keyof PriceSums>>(
    (a, { sums: b }) => ({
      unpricedRequests: a.unpricedRequests + b.unpricedRequests,
      unpricedTokens: a.unpricedTokens + b.unpricedTokens,
      inputPico: a.inputPico + b.inputPico,
      cacheReadPico: a.cacheReadPico + b.cacheReadPico,
      cacheWrite5mPico: a.cacheWrite5mPico + b.cacheWrite5mPico,
      cacheWrite1hPico: a.cacheWrite1hPico + b.cacheWrite1hPico,
      outputPico: a.outputPico + b.outputPico,
      webSearchPico: a.webSearchPico + b.webSearchPico,
      unitRequests: a.unitRequests + b.unitRequests,
      unitFemto: a.unitFemto + b.unitFemto,
    }),
    NOTHING_ELSE,
  );
  return { ...sumPrices(rows), ...rest };
}

const NOTHING_PRICED: PriceSums = {
  requests: 0,
  pricedRequests: 0,
  notBilledRequests: 0,
  paidRequests: 0,
  unknownTokenRequests: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  webSearchRequests: 0,
  premiumPico: 0n,
  costPico: 0n,
  withoutCachingPico: 0n,
  effectiveFemto: 0n,
};

const NOTHING_ELSE: Omit<UsageSums, keyof PriceSums> = {
  unpricedRequests: 0,
  unpricedTokens: 0,
  inputPico: 0n,
  cacheReadPico: 0n,
  cacheWrite5mPico: 0n,
  cacheWrite1hPico: 0n,
  outputPico: 0n,
  webSearchPico: 0n,
  unitRequests: 0,
  unitFemto: 0n,
};

/** The effective cost, known too where only rates of the customer's own give one. */
function effectiveCostUsdOf(sums: PriceSums): string | null {
  return sums.paidRequests === 0 && !isNothing(sums) ? null : formatFemtoUsd(sums.effectiveFemto);
}

/** The cost, or null when there are requests and none of them has a price: that is not known, which is not zero. */
export function costUsdOf(sums: PriceSums): string | null {
  return sums.pricedRequests === 0 && !isNothing(sums) ? null : formatUsd(sums.costPico);
}

/** Nothing was called, or nothing that is billed. */
export const isNothing = ({ requests, notBilledRequests }: PriceSums) => requests === notBilledRequests;

/** Tokens of all classes; they are disjoint. */
export function tokensOf(sums: PriceSums): number {
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens } = sums;
  return inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens + outputTokens;
}

export function shapeMeasures(sums: UsageSums, book: PriceBook): Measures {
  const costUsd = costUsdOf(sums);
  // Where the list cost is not known, neither is any part of it.
  const known = (amount: string) => (costUsd === null ? null : amount);
  return {
    requests: sums.requests,
    unknownTokenRequests: sums.unknownTokenRequests,
    notBilledRequests: sums.notBilledRequests,
    unpricedRequests: sums.unpricedRequests,
    unpricedTokens: sums.unpricedTokens,
    tokens: {
      ...tokensByClass(sums),
      total: tokensOf(sums),
    },
    webSearchRequests: sums.webSearchRequests,
    costUsd,
    effectiveCostUsd: effectiveCostUsdOf(sums),
    consumptionUnits: sums.unitRequests === 0 ? null : consumptionUnits(sums.unitFemto, book),
    premiumUsd: known(formatUsd(sums.premiumPico)),
    withoutCachingUsd: known(formatUsd(sums.withoutCachingPico)),
    cacheSavingUsd: known(formatUsd(sums.withoutCachingPico - sums.costPico)),
    costByClass: {
      input: known(formatUsd(sums.inputPico)),
      cacheRead: known(formatUsd(sums.cacheReadPico)),
      cacheWrite5m: known(formatUsd(sums.cacheWrite5mPico)),
      cacheWrite1h: known(formatUsd(sums.cacheWrite1hPico)),
      output: known(formatUsd(sums.outputPico)),
      webSearch: known(formatUsd(sums.webSearchPico)),
    },
  };
}

/** What amounts are told in beside US dollars: a currency where one was asked for, and the units of the price book. */
export interface MoneyTold {
  readonly table: CurrencyTable | null;
  readonly book: PriceBook;
}

/** What rows add up to, in a currency too where one is given. */
export function shapeTotals(rows: readonly ConvertibleRow[], { table, book }: MoneyTold): Measures {
  const parts = rows.flatMap((row) => row.parts);
  return {
    ...shapeMeasures(sumUsage(rows), book),
    ...(table === null ? {} : { converted: convertParts(parts, table) }),
  };
}

export function shapeUsageRow(row: ConvertibleRow, told: MoneyTold): UsageAnswer['rows'][number] {
  return { bucket: row.bucket, group: row.group, ...shapeTotals([row], told) };
}

/** By bucket, then the largest first; equal ones by their group, so that an answer is the same every time. */
export function sortRows<Row extends UsageRow>(rows: readonly Row[], by: 'requests' | 'cost'): Row[] {
  const size = (row: Row) => (by === 'cost' ? row.sums.costPico : BigInt(row.sums.requests));
  return rows
    .map((row) => ({ row, bucket: row.bucket, group: row.group, size: size(row) }))
    .toSorted(compareRows)
    .map(({ row }) => row);
}

type SizedRow = Pick<UsageRow, 'bucket' | 'group'> & { readonly size: bigint };

export function compareRows(a: SizedRow, b: SizedRow): number {
  return (
    compare(a.bucket ?? '', b.bucket ?? '') || compare(b.size, a.size) || compare(groupKey(a.group), groupKey(b.group))
  );
}

/**
 * Each row cut into its token classes, with the premium as a class of its own, so that the cost adds up. Classes without
 * tokens and cost are left out. By bucket, then the dearest first.
 */
export function shapeTokenClassRows(
  rows: readonly ConvertibleRow[],
  groupBy: readonly string[],
  table: CurrencyTable | null,
): TokenClassRow[] {
  const cut = rows.flatMap((row) =>
    COST_ROW_CLASSES.map((tokenClass) => {
      const { tokens, pico } = OF_CLASS[tokenClass](row.sums);
      return { row, tokenClass, tokens, pico };
    }),
  );
  return cut
    .filter(({ tokens, pico }) => tokens > 0 || pico !== 0n)
    .toSorted(
      (a, b) =>
        compare(a.row.bucket ?? '', b.row.bucket ?? '') || compare(b.pico, a.pico) || compare(b.tokens, a.tokens),
    )
    .map(({ row, tokenClass, tokens, pico }) => ({
      bucket: row.bucket,
      group: Object.fromEntries(
        groupBy.map((name) => [name, name === 'tokenClass' ? tokenClass : (row.group[name] ?? null)]),
      ),
      requests: null,
      tokens,
      costUsd: row.sums.pricedRequests === 0 ? null : formatUsd(pico),
      ...(table === null
        ? {}
        : { converted: convertAmount(row.parts, table, (sums) => OF_CLASS[tokenClass](sums).pico) }),
    }));
}

/** What each class has of a row. */
const OF_CLASS: Record<(typeof COST_ROW_CLASSES)[number], (row: UsageSums) => { tokens: number; pico: bigint }> = {
  input: (row) => ({ tokens: row.inputTokens, pico: row.inputPico }),
  cacheRead: (row) => ({ tokens: row.cacheReadTokens, pico: row.cacheReadPico }),
  cacheWrite5m: (row) => ({ tokens: row.cacheWrite5mTokens, pico: row.cacheWrite5mPico }),
  cacheWrite1h: (row) => ({ tokens: row.cacheWrite1hTokens, pico: row.cacheWrite1hPico }),
  output: (row) => ({ tokens: row.outputTokens, pico: row.outputPico }),
  webSearch: (row) => ({ tokens: 0, pico: row.webSearchPico }),
  premium: (row) => ({ tokens: 0, pico: row.premiumPico }),
};

function groupKey(group: UsageRow['group']): string {
  return Object.values(group)
    .map((value) => value ?? '')
    .join('\n');
}

function compare<T extends string | bigint | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
