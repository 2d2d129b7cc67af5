import { decimalUsd } from '../../ledger/tally.js';
import { NO_TOKENS, type TrueTokens } from '../../world/call.js';
import { PICO_USD_PER_CCU } from '../cost/cost-lines.js';

/** What the metrics of Claude's deployments count, by the names that they have. */
export interface MeteredSums {
  InputTokens: number;
  OutputTokens: number;
  cacheReadInputTokens: number;
  ephemeral5mInputTokens: number;
  ephemeral1hInputTokens: number;
  ModelRequests: number;
}

/** One row of the ledger. Money is a decimal string of dollars, units of consumption are decimal too. */
export interface AzureLedgerRow {
  /** Calls to Claude, answered or not. */
  readonly calls: number;
  readonly failedCalls: number;
  /** Calls that the gateway refused by itself; they are failed calls too. */
  readonly refusedByGateway: number;
  readonly nonClaudeCalls: number;
  readonly probes: number;
  /** As billed, of Claude's calls. */
  readonly tokens: TrueTokens;
  readonly costUsd: string;
  /** Rows of category RequestResponse that have arrived, of Claude's calls and others, each once. */
  readonly requestRows: number;
  /** What the gateway's log of language models tells of Claude's calls by now, and what that alone would cost. */
  readonly gateway: {
    readonly calls: number;
    readonly promptTokens: number;
    readonly completionTokens: number;
    readonly costUsd: string;
    /** The true cost of the calls that it tells of. */
    readonly trueCostUsd: string;
    readonly emptyRows: number;
  };
  readonly metrics: MeteredSums;
  readonly nonClaudeMetrics: { readonly InputTokens: number; readonly OutputTokens: number };
  readonly bill: { readonly ccu: string; readonly ccuUsd: string; readonly metersUsd: string };
}

/** Adds up calls. */
export class AzureTally {
  calls = 0;
  failedCalls = 0;
  refusedByGateway = 0;
  nonClaudeCalls = 0;
  probes = 0;
  requestRows = 0;
  gatewayCalls = 0;
  emptyRows = 0;
  promptTokens = 0;
  completionTokens = 0;
  cost = 0n;
  gatewayCost = 0n;
  gatewayTrueCost = 0n;
  ccuCost = 0n;
  metersCost = 0n;
  readonly metrics: MeteredSums = {
    InputTokens: 0,
    OutputTokens: 0,
    cacheReadInputTokens: 0,
    ephemeral5mInputTokens: 0,
    ephemeral1hInputTokens: 0,
    ModelRequests: 0,
  };
  readonly nonClaudeMetrics = { InputTokens: 0, OutputTokens: 0 };
  private tokens: TrueTokens = NO_TOKENS;

  addTokens(more: TrueTokens): void {
    const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = this.tokens;
    this.tokens = {
      input: input + more.input,
      cacheRead: cacheRead + more.cacheRead,
      cacheWrite5m: cacheWrite5m + more.cacheWrite5m,
      cacheWrite1h: cacheWrite1h + more.cacheWrite1h,
      output: output + more.output,
    };
  }

  row(): AzureLedgerRow {
    const { calls, failedCalls, refusedByGateway, nonClaudeCalls, probes, tokens, requestRows } = this;
    const { metrics, nonClaudeMetrics, promptTokens, completionTokens, emptyRows } = this;
    return {
      calls,
      failedCalls,
      refusedByGateway,
      nonClaudeCalls,
      probes,
      tokens,
      costUsd: decimalUsd(this.cost),
      requestRows,
      gateway: {
        calls: this.gatewayCalls,
        promptTokens,
        completionTokens,
        costUsd: decimalUsd(this.gatewayCost),
        trueCostUsd: decimalUsd(this.gatewayTrueCost),
        emptyRows,
      },
      metrics,
      nonClaudeMetrics,
      bill: {
        // A unit is a cent, so that a pico-dollar is a ten-thousand-millionth of one.
        ccu: decimalUsd((this.ccuCost * 1_000_000_000_000n) / PICO_USD_PER_CCU),
        ccuUsd: decimalUsd(this.ccuCost),
        metersUsd: decimalUsd(this.metersCost),
      },
    };
  }
}
