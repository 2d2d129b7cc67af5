import type { Cloud } from '../usage/cloud.js';

/**
 * Half of the smallest amount that a row of a bill can hold, in femto-dollars: AWS writes ten decimals, Google "a precision
 * of up to six decimal places", Azure whole Consumption Units of a cent at the coarsest.
 */
const HALF_UNIT_FEMTO: Readonly<Record<Cloud, bigint>> = {
  bedrock: 50_000n,
  vertex: 500_000_000n,
  foundry: 5_000_000_000_000n,
  anthropic: 5_000_000_000_000n,
};

/** The premium is cut off below a pico-dollar. */
const OWN_ROUNDING_FEMTO = 1_000n;

/** The most that rounding can make of so many rows of a bill. */
export function roundingLimit(cloud: Cloud, rows: number): bigint {
  return HALF_UNIT_FEMTO[cloud] * BigInt(rows) + OWN_ROUNDING_FEMTO;
}
