import { millisOfNanos, nanosOfText } from '../nanos.js';
import type { Filter } from './filter.js';

/** Bounds in milliseconds, both inclusive, outside of which nothing matches. */
export interface MillisRange {
  readonly from: number;
  readonly to: number;
}

export const ALL_TIME: MillisRange = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** The bounds that a filter sets to a time of the entry. Only what must hold for the whole counts. */
export function rangeOf(filter: Filter, path: 'timestamp' | 'receiveTimestamp'): MillisRange {
  if (filter.kind === 'all') {
    return filter.parts.map((part) => rangeOf(part, path)).reduce(both, ALL_TIME);
  }
  if (filter.kind !== 'compare' || filter.path !== path) return ALL_TIME;
  const nanos = nanosOfText(filter.value);
  if (nanos === null) return ALL_TIME;
  const millis = millisOfNanos(nanos);
  const { by } = filter;
  return {
    from: by === '>' || by === '>=' || by === '=' ? millis : ALL_TIME.from,
    to: by === '<' || by === '<=' || by === '=' ? millis : ALL_TIME.to,
  };
}

function both(a: MillisRange, b: MillisRange): MillisRange {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}
