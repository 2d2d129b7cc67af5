import type { GoogleBackend } from '../google-backend.js';
import { GoogleError } from '../google-error.js';
import type { GoogleFaults } from '../google-faults.js';
import { GOOGLE_PLACES, tableName, type LogTable } from '../world/google-places.js';
import { columnsOf } from './columns.js';

function allTables(): readonly LogTable[] {
  return GOOGLE_PLACES.flatMap(({ table }) => (table === null ? [] : [table]));
}

function expiryOf(table: LogTable, faults: GoogleFaults): number | undefined {
  return faults.tableExpires.find((expiry) => expiry.table === tableName(table))?.at;
}

/** The tables of a dataset that exist now; one that has expired is gone. */
export function tablesOf(projectId: string, dataset: string, backend: GoogleBackend): readonly LogTable[] {
  const now = backend.clock.now();
  const known = allTables().filter((table) => table.projectId === projectId && table.dataset === dataset);
  if (known.length === 0) throw new GoogleError('NOT_FOUND', `Not found: Dataset ${projectId}:${dataset}`);
  return known.filter((table) => (expiryOf(table, backend.faults()) ?? Number.POSITIVE_INFINITY) > now);
}

/** A table by `project.dataset.table`, or by `dataset.table` within a project. */
export function tableNamed(name: string, projectId: string, backend: GoogleBackend): LogTable {
  const parts = name.split('.');
  const [project = '', dataset = '', table = ''] = parts.length === 2 ? [projectId, ...parts] : parts;
  const found = tablesOf(project, dataset, backend).find((known) => known.table === table);
  if (found === undefined) throw new GoogleError('NOT_FOUND', `Not found: Table ${project}:${dataset}.${table}`);
  return found;
}

function referenceOf({ projectId, dataset, table }: LogTable): object {
  return { projectId, datasetId: dataset, tableId: table };
}

function partitioningOf(table: LogTable): object {
  return table.partitioned ? { timePartitioning: { type: 'DAY', field: 'logging_time' } } : {};
}

/** What tables.list tells of a table. */
export function listedTable(table: LogTable, backend: GoogleBackend): object {
  return {
    kind: 'bigquery#table',
    id: `${table.projectId}:${table.dataset}.${table.table}`,
    tableReference: referenceOf(table),
    type: 'TABLE',
    creationTime: String(backend.historyFrom),
    ...partitioningOf(table),
  };
}

/** What tables.get tells of a table. */
export function describedTable(table: LogTable, backend: GoogleBackend): object {
  const expires = expiryOf(table, backend.faults());
  return {
    ...listedTable(table, backend),
    schema: { fields: columnsOf(table).map(({ name, type, mode }) => ({ name, type, mode })) },
    location: table.bigQueryLocation,
    lastModifiedTime: String(backend.clock.now()),
    ...(expires === undefined ? {} : { expirationTime: String(expires) }),
  };
}

/** What datasets.get tells. */
export function describedDataset(projectId: string, dataset: string, backend: GoogleBackend): object {
  const table = allTables().find((known) => known.projectId === projectId && known.dataset === dataset);
  if (table === undefined) throw new GoogleError('NOT_FOUND', `Not found: Dataset ${projectId}:${dataset}`);
  return {
    kind: 'bigquery#dataset',
    id: `${projectId}:${dataset}`,
    datasetReference: { projectId, datasetId: dataset },
    location: table.bigQueryLocation,
    creationTime: String(backend.historyFrom),
    type: 'DEFAULT',
  };
}
