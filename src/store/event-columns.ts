import { dayOfEventId } from '../usage/event-id.js';
import { AMOUNTS } from './amount-columns.js';
import type { BinaryCopyWriter } from './binary-copy.js';
import { factRank, type JudgedEvent } from './judged-event.js';

/** Numbers of the dimensions that an event hangs on. */
export interface EventKeys {
  readonly seriesId: number;
  readonly principalId: number | null;
  readonly personId: number | null;
}

type Column = readonly [name: string, write: (row: BinaryCopyWriter, judged: JudgedEvent, keys: EventKeys) => void];

/** Postgres `integer` holds no more; a latency beyond it is a broken value, not a measurement. */
const INT4_MAX = 2_147_483_647;
const boundedInt4 = (value: number | null): number | null =>
  value === null || value < 0 || value > INT4_MAX ? null : Math.round(value);

const listPriceOf = ({ price }: JudgedEvent) => ('priced' in price ? price.priced : null);

/** Every column of usage_event that COPY fills, in one list, so that the statement and the bytes cannot disagree. */
const COLUMNS: readonly Column[] = [
  ['event_id', (row, { event }) => row.uuid(event.eventId)],
  ['occurred_on', (row, { event }) => row.date(dayOfEventId(event.eventId))],
  ['occurred_at', (row, { event }) => row.timestamptz(Date.parse(event.occurredAt))],
  ['series_id', (row, _, keys) => row.int4(keys.seriesId)],
  ['principal_id', (row, _, keys) => row.int4(keys.principalId)],
  ['person_id', (row, _, keys) => row.int4(keys.personId)],
  ['request_id', (row, { event }) => row.text(event.requestId)],
  ['message_id', (row, { event }) => row.text(event.messageId)],
  ['operation', (row, { event }) => row.text(event.operation)],
  ['streamed', (row, { event }) => row.bool(event.streamed)],
  ['stop_reason', (row, { event }) => row.text(event.stopReason)],
  ['error_code', (row, { event }) => row.text(event.errorCode)],
  ['inference_region', (row, { event }) => row.text(event.inferenceRegion)],
  ['speed', (row, { event }) => row.text(event.speed)],
  ['batch', (row, { event }) => row.bool(event.batch)],
  ['inference_geo', (row, { event }) => row.text(event.inferenceGeo)],
  ['input_tokens', (row, { event }) => row.int8(event.tokens.input)],
  ['cache_read_tokens', (row, { event }) => row.int8(event.tokens.cacheRead)],
  ['cache_write_5m_tokens', (row, { event }) => row.int8(event.tokens.cacheWrite5m)],
  ['cache_write_1h_tokens', (row, { event }) => row.int8(event.tokens.cacheWrite1h)],
  ['output_tokens', (row, { event }) => row.int8(event.tokens.output)],
  ['web_search_requests', (row, { event }) => row.int4(event.webSearchRequests)],
  ['latency_ms', (row, { event }) => row.int4(boundedInt4(event.latencyMs))],
  ['first_byte_ms', (row, { event }) => row.int4(boundedInt4(event.firstByteMs))],
  ['request_bytes', (row, { event }) => row.int4(boundedInt4(event.requestBytes))],
  ['response_bytes', (row, { event }) => row.int4(boundedInt4(event.responseBytes))],
  ...AMOUNTS.map(([name, write]): Column => [
    name,
    (row, judged) => write(row, listPriceOf(judged), judged.effective?.femto ?? null),
  ]),
  ['flags', (row, { event }) => row.textArray(event.flags)],
  ['request_metadata', (row, { event }) => row.jsonb(nullIfEmpty(event.requestMetadata))],
  ['tools', (row, { event }) => row.textArray(event.tools.length === 0 ? null : event.tools)],
  ['provenance', (row, { event }) => row.jsonb(event.provenance)],
  ['fact_rank', (row, judged) => row.int2(factRank(judged))],
  ['caller_address', (row, { event }) => row.text(event.callerAddress)],
  ['user_agent', (row, { event }) => row.text(event.userAgent)],
  ['requests', (row, { event }) => row.int4(event.requests ?? 1)],
  ['correlation_ids', (row, { event }) => row.jsonb(nullIfEmpty(event.correlationIds))],
];

export const EVENT_COLUMNS: readonly string[] = COLUMNS.map(([name]) => name);

/** Appends one event as a row of EVENT_COLUMNS, and of columns that the caller writes after them. */
export function writeEventRow(row: BinaryCopyWriter, judged: JudgedEvent, keys: EventKeys, columnsAfter = 0): void {
  row.startRow(COLUMNS.length + columnsAfter);
  for (const [, write] of COLUMNS) write(row, judged, keys);
}

function nullIfEmpty(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> | null {
  return Object.keys(metadata).length === 0 ? null : metadata;
}
