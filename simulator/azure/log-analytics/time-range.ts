import type { Expression, Operator } from './kql/expressions.js';
import { compile } from './kql/evaluate.js';
import { KqlError, Ticks, type KqlValue } from './kql/values.js';

/** Milliseconds since 1970, both ends included. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const UNIT_MS: Readonly<Record<string, number>> = { D: 86_400_000, H: 3_600_000, M: 60_000, S: 1000, W: 604_800_000 };

function lengthOf(duration: string): number {
  const parts = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(duration);
  if (parts === null) return Number.NaN;
  return ['W', 'D', 'H', 'M', 'S'].reduce(
    (sum, unit, at) => sum + Number(parts[at + 1] ?? 0) * (UNIT_MS[unit] ?? 0),
    0,
  );
}

/** An ISO 8601 interval, or a duration up to now: `a/b`, `a/P1D`, `P1D/b`, `P1D`. `null` for what is none. */
export function readTimespan(text: string, now: number): TimeRange | null {
  const [first = '', second] = text.split('/');
  const range =
    second === undefined
      ? { from: now - lengthOf(first), to: now }
      : first.startsWith('P')
        ? { from: Date.parse(second) - lengthOf(first), to: Date.parse(second) }
        : {
            from: Date.parse(first),
            to: second.startsWith('P') ? Date.parse(first) + lengthOf(second) : Date.parse(second),
          };
  return Number.isFinite(range.from) && Number.isFinite(range.to) ? range : null;
}

function isTime(expression: Expression): boolean {
  return expression.is === 'column' && expression.name === 'TimeGenerated';
}

/** What a value is that looks at no column; `null` for one that does. */
function constantOf(expression: Expression, now: number): KqlValue {
  try {
    return compile(expression, { now, columns: new Map() }).of({});
  } catch (error) {
    if (error instanceof KqlError) return null;
    throw error;
  }
}

function msOf(value: KqlValue): number | null {
  return value instanceof Ticks ? Number(value.count / 10_000n) : null;
}

function narrow(range: TimeRange, condition: Expression, now: number): TimeRange {
  if (condition.is === 'binary' && condition.sign === 'and') {
    return narrow(narrow(range, condition.left, now), condition.right, now);
  }
  if (condition.is === 'between' && isTime(condition.value)) {
    const [low, high] = [msOf(constantOf(condition.low, now)), msOf(constantOf(condition.high, now))];
    return { from: Math.max(range.from, low ?? range.from), to: Math.min(range.to, high ?? range.to) };
  }
  if (condition.is !== 'binary' || !isTime(condition.left)) return range;
  const at = msOf(constantOf(condition.right, now));
  if (at === null) return range;
  if (condition.sign.startsWith('>')) return { from: Math.max(range.from, at), to: range.to };
  return condition.sign.startsWith('<') ? { from: range.from, to: Math.min(range.to, at) } : range;
}

/** The hours that a query can see, so that no others are made; the query's own conditions decide in the end. */
export function rangeOf(operators: readonly Operator[], range: TimeRange, now: number): TimeRange {
  let narrowed = range;
  for (const operator of operators) {
    if (operator.is !== 'where') break;
    narrowed = narrow(narrowed, operator.condition, now);
  }
  return narrowed;
}
