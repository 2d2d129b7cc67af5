import type { RawRecord } from '../../usage/raw-record.js';
import { MINUTE_MS, type Window } from '../../usage/window.js';
import type { LogSource } from '../log-source.js';
import type { AzureAccess } from './azure-access.js';
import { type GatewayCall, gatewayCalls } from './gateway-calls.js';
import { type Destination, type GatewayLog, gatewayTable } from './gateway-tables.js';
import { ingestedIn } from './kql.js';
import { LogQueryReader, partsOf, type LogRow } from './log-query.reader.js';
import { envelopeTimes } from './log-times.js';

export interface FoundryGatewaySettings extends AzureAccess {
  readonly id: string;
  readonly workspaceId: string;
  /** The API Management service, in small letters. */
  readonly resourceId: string;
  /** The accounts behind it; the host is the account's name unless it is given. */
  readonly foundry: readonly {
    readonly resourceId: string;
    readonly region: string;
    readonly host?: string | undefined;
  }[];
  readonly destination: Destination | 'both';
  readonly messages: 'read' | 'skip';
}

/** Rows of one call are written at once, but need not become queryable at once. */
const SPREAD_MS = 2 * MINUTE_MS;
/** How far apart the two logs of one call may become queryable. What is further is found when the window is read again. */
const PARTNER_MS = 15 * MINUTE_MS;
const PAGE_CALLS = 500;

/**
 * Calls that went through an API Management gateway, one record each: tokens from its log of language models, the caller
 * from its log of requests, put together by their correlation id.
 *
 * A call lies in the window in which its first row of the language model log became queryable; one that has none (the
 * gateway refused it) in that of its request row.
 */
export class FoundryGatewaySource implements LogSource {
  readonly cloud = 'foundry';
  readonly axis = 'receive-time';
  readonly id: string;
  private readonly reader: LogQueryReader;

  constructor(private readonly settings: FoundryGatewaySettings) {
    this.id = settings.id;
    this.reader = new LogQueryReader(settings.id, settings.workspaceId, settings);
  }

  async *read(window: Window, signal: AbortSignal): AsyncGenerator<RawRecord[]> {
    for (const part of partsOf(window)) {
      const records = (await this.calls(part, signal)).flatMap((call) => this.toRecord(call));
      for (let first = 0; first < records.length; first += PAGE_CALLS) yield records.slice(first, first + PAGE_CALLS);
    }
  }

  private async calls(part: Window, signal: AbortSignal): Promise<GatewayCall[]> {
    const isHere = ({ ingestedAt }: GatewayCall) => ingestedAt >= part.from && ingestedAt < part.to;
    const llm = await this.rows('llm', widened(part, SPREAD_MS), signal, this.settings.messages === 'read');
    const requests = await this.rows('call', widened(part, PARTNER_MS), signal);
    const calls = gatewayCalls(llm, requests).filter(isHere);
    if (calls.every((call) => call.llm !== null)) return calls;
    // A request without a row of the model's may have one outside of the part.
    const beside = await this.rows('llm', widened(part, PARTNER_MS), signal);
    const known = new Set(beside.map((row) => row['CorrelationId']));
    return calls.filter((call) => call.llm !== null || !known.has(call.correlationId));
  }

  private async rows(log: GatewayLog, window: Window, signal: AbortSignal, messages = false): Promise<LogRow[]> {
    const { destination, resourceId } = this.settings;
    const rows: LogRow[] = [];
    for (const each of destination === 'both' ? (['dedicated', 'legacy'] as const) : [destination]) {
      const kql = (part: Window) => ingestedIn(gatewayTable(log, each, resourceId, messages), part);
      for await (const answered of this.reader.rows(kql, window, signal)) rows.push(...answered);
    }
    return rows;
  }

  private toRecord({ correlationId, llm, call, request, response, ingestedAt }: GatewayCall): RawRecord[] {
    if (llm === null && !asksAModel(call)) return [];
    const account = this.accountOf(call);
    const text = JSON.stringify({ correlationId, llm: withoutIngestion(llm), call: withoutIngestion(call) });
    const bodies = {
      ...(request === null ? {} : { input: request }),
      ...(response === null ? {} : { output: response }),
    };
    const { timestamp } = envelopeTimes((llm ?? call)?.['TimeGenerated'], null);
    const envelope = {
      entryId: correlationId,
      ingestedAt,
      ...(timestamp === undefined ? {} : { timestamp }),
      ...(account === null ? {} : { accountId: account.resourceId, region: account.region }),
    };
    return [{ text, envelope, ...(Object.keys(bodies).length === 0 ? {} : { bodies }) }];
  }

  /** The account that a call was sent on to; with one account behind the gateway, that one. */
  private accountOf(call: LogRow | null): { readonly resourceId: string; readonly region: string } | null {
    const { foundry } = this.settings;
    const host = hostOf(call?.['BackendUrl']);
    const named = foundry.find((account) =>
      hostNames(account).some((name) => host === name || host?.startsWith(`${name}.`)),
    );
    return named ?? (foundry.length === 1 ? (foundry[0] ?? null) : null);
  }
}

/** Other APIs of the gateway are no calls of a model: an answer of the Messages API is asked for at its path. */
function asksAModel(call: LogRow | null): boolean {
  const url = call?.['Url'];
  return typeof url === 'string' && /\/v1\/messages(?:[?#]|$)/.test(url);
}

function hostNames({
  resourceId,
  host,
}: {
  readonly resourceId: string;
  readonly host?: string | undefined;
}): string[] {
  return [host ?? resourceId.slice(resourceId.lastIndexOf('/') + 1)];
}

function hostOf(address: unknown): string | null {
  return typeof address === 'string' && URL.canParse(address) ? new URL(address).hostname.toLowerCase() : null;
}

const widened = ({ from, to }: Window, by: number): Window => ({ from: from - by, to: to + by });

function withoutIngestion(row: LogRow | null): LogRow | null {
  if (row === null) return null;
  const { _ing, ...columns } = row;
  return columns;
}
