import { LONGEST_CALL_MS } from '../delivery/arrival.js';
import type { GoogleBackend } from '../google-backend.js';
import { HOUR_MS } from '../google-hours.js';
import type { LogTable } from '../world/google-places.js';
import { columnsOf, type Column } from './columns.js';
import { compareCells, evaluate } from './evaluate.js';
import { columnsRead, isAggregate, typeOf, type Names, type Parameter } from './expression-types.js';
import type { Cell } from './log-rows.js';
import type { Expression, Query } from './sql.js';
import { invalidQuery } from './sql-words.js';
import type { TableHours } from './table-hours.js';

const DAY_MICROS = 86_400_000_000;

/** Bounds of `logging_time` in microseconds: from, inclusive, to, exclusive. */
interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** A query on a table, checked and with its types known. */
export interface PlannedQuery {
  readonly query: Query;
  readonly table: LogTable;
  readonly names: Names;
  readonly select: readonly { readonly what: Expression; readonly name: string }[];
  readonly columns: readonly Column[];
  readonly bounds: Bounds;
}

/** Check a query against the table's columns, as a dry run does. */
export function planQuery(query: Query, table: LogTable, parameters: ReadonlyMap<string, Parameter>): PlannedQuery {
  const names: Names = { columns: columnsOf(table), parameters };
  const select = query.select ?? names.columns.map(({ name }) => ({ what: { kind: 'column', name } as const, name }));
  const columns = select.map(({ what, name }) => ({ name, ...pick(typeOf(what, names)) }));
  if (query.where !== null) typeOf(query.where, names);
  const aliases = new Set(select.map(({ name }) => name));
  for (const { by } of query.orderBy) if (by.kind !== 'column' || !aliases.has(by.name)) typeOf(by, names);
  const aggregates = select.filter(({ what }) => isAggregate(what)).length;
  if (aggregates > 0 && aggregates < select.length) throw invalidQuery('The stand-in plays no GROUP BY');
  return { query, table, names, select, columns, bounds: boundsOf(query.where, names) };
}

function pick({ type, mode }: Pick<Column, 'type' | 'mode'>): Pick<Column, 'type' | 'mode'> {
  return { type, mode };
}

/** The bounds that conditions which must all hold set to the column by which tables are partitioned. */
function boundsOf(where: Expression | null, names: Names): Bounds {
  const always: Bounds = { from: 0, to: Number.MAX_SAFE_INTEGER };
  if (where?.kind === 'and') {
    return where.of
      .map((part) => boundsOf(part, names))
      .reduce((a, b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }), always);
  }
  if (where?.kind !== 'compare' || where.left.kind !== 'column' || where.left.name !== 'logging_time') return always;
  if (columnsRead(where.right).length > 0) return always;
  const value = evaluate(where.right, new Map(), names);
  if (typeof value !== 'number') return always;
  const { by } = where;
  return {
    from: by === '>=' || by === '>' || by === '=' ? value : always.from,
    to: by === '<' ? value : by === '<=' || by === '=' ? value + 1 : always.to,
  };
}

/** Every hour of calls whose rows may lie within bounds. */
function* hoursWithin(bounds: Bounds, backend: GoogleBackend): Generator<number> {
  const from = Math.max(backend.historyFrom, bounds.from / 1000 - LONGEST_CALL_MS);
  const to = Math.min(backend.clock.now(), bounds.to / 1000);
  for (let hour = Math.floor(from / HOUR_MS); hour <= Math.floor(to / HOUR_MS); hour += 1) yield hour;
}

/** Bytes of the columns that a query reads, in all partitions that it cannot leave out: without partitions, in all rows. */
export function bytesProcessed(plan: PlannedQuery, backend: GoogleBackend, rows: TableHours): number {
  const { query, table, select, names } = plan;
  const all = new Set(names.columns.map(({ name }) => name));
  const read = new Set(
    [
      ...select.map(({ what }) => what),
      ...(query.where === null ? [] : [query.where]),
      ...query.orderBy.map(({ by }) => by),
    ]
      .flatMap(columnsRead)
      .filter((name) => all.has(name)),
  );
  const { from, to } = plan.bounds;
  const pruned: Bounds = table.partitioned
    ? { from: Math.floor(from / DAY_MICROS) * DAY_MICROS, to: Math.ceil(to / DAY_MICROS) * DAY_MICROS }
    : { from: 0, to: Number.MAX_SAFE_INTEGER };
  const now = backend.clock.now();
  let sum = 0;
  for (const hour of hoursWithin(pruned, backend)) {
    for (const row of rows.weightsOf(table, hour, backend.faults())) {
      if (row.visibleAt > now || row.loggingTimeMicros < pruned.from || row.loggingTimeMicros >= pruned.to) continue;
      for (const name of read) sum += row.bytes.get(name) ?? 0;
    }
  }
  return sum;
}

/** The rows that a query yields now. */
export function runQuery(plan: PlannedQuery, backend: GoogleBackend, rows: TableHours): readonly (readonly Cell[])[] {
  const { query, table, select, names } = plan;
  const now = backend.clock.now();
  const found: ReadonlyMap<string, Cell>[] = [];
  for (const hour of hoursWithin(plan.bounds, backend)) {
    for (const row of rows.rowsOf(table, hour, backend.faults())) {
      if (row.visibleAt > now) continue;
      if (query.where !== null && evaluate(query.where, row.cells, names) !== true) continue;
      found.push(row.cells);
    }
  }
  if (select.some(({ what }) => isAggregate(what))) return [select.map(({ what }) => aggregate(what, found, names))];
  const result = found.map((cells) => {
    const values = select.map(({ what }) => evaluate(what, cells, names));
    const aliased = new Map([...cells, ...select.map(({ name }, at) => [name, values[at] ?? null] as const)]);
    return { values, keys: query.orderBy.map(({ by }) => evaluate(by, aliased, names)) };
  });
  result.sort((a, b) => {
    for (const [at, { descending }] of query.orderBy.entries()) {
      const order = compareCells(a.keys[at] ?? null, b.keys[at] ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  const limit = query.limit === null ? result.length : Number(evaluate(query.limit, new Map(), names));
  return result.slice(0, limit).map(({ values }) => values);
}

function aggregate(what: Expression, rows: readonly ReadonlyMap<string, Cell>[], names: Names): Cell {
  if (what.kind !== 'call') return null;
  const [of] = what.of;
  if (of === undefined) return BigInt(rows.length);
  const values = rows.map((cells) => evaluate(of, cells, names)).filter((value) => value !== null);
  if (what.name === 'COUNT') return BigInt(values.length);
  const sorted = values.sort(compareCells);
  return (what.name === 'MIN' ? sorted[0] : sorted.at(-1)) ?? null;
}
