import { isInSpell } from '../azure-faults.js';
import type { AzureBackend } from '../backend.js';
import { HOUR_MS } from '../world/calls-of-hour.js';
import { FOUNDRY_ACCOUNTS, type Workspace } from '../world/estate.js';
import { Ticks, type ColumnType, type KqlRow } from './kql/values.js';
import { INGESTION_TIME } from './kql/evaluate.js';
import type { DeliveredRow } from './rows/deliver.js';
import { rowsOfHour } from './rows/rows-of-hour.js';
import { fixedColumns, TABLES, typeOfSuffix, type TableName } from './rows/tables.js';

const DAY_MS = 86_400_000;
/** A reader's window of some days, on both accounts. */
const CACHED_HOURS = 400;
/** A row of an hour may carry a time in the next one: its request lasted. */
const LATEST_ROW_AFTER_MS = HOUR_MS;

/** When a table, or a column of AzureDiagnostics, was first there: `Table` or `Table.column`. */
type Arrivals = Map<string, number>;

/** Days for which a workspace keeps its rows. */
export function retentionDays(workspace: Workspace, backend: AzureBackend): number {
  const shortened = backend.faults().retention.find(({ resource }) => resource === workspace.name);
  return shortened?.days ?? workspace.retentionInDays;
}

/** Whether a workspace has reached its daily cap just now. */
export function isOverQuota(workspace: Workspace, backend: AzureBackend): boolean {
  return isInSpell(backend.faults().dailyCap, workspace.name, backend.clock.now());
}

/** The logs of all workspaces, an hour at a time, made when they are asked for. */
export class WorkspaceLogs {
  private readonly cache = new Map<string, readonly DeliveredRow[]>();
  private readonly arrivals = new Map<string, { readonly first: Arrivals; nextHour: number }>();

  constructor(private readonly backend: AzureBackend) {}

  /** Forget what was made, because the faults that shaped it have changed. */
  forget(): void {
    this.cache.clear();
    this.arrivals.clear();
  }

  /** Rows of a table with TimeGenerated in [from, to] that can be queried now, in no order that could be relied on. */
  rows(workspace: Workspace, table: TableName, from: number, to: number): KqlRow[] {
    const now = this.backend.clock.now();
    const oldest = Math.max(from, now - retentionDays(workspace, this.backend) * DAY_MS, this.backend.historyFrom);
    const rows: KqlRow[] = [];
    const last = Math.floor(Math.min(to, now) / HOUR_MS);
    for (let hour = Math.floor((oldest - LATEST_ROW_AFTER_MS) / HOUR_MS); hour <= last; hour += 1) {
      for (const row of this.rowsOfHour(workspace, hour)) {
        if (row.table !== table || row.ingestedAt > now) continue;
        const at = row.cells.TimeGenerated.count;
        if (at < Ticks.ofMs(oldest).count || at > Ticks.ofMs(to).count + 9999n) continue;
        rows.push({ ...row.cells, [INGESTION_TIME]: Ticks.ofMs(row.ingestedAt, (row.ingestedAt * 7) % 10_000) });
      }
    }
    return rows;
  }

  /** The columns of a table just now; `null` where no row has made the table yet. */
  columns(workspace: Workspace, table: TableName): ReadonlyMap<string, ColumnType> | null {
    const first = this.arrivalsIn(workspace);
    const now = this.backend.clock.now();
    if (!isThere(first, table, now)) return null;
    const columns = new Map(fixedColumns(table));
    const { vanishedColumns } = this.backend.faults();
    for (const key of first.keys()) {
      const [owner = '', column] = key.split('.');
      if (owner === table && column !== undefined && isThere(first, key, now))
        columns.set(column, typeOfSuffix(column));
    }
    if (table === 'AzureDiagnostics') for (const column of vanishedColumns) columns.delete(column);
    return columns;
  }

  /** Whether the workspace has had a row of any kind. */
  hasData(workspace: Workspace): boolean {
    const first = this.arrivalsIn(workspace);
    return TABLES.some((table) => isThere(first, table, this.backend.clock.now()));
  }

  private rowsOfHour(workspace: Workspace, hour: number): readonly DeliveredRow[] {
    const { world, logs, historyFrom } = this.backend;
    if (hour * HOUR_MS < historyFrom) return [];
    const key = `${workspace.customerId}/${hour}`;
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const accounts = FOUNDRY_ACCOUNTS.filter((account) => account.workspace === workspace);
    const rows = accounts.flatMap((account) => rowsOfHour(world, logs, account, hour, this.backend.faults()));
    for (const oldest of this.cache.keys()) {
      if (this.cache.size < CACHED_HOURS) break;
      this.cache.delete(oldest);
    }
    this.cache.set(key, rows);
    return rows;
  }

  /** When what arrives first arrives, read on from where the last question ended. */
  private arrivalsIn(workspace: Workspace): Arrivals {
    const start = Math.floor(this.backend.historyFrom / HOUR_MS);
    const known = this.arrivals.get(workspace.customerId) ?? { first: new Map<string, number>(), nextHour: start };
    this.arrivals.set(workspace.customerId, known);
    // Rows that are still on their way are noted with the time at which they will be there.
    for (; known.nextHour * HOUR_MS <= this.backend.clock.now(); known.nextHour += 1) {
      for (const row of this.rowsOfHour(workspace, known.nextHour)) noteArrival(known.first, row);
    }
    return known.first;
  }
}

function noteArrival(first: Arrivals, row: DeliveredRow): void {
  const note = (key: string): void => {
    const known = first.get(key);
    if (known === undefined || known > row.ingestedAt) first.set(key, row.ingestedAt);
  };
  note(row.table);
  if (row.table !== 'AzureDiagnostics') return;
  for (const column of Object.keys(row.cells)) {
    if (!DIAGNOSTICS.has(column)) note(`${row.table}.${column}`);
  }
}

function isThere(first: Arrivals, key: string, now: number): boolean {
  return (first.get(key) ?? Number.POSITIVE_INFINITY) <= now;
}

const DIAGNOSTICS = fixedColumns('AzureDiagnostics');
