import { nanosOfText } from '../nanos.js';
import type { Column, ColumnType } from './columns.js';
import type { Cell } from './log-rows.js';
import type { Expression, SqlComparison } from './sql.js';
import { invalidQuery } from './sql-words.js';

/** A query parameter with its type. */
export interface Parameter {
  readonly type: string;
  readonly value: string | null;
}

/** What names in an expression stand for. */
export interface Names {
  readonly columns: readonly Column[];
  readonly parameters: ReadonlyMap<string, Parameter>;
}

const AGGREGATES = new Set(['COUNT', 'MIN', 'MAX']);

export function isAggregate(expression: Expression): boolean {
  return expression.kind === 'call' && AGGREGATES.has(expression.name);
}

/** The columns that an expression reads, whose bytes are billed. */
export function columnsRead(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'column':
      return [expression.name];
    case 'compare':
      return [...columnsRead(expression.left), ...columnsRead(expression.right)];
    case 'and':
    case 'or':
    case 'call':
      return expression.of.flatMap(columnsRead);
    case 'cast':
    case 'not':
    case 'isNull':
    case 'timestamp':
      return columnsRead(expression.of);
    default:
      return [];
  }
}

/** The type and mode of what an expression yields, checked before anything runs, as in a dry run. */
export function typeOf(expression: Expression, names: Names): Pick<Column, 'type' | 'mode'> {
  const one = (type: ColumnType): Pick<Column, 'type' | 'mode'> => ({ type, mode: 'NULLABLE' });
  switch (expression.kind) {
    case 'column': {
      const column = names.columns.find(({ name }) => name === expression.name);
      if (column === undefined) throw invalidQuery(`Unrecognized name: ${expression.name}`);
      return column;
    }
    case 'parameter':
      return one(parameterType(expression.name, names));
    case 'text':
      return one('STRING');
    case 'number':
      return one('INTEGER');
    case 'timestamp':
      typeOf(expression.of, names);
      return one('TIMESTAMP');
    case 'cast':
      typeOf(expression.of, names);
      return one(castType(expression.to));
    case 'call':
      for (const part of expression.of) typeOf(part, names);
      return one(callType(expression.name, expression.of, names));
    case 'compare': {
      const [left, right] = [typeOf(expression.left, names), typeOf(expression.right, names)];
      if (!areComparable(left.type, right.type)) {
        throw invalidQuery(
          `No matching signature for operator ${expression.by} for argument types: ${left.type}, ${right.type}`,
        );
      }
      return one('BOOLEAN');
    }
    case 'and':
    case 'or':
      for (const part of expression.of) typeOf(part, names);
      return one('BOOLEAN');
    default:
      typeOf(expression.of, names);
      return one('BOOLEAN');
  }
}

function areComparable(a: ColumnType, b: ColumnType): boolean {
  const isNumber = (type: ColumnType): boolean => type === 'NUMERIC' || type === 'INTEGER';
  return (a === b && a !== 'JSON') || (isNumber(a) && isNumber(b));
}

function parameterType(name: string, names: Names): ColumnType {
  const parameter = names.parameters.get(name);
  if (parameter === undefined) throw invalidQuery(`Query parameter '${name}' not found`);
  return castType(parameter.type);
}

function castType(type: string): ColumnType {
  if (type === 'STRING' || type === 'TIMESTAMP' || type === 'NUMERIC') return type;
  if (type === 'BIGNUMERIC') return 'NUMERIC';
  if (type === 'INT64' || type === 'INTEGER') return 'INTEGER';
  throw invalidQuery(`The stand-in does not play the type ${type}`);
}

function callType(name: string, of: readonly Expression[], names: Names): ColumnType {
  if (name === 'TO_JSON_STRING' || name === 'JSON_VALUE') return 'STRING';
  if (name === 'COUNT' || name === 'UNIX_MICROS') return 'INTEGER';
  if (name === 'STARTS_WITH') return 'BOOLEAN';
  if ((name === 'MIN' || name === 'MAX') && of[0] !== undefined) return typeOf(of[0], names).type;
  throw invalidQuery(
    `Function not found: ${name} (the stand-in plays CAST, TO_JSON_STRING, JSON_VALUE, UNIX_MICROS, STARTS_WITH, COUNT, MIN and MAX)`,
  );
}

/** The value of an expression for a row. */
export function evaluate(expression: Expression, cells: ReadonlyMap<string, Cell>, names: Names): Cell {
  const value = (part: Expression | undefined): Cell => (part === undefined ? null : evaluate(part, cells, names));
  switch (expression.kind) {
    case 'column':
      return cells.get(expression.name) ?? null;
    case 'parameter':
      return valueOfParameter(expression.name, names);
    case 'text':
      return expression.value;
    case 'number':
      return BigInt(expression.value);
    case 'timestamp':
      return toType(value(expression.of), 'TIMESTAMP');
    case 'cast':
      return toType(value(expression.of), castType(expression.to));
    case 'call':
      return callValue(expression.name, expression.of.map(value));
    case 'compare':
      return holds(value(expression.left), expression.by, value(expression.right));
    case 'isNull':
      return value(expression.of) === null;
    case 'not':
      return value(expression.of) !== true;
    case 'and':
      return expression.of.every((part) => value(part) === true);
    case 'or':
      return expression.of.some((part) => value(part) === true);
  }
}

function valueOfParameter(name: string, names: Names): Cell {
  return toType(names.parameters.get(name)?.value ?? null, parameterType(name, names));
}

function toType(value: Cell, type: ColumnType): Cell {
  if (value === null) return null;
  if (type === 'STRING') return String(value);
  if (type === 'NUMERIC' || type === 'INTEGER') return BigInt(String(value));
  if (typeof value === 'number') return value;
  const nanos = nanosOfText(String(value).trim().replace(' ', 'T').replace(/\+00$/, 'Z'));
  if (nanos === null) throw invalidQuery(`Invalid timestamp: '${String(value)}'`);
  return Number(nanos / 1000n);
}

function callValue(name: string, [first, second]: readonly Cell[]): Cell {
  if (first === null || first === undefined) return null;
  if (name === 'TO_JSON_STRING')
    return typeof first === 'string' ? first : JSON.stringify(Array.isArray(first) ? first : String(first));
  if (name === 'UNIX_MICROS') return BigInt(String(first));
  if (name === 'STARTS_WITH') return String(first).startsWith(String(second));
  return jsonValue(String(first), String(second));
}

/** JSON_VALUE with a path of names, as in `$.usage.input_tokens`. */
function jsonValue(text: string, path: string): Cell {
  let value: unknown = JSON.parse(text);
  for (const name of path.replace(/^\$\.?/, '').split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = new Map<string, unknown>(Object.entries(value)).get(name);
  }
  return value === null || value === undefined || typeof value === 'object' ? null : String(value);
}

/** As SQL: whatever is compared with NULL is not true. */
function holds(a: Cell, by: SqlComparison, b: Cell): boolean {
  if (a === null || b === null) return false;
  const order = compareCells(a, b);
  if (by === '=') return order === 0;
  if (by === '!=' || by === '<>') return order !== 0;
  if (by === '<') return order < 0;
  if (by === '<=') return order <= 0;
  return by === '>' ? order > 0 : order >= 0;
}

/** Cells of one type in BigQuery's order: NULL first. */
export function compareCells(a: Cell, b: Cell): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
