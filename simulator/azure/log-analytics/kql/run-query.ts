import { summarize } from './aggregates.js';
import { compile, INGESTION_TIME, type Scope } from './evaluate.js';
import type { Operator } from './expressions.js';
import { compare, type ColumnType, type KqlRow } from './values.js';

/** Rows with the columns that they may have. */
export interface TableOfRows {
  readonly columns: ReadonlyMap<string, ColumnType>;
  readonly rows: readonly KqlRow[];
}

/** A table after the steps of a query. */
export function runOperators(table: TableOfRows, operators: readonly Operator[], now: number): TableOfRows {
  return operators.reduce((before, operator) => step(before, operator, now), table);
}

function step({ columns, rows }: TableOfRows, operator: Operator, now: number): TableOfRows {
  const scope: Scope = { now, columns };
  if (operator.is === 'where') {
    const condition = compile(operator.condition, scope);
    return { columns, rows: rows.filter((row) => condition.of(row) === true) };
  }
  if (operator.is === 'take') return { columns, rows: rows.slice(0, operator.rows) };
  if (operator.is === 'count') return { columns: new Map([['Count', 'long']]), rows: [{ Count: rows.length }] };
  if (operator.is === 'summarize') return summarize(rows, scope, operator);
  if (operator.is === 'projectAway') {
    return { columns: new Map([...columns].filter(([name]) => !operator.names.includes(name))), rows };
  }
  if (operator.is === 'order') {
    const keys = operator.by.map(({ expression, descending }) => ({ ...compile(expression, scope), descending }));
    const order = (a: KqlRow, b: KqlRow): number => {
      for (const { of, descending } of keys) {
        const difference = compare(of(a), of(b)) ?? 0;
        if (difference !== 0) return descending ? -difference : difference;
      }
      return 0;
    };
    return { columns, rows: rows.toSorted(order) };
  }
  const made = operator.columns.map(({ name, expression }) => ({ name, ...compile(expression, scope) }));
  const added = new Map(made.map(({ name, type }) => [name, type] as const));
  const isProject = operator.is === 'project';
  return {
    columns: isProject ? added : new Map([...columns, ...added]),
    rows: rows.map((row) => ({
      ...(isProject ? { [INGESTION_TIME]: row[INGESTION_TIME] ?? null } : row),
      ...Object.fromEntries(made.map(({ name, of }) => [name, of(row)])),
    })),
  };
}
