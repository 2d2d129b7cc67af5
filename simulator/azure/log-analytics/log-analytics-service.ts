import type { Random } from '../../random.js';
import type { AzureBackend } from '../backend.js';
import { jsonBody, RestError, type RestAnswer, type RestRequest, type Route } from '../rest/rest.js';
import { FOUNDRY_ACCOUNTS, isSameResource, type Workspace } from '../world/estate.js';
import { answerQuery, type QueryScope } from './answer-query.js';
import { KqlError } from './kql/values.js';
import { readTimespan } from './time-range.js';
import { retentionDays, type WorkspaceLogs } from './workspace-logs.js';

const DAY_MS = 86_400_000;

interface Asked {
  readonly workspace: Workspace;
  readonly resourceId: string | null;
}

/** `/v1/workspaces/{customer id}/query`, or `/v1/{resource id}/query` for the rows of one resource. */
function whatIsAsked(path: string): Asked | null {
  const inner = /^\/v1\/+(.*)\/query$/i.exec(path)?.[1];
  if (inner === undefined) return null;
  const customerId = /^workspaces\/([^/]+)$/i.exec(inner)?.[1];
  for (const { workspace, gateway, resourceId } of FOUNDRY_ACCOUNTS) {
    if (customerId?.toLowerCase() === workspace.customerId) return { workspace, resourceId: null };
    for (const id of [resourceId, gateway?.resourceId ?? resourceId]) {
      if (isSameResource(`/${inner}`, id)) return { workspace, resourceId: id.toLowerCase() };
    }
    if (isSameResource(`/${inner}`, workspace.resourceId)) return { workspace, resourceId: null };
  }
  throw new RestError(404, 'PathNotFoundError', 'The requested path does not exist');
}

/** The query API of Log Analytics: what it knows to answer is a small part of KQL, told in kql/parse-query.ts. */
export class LogAnalyticsService {
  constructor(
    private readonly backend: AzureBackend,
    private readonly logs: WorkspaceLogs,
  ) {}

  routeOf(request: RestRequest): Route | null {
    if (!request.path.startsWith('/v1/')) return null;
    const asked = whatIsAsked(request.path);
    if (asked === null) throw new RestError(404, 'PathNotFoundError', 'The requested path does not exist');
    return {
      audience: 'logs',
      action:
        asked.resourceId === null
          ? 'Microsoft.OperationalInsights/workspaces/query/read'
          : 'Microsoft.Insights/logs/read',
      resource: asked.workspace.name,
      answer: (random) => this.answer(request, asked, random),
    };
  }

  private answer(request: RestRequest, asked: Asked, random: Random): RestAnswer {
    // A request without a content type gets an empty answer that looks like success.
    if (!(request.headers['content-type'] ?? '').startsWith('application/json')) return { status: 200 };
    const { query, timespan } = jsonBody(request);
    if (typeof query !== 'string' || query === '') throw badQuery('SyntaxError', 'A query must be given');
    if (!this.logs.hasData(asked.workspace)) return { status: 204 };
    const table = this.run(query, { ...asked, now: this.backend.clock.now(), ...this.rangeOf(asked, timespan) });
    const { rowLimit } = this.backend;
    const cutShort = random.chance(this.backend.faults().partialShare);
    const kept = cutShort ? Math.floor(table.rows.length / 2) : rowLimit;
    if (!cutShort && table.rows.length <= rowLimit) return { status: 200, json: { tables: [table] } };
    const tables = [{ ...table, rows: table.rows.slice(0, kept) }];
    return { status: 200, json: { tables, error: partialError(cutShort ? null : rowLimit) } };
  }

  private rangeOf({ workspace }: Asked, timespan: unknown): Pick<QueryScope, 'timespan'> {
    const now = this.backend.clock.now();
    const everything = { from: now - retentionDays(workspace, this.backend) * DAY_MS, to: now + DAY_MS };
    if (typeof timespan !== 'string' || timespan === '') return { timespan: everything };
    const range = readTimespan(timespan, now);
    if (range === null) throw badQuery('InvalidTimespan', `timespan ${timespan} is no ISO 8601 interval`);
    return { timespan: range };
  }

  private run(query: string, scope: QueryScope): ReturnType<typeof answerQuery> {
    try {
      return answerQuery(query, this.logs, scope);
    } catch (error) {
      if (error instanceof KqlError) throw badQuery(error.code, error.message);
      throw error;
    }
  }
}

function badQuery(code: string, message: string): RestError {
  return new RestError(400, 'BadArgumentError', 'The request had some invalid properties', {}, { code, message });
}

function partialError(limit: number | null): unknown {
  const message =
    limit === null
      ? 'Query cancelled by the server after a part of its results'
      : `The results of this query exceed the set limit of ${limit} records, so not all records were returned (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003)`;
  return {
    code: 'PartialError',
    message: 'There were some errors when processing your query.',
    details: [
      {
        code: 'EngineError',
        message: 'Something went wrong processing your query on the server.',
        innererror: { code: '-2133196797', message, severity: 2, severityName: 'Error' },
      },
    ],
  };
}
