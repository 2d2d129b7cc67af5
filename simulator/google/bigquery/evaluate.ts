import { nanosOfText } from '../nanos.js';
import type { ColumnType } from './columns.js';
import { castType, parameterType, type Names } from './expression-types.js';
import type { Cell } from './log-rows.js';
import type { Expression, SqlComparison } from './sql.js';
import { invalidQuery } from './sql-words.js';

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
    default:
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
  if (name === 'TO_JSON_STRING') return typeof first === 'object' ? JSON.stringify(first) : String(first);
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
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
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
