/** A table of BigQuery by its parts. */
export interface TableName {
  readonly projectId: string;
  readonly dataset: string;
  readonly table: string;
}

/** `project.dataset.table`. A project may carry a domain in front, which has dots too. */
export function readTableName(name: string): TableName {
  const parts = name.split('.');
  return { projectId: parts.slice(0, -2).join('.'), dataset: parts.at(-2) ?? '', table: parts.at(-1) ?? '' };
}

/**
 * How each column is asked for. A NUMERIC is larger than a number of JavaScript holds. BigQuery bills every byte of a
 * column that a query names, so that no other is named: `otel_log` repeats what these hold.
 */
const SELECTED: Readonly<Record<string, string>> = {
  logging_time: 'logging_time',
  request_id: 'CAST(request_id AS STRING) AS request_id',
  endpoint: 'endpoint',
  deployed_model_id: 'deployed_model_id',
  model: 'model',
  model_version: 'model_version',
  api_method: 'api_method',
  metadata: 'TO_JSON_STRING(metadata) AS metadata',
  request_payload: 'request_payload',
  response_payload: 'response_payload',
  full_request: 'full_request',
  full_response: 'full_response',
};
const NEEDED = ['logging_time', 'request_id', 'request_payload', 'response_payload'];

/** Columns that no request-response table is without and this one lacks; empty where it is one. */
export function missingColumns(columns: readonly string[]): string[] {
  return NEEDED.filter((name) => !columns.includes(name));
}

export type RowOrder = 'oldest first' | 'newest first';

/** The rows of a window, in order; the old schema has six columns, the new one twelve. */
export function rowsQuery(table: string, columns: readonly string[], order: RowOrder): string {
  const selected = Object.entries(SELECTED).flatMap(([name, words]) => (columns.includes(name) ? [words] : []));
  return [
    `SELECT ${selected.join(', ')}`,
    `FROM \`${table}\``,
    'WHERE logging_time >= @from AND logging_time < @to',
    `ORDER BY logging_time${order === 'newest first' ? ' DESC' : ''}, request_id`,
  ].join('\n');
}
