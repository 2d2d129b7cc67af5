import { LogsQueryClient, LogsQueryResultStatus, type LogsTable } from '@azure/monitor-query';
import { HOUR_MS, splitNewestFirst, type Window } from '../../usage/window.js';
import { SourceUnavailable } from '../log-source.js';
import { type AzureAccess, azureClientOptions, azureCredential } from './azure-access.js';
import { ADDRESSES } from './azure-clouds.js';
import { type AzureRequest, azureUnavailable, isMissingTable, QueryTimedOut, statusOf } from './azure-errors.js';
import { guarded } from './kql.js';

/** A row by the names of its columns. Times are ISO text. */
export type LogRow = Readonly<Record<string, unknown>>;

/** The default of the service; a query that needs longer is better asked for half of its window. */
const SERVER_TIMEOUT_SECONDS = 180;
/** A query costs more than its rows; an answer that is cut off is asked for by halves. */
const STEP_MS = 6 * HOUR_MS;
/** A window of less is not halved any more. */
const SHORTEST_MS = 1_000;
/**
 * The client reads the text of an answer itself. Before that it would make of every cell an object with a property for each
 * character, only to throw it away: half of all the work of reading a log.
 */
const AS_ANSWERED = { shouldDeserialize: ({ status }: { readonly status: number }) => status !== 200 };

/** The parts of a window that queries are made for, the oldest first. */
export const partsOf = (window: Window): Window[] => splitNewestFirst(window, STEP_MS).toReversed();

/**
 * Queries of a Log Analytics workspace, each for a window of ingestion time.
 *
 * Traps of the API that this file answers: an answer that was cut off comes with HTTP 200 and an error in it; a workspace
 * without data answers 204; a query over its time answers 504, which is retried by the SDK unless it is taken out of its
 * hands; a table that nothing was ever written to does not exist.
 * https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format
 */
export class LogQueryReader {
  private readonly client: LogsQueryClient;
  private readonly asked: AzureRequest;

  constructor(
    private readonly sourceId: string,
    private readonly workspaceId: string,
    access: AzureAccess,
  ) {
    const { logs, logsAudience } = ADDRESSES[access.cloud ?? 'public'];
    this.client = new LogsQueryClient(azureCredential(access), {
      ...azureClientOptions(access),
      endpoint: access.endpoint?.logs ?? logs,
      audience: logsAudience,
      additionalPolicies: [{ policy: TIMED_OUT, position: 'perRetry' }],
    });
    this.asked = {
      what: `the Log Analytics workspace ${workspaceId}`,
      role: 'Log Analytics Reader',
      on: 'the workspace',
      ifAbsent: 'workspaceId (the workspace id of its overview page, not its resource id)',
    };
  }

  /** Every row that a query answers for a window, in parts: halved as often as its answers are cut off. */
  async *rows(kql: (window: Window) => string, window: Window, signal: AbortSignal): AsyncGenerator<LogRow[]> {
    const rows = await this.once(kql(window), window, signal);
    if (rows !== 'too-much') {
      if (rows.length > 0) yield rows;
      return;
    }
    const middle = Math.floor((window.from + window.to) / 2);
    if (middle - window.from < SHORTEST_MS) {
      const words = `${this.asked.what} answers one second (${new Date(window.from).toISOString()}) only in part`;
      throw new SourceUnavailable(this.sourceId, 'other', words);
    }
    yield* this.rows(kql, { from: window.from, to: middle }, signal);
    yield* this.rows(kql, { from: middle, to: window.to }, signal);
  }

  private async once(kql: string, window: Window, signal: AbortSignal): Promise<LogRow[] | 'too-much'> {
    signal.throwIfAborted();
    const guard = guarded(window);
    const timespan = { startTime: new Date(guard.from), endTime: new Date(guard.to) };
    try {
      const answer = await this.client.queryWorkspace(this.workspaceId, kql, timespan, {
        abortSignal: signal,
        serverTimeoutInSeconds: SERVER_TIMEOUT_SECONDS,
        requestOptions: AS_ANSWERED,
      });
      if (answer.status === LogsQueryResultStatus.PartialFailure) return 'too-much';
      return answer.tables.flatMap(rowsOf);
    } catch (error) {
      signal.throwIfAborted();
      if (statusOf(error) === 204 || isMissingTable(error)) return [];
      if (error instanceof QueryTimedOut) return 'too-much';
      throw azureUnavailable(this.sourceId, this.asked, error);
    }
  }
}

const TIMED_OUT: NonNullable<
  NonNullable<ConstructorParameters<typeof LogsQueryClient>[1]>['additionalPolicies']
>[number]['policy'] = {
  name: 'timedOutPolicy',
  async sendRequest(request, next) {
    const response = await next(request);
    if (response.status === 504) throw new QueryTimedOut('the query ran for longer than the service lets it');
    return response;
  },
};

function rowsOf({ columnDescriptors, rows }: LogsTable): LogRow[] {
  return rows.map((row) =>
    Object.fromEntries(
      columnDescriptors.map(({ name }, index): [string, unknown] => {
        const value: unknown = row[index];
        return [name ?? `column${index}`, value instanceof Date ? value.toISOString() : value];
      }),
    ),
  );
}
