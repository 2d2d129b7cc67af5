import { decimalUsd, plus } from '../../ledger/tally.js';
import { NO_TOKENS, type TrueTokens } from '../../world/call.js';
import type { GoogleCall } from '../world/google-call.js';
import { googleCostOf } from './google-cost.js';
import type { Told } from './google-told.js';

/** One row of the ledger of Google Cloud. Token sums are numbers, money is a decimal string of dollars. */
export interface GoogleLedgerRow {
  /** Calls to a model: answered, aborted and failed; counts of tokens are apart. */
  readonly calls: number;
  readonly answered: number;
  readonly aborted: number;
  readonly failed: number;
  readonly countTokensCalls: number;
  readonly tokens: TrueTokens;
  readonly costUsd: string;
  /** Calls on provisioned throughput, whose tokens are in `tokens` and whose cost is not in `costUsd`. */
  readonly dedicatedCalls: number;
  readonly dedicatedTokens: TrueTokens;
  /** Calls of which each log tells; `tokens`: either log that tells tokens; `nothing`: none of the three. */
  readonly toldBy: {
    readonly requestResponse: number;
    readonly inferenceMetadata: number;
    readonly audit: number;
    readonly tokens: number;
    readonly nothing: number;
  };
  /** Rows and entries that can be read a second time. */
  readonly duplicates: number;
}

/** The sums of some calls. */
export class GoogleTally {
  private calls = 0;
  private readonly outcomes = { ok: 0, aborted: 0, failed: 0, counted: 0 };
  private tokens = NO_TOKENS;
  private costPicoUsd = 0n;
  private dedicatedCalls = 0;
  private dedicatedTokens = NO_TOKENS;
  private readonly toldBy = { requestResponse: 0, inferenceMetadata: 0, audit: 0, tokens: 0, nothing: 0 };
  private duplicates = 0;

  add(call: GoogleCall, told: Told): void {
    this.outcomes[call.outcome] += 1;
    this.duplicates += told.again;
    if (call.outcome === 'counted') return;
    this.calls += 1;
    this.tokens = plus(this.tokens, call.tokens);
    this.costPicoUsd += googleCostOf(call);
    if (call.dedicated) {
      this.dedicatedCalls += 1;
      this.dedicatedTokens = plus(this.dedicatedTokens, call.tokens);
    }
    const tellsTokens = told.row !== null || told.metadata !== null;
    if (told.row !== null) this.toldBy.requestResponse += 1;
    if (told.metadata !== null) this.toldBy.inferenceMetadata += 1;
    if (told.audit.length > 0) this.toldBy.audit += 1;
    if (tellsTokens) this.toldBy.tokens += 1;
    else if (told.audit.length === 0) this.toldBy.nothing += 1;
  }

  row(): GoogleLedgerRow {
    return {
      calls: this.calls,
      answered: this.outcomes.ok,
      aborted: this.outcomes.aborted,
      failed: this.outcomes.failed,
      countTokensCalls: this.outcomes.counted,
      tokens: this.tokens,
      costUsd: decimalUsd(this.costPicoUsd),
      dedicatedCalls: this.dedicatedCalls,
      dedicatedTokens: this.dedicatedTokens,
      toldBy: { ...this.toldBy },
      duplicates: this.duplicates,
    };
  }
}
