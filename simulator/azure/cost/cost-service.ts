import { Random, seedWordsOf } from '../../random.js';
import type { AzureBackend } from '../backend.js';
import { jsonBody, RestError, type RestAnswer, type RestRequest, type Route } from '../rest/rest.js';
import { foundryCallsOfHour, HOUR_MS } from '../world/calls-of-hour.js';
import { FOUNDRY_ACCOUNTS, isSameResource, type FoundryAccount } from '../world/estate.js';
import { billedAt, linesOfCall, type CostLine } from './cost-lines.js';
import { costTable, type CostTable } from './cost-table.js';
import { forecast } from './forecast.js';
import { readCostQuery } from './read-cost-query.js';

const DAY_MS = 86_400_000;

/** What a scope holds: an account with all its charges, or with those only that are charged to the account itself. */
interface ScopedAccount {
  readonly account: FoundryAccount;
  readonly wholeGroup: boolean;
}

function scopeOf(scope: string): ScopedAccount[] {
  for (const account of FOUNDRY_ACCOUNTS) {
    const subscription = `/subscriptions/${account.subscriptionId}`;
    const group = `${subscription}/resourceGroups/${account.resourceGroup}`;
    if (isSameResource(scope, subscription) || isSameResource(scope, group)) return [{ account, wholeGroup: true }];
    if (isSameResource(scope, account.resourceId)) return [{ account, wholeGroup: false }];
  }
  throw new RestError(404, 'NotFound', `The scope ${scope} was not found.`);
}

/** `POST {scope}/providers/Microsoft.CostManagement/query` and `/forecast`. */
export class CostService {
  constructor(private readonly backend: AzureBackend) {}

  routeOf(request: RestRequest): Route | null {
    const parts = /^(\/.*)\/providers\/microsoft\.costmanagement\/(query|forecast)$/i.exec(request.path);
    if (parts === null || request.method !== 'POST') return null;
    const scope = parts[1] ?? '';
    const isQuery = parts[2]?.toLowerCase() === 'query';
    return {
      audience: 'arm',
      action: isQuery ? 'Microsoft.CostManagement/query/action' : 'Microsoft.CostManagement/forecast/action',
      resource: scope,
      answer: () => (isQuery ? this.query(request, scope) : this.forecast(request, scope)),
    };
  }

  private query(request: RestRequest, scope: string): RestAnswer {
    const query = readCostQuery(jsonBody(request), this.backend.clock.now());
    const table = costTable(this.lines(scope, query.from, query.to), query);
    const size = this.backend.costPageRows;
    const start = Number(request.search.get('$skiptoken') ?? 0);
    const end = start + size;
    const link = `${request.endpoint}${request.path}?api-version=${request.search.get('api-version')}&$skiptoken=${end}`;
    const page = { ...table, rows: table.rows.slice(start, end) };
    return answer(scope, page, end < table.rows.length ? link : null);
  }

  private forecast(request: RestRequest, scope: string): RestAnswer {
    const now = this.backend.clock.now();
    const body = jsonBody(request);
    if (body['timeframe'] !== 'Custom') throw new RestError(400, 'BadRequest', 'A forecast needs timeframe Custom.');
    const query = readCostQuery(body, now);
    const lines = this.lines(scope, Math.min(query.from, now - 8 * DAY_MS), now);
    const table = forecast(lines, query, now, body['includeActualCost'] === true);
    return table === null ? { status: 204 } : answer(scope, table, null);
  }

  /** Charges of [from, to) that can be seen by now. */
  private lines(scope: string, from: number, to: number): CostLine[] {
    const { world, historyFrom, clock } = this.backend;
    const now = clock.now();
    const start = Math.max(from, historyFrom);
    const lines: CostLine[] = [];
    for (const { account, wholeGroup } of scopeOf(scope)) {
      for (let hour = Math.floor(start / HOUR_MS); hour * HOUR_MS < Math.min(to, now); hour += 1) {
        for (const call of foundryCallsOfHour(world, account, hour)) {
          if (billedAt(call) > now) break;
          lines.push(...linesOfCall(call).filter(({ onAccount }) => wholeGroup || onAccount));
        }
      }
    }
    return lines;
  }
}

function answer(scope: string, { columns, rows }: CostTable, nextLink: string | null): RestAnswer {
  const name = new Random(seedWordsOf(`cost/${scope}`)).uuid();
  const id = `${scope.slice(1)}/providers/Microsoft.CostManagement/query/${name}`;
  return {
    status: 200,
    json: { id, name, type: 'Microsoft.CostManagement/query', properties: { nextLink, columns, rows } },
  };
}
