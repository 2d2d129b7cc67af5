import type { Workspace } from '../world/estate.js';
import { parseQuery } from './kql/parse-query.js';
import { runOperators, type TableOfRows } from './kql/run-query.js';
import { cellOf, KqlError, type ColumnType, type KqlRow } from './kql/values.js';
import { isTable, type TableName } from './rows/tables.js';
import { rangeOf, type TimeRange } from './time-range.js';
import type { WorkspaceLogs } from './workspace-logs.js';

/** Where a query looks. */
export interface QueryScope {
  readonly workspace: Workspace;
  /** Lower-case id of the one resource that is asked about; `null`: the whole workspace. */
  readonly resourceId: string | null;
  readonly timespan: TimeRange;
  readonly now: number;
}

interface AnswerTable {
  readonly name: 'PrimaryResult';
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

function tablesOf(names: readonly string[], fuzzy: boolean, logs: WorkspaceLogs, workspace: Workspace): TableName[] {
  const found: TableName[] = [];
  for (const name of names) {
    if (isTable(name) && logs.columns(workspace, name) !== null) found.push(name);
    else if (!fuzzy)
      throw new KqlError('SemanticError', `SEM0100: Failed to resolve table or column expression named '${name}'`);
  }
  if (found.length > 0) return found;
  throw new KqlError(
    'SemanticError',
    `SEM0100: 'union' operator: Failed to resolve table expression named '${names.join("', '")}'`,
  );
}

/** The whole answer to a query, without regard to how many rows may be sent. */
export function answerQuery(text: string, logs: WorkspaceLogs, scope: QueryScope): AnswerTable {
  const { tables: names, fuzzy, operators } = parseQuery(text);
  const { workspace, now, resourceId } = scope;
  const tables = tablesOf(names, fuzzy, logs, workspace);
  const range = rangeOf(operators, scope.timespan, now);
  const columns = new Map(tables.flatMap((table) => [...(logs.columns(workspace, table) ?? [])]));
  const isAsked = (row: KqlRow): boolean => resourceId === null || row['_ResourceId'] === resourceId;
  const rows = tables.flatMap((table) => logs.rows(workspace, table, range.from, range.to)).filter(isAsked);
  return asAnswer(runOperators({ columns, rows }, operators, now));
}

function asAnswer({ columns, rows }: TableOfRows): AnswerTable {
  const names = [...columns.keys()];
  return {
    name: 'PrimaryResult',
    columns: [...columns].map(([name, type]) => ({ name, type })),
    rows: rows.map((row) => names.map((name) => cellOf(row[name] ?? null))),
  };
}
