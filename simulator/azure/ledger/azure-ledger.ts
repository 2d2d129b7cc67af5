import { NO_TOKENS } from '../../world/call.js';
import type { AzureBackend } from '../backend.js';
import { billedAt } from '../cost/cost-lines.js';
import { tokensLogged } from '../log-analytics/rows/llm-log.js';
import { requestResponseRow } from '../log-analytics/rows/request-response.js';
import { deliverRowOf, gatewayRowsOf } from '../log-analytics/rows/rows-of-hour.js';
import type { LogRow } from '../log-analytics/rows/log-row.js';
import { METERED_AFTER_MS } from '../metrics/metered-calls.js';
import { isClaude, type FoundryCall } from '../world/call.js';
import { callerKey } from '../world/callers.js';
import { foundryCallsOfHour, HOUR_MS } from '../world/calls-of-hour.js';
import { FOUNDRY_ACCOUNTS } from '../world/estate.js';
import { AzureTally, type AzureLedgerRow } from './azure-tally.js';
import { costOfCall, costOnDeployment } from './foundry-prices.js';

export const AZURE_GROUPINGS = ['none', 'day', 'deployment', 'model', 'place', 'caller'] as const;
export type AzureGrouping = (typeof AZURE_GROUPINGS)[number];

/** A question to the ledger: calls that happened in [from, to), as rows, metrics and bill show them by `asOf`. */
export interface AzureLedgerQuery {
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
  readonly by: AzureGrouping;
}

export interface AzureLedgerAnswer {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly by: AzureGrouping;
  readonly total: AzureLedgerRow;
  /** Sorted by key: a UTC day, `account/deployment`, a model, an account, or `apim:`, `entra:` and who called. */
  readonly groups: readonly (AzureLedgerRow & { readonly key: string })[];
}

function keyOf(call: FoundryCall, by: AzureGrouping): string {
  if (by === 'day') return new Date(call.occurredAt).toISOString().slice(0, 10);
  if (by === 'deployment') return `${call.account.name}/${call.deploymentName}`;
  if (by === 'model') return call.deployment?.modelName ?? '';
  return by === 'place' ? call.account.name : callerKey(call.caller);
}

function addMetered(tally: AzureTally, call: FoundryCall): void {
  const { tokens } = call;
  if (!isClaude(call)) {
    tally.nonClaudeMetrics.InputTokens += tokens.input;
    tally.nonClaudeMetrics.OutputTokens += tokens.output;
    return;
  }
  tally.metrics.InputTokens += tokens.input;
  tally.metrics.OutputTokens += tokens.output;
  tally.metrics.cacheReadInputTokens += tokens.cacheRead;
  tally.metrics.ephemeral5mInputTokens += tokens.cacheWrite5m;
  tally.metrics.ephemeral1hInputTokens += tokens.cacheWrite1h;
  tally.metrics.ModelRequests += 1;
}

/** What the log of language models tells of a call: its counts, or an empty row. */
function addLogged(tally: AzureTally, call: FoundryCall): void {
  const { deployment } = call;
  if (call.status !== 200 || call.kind === 'probe' || deployment === null) tally.emptyRows += 1;
  else if (isClaude(call)) {
    const { prompt, completion } = tokensLogged(call);
    tally.gatewayCalls += 1;
    tally.promptTokens += prompt;
    tally.completionTokens += completion;
    const told = { ...NO_TOKENS, input: prompt, output: completion };
    tally.gatewayCost += costOnDeployment(deployment, call.occurredAt, told);
    tally.gatewayTrueCost += costOfCall(call);
  }
}

/** Which rows of a call have arrived: Foundry's own, and the one of the gateway's log with its counts. */
interface Seen {
  readonly request: boolean;
  readonly llm: boolean;
}

function seenOf(call: FoundryCall, { world, logs, faults }: AzureBackend, asOf: number): Seen {
  const { loggingOff, dailyCap } = faults();
  const nothingIsLost = loggingOff.length === 0 && dailyCap.length === 0;
  // Rows of long ago need not be made to know that they have come: that would be most of the work of a long question.
  if (nothingIsLost && asOf - call.occurredAt > LATEST_ARRIVAL_MS) {
    return { request: call.backendStatus !== null, llm: call.viaGateway };
  }
  const arrived = (row: LogRow | null | undefined): boolean =>
    row !== null &&
    row !== undefined &&
    deliverRowOf(call, row, world.seed, faults()).some(({ ingestedAt }) => ingestedAt <= asOf);
  return {
    request: arrived(requestResponseRow(call, logs.flattenedFrom)),
    llm: arrived(gatewayRowsOf(call, logs).find(({ part }) => part === 'llm/0')),
  };
}

function addCall(tally: AzureTally, call: FoundryCall, seen: Seen, asOf: number): void {
  if (seen.request) tally.requestRows += 1;
  if (seen.llm) addLogged(tally, call);
  if (call.kind === 'probe') {
    tally.probes += 1;
    return;
  }
  if (call.backendStatus !== null && call.occurredAt + METERED_AFTER_MS <= asOf) addMetered(tally, call);
  if (call.deployment?.format === 'OpenAI') {
    tally.nonClaudeCalls += 1;
    return;
  }
  tally.calls += 1;
  if (call.status !== 200) tally.failedCalls += 1;
  if (call.backendStatus === null) tally.refusedByGateway += 1;
  const cost = costOfCall(call);
  tally.addTokens(call.tokens);
  tally.cost += cost;
  if (billedAt(call) > asOf) return;
  if (call.deployment?.billing === 'meters') tally.metersCost += cost;
  else tally.ccuCost += cost;
}

const HOURS_AT_ONCE = 48;
/** No first delivery is later: faults make a row late by less than two days. */
const LATEST_ARRIVAL_MS = 3 * 86_400_000;

/**
 * The truth of every call, and what logs, metrics and bill show of it: counted from the simulated calls, never from their
 * rows' text. It lets other work in between.
 */
export async function askAzureLedger(backend: AzureBackend, query: AzureLedgerQuery): Promise<AzureLedgerAnswer> {
  const { world, historyFrom } = backend;
  const total = new AzureTally();
  const groups = new Map<string, AzureTally>();
  const first = Math.floor(Math.max(query.from, historyFrom) / HOUR_MS);
  const end = Math.min(query.to, query.asOf);
  for (const account of FOUNDRY_ACCOUNTS) {
    for (let hour = first; hour * HOUR_MS < end; hour += 1) {
      if (hour % HOURS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
      for (const call of foundryCallsOfHour(world, account, hour)) {
        if (call.occurredAt < query.from || call.occurredAt >= end) continue;
        const seen = seenOf(call, backend, query.asOf);
        addCall(total, call, seen, query.asOf);
        if (query.by === 'none') continue;
        const key = keyOf(call, query.by);
        const group = groups.get(key) ?? new AzureTally();
        groups.set(key, group);
        addCall(group, call, seen, query.asOf);
      }
    }
  }
  return {
    from: new Date(query.from).toISOString(),
    to: new Date(query.to).toISOString(),
    asOf: new Date(query.asOf).toISOString(),
    by: query.by,
    total: total.row(),
    groups: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, tally]) => Object.assign({ key }, tally.row())),
  };
}
