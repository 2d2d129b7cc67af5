import { withWholeIds } from '../../usage/whole-ids.js';

/**
 * The records in one line: the line itself, or the elements where a line holds an array of records. A Logs Insights row
 * is an array of `{field, value}` and stays whole.
 */
export function* unwrapLine(line: string): Generator<string> {
  if (!/^\s*\[/.test(line) && !/"(events|results|entries|rows|records|tables)"\s*:/.test(line.slice(0, 200))) {
    yield line;
    return;
  }
  yield* unwrapDocument(line);
}

/** The records in one JSON document; a text that is not JSON is one (unreadable) record, kept as it is. */
export function* unwrapDocument(text: string): Generator<string> {
  let value: unknown;
  try {
    // A list is written anew, record by record: an id that is a bare number would lose its last digits on the way.
    value = JSON.parse(withWholeIds(text));
  } catch {
    yield text;
    return;
  }
  const list = listIn(value);
  if (list === undefined) {
    yield text;
    return;
  }
  for (const element of list) yield JSON.stringify(element);
}

/**
 * The list of records in an answer of the AWS CLI (`events`, `results`), of Cloud Logging (`entries`), of BigQuery (`rows`),
 * of Log Analytics (`tables`), in a message of an event hub (`records`), or a plain array; undefined if it is one record.
 */
function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return isInsightsRow(value) ? undefined : value;
  if (typeof value !== 'object' || value === null) return undefined;
  if ('events' in value && Array.isArray(value.events)) return value.events;
  if ('results' in value && Array.isArray(value.results)) return value.results;
  if ('entries' in value && Array.isArray(value.entries)) return value.entries;
  if ('records' in value && Array.isArray(value.records)) return value.records;
  if ('tables' in value && Array.isArray(value.tables)) return value.tables.flatMap(rowsOfTable);
  if ('schema' in value && 'rows' in value && Array.isArray(value.rows)) return namedRows(value.schema, value.rows);
  return undefined;
}

/** Rows as the REST API of BigQuery gives them, `{"f": [{"v": …}]}`, with the names that its schema has. */
function namedRows(schema: unknown, rows: readonly unknown[]): readonly unknown[] {
  const names = membersOf(schema, 'fields').map((field) => String(memberOf(field, 'name')));
  return rows.map((row) =>
    Object.fromEntries(membersOf(row, 'f').map((cell, index) => [names[index] ?? `${index}`, memberOf(cell, 'v')])),
  );
}

/** Rows as the API of Log Analytics gives them, with the names of their columns. */
function rowsOfTable(table: unknown): readonly unknown[] {
  const names = membersOf(table, 'columns').map((column) => String(memberOf(column, 'name')));
  return membersOf(table, 'rows').map((row) =>
    Object.fromEntries((Array.isArray(row) ? row : []).map((cell, index) => [names[index] ?? `${index}`, cell])),
  );
}

function membersOf(value: unknown, key: string): readonly unknown[] {
  const member = memberOf(value, key);
  return Array.isArray(member) ? member : [];
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function isInsightsRow(value: readonly unknown[]): boolean {
  const first = value[0];
  return typeof first === 'object' && first !== null && 'field' in first && 'value' in first;
}
