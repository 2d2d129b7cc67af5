import type { Expression } from './expressions.js';
import { FUNCTIONS } from './functions.js';
import { compare, Dynamic, KqlError, textOf, Ticks, type ColumnType, type KqlRow, type KqlValue } from './values.js';

/** The column, hidden from `project`, that `ingestion_time()` reads. */
export const INGESTION_TIME = '$IngestionTime';

/** What a query can see where an expression stands. */
export interface Scope {
  /** Milliseconds since 1970, for `now()` and `ago()`. */
  readonly now: number;
  readonly columns: ReadonlyMap<string, ColumnType>;
}

type Evaluate = (row: KqlRow) => KqlValue;

/** An expression made ready to be evaluated, with the type of what it gives. */
export interface Compiled {
  readonly type: ColumnType;
  readonly of: Evaluate;
}

function typeOfValue(value: KqlValue): ColumnType {
  if (value instanceof Ticks) return value.is;
  if (value instanceof Dynamic) return 'dynamic';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'real';
  return 'string';
}

function constant(value: KqlValue): Compiled {
  return { type: typeOfValue(value), of: () => value };
}

/** Check an expression against the columns that exist and make it ready. */
export function compile(expression: Expression, scope: Scope): Compiled {
  if (expression.is === 'literal') {
    const { value, real } = expression;
    return { type: real === true ? 'real' : typeOfValue(value), of: () => value };
  }
  if (expression.is === 'column') return column(expression.name, scope);
  if (expression.is === 'member') return member(compile(expression.of, scope), expression.name);
  if (expression.is === 'call') return call(expression.name, expression.args, scope);
  if (expression.is === 'binary') return binary(expression.sign, expression.left, expression.right, scope);
  const value = compile(expression.value, scope);
  if (expression.is === 'between') {
    const [low, high] = [compile(expression.low, scope), compile(expression.high, scope)];
    return { type: 'bool', of: (row) => isWithin(value.of(row), low.of(row), high.of(row)) };
  }
  const list = expression.list.map((item) => compile(item, scope));
  return { type: 'bool', of: (row) => list.some((item) => compare(value.of(row), item.of(row)) === 0) };
}

function isWithin(value: KqlValue, low: KqlValue, high: KqlValue): boolean {
  const [above, below] = [compare(value, low), compare(value, high)];
  return above !== null && below !== null && above >= 0 && below <= 0;
}

function column(name: string, { columns }: Scope): Compiled {
  const type = columns.get(name);
  if (type !== undefined) return { type, of: (row) => row[name] ?? null };
  throw new KqlError('SemanticError', `Failed to resolve column or scalar expression named '${name}'`);
}

function member(object: Compiled, name: string): Compiled {
  const of = (row: KqlRow): KqlValue => {
    const value = object.of(row);
    const inner: unknown = value instanceof Dynamic ? value.value : undefined;
    if (typeof inner !== 'object' || inner === null) return null;
    const found = Object.entries(inner).find(([key]) => key === name);
    return found === undefined || found[1] === null ? null : new Dynamic(found[1]);
  };
  return { type: 'dynamic', of };
}

function call(name: string, args: readonly Expression[], scope: Scope): Compiled {
  if (name === 'ingestion_time') return { type: 'datetime', of: (row) => row[INGESTION_TIME] ?? null };
  if (name === 'now') return constant(Ticks.ofMs(scope.now));
  if (name === 'column_ifexists') return columnIfExists(args, scope);
  const compiled = args.map((argument) => compile(argument, scope));
  const [first, second, third] = compiled;
  if (name === 'ago' && first !== undefined) {
    return { type: 'datetime', of: (row) => plus(Ticks.ofMs(scope.now), first.of(row), -1n) };
  }
  if (name === 'coalesce' && first !== undefined) {
    const of = (row: KqlRow): KqlValue =>
      compiled.map((item) => item.of(row)).find((value) => value !== null && value !== '') ?? null;
    return { type: first.type, of };
  }
  if ((name === 'iff' || name === 'iif') && first && second && third) {
    return { type: second.type, of: (row) => (first.of(row) === true ? second : third).of(row) };
  }
  const known = FUNCTIONS.get(name);
  if (known === undefined) throw new KqlError('SemanticError', `Unknown function: '${name}'`);
  const type = name === 'bin' && first !== undefined ? first.type : known.type;
  return { type, of: (row) => known.apply(compiled.map((item) => item.of(row))) };
}

function columnIfExists([wanted, otherwise]: readonly Expression[], scope: Scope): Compiled {
  const name = wanted?.is === 'literal' ? textOf(wanted.value) : wanted?.is === 'column' ? wanted.name : '';
  if (scope.columns.has(name)) return column(name, scope);
  if (otherwise !== undefined) return compile(otherwise, scope);
  throw new KqlError('SemanticError', 'column_ifexists() expects a name and a default');
}

function plus(a: KqlValue, b: KqlValue, sign: bigint): KqlValue {
  if (a instanceof Ticks && b instanceof Ticks) {
    const is = a.is === b.is ? 'timespan' : 'datetime';
    return new Ticks(a.count + sign * b.count, is);
  }
  return typeof a === 'number' && typeof b === 'number' ? a + Number(sign) * b : null;
}

function test(sign: string, a: KqlValue, b: KqlValue): boolean {
  if (sign === '=~' || sign === '!~') return (textOf(a).toLowerCase() === textOf(b).toLowerCase()) === (sign === '=~');
  const [text, part] = [textOf(a).toLowerCase(), textOf(b).toLowerCase()];
  if (sign === 'has' || sign === 'contains') return text.includes(part);
  if (sign === 'startswith') return text.startsWith(part);
  if (sign === 'endswith') return text.endsWith(part);
  const order = compare(a, b);
  if (sign === '!=') return order !== 0;
  if (order === null) return false;
  if (sign === '==') return order === 0;
  if (sign === '<') return order < 0;
  if (sign === '<=') return order <= 0;
  return sign === '>' ? order > 0 : order >= 0;
}

function binary(sign: string, leftSide: Expression, rightSide: Expression, scope: Scope): Compiled {
  const [left, right] = [compile(leftSide, scope), compile(rightSide, scope)];
  if (sign === 'and') return { type: 'bool', of: (row) => left.of(row) === true && right.of(row) === true };
  if (sign === 'or') return { type: 'bool', of: (row) => left.of(row) === true || right.of(row) === true };
  if (sign === '+' || sign === '-') {
    return { type: left.type, of: (row) => plus(left.of(row), right.of(row), sign === '+' ? 1n : -1n) };
  }
  return { type: 'bool', of: (row) => test(sign, left.of(row), right.of(row)) };
}
