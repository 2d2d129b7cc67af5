import { Random } from '../../random.js';
import { isWithin, type GoogleFaults } from '../google-faults.js';
import { endedAtMicros, type GoogleCall } from '../world/google-call.js';
import type { LogTable } from '../world/google-places.js';
import { arrivalOf, isOn, type Arrival } from './arrival.js';

/** The row that the request-response log holds of a call, but for its bodies. */
export interface RowTold {
  readonly table: LogTable;
  /** Beyond 2^53, as real ones are. */
  readonly requestId: string;
  readonly loggingTimeMicros: number;
  readonly arrival: Arrival;
}

const ROW_STREAM = 31;

/** Rows can be read about a minute after the call. */
const VISIBLE_AFTER_MS = 60_000;
const VISIBLE_SPREAD_MS = 15_000;

/** The share of the calls of a place that the log keeps at an instant. */
export function samplingRateAt(place: GoogleCall['place'], at: number, faults: GoogleFaults): number {
  return faults.sampling.find((spell) => isWithin(spell, place, at))?.rate ?? place.samplingRate;
}

/**
 * The row of a call, or `null` where there is none: in a place without the log, of calls that failed or were aborted, of
 * those that only count tokens, of pairs above 10 MB, and of those that sampling leaves out.
 */
export function rowTold(call: GoogleCall, faults: GoogleFaults): RowTold | null {
  const { table } = call.place;
  if (table === null || call.outcome !== 'ok' || call.oversized) return null;
  if (call.samplingDraw >= samplingRateAt(call.place, call.startedAt, faults)) return null;
  if (!isOn(call, 'requestResponse', faults)) return null;
  const random = new Random(call.words, ROW_STREAM, call.index);
  const loggingTimeMicros = endedAtMicros(call) + random.whole(200, 18_000);
  const dueAt =
    Math.ceil(loggingTimeMicros / 1000) + VISIBLE_AFTER_MS + random.whole(-VISIBLE_SPREAD_MS, VISIBLE_SPREAD_MS);
  return {
    table,
    requestId: `${random.whole(1, 8)}${random.whole(100_000_000, 999_999_999)}${random.whole(100_000_000, 999_999_999)}`,
    loggingTimeMicros,
    arrival: arrivalOf(call, 'requestResponse', 0, dueAt, faults),
  };
}
