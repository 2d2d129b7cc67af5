import { DAY_MS, type Window } from '../../usage/window.js';

/** A table and the rows of it that are wanted, as columns with names of ours. */
export interface LogTable {
  readonly table: string;
  /** Conditions beside the window, such as `Category == "RequestResponse"`. */
  readonly where: readonly string[];
  /** Columns that every row has: `TimeGenerated`, or `Name = expression`. */
  readonly columns: readonly string[];
}

/**
 * The rows that became queryable in a window, whatever time they are of, the oldest first.
 *
 * Windows lie on ingestion time, so that nothing that comes late is passed by; the condition on TimeGenerated beside it is
 * what the service finds rows by. A row's TimeGenerated lies at most two days before it was received and one day after.
 * https://learn.microsoft.com/azure/azure-monitor/logs/data-ingestion-time
 */
export function ingestedIn({ table, where, columns }: LogTable, window: Window): string {
  const guard = guarded(window);
  return [
    // Fuzzy, so that a table which does not exist yet is no error.
    `union isfuzzy=true ${table}`,
    `where TimeGenerated between (${datetime(guard.from)} .. ${datetime(guard.to)})`,
    'extend _ing = ingestion_time()',
    `where _ing >= ${datetime(window.from)} and _ing < ${datetime(window.to)}`,
    ...where.map((condition) => `where ${condition}`),
    `project ${[...columns, '_ing = tostring(_ing)'].join(', ')}`,
    'order by _ing asc',
  ].join('\n| ');
}

/** The span of record times that a window of ingestion time can hold. */
export function guarded({ from, to }: Window): Window {
  return { from: from - 3 * DAY_MS, to: to + DAY_MS };
}

/** A column that does not exist before the first row that has it arrives, under a name of ours; until then it is empty text. */
export function ifThere(name: string, column = name): string {
  return `${name} = column_ifexists("${column}", "")`;
}

/** A text as a literal of KQL. */
export function literal(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function datetime(at: number): string {
  return `datetime(${new Date(at).toISOString()})`;
}
