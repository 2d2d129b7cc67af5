import { deliveryOf } from '../delivery/deliveries.js';
import type { Faults } from '../faults.js';
import { Random } from '../random.js';
import type { SimulatedCall } from '../world/call.js';

const BATCH_STREAM = 9;
const HOUR_MS = 3_600_000;
const BATCH_MS = 20 * 60_000;
const MINUTE_MS = 60_000;

/** In which object a call's record is, and from when on it can be read. */
export interface Batched {
  /** The batch of the hour, or `null` where the record missed its batch and is in an object of its own. */
  readonly batch: number | null;
  readonly deliveredAt: number;
  /** When an object that repeats the record appears, if one does. */
  readonly again: number | null;
}

/** S3 tells times to the second. */
function wholeSecond(at: number): number {
  return Math.ceil(at / 1000) * 1000;
}

/** When the object of a batch is written: up to four minutes after its records, or up to an hour where it is late. */
function batchWrittenAt(call: SimulatedCall, batch: number, faults: Faults): number {
  const random = new Random(call.words, BATCH_STREAM, batch);
  const usual = random.whole(20_000, 4 * MINUTE_MS);
  const isLate = random.chance(faults.lateObjectShare);
  const late = random.whole(5 * MINUTE_MS, 60 * MINUTE_MS);
  const hour = Math.floor(call.occurredAt / HOUR_MS) * HOUR_MS;
  return wholeSecond(hour + (batch + 1) * BATCH_MS + (isLate ? late : usual));
}

/**
 * The object of S3 that a call's record is written to: one for every twenty minutes, and others, in the same folder, for
 * records that come after it and for those that come twice.
 */
export function batchOf(call: SimulatedCall, faults: Faults): Batched {
  const { ingestedAt, again } = deliveryOf(call, faults);
  const batch = Math.floor((call.occurredAt % HOUR_MS) / BATCH_MS);
  const writtenAt = batchWrittenAt(call, batch, faults);
  const missed = ingestedAt > writtenAt;
  const deliveredAt = missed ? wholeSecond(ingestedAt + MINUTE_MS) : writtenAt;
  return {
    batch: missed ? null : batch,
    deliveredAt,
    again: again === null ? null : wholeSecond(Math.max(deliveredAt, again) + MINUTE_MS),
  };
}
