import type { Action, MissingPermission } from '../log-keeping.js';
import { shellWord } from '../shell-word.js';

/** Roles that hold what is read, the smallest that Azure offers. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const ROLE_OF: Readonly<Record<string, string>> = {
  'Microsoft.Insights/diagnosticSettings/read': 'Monitoring Reader',
  'Microsoft.OperationalInsights/workspaces/read': 'Log Analytics Reader',
  'Microsoft.OperationalInsights/workspaces/tables/read': 'Log Analytics Reader',
  'Microsoft.OperationalInsights/workspaces/query/read': 'Log Analytics Reader',
  'Microsoft.ApiManagement/service/diagnostics/read': 'API Management Service Reader Role',
  'Microsoft.ApiManagement/service/apis/diagnostics/read': 'API Management Service Reader Role',
};

/** A permission that was refused, with the command that grants it to the reader. `on` is the id of a resource. */
export function missingAzurePermission(setting: string, permission: string, on: string): MissingPermission {
  const role = ROLE_OF[permission] ?? 'Reader';
  return {
    setting,
    permission,
    on,
    action: {
      words: `Grant the role ${role} on ${nameOf(on)} to the identity that Ledgerline reads with; it takes up to an hour until a role counts.`,
      command: `az role assignment create --assignee '<identity that Ledgerline reads with>' --role ${shellWord(role)} --scope ${shellWord(on)}`,
      policy: null,
    },
  };
}

/** Lead the request log of an account to a workspace. */
export function logRequests(account: string, workspace: string | null): Action {
  return {
    words: 'Make a diagnostic setting that leads the request log of the Foundry resource to a Log Analytics workspace.',
    command: diagnosticSetting(account, workspace, ['RequestResponse', 'Audit'], false),
    policy: null,
  };
}

/** Lead the logs of a gateway to a workspace, to tables of their own. */
export function logGateway(gateway: string, workspace: string | null): Action {
  return {
    words:
      'Make a diagnostic setting that leads both logs of the gateway, callers and tokens, to a Log Analytics workspace.',
    command: diagnosticSetting(gateway, workspace, ['GatewayLogs', 'GatewayLlmLogs'], true),
    policy: null,
  };
}

function diagnosticSetting(
  resource: string,
  workspace: string | null,
  categories: string[],
  dedicated: boolean,
): string {
  const logs = categories.map((category) => ({ category, enabled: true }));
  return [
    'az monitor diagnostic-settings create --name ledgerline',
    `--resource ${shellWord(resource)}`,
    `--workspace ${shellWord(workspace ?? '<resource id of the workspace>')}`,
    ...(dedicated ? ['--export-to-resource-specific true'] : []),
    `--logs ${shellWord(JSON.stringify(logs))}`,
  ].join(' ');
}

/** Let a gateway write what it knows of calls to models. */
export function logModelCalls(gateway: string): Action {
  const body = {
    properties: {
      loggerId: `${gateway}/loggers/azuremonitor`,
      largeLanguageModel: { logs: 'enabled' },
    },
  };
  const url = `https://management.azure.com${gateway}/diagnostics/azuremonitor?api-version=2024-06-01-preview`;
  return {
    words:
      'Switch on "Log LLM messages" for all APIs of the gateway (Settings, Diagnostic logs, Azure Monitor); prompts and completions need not be logged for it.',
    command: `az rest --method patch --headers 'If-Match=*' --url ${shellWord(url)} --body ${shellWord(JSON.stringify(body))}`,
    policy: null,
  };
}

/** Let a table keep its rows for so many days, all of them to be queried at once. */
export function keepLogTable(workspace: string, table: string, days: number): Action {
  return {
    words: `Let the table keep its rows for ${days} days, all of them to be queried at once. More than 31 are billed.`,
    command: `az monitor log-analytics workspace table update ${workspaceOptions(workspace)} --name ${shellWord(table)} --retention-time ${days} --total-retention-time ${days}`,
    policy: null,
  };
}

/** A table of another plan cannot be queried like the others. */
export function analyticsPlan(workspace: string, table: string): Action {
  return {
    words: 'Set the plan of the table to Analytics.',
    command: `az monitor log-analytics workspace table update ${workspaceOptions(workspace)} --name ${shellWord(table)} --plan Analytics`,
    policy: null,
  };
}

/** A daily cap loses whatever comes after it. */
export function liftDailyCap(workspace: string): Action {
  return {
    words: 'Lift the daily cap of the workspace, or set it well above what is logged on a busy day.',
    command: `az monitor log-analytics workspace update ${workspaceOptions(workspace)} --quota -1`,
    policy: null,
  };
}

/** Where to look when nothing arrives although everything says that it should. */
export function findOutWhySilent(resource: string, store: string): Action {
  return {
    words: `Find out why nothing arrives in the ${store}: a setting of another resource than the one that is called, a workspace that was made anew, or a category that is not enabled. The command shows the settings as they are.`,
    command: `az monitor diagnostic-settings list --resource ${shellWord(resource)}`,
    policy: null,
  };
}

function workspaceOptions(workspace: string): string {
  const [, , , , group = ''] = workspace.split('/');
  return `--resource-group ${shellWord(group)} --workspace-name ${shellWord(nameOf(workspace))}`;
}

/** Azure's ids end with the name. */
export function nameOf(resourceId: string): string {
  return resourceId.split('/').at(-1) ?? resourceId;
}
