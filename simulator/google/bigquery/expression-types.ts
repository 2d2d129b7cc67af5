import type { Column, ColumnType } from './columns.js';
import type { Expression } from './sql.js';
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

function one(type: ColumnType): Pick<Column, 'type' | 'mode'> {
  return { type, mode: 'NULLABLE' };
}

/** The type and mode of what an expression yields, checked before anything runs, as in a dry run. */
export function typeOf(expression: Expression, names: Names): Pick<Column, 'type' | 'mode'> {
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

function isNumber(type: ColumnType): boolean {
  return type === 'NUMERIC' || type === 'INTEGER';
}

function areComparable(a: ColumnType, b: ColumnType): boolean {
  return (a === b && a !== 'JSON') || (isNumber(a) && isNumber(b));
}

/** The type of a query parameter. */
export function parameterType(name: string, names: Names): ColumnType {
  const parameter = names.parameters.get(name);
  if (parameter === undefined) throw invalidQuery(`Query parameter '${name}' not found`);
  return castType(parameter.type);
}

/** The type of a column by its name in SQL. */
export function castType(type: string): ColumnType {
  if (type === 'STRING' || type === 'TIMESTAMP' || type === 'NUMERIC') return type;
  if (type === 'BIGNUMERIC') return 'NUMERIC';
  if (type === 'INT64' || type === 'INTEGER') return 'INTEGER';
  throw invalidQuery(`The stand-in does not play the type ${type}`);
}

function callType(name: string, of: readonly Expression[], names: Names): ColumnType {
  if (name === 'JSON_VALUE') return 'STRING';
  if (name === 'TO_JSON_STRING') return typeOfJson(of[0], names);
  if (name === 'COUNT' || name === 'UNIX_MICROS') return 'INTEGER';
  if (name === 'STARTS_WITH') return 'BOOLEAN';
  if ((name === 'MIN' || name === 'MAX') && of[0] !== undefined) return typeOf(of[0], names).type;
  throw invalidQuery(
    `Function not found: ${name} (the stand-in plays CAST, TO_JSON_STRING, JSON_VALUE, UNIX_MICROS, STARTS_WITH, COUNT, MIN and MAX)`,
  );
}

/** Of the text in a JSON column, and of a repeated one, the JSON is what the cell has. */
function typeOfJson(of: Expression | undefined, names: Names): ColumnType {
  const column = of === undefined ? null : typeOf(of, names);
  if (column?.type === 'JSON' || column?.mode === 'REPEATED') return 'STRING';
  throw invalidQuery('The stand-in plays TO_JSON_STRING of JSON columns and of repeated ones');
}
