import type { Cloud } from '../usage/cloud.js';
import { DAY_MS, HOUR_MS } from '../usage/window.js';
import type { DayOfBill } from './compared.js';

/**
 * How long after its end a day of a bill still grows as a rule. AWS has a day on the next and settles it on the one after;
 * Google shows costs "within a day, sometimes more than 24 hours"; Azure's come some five hours late.
 */
const SETTLES_AFTER_MS: Readonly<Record<Cloud, number>> = {
  bedrock: 48 * HOUR_MS,
  vertex: 48 * HOUR_MS,
  foundry: 24 * HOUR_MS,
  anthropic: 24 * HOUR_MS,
};

/** Why less may be billed of a day than was used, or `null` where the day is settled. */
export function whyUnsettled(cloud: Cloud, day: string, bill: DayOfBill | undefined): string | null {
  if (bill === undefined) return `the bill has no line of ${day} yet, of any product`;
  const settledAt = Date.parse(day) + DAY_MS + SETTLES_AFTER_MS[cloud];
  if (bill.readAt >= settledAt) return null;
  const read = new Date(bill.readAt).toISOString().slice(0, 16);
  return `the bill of ${day} was read at ${read}Z, and grows until about ${new Date(settledAt).toISOString().slice(0, 16)}Z`;
}
