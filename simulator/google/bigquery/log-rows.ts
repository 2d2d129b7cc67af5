import { rowTold } from '../delivery/row-told.js';
import type { GoogleFaults } from '../google-faults.js';
import { bodiesOf } from '../records/claude-bodies.js';
import type { GoogleCall } from '../world/google-call.js';

/** A value in a row or a result: times are microseconds, NUMERIC and INT64 are whole numbers, JSON is its text. */
export type Cell = string | number | bigint | boolean | null | readonly string[];

/** A row of a request-response table. */
export interface LogRow {
  readonly cells: ReadonlyMap<string, Cell>;
  readonly loggingTimeMicros: number;
  readonly visibleAt: number;
}

/** The path of the model as rows have it: without project and location, and without `@default`. */
function modelPath(call: GoogleCall): string {
  return `publishers/anthropic/models/${call.modelId.replace(/@default$/, '')}`;
}

/** The rows that the request-response log holds of a call: one, none, or one and the same again. */
export function rowsOfCall(call: GoogleCall, faults: GoogleFaults): readonly LogRow[] {
  const told = rowTold(call, faults);
  if (told === null) return [];
  const { request, response } = bodiesOf(call);
  const { loggingTimeMicros, arrival } = told;
  const cells = new Map<string, Cell>([
    ['endpoint', null],
    ['deployed_model_id', null],
    ['logging_time', loggingTimeMicros],
    ['request_id', BigInt(told.requestId)],
    ['request_payload', request],
    ['response_payload', response],
    ['model', modelPath(call)],
    ['model_version', 'default'],
    ['api_method', call.method],
    ['full_request', null],
    ['full_response', null],
    ['metadata', `{"request_latency":${call.latencyMicros / 1000}}`],
  ]);
  const times = arrival.again === null ? [arrival.at] : [arrival.at, arrival.again];
  return times.map((visibleAt) => ({ cells, loggingTimeMicros, visibleAt }));
}
