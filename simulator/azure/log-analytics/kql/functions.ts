import { Dynamic, KqlError, textOf, Ticks, type ColumnType, type KqlValue } from './values.js';

/** A function of values, and the type of what it gives. */
export interface KqlFunction {
  readonly type: ColumnType;
  readonly apply: (args: readonly KqlValue[]) => KqlValue;
}

function numberOf(value: KqlValue | undefined): number | null {
  if (value === undefined || value === null) return null;
  const text = textOf(value);
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

function whole(value: KqlValue | undefined): number | null {
  const number = numberOf(value);
  return number === null ? null : Math.trunc(number);
}

function isEmpty(value: KqlValue | undefined): boolean {
  return value === undefined || textOf(value) === '';
}

function parsed(value: KqlValue | undefined): KqlValue {
  if (value instanceof Dynamic) return value;
  if (value === undefined || value === null || value === '') return null;
  const text = textOf(value);
  try {
    return new Dynamic(JSON.parse(text));
  } catch {
    // Kusto takes what is no JSON as a string.
    return new Dynamic(text);
  }
}

function time(value: KqlValue | undefined): KqlValue {
  if (value instanceof Ticks) return value;
  const at = Date.parse(textOf(value ?? null));
  return Number.isNaN(at) ? null : Ticks.ofMs(at);
}

function bin([value, size]: readonly KqlValue[]): KqlValue {
  if (value instanceof Ticks && size instanceof Ticks && size.count > 0n) {
    return new Ticks(value.count - (value.count % size.count), value.is);
  }
  if (typeof value === 'number' && typeof size === 'number') return Math.floor(value / size) * size;
  throw new KqlError('SemanticError', 'bin() expects a time and a timespan, or two numbers');
}

const json: KqlFunction = { type: 'dynamic', apply: ([value]) => parsed(value) };

/** Functions that look at nothing but their arguments. */
export const FUNCTIONS: ReadonlyMap<string, KqlFunction> = new Map<string, KqlFunction>([
  ['tostring', { type: 'string', apply: ([value]) => textOf(value ?? null) }],
  ['toint', { type: 'int', apply: ([value]) => whole(value) }],
  ['tolong', { type: 'long', apply: ([value]) => whole(value) }],
  ['todouble', { type: 'real', apply: ([value]) => numberOf(value) }],
  ['toreal', { type: 'real', apply: ([value]) => numberOf(value) }],
  ['tobool', { type: 'bool', apply: ([value]) => (isEmpty(value) ? null : /^(true|1)$/i.test(textOf(value ?? null))) }],
  ['todatetime', { type: 'datetime', apply: ([value]) => time(value) }],
  ['parse_json', json],
  ['todynamic', json],
  ['isempty', { type: 'bool', apply: ([value]) => isEmpty(value) }],
  ['isnotempty', { type: 'bool', apply: ([value]) => !isEmpty(value) }],
  ['isnull', { type: 'bool', apply: ([value]) => value === null }],
  ['isnotnull', { type: 'bool', apply: ([value]) => value !== null }],
  ['not', { type: 'bool', apply: ([value]) => value !== true }],
  ['strcat', { type: 'string', apply: (args) => args.map((value) => textOf(value)).join('') }],
  ['tolower', { type: 'string', apply: ([value]) => textOf(value ?? null).toLowerCase() }],
  ['bin', { type: 'datetime', apply: bin }],
]);
