import { z } from 'zod';

/** What a set of calls adds up to as far as prices and money go. Amounts are whole pico-dollars. */
export interface PriceSums {
  readonly requests: number;
  /** Requests that have a list price of their own: with none of them, the cost is not known. */
  readonly pricedRequests: number;
  /** Requests that failed before a model answered, and are known to cost nothing. */
  readonly notBilledRequests: number;
  /** Requests that have an effective cost: by the list price, or by rates of the customer's own where there is none. */
  readonly paidRequests: number;
  readonly unknownTokenRequests: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly outputTokens: number;
  readonly webSearchRequests: number;
  readonly premiumPico: bigint;
  readonly costPico: bigint;
  readonly withoutCachingPico: bigint;
  /** By the customer's own terms, in femto-dollars. */
  readonly effectiveFemto: bigint;
}

/** Everything that a set of calls adds up to, as the database answers it. */
export interface UsageSums extends PriceSums {
  readonly unpricedRequests: number;
  readonly unpricedTokens: number;
  readonly inputPico: bigint;
  readonly cacheReadPico: bigint;
  readonly cacheWrite5mPico: bigint;
  readonly cacheWrite1hPico: bigint;
  readonly outputPico: bigint;
  readonly webSearchPico: bigint;
  /** Of the paid requests those of clouds that bill in Claude Consumption Units, and what they cost in femto-dollars. */
  readonly unitRequests: number;
  readonly unitFemto: bigint;
}

/** Where marketplaces bill in Claude Consumption Units: https://platform.claude.com/docs/en/about-claude/pricing#third-party-platform-pricing */
const BILLED_IN_UNITS = ['foundry', 'anthropic'] as const;

/** Whether a cloud bills in Claude Consumption Units. */
export function isBilledInUnits(cloud: string): boolean {
  return BILLED_IN_UNITS.some((one) => one === cloud);
}

/** A whole number that a double holds exactly; sums of counts stay far below that. */
export const count = z.string().regex(/^\d+$/).transform(Number).refine(Number.isSafeInteger);
/** A whole amount of pico- or femto-dollars. */
export const pico = z
  .string()
  .regex(/^-?\d+$/)
  .transform(BigInt);

const measuresOfPrices = {
  requests: count,
  unknown_token_requests: count,
  input_tokens: count,
  cache_read_tokens: count,
  cache_write_5m_tokens: count,
  cache_write_1h_tokens: count,
  output_tokens: count,
  web_search_requests: count,
  premium_pico: pico,
  cost_pico: pico,
  without_caching_pico: pico,
  effective_femto: pico,
};

const otherMeasures = {
  unpriced_requests: count,
  unpriced_tokens: count,
  input_pico: pico,
  cache_read_pico: pico,
  cache_write_5m_pico: pico,
  cache_write_1h_pico: pico,
  output_pico: pico,
  web_search_pico: pico,
};

/** The columns of `PRICE_SUMS` and of `usageSumColumns`, parsed. */
const priceSums = { priced_requests: count, not_billed_requests: count, paid_requests: count, ...measuresOfPrices };
export const usageSums = { ...priceSums, ...otherMeasures, unit_requests: count, unit_femto: pico };

// What is not billed, or counted in a metered remainder, has an entry that says so and no amount of its own.
export const IS_PRICED = `series.price_entry not in ('notBilled', 'remainder')`;
const IS_PAID = `(${IS_PRICED} or (series.price_entry is null and series.price_terms is not null))`;
const IN_UNITS = `filter (where ${IS_PAID} and series.cloud in ('${BILLED_IN_UNITS.join(`', '`)}'))`;

/** The sums of `figures`, joined to `series`, under the names that `priceSums` and `usageSums` read. */
const priceSumColumns = sumColumns(measuresOfPrices);
export const usageSumColumns = `${sumColumns({ ...measuresOfPrices, ...otherMeasures })},
            coalesce(sum(requests) ${IN_UNITS}, 0)::text as unit_requests,
            coalesce(sum(effective_femto) ${IN_UNITS}, 0)::text as unit_femto`;

function sumColumns(measures: Readonly<Record<string, unknown>>): string {
  return [
    `coalesce(sum(requests) filter (where ${IS_PRICED}), 0)::text as priced_requests`,
    `coalesce(sum(requests) filter (where series.price_entry = 'notBilled'), 0)::text as not_billed_requests`,
    `coalesce(sum(requests) filter (where ${IS_PAID}), 0)::text as paid_requests`,
    ...Object.keys(measures).map((column) => `coalesce(sum(${column}), 0)::text as ${column}`),
  ].join(',\n            ');
}

const priceSumsRow = z.object(priceSums);
const usageSumsRow = z.object(usageSums);

function priceSumsOf(row: z.output<typeof priceSumsRow>): PriceSums {
  return {
    requests: row.requests,
    pricedRequests: row.priced_requests,
    notBilledRequests: row.not_billed_requests,
    paidRequests: row.paid_requests,
    unknownTokenRequests: row.unknown_token_requests,
    inputTokens: row.input_tokens,
    cacheReadTokens: row.cache_read_tokens,
    cacheWrite5mTokens: row.cache_write_5m_tokens,
    cacheWrite1hTokens: row.cache_write_1h_tokens,
    outputTokens: row.output_tokens,
    webSearchRequests: row.web_search_requests,
    premiumPico: row.premium_pico,
    costPico: row.cost_pico,
    withoutCachingPico: row.without_caching_pico,
    effectiveFemto: row.effective_femto,
  };
}

export function usageSumsOf(row: z.output<typeof usageSumsRow>): UsageSums {
  return {
    ...priceSumsOf(row),
    unpricedRequests: row.unpriced_requests,
    unpricedTokens: row.unpriced_tokens,
    inputPico: row.input_pico,
    cacheReadPico: row.cache_read_pico,
    cacheWrite5mPico: row.cache_write_5m_pico,
    cacheWrite1hPico: row.cache_write_1h_pico,
    outputPico: row.output_pico,
    webSearchPico: row.web_search_pico,
    unitRequests: row.unit_requests,
    unitFemto: row.unit_femto,
  };
}

/** Which sums a question asks for, and how their columns are read. */
export interface SumsReader<Sums extends PriceSums> {
  readonly columns: string;
  read(row: unknown): Sums;
}

/** What prices and money need: a third of the columns less, and most of the long numbers. */
export const PRICE_SUMS: SumsReader<PriceSums> = {
  columns: priceSumColumns,
  read: (row) => priceSumsOf(priceSumsRow.parse(row)),
};
export const USAGE_SUMS: SumsReader<UsageSums> = {
  columns: usageSumColumns,
  read: (row) => usageSumsOf(usageSumsRow.parse(row)),
};
