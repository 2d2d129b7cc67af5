/** A Log Analytics workspace: queried by its customer id, described by ARM under its resource id. */
export interface Workspace {
  readonly name: string;
  /** `customerId` in ARM, `TenantId` in its rows. */
  readonly customerId: string;
  readonly resourceId: string;
  readonly region: string;
  readonly retentionInDays: number;
}

/** An API Management service in front of an account. */
export interface Gateway {
  readonly name: string;
  readonly resourceId: string;
  /** The API that passes the Anthropic Messages API through. */
  readonly apiId: string;
  readonly sku: string;
}

/** A Foundry account (kind AIServices), each in a subscription of its own. */
export interface FoundryAccount {
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly resourceId: string;
  readonly region: string;
  /** Share of all calls. */
  readonly share: number;
  /** Offset of the offices that work here, in hours. */
  readonly utcOffsetHours: number;
  readonly workspace: Workspace;
  /** `null`: everybody calls the account directly. */
  readonly gateway: Gateway | null;
}

/** The Entra tenant of the invented insurer, and the application that may read its logs. */
export const TENANT_ID = '6f0c2d4e-1b8a-4e57-9c3d-5a7e90b1c264';
export const CLIENT_ID = 'a41e7b90-53cd-4f28-8e16-2d9b60f7c385';

function resourceId(subscriptionId: string, group: string, type: string, name: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/${type}/${name}`;
}

function workspace(subscriptionId: string, group: string, name: string, customerId: string, region: string): Workspace {
  const id = resourceId(subscriptionId, group, 'Microsoft.OperationalInsights/workspaces', name);
  return { name, customerId, resourceId: id, region, retentionInDays: 90 };
}

const OFFICES = '2c5e8f14-7a36-4d90-b1c8-0e47d26a93f5';
const RESEARCH = '90b7d3a2-4e61-4c8f-a5d2-7f18c36e50b9';

/** The two accounts: one half behind a gateway, one that is called directly only. */
export const FOUNDRY_ACCOUNTS: readonly [FoundryAccount, FoundryAccount] = [
  {
    name: 'insurer-ai',
    subscriptionId: OFFICES,
    resourceGroup: 'rg-ai-offices',
    resourceId: resourceId(OFFICES, 'rg-ai-offices', 'Microsoft.CognitiveServices/accounts', 'insurer-ai'),
    region: 'eastus2',
    share: 0.72,
    utcOffsetHours: -5,
    workspace: workspace(
      OFFICES,
      'rg-observability',
      'insurer-logs',
      '3d81f6c0-92b4-47ae-8c15-6e0fa9d7b432',
      'eastus2',
    ),
    gateway: {
      name: 'insurer-gateway',
      resourceId: resourceId(OFFICES, 'rg-ai-offices', 'Microsoft.ApiManagement/service', 'insurer-gateway'),
      apiId: 'claude-messages',
      sku: 'StandardV2',
    },
  },
  {
    name: 'insurer-research',
    subscriptionId: RESEARCH,
    resourceGroup: 'rg-actuarial',
    resourceId: resourceId(RESEARCH, 'rg-actuarial', 'Microsoft.CognitiveServices/accounts', 'insurer-research'),
    region: 'swedencentral',
    share: 0.28,
    utcOffsetHours: 1,
    workspace: workspace(
      RESEARCH,
      'rg-actuarial',
      'actuarial-logs',
      'b5927e1d-0c48-4f63-9ad7-18e4c6f02b79',
      'swedencentral',
    ),
    gateway: null,
  },
];

/** Whether two resource ids name the same resource; Azure compares them without regard to case. */
export function isSameResource(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
