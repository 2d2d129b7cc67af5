import type { Judgement } from './rules.js';
import { NO_TOKENS, type TrueTokens } from '../world/call.js';

/** One row of the ledger. Token sums are numbers, money is a decimal string of dollars. */
export interface LedgerRow {
  /** Distinct calls whose record can be read: Claude and others, answered, blocked and failed. */
  readonly requests: number;
  /** Over all calls whose counts are known, other makers' models included. */
  readonly tokens: TrueTokens;
  readonly callsWithUnknownTokens: number;
  readonly costUsd: string;
  readonly pricedCalls: number;
  /** Claude calls that were refused before a model saw them. */
  readonly notBilledCalls: number;
  /** Claude calls without a cost, and why, each counted under the first reason that fits. */
  readonly unpricedCalls: number;
  readonly unpricedBy: { readonly scopeUnknown: number; readonly modelUnknown: number; readonly tokensUnknown: number };
  readonly nonClaudeCalls: number;
  readonly nonClaudeTokens: TrueTokens;
  /** Lines that are no records, such as the permission check. */
  readonly ignoredLines: number;
  /** Records that were cut off. */
  readonly unparseable: number;
  /** Second deliveries of records on the route on which they were delivered before. */
  readonly duplicates: number;
}

const PICO_DIGITS = 12;

/** Pico-dollars as a plain decimal without trailing zeros. */
export function decimalUsd(pico: bigint): string {
  const digits = pico.toString().padStart(PICO_DIGITS + 1, '0');
  const fraction = digits.slice(-PICO_DIGITS).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -PICO_DIGITS) : `${digits.slice(0, -PICO_DIGITS)}.${fraction}`;
}

/** Tokens of two calls together, class by class. */
export function plus(a: TrueTokens, b: TrueTokens): TrueTokens {
  return {
    input: a.input + b.input,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite5m: a.cacheWrite5m + b.cacheWrite5m,
    cacheWrite1h: a.cacheWrite1h + b.cacheWrite1h,
    output: a.output + b.output,
  };
}

/** Adds up judged calls. */
export class Tally {
  ignoredLines = 0;
  unparseable = 0;
  duplicates = 0;
  private requests = 0;
  private tokens: TrueTokens = NO_TOKENS;
  private nonClaudeTokens: TrueTokens = NO_TOKENS;
  private unknownTokens = 0;
  private cost = 0n;
  private readonly standings = {
    priced: 0,
    notBilled: 0,
    scopeUnknown: 0,
    modelUnknown: 0,
    tokensUnknown: 0,
    nonClaude: 0,
  };

  add(call: Judgement): void {
    this.requests += 1;
    this.standings[call.standing] += 1;
    this.cost += call.costPicoUsd;
    if (call.tokens === null) {
      this.unknownTokens += 1;
      return;
    }
    this.tokens = plus(this.tokens, call.tokens);
    if (call.standing === 'nonClaude') this.nonClaudeTokens = plus(this.nonClaudeTokens, call.tokens);
  }

  row(): LedgerRow {
    const { priced, notBilled, scopeUnknown, modelUnknown, tokensUnknown, nonClaude } = this.standings;
    return {
      requests: this.requests,
      tokens: this.tokens,
      callsWithUnknownTokens: this.unknownTokens,
      costUsd: decimalUsd(this.cost),
      pricedCalls: priced,
      notBilledCalls: notBilled,
      unpricedCalls: scopeUnknown + modelUnknown + tokensUnknown,
      unpricedBy: { scopeUnknown, modelUnknown, tokensUnknown },
      nonClaudeCalls: nonClaude,
      nonClaudeTokens: this.nonClaudeTokens,
      ignoredLines: this.ignoredLines,
      unparseable: this.unparseable,
      duplicates: this.duplicates,
    };
  }
}
