import type { AzureAction } from '../azure-faults.js';
import type { AzureBackend } from '../backend.js';
import { RestError, type RestAnswer, type RestRequest, type Route } from '../rest/rest.js';
import { FOUNDRY_ACCOUNTS, isSameResource, type FoundryAccount } from '../world/estate.js';
import {
  describeAccount,
  describeDeployments,
  describeGateway,
  describeGatewayDiagnostics,
  describeSettings,
  describeTables,
  describeWorkspace,
} from './describe.js';

/** A page of deployments is short, so that readers must follow links. */
const PAGE_ROWS = 3;

interface Found {
  readonly action: AzureAction;
  readonly resource: string;
  readonly json: () => unknown;
}

interface Named {
  readonly name: string;
}

/** The part of a path below a resource, or `null` where the path is not below it. */
function below(path: string, resourceId: string): string | null {
  const isBelow = isSameResource(path.slice(0, resourceId.length), resourceId);
  const rest = path.slice(resourceId.length);
  return isBelow && (rest === '' || rest.startsWith('/')) ? rest.toLowerCase() : null;
}

function named<Item extends Named>(items: readonly Item[], name: string): Item {
  const found = items.find((item) => item.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new RestError(404, 'ResourceNotFound', `The resource ${name} was not found.`);
}

const SETTINGS = '/providers/microsoft.insights/diagnosticsettings';

/** Azure Resource Manager, as far as a reader of logs asks it: what is deployed, where logs go and how long they stay. */
export class ArmService {
  constructor(private readonly backend: AzureBackend) {}

  routeOf(request: RestRequest): Route | null {
    if (request.method !== 'GET' || !request.path.startsWith('/subscriptions/')) return null;
    if (request.search.get('api-version') === null) {
      throw new RestError(400, 'MissingApiVersionParameter', 'The api-version query parameter is required.');
    }
    for (const account of FOUNDRY_ACCOUNTS) {
      const found =
        this.listed(request.path, account) ??
        this.ofAccount(request, account) ??
        this.ofWorkspace(request.path, account) ??
        this.ofGateway(request.path, account);
      if (found === null) continue;
      const { action, resource, json } = found;
      return { audience: 'arm', action, resource, answer: (): RestAnswer => ({ status: 200, json: json() }) };
    }
    return null;
  }

  private listed(path: string, account: FoundryAccount): Found | null {
    const subscription = `/subscriptions/${account.subscriptionId}`;
    const type = '/providers/Microsoft.CognitiveServices/accounts';
    const paths = [`${subscription}${type}`, `${subscription}/resourceGroups/${account.resourceGroup}${type}`];
    if (!paths.some((known) => isSameResource(known, path))) return null;
    const json = (): unknown => ({ value: [describeAccount(account)] });
    return { action: 'Microsoft.CognitiveServices/accounts/read', resource: account.name, json };
  }

  private ofAccount(request: RestRequest, account: FoundryAccount): Found | null {
    const rest = below(request.path, account.resourceId);
    if (rest === null) return null;
    const resource = account.name;
    const now = this.backend.clock.now();
    if (rest === '') {
      return { action: 'Microsoft.CognitiveServices/accounts/read', resource, json: () => describeAccount(account) };
    }
    if (rest === SETTINGS) return this.settings(account, account);
    const deployment = /^\/deployments(?:\/([^/]+))?$/.exec(rest);
    if (deployment === null) return null;
    const all = (): ReturnType<typeof describeDeployments> => describeDeployments(account, now);
    const json = (): unknown => (deployment[1] === undefined ? page(all(), request) : named(all(), deployment[1]));
    return { action: 'Microsoft.CognitiveServices/accounts/deployments/read', resource, json };
  }

  private ofWorkspace(path: string, { workspace }: FoundryAccount): Found | null {
    const { backend } = this;
    const rest = below(path, workspace.resourceId);
    if (rest === null) return null;
    const resource = workspace.name;
    if (rest === '') {
      const json = (): unknown => describeWorkspace(workspace, backend);
      return { action: 'Microsoft.OperationalInsights/workspaces/read', resource, json };
    }
    const table = /^\/tables(?:\/([^/]+))?$/.exec(rest);
    if (table === null) return null;
    const tables = describeTables(workspace, backend);
    const json = (): unknown => (table[1] === undefined ? { value: tables } : named(tables, table[1]));
    return { action: 'Microsoft.OperationalInsights/workspaces/tables/read', resource, json };
  }

  private ofGateway(path: string, account: FoundryAccount): Found | null {
    const { gateway } = account;
    const rest = gateway === null ? null : below(path, gateway.resourceId);
    if (gateway === null || rest === null) return null;
    const resource = gateway.name;
    if (rest === '') {
      return {
        action: 'Microsoft.ApiManagement/service/read',
        resource,
        json: () => describeGateway(gateway, account),
      };
    }
    if (rest === SETTINGS) return this.settings(gateway, account);
    const api = `/apis/${gateway.apiId}`;
    const owner = /^(.*)\/diagnostics\/azuremonitor$/.exec(rest)?.[1];
    if (owner !== '' && owner !== api) return null;
    const json = (): unknown => describeGatewayDiagnostics(gateway, owner, this.backend.logs.logMessages);
    return { action: 'Microsoft.ApiManagement/service/diagnostics/read', resource, json };
  }

  private settings(owner: Parameters<typeof describeSettings>[0], { workspace }: FoundryAccount): Found {
    return {
      action: 'Microsoft.Insights/diagnosticSettings/read',
      resource: owner.name,
      json: () => ({ value: describeSettings(owner, workspace, this.backend) }),
    };
  }
}

function page(items: readonly Named[], { search, endpoint, path }: RestRequest): unknown {
  const start = Number(search.get('$skiptoken') ?? 0);
  const end = start + PAGE_ROWS;
  const value = items.slice(start, end);
  if (end >= items.length) return { value };
  return { value, nextLink: `${endpoint}${path}?api-version=${search.get('api-version')}&$skiptoken=${end}` };
}
