import { HOUR_MS } from '../../usage/window.js';

/** What one identity did for one team in one hour. */
export interface ActivityRow {
  /** Beginning of the hour, milliseconds since 1970. */
  readonly at: number;
  /** Null where no log names a caller. */
  readonly identity: string | null;
  readonly team: string | null;
  readonly requests: number;
  /** Calls that the model refused, or a filter stopped. */
  readonly refused: number;
  readonly tokens: number;
  readonly costPico: bigint;
}

export const MEASURES = ['requests', 'refused', 'tokens', 'usd'] as const;
type Measure = (typeof MEASURES)[number];

/** One figure for each hour of the span that is looked at, the oldest first. */
export type HourTable = Readonly<Record<Measure, Float64Array>>;

/** Everything that was done in the last weeks, by hour. */
export interface Activity {
  /** The first hour; hours follow without a gap. */
  readonly from: number;
  readonly hours: number;
  /** The hour that is not over yet is the last one. */
  readonly identities: ReadonlyMap<string, HourTable>;
  readonly teams: ReadonlyMap<string, readonly Member[]>;
}

/** An identity, as far as it worked for one team. */
export interface Member {
  readonly identity: string | null;
  readonly table: HourTable;
}

/**
 * The rows as tables. Dollars are floating point here: they are compared with each other and with thresholds, and are part
 * of no total.
 */
export function activityOf(rows: readonly ActivityRow[], { from, to }: { from: number; to: number }): Activity {
  const hours = Math.ceil((to - from) / HOUR_MS);
  const identities = new Map<string, HourTable>();
  const teams = new Map<string, Map<string | null, HourTable>>();
  for (const row of rows) {
    const index = Math.floor((row.at - from) / HOUR_MS);
    if (index < 0 || index >= hours) continue;
    if (row.identity !== null) add(tableOf(identities, row.identity, hours), index, row);
    if (row.team === null) continue;
    const members = teams.get(row.team) ?? new Map<string | null, HourTable>();
    teams.set(row.team, members);
    add(tableOf(members, row.identity, hours), index, row);
  }
  return {
    from,
    hours,
    identities,
    teams: new Map(
      [...teams].map(([team, members]) => [team, [...members].map(([identity, table]) => ({ identity, table }))]),
    ),
  };
}

function tableOf<Key>(tables: Map<Key, HourTable>, key: Key, hours: number): HourTable {
  const known = tables.get(key);
  if (known !== undefined) return known;
  const empty = () => new Float64Array(hours);
  const table = { requests: empty(), refused: empty(), tokens: empty(), usd: empty() };
  tables.set(key, table);
  return table;
}

function add(table: HourTable, index: number, row: ActivityRow): void {
  const figures = { ...row, usd: Number(row.costPico) / 1e12 };
  for (const measure of MEASURES) table[measure][index] = (table[measure][index] ?? 0) + figures[measure];
}
