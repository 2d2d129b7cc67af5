import { compile, type Scope } from './evaluate.js';
import type { Expression, Named } from './expressions.js';
import { compare, KqlError, textOf, type ColumnType, type KqlRow, type KqlValue } from './values.js';

interface Aggregate {
  readonly name: string;
  readonly type: ColumnType;
  readonly of: (rows: readonly KqlRow[]) => KqlValue;
}

function extreme(values: readonly KqlValue[], sign: number): KqlValue {
  let best: KqlValue = null;
  for (const value of values) if (best === null || (compare(value, best) ?? 0) * sign > 0) best = value;
  return best;
}

function aggregate({ name, expression }: Named, scope: Scope): Aggregate {
  if (expression.is !== 'call') throw new KqlError('SemanticError', `summarize expects an aggregate for ${name}`);
  const [argument]: readonly Expression[] = expression.args;
  if (expression.name === 'count') return { name, type: 'long', of: (rows) => rows.length };
  if (argument === undefined) throw new KqlError('SemanticError', `${expression.name}() expects an argument`);
  const { type, of } = compile(argument, scope);
  const values = (rows: readonly KqlRow[]): KqlValue[] => rows.map((row) => of(row)).filter((value) => value !== null);
  if (expression.name === 'countif') return { name, type: 'long', of: (rows) => rows.filter((row) => of(row)).length };
  if (expression.name === 'dcount') {
    return { name, type: 'long', of: (rows) => new Set(values(rows).map((value) => textOf(value))).size };
  }
  if (expression.name === 'max') return { name, type, of: (rows) => extreme(values(rows), 1) };
  if (expression.name === 'min') return { name, type, of: (rows) => extreme(values(rows), -1) };
  if (expression.name === 'sum') {
    return { name, type, of: (rows) => values(rows).reduce<number>((total, value) => total + Number(value), 0) };
  }
  throw new KqlError('SemanticError', `Unknown function: '${expression.name}'`);
}

/** Rows grouped and added up; without `by` there is one row, of an empty table too. */
export function summarize(
  rows: readonly KqlRow[],
  scope: Scope,
  { columns, by }: { readonly columns: readonly Named[]; readonly by: readonly Named[] },
): { readonly rows: KqlRow[]; readonly columns: ReadonlyMap<string, ColumnType> } {
  const keys = by.map(({ name, expression }) => ({ name, ...compile(expression, scope) }));
  const aggregates = columns.map((column) => aggregate(column, scope));
  const groups = new Map<string, { key: Record<string, KqlValue>; rows: KqlRow[] }>();
  if (by.length === 0) groups.set('', { key: {}, rows: [...rows] });
  else {
    for (const row of rows) {
      const key = Object.fromEntries(keys.map(({ name, of }) => [name, of(row)]));
      const text = JSON.stringify(Object.values(key).map((value) => textOf(value)));
      const group = groups.get(text) ?? { key, rows: [] };
      group.rows.push(row);
      groups.set(text, group);
    }
  }
  const made = [...groups.values()].map((group) => ({
    ...group.key,
    ...Object.fromEntries(aggregates.map(({ name, of }) => [name, of(group.rows)])),
  }));
  return { rows: made, columns: new Map([...keys, ...aggregates].map(({ name, type }) => [name, type])) };
}
