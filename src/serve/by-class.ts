import type { PicoUsd } from '../usage/money.js';
import type { CostClass } from '../usage/priced.js';
import type { TokenClass } from '../usage/tokens.js';

/** Counts of tokens as rows of calls and of sums of calls name them. */
export interface TokenColumns<Count> {
  readonly inputTokens: Count;
  readonly cacheReadTokens: Count;
  readonly cacheWrite5mTokens: Count;
  readonly cacheWrite1hTokens: Count;
  readonly outputTokens: Count;
}

/** Amounts at list price as rows of calls and of sums of calls name them. */
export interface AmountColumns {
  readonly inputPico: PicoUsd | null;
  readonly cacheReadPico: PicoUsd | null;
  readonly cacheWrite5mPico: PicoUsd | null;
  readonly cacheWrite1hPico: PicoUsd | null;
  readonly outputPico: PicoUsd | null;
  readonly webSearchPico: PicoUsd | null;
}

/** The counts of a row by class of token. */
export function tokensByClass<Count>(row: TokenColumns<Count>): Record<TokenClass, Count> {
  return {
    input: row.inputTokens,
    cacheRead: row.cacheReadTokens,
    cacheWrite5m: row.cacheWrite5mTokens,
    cacheWrite1h: row.cacheWrite1hTokens,
    output: row.outputTokens,
  };
}

/** The amounts of a row that has a list price, by what they were paid for. */
export function amountsByClass(row: AmountColumns): Record<CostClass, PicoUsd> {
  return {
    input: row.inputPico ?? 0n,
    cacheRead: row.cacheReadPico ?? 0n,
    cacheWrite5m: row.cacheWrite5mPico ?? 0n,
    cacheWrite1h: row.cacheWrite1hPico ?? 0n,
    output: row.outputPico ?? 0n,
    webSearch: row.webSearchPico ?? 0n,
  };
}
