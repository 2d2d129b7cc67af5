import type { Faults } from '../faults.js';
import { Random } from '../random.js';
import type { SimulatedCall } from '../world/call.js';

const DELIVERY_STREAM = 4;
const MINUTE_MS = 60_000;

/** When the record of a call is taken into the log: once, or twice where it is delivered again. */
export interface Delivery {
  readonly ingestedAt: number;
  readonly again: number | null;
}

/**
 * The deliveries of a call under the given faults: 3 to 15 seconds after its timestamp, as measured on real logs, unless it
 * is late or out of order. Every fault has a draw of its own, so that switching one leaves the others where they are.
 */
export function deliveryOf(call: SimulatedCall, faults: Faults): Delivery {
  const random = new Random(call.words, DELIVERY_STREAM, call.index);
  const usual = random.whole(3_000, 15_000);
  const isLate = random.chance(faults.lateShare);
  const lateBy = MINUTE_MS + random.unit() ** 2 * Math.max(0, faults.lateMaxMinutes - 1) * MINUTE_MS;
  const isOutOfOrder = random.chance(faults.outOfOrder);
  const outOfOrderBy = random.whole(15_000, 180_000);
  const isTwice = random.chance(faults.duplicateShare) && !call.cutOff;
  const twiceLater = random.chance(0.5);
  const twiceBy = random.unit();

  const delay = isLate ? Math.round(lateBy) : isOutOfOrder ? outOfOrderBy : usual;
  const ingestedAt = call.occurredAt + delay;
  const gap = 200 + Math.round(twiceBy * (twiceLater ? Math.max(1, faults.lateMaxMinutes) * MINUTE_MS : 20_000));
  return { ingestedAt, again: isTwice ? ingestedAt + gap : null };
}
