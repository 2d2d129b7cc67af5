import { isInSpell } from '../azure-faults.js';
import type { AzureBackend } from '../backend.js';
import { isOverQuota, retentionDays } from '../log-analytics/workspace-logs.js';
import { TABLES } from '../log-analytics/rows/tables.js';
import { deploymentsAt, type Deployment } from '../world/deployments.js';
import type { FoundryAccount, Gateway, Workspace } from '../world/estate.js';

const DAY_MS = 86_400_000;

/** A Foundry account as ARM shows it. */
export function describeAccount(account: FoundryAccount) {
  return {
    id: account.resourceId,
    name: account.name,
    type: 'Microsoft.CognitiveServices/accounts',
    kind: 'AIServices',
    location: account.region,
    sku: { name: 'S0' },
    tags: { 'cost-centre': account.gateway === null ? '7700' : '5010' },
    properties: {
      provisioningState: 'Succeeded',
      endpoint: `https://${account.name}.cognitiveservices.azure.com/`,
      endpoints: { 'AI Foundry API': `https://${account.name}.services.ai.azure.com/` },
      customSubDomainName: account.name,
    },
  };
}

function describeDeployment(deployment: Deployment) {
  const { account, name, sku, capacity, format, modelName, modelVersion, createdAt } = deployment;
  const at = new Date(createdAt).toISOString();
  return {
    id: `${account.resourceId}/deployments/${name}`,
    name,
    type: 'Microsoft.CognitiveServices/accounts/deployments',
    sku: { name: sku, capacity },
    systemData: { createdBy: 'platform@example.com', createdByType: 'User', createdAt: at, lastModifiedAt: at },
    properties: {
      provisioningState: 'Succeeded',
      currentCapacity: capacity,
      versionUpgradeOption: 'NoAutoUpgrade',
      // ARM names a dated model without its date; the date is its version.
      model: { format, name: modelName.replace(/-\d{8}$/, ''), version: modelVersion, publisher: null, source: null },
      rateLimits: [
        { key: 'request', renewalPeriod: 60, count: capacity },
        { key: 'token', renewalPeriod: 60, count: capacity * 1000 },
      ],
    },
  };
}

/** The deployments of an account now; what was deployed before is nowhere. */
export function describeDeployments(account: FoundryAccount, now: number) {
  return deploymentsAt(account, now).map((deployment) => describeDeployment(deployment));
}

/** The diagnostic setting of an account or a gateway; none while its logging is off. */
export function describeSettings(owner: FoundryAccount | Gateway, workspace: Workspace, backend: AzureBackend) {
  const now = backend.clock.now();
  if (isInSpell(backend.faults().loggingOff, owner.name, now)) return [];
  const isGateway = 'apiId' in owner;
  const categories = isGateway ? ['GatewayLogs', 'GatewayLlmLogs'] : ['Audit', 'RequestResponse'];
  const dedicated = isGateway && now >= backend.logs.dedicatedFrom;
  return [
    {
      id: `${owner.resourceId}/providers/Microsoft.Insights/diagnosticSettings/to-workspace`,
      name: 'to-workspace',
      type: 'Microsoft.Insights/diagnosticSettings',
      properties: {
        workspaceId: workspace.resourceId,
        storageAccountId: null,
        eventHubName: null,
        logAnalyticsDestinationType: dedicated ? 'Dedicated' : null,
        logs: categories.map((category) => ({
          category,
          categoryGroup: null,
          enabled: true,
          retentionPolicy: { enabled: false, days: 0 },
        })),
        metrics: [],
      },
    },
  ];
}

/** A workspace as ARM shows it. */
export function describeWorkspace(workspace: Workspace, backend: AzureBackend) {
  const now = backend.clock.now();
  return {
    id: workspace.resourceId,
    name: workspace.name,
    type: 'Microsoft.OperationalInsights/workspaces',
    location: workspace.region,
    properties: {
      customerId: workspace.customerId,
      provisioningState: 'Succeeded',
      sku: { name: 'PerGB2018' },
      retentionInDays: retentionDays(workspace, backend),
      features: { legacy: 0, searchVersion: 1, enableLogAccessUsingOnlyResourcePermissions: true },
      workspaceCapping: {
        dailyQuotaGb: 5,
        quotaNextResetTime: new Date((Math.floor(now / DAY_MS) + 1) * DAY_MS).toISOString(),
        dataIngestionStatus: isOverQuota(workspace, backend) ? 'OverQuota' : 'RespectQuota',
      },
    },
  };
}

/** The tables of a workspace with what they keep. */
export function describeTables(workspace: Workspace, backend: AzureBackend) {
  const days = retentionDays(workspace, backend);
  return TABLES.map((name) => ({
    id: `${workspace.resourceId}/tables/${name}`,
    name,
    type: 'Microsoft.OperationalInsights/workspaces/tables',
    properties: {
      plan: 'Analytics',
      retentionInDays: days,
      totalRetentionInDays: days,
      archiveRetentionInDays: 0,
      retentionInDaysAsDefault: true,
      totalRetentionInDaysAsDefault: true,
      provisioningState: 'Succeeded',
    },
  }));
}

/** An API Management service as ARM shows it. */
export function describeGateway(gateway: Gateway, account: FoundryAccount) {
  return {
    id: gateway.resourceId,
    name: gateway.name,
    type: 'Microsoft.ApiManagement/service',
    location: 'East US 2',
    sku: { name: gateway.sku, capacity: 1 },
    tags: {},
    properties: {
      provisioningState: 'Succeeded',
      gatewayUrl: `https://${gateway.name}.azure-api.net`,
      account: account.name,
    },
  };
}

/** What the gateway, or one of its APIs, sends to Azure Monitor. */
export function describeGatewayDiagnostics(gateway: Gateway, below: string, logMessages: boolean) {
  const messages = { messages: 'all', maxSizeInBytes: 32_768 };
  return {
    id: `${gateway.resourceId}${below}/diagnostics/azuremonitor`,
    name: 'azuremonitor',
    type: 'Microsoft.ApiManagement/service/diagnostics',
    properties: {
      loggerId: `${gateway.resourceId}/loggers/azuremonitor`,
      logClientIp: true,
      verbosity: 'information',
      sampling: { samplingType: 'fixed', percentage: 100 },
      largeLanguageModel: { logs: 'enabled', ...(logMessages ? { requests: messages, responses: messages } : {}) },
    },
  };
}
