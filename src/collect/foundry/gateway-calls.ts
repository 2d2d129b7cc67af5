import type { LogRow } from './log-query.reader.js';
import { instantOf } from './log-times.js';

/** What a gateway's logs tell of one call. */
export interface GatewayCall {
  readonly correlationId: string;
  /** What the model counted; `null` where it did not come to a model's answer. */
  readonly llm: LogRow | null;
  /** Who called, and what came of it; `null` where that log is not kept or has not come yet. */
  readonly call: LogRow | null;
  /** Prompt and completion as JSON text, where the gateway logs them. */
  readonly request: string | null;
  readonly response: string | null;
  /** When the first row became queryable, which says in which window the call lies. */
  readonly ingestedAt: number;
}

/**
 * Rows of both logs put together by their correlation id, a call each. A message of more than 32 KB is split into rows that
 * follow each other by their sequence number; a row that was written to both destinations counts once.
 * https://learn.microsoft.com/azure/api-management/api-management-howto-llm-logs
 */
export function gatewayCalls(llmRows: readonly LogRow[], callRows: readonly LogRow[]): GatewayCall[] {
  const llm = byCorrelation(llmRows);
  const calls = byCorrelation(callRows);
  return [...new Set([...llm.keys(), ...calls.keys()])].map((correlationId) => {
    const rows = inSequence(llm.get(correlationId) ?? []);
    const own = calls.get(correlationId) ?? [];
    return {
      correlationId,
      llm: rows.length === 0 ? null : countedIn(rows),
      call: own[0] ?? null,
      request: messagesIn(rows, 'RequestMessages'),
      response: messagesIn(rows, 'ResponseMessages'),
      ingestedAt: Math.min(...(rows.length > 0 ? rows : own).map(({ _ing }) => instantOf(_ing) ?? 0)),
    };
  });
}

function byCorrelation(rows: readonly LogRow[]): Map<string, LogRow[]> {
  const groups = new Map<string, LogRow[]>();
  for (const row of rows) {
    const id = row['CorrelationId'];
    if (typeof id !== 'string' || id === '') continue;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [row]);
    else group.push(row);
  }
  return groups;
}

function inSequence(rows: readonly LogRow[]): LogRow[] {
  const bySequence = new Map<number, LogRow>();
  for (const row of rows) {
    const sequence = Number(row['SequenceNumber'] ?? 0);
    if (!bySequence.has(sequence)) bySequence.set(sequence, row);
  }
  return [...bySequence].sort(([a], [b]) => a - b).map(([, row]) => row);
}

/** The row with the counts: rows of message chunks name no deployment and count nothing. Messages are not kept in it. */
function countedIn(rows: readonly LogRow[]): LogRow | null {
  const counted = rows.find(
    (row) => isText(row['RequestId']) || isText(row['ModelName']) || isText(row['DeploymentName']),
  );
  const row = counted ?? rows.find((other) => Number(other['TotalTokens'] ?? 0) > 0) ?? rows[0];
  if (row === undefined) return null;
  const { RequestMessages: _request, ResponseMessages: _response, ...columns } = row;
  return columns;
}

/** Chunks are parts of one text, or whole lists of messages; an empty list is no message. */
function messagesIn(rows: readonly LogRow[], column: string): string | null {
  const chunks = rows.flatMap((row) => {
    const value = row[column];
    const text = typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
    return text === '' || text === '[]' || text === 'null' ? [] : [text];
  });
  if (chunks.length === 0) return null;
  const joined = chunks.join('');
  if (parsed(joined) !== undefined) return joined;
  const lists = chunks.map(parsed);
  if (!lists.every(Array.isArray)) return JSON.stringify(joined);
  const items: unknown[] = lists.flat();
  // Lists of pieces of text are one text, which is itself JSON as a rule.
  if (items.every((item) => typeof item === 'string')) {
    const text = items.join('');
    return parsed(text) === undefined ? JSON.stringify(text) : text;
  }
  return JSON.stringify(items);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
