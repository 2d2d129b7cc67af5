import type { SourceConfig } from '../runtime/config/schema.js';
import type { StandIn } from './stand-in.js';

/**
 * All five kinds of source of each Foundry resource: its own log, the gateway's where it has one, its metrics, its deployments
 * and what was billed of its resource group.
 */
export function demoFoundrySources(
  azure: Omit<StandIn['azure'], 'ledger' | 'teams' | 'accounts'> & {
    readonly accounts: readonly StandIn['azure']['accounts'][number][];
  },
  caFile: string,
  demoDays: number,
): SourceConfig[] {
  const { tenantId, clientId, clientSecret, authority, logs, arm } = azure;
  return azure.accounts.flatMap(({ name, region, workspaceId, ...account }): SourceConfig[] => {
    const resourceId = account.resourceId.toLowerCase();
    const common = {
      credentials: { tenantId, clientId, clientSecret },
      endpoint: { authority, logs, arm, caFile },
      historyDays: demoDays,
    };
    const log = {
      ...common,
      schedule: { live: '*/20 * * * * *', hourly: '7 * * * *', daily: '23 3 * * *' },
      workspaceId,
    };
    const id = `foundry-${name}`;
    const scope = `/subscriptions/${account.subscriptionId}/resourcegroups/${account.resourceGroup}`.toLowerCase();
    return [
      { ...log, id: `${id}-requests`, kind: 'foundry-requests', resourceId, region },
      ...gatewaySource(account.gatewayResourceId, (gatewayId) => ({
        ...log,
        id: `${id}-gateway`,
        kind: 'foundry-gateway',
        resourceId: gatewayId,
        foundry: [{ resourceId, region }],
        destination: 'both',
        messages: 'skip',
      })),
      { ...common, id: `${id}-metrics`, kind: 'foundry-metrics', resourceId, region, minuteDays: 14 },
      { ...common, id: `${id}-deployments`, kind: 'foundry-deployments', resourceId },
      { ...common, id: `${id}-cost`, kind: 'foundry-cost', scope, meterFilter: ['claude', 'anthropic', 'ccu'] },
    ];
  });
}

function gatewaySource(gatewayId: string | null, source: (gatewayId: string) => SourceConfig): SourceConfig[] {
  return gatewayId === null ? [] : [source(gatewayId.toLowerCase())];
}
