import type { Window } from '../usage/window.js';
import type { Fit } from './fit.js';

/** How far entries of callers usually lie from the start of their calls in this hour, and how often they do not. */
export interface Calibration {
  readonly from: number;
  readonly to: number;
  /** Share of the pairs that lie outside, estimated not too low. */
  readonly outsideShare: number;
}

/** So many calls without any doubt tell how closely two logs agree; fewer tell nothing. */
const LEAST_PAIRS = 20;
/** Clocks and rounding to milliseconds: closer than this no two logs are taken to agree. */
const LEAST_SPREAD_MS = 10;
/** Deviations that still are usual: of normal noise one in a thousand million lies beyond six. */
const DEVIATIONS = 6;
/** Median absolute deviation to standard deviation, for normal noise. */
const OF_NORMAL = 1.4826;

/** Measured on the calls of the hour that fit exactly one entry which fits no other call; null where these are too few. */
export function calibrated({ entriesOf, callsOf }: Fit, hour: Window): Calibration | null {
  const offsets: number[] = [];
  for (const [call, entries] of entriesOf) {
    const [entry] = entries;
    if (entry === undefined || entries.length > 1 || (callsOf.get(entry)?.length ?? 0) > 1) continue;
    if (call.at >= hour.from && call.at < hour.to) offsets.push(entry.at - call.at);
  }
  if (offsets.length < LEAST_PAIRS) return null;
  const centre = median(offsets);
  const spread = DEVIATIONS * OF_NORMAL * median(offsets.map((offset) => Math.abs(offset - centre)));
  const reach = Math.max(LEAST_SPREAD_MS, spread);
  const outside = offsets.filter((offset) => Math.abs(offset - centre) > reach).length;
  return { from: centre - reach, to: centre + reach, outsideShare: (outside + 1) / (offsets.length + 2) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
