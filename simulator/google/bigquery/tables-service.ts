import type { GoogleBackend } from '../google-backend.js';
import { partsOf, type RestRequest, type RestService } from '../http/rest.js';
import type { RequestGate } from '../request-gate.js';
import { columnsOf } from './columns.js';
import { rowsAsked, type Result } from './result-pages.js';
import { planQuery, runQuery } from './run-query.js';
import { readQuery } from './sql.js';
import type { TableHours } from './table-hours.js';
import { describedDataset, describedTable, listedTable, tableNamed, tablesOf } from './tables.js';

const DATASET = /^\/bigquery\/v2\/projects\/(?<project>[^/]+)\/datasets\/(?<dataset>[^/]+)$/;
const TABLES = /^\/bigquery\/v2\/projects\/(?<project>[^/]+)\/datasets\/(?<dataset>[^/]+)\/tables$/;
const TABLE = /^\/bigquery\/v2\/projects\/(?<project>[^/]+)\/datasets\/(?<dataset>[^/]+)\/tables\/(?<table>[^/]+)$/;
const TABLE_DATA =
  /^\/bigquery\/v2\/projects\/(?<project>[^/]+)\/datasets\/(?<dataset>[^/]+)\/tables\/(?<table>[^/]+)\/data$/;

/** BigQuery's datasets and tables over REST, and the rows of a table without a query. */
export class BigQueryTablesService implements RestService {
  constructor(
    private readonly backend: GoogleBackend,
    private readonly rows: TableHours,
    private readonly gate: RequestGate,
  ) {}

  answer({ method, path, search }: RestRequest): object | null {
    if (method !== 'GET') return null;
    const { backend, gate } = this;
    const parts = partsOf(DATASET, path) ?? partsOf(TABLES, path) ?? partsOf(TABLE, path) ?? partsOf(TABLE_DATA, path);
    if (parts === null) return null;
    const { project: projectId = '', dataset = '', table = '' } = parts;
    const within = [dataset];
    if (DATASET.test(path)) {
      gate.admit({ permission: 'bigquery.datasets.get', projectId, within });
      return describedDataset(projectId, dataset, backend);
    }
    if (TABLES.test(path)) {
      gate.admit({ permission: 'bigquery.tables.list', projectId, within });
      const tables = tablesOf(projectId, dataset, backend);
      return {
        kind: 'bigquery#tableList',
        tables: tables.map((one) => listedTable(one, backend)),
        totalItems: tables.length,
      };
    }
    const name = `${projectId}.${dataset}.${table}`;
    if (TABLE.test(path)) {
      gate.admit({ permission: 'bigquery.tables.get', projectId, within });
      return describedTable(tableNamed(name, projectId, backend), backend);
    }
    gate.admit({ permission: 'bigquery.tables.getData', projectId, within });
    const found = tableNamed(name, projectId, backend);
    const fields = new Set((search.get('selectedFields') ?? '').split(',').filter((field) => field !== ''));
    // The columns come in the order of the table, whatever the order in which they are asked for.
    const selected = columnsOf(found).filter((column) => fields.size === 0 || fields.has(column.name));
    const sql = `SELECT ${selected.map((column) => column.name).join(', ')} FROM \`${name}\``;
    const plan = planQuery(readQuery(sql), found, new Map());
    const all: Result = { columns: plan.columns, rows: runQuery(plan, backend, this.rows) };
    return {
      kind: 'bigquery#tableDataList',
      totalRows: String(all.rows.length),
      ...rowsAsked(all, name, search, backend.seed),
    };
  }
}
