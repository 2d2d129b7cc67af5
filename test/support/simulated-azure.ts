import { ClientSecretCredential } from '@azure/identity';
import { LogsQueryClient, LogsQueryResultStatus } from '@azure/monitor-query';
import { onTestFinished } from 'vitest';
import type { AzureAddresses, AzureOptions, AzureSimulator } from '../../simulator/azure/start-azure.js';
import { SimulatorClock } from '../../simulator/clock.js';
import { startSimulator } from '../../simulator/start-simulator.js';
import type { Window } from '../../src/usage/window.js';

export interface SimulatedAzure extends AzureSimulator {
  readonly clock: SimulatorClock;
  /** Where the stand-in's ledger and faults are. */
  readonly control: string;
}

/** A stand-in for Azure whose clock stands at an instant, stopped when the test ends. */
export async function azureAt(
  now: number,
  { historyDays = 3, ...options }: AzureOptions & { readonly historyDays?: number } = {},
): Promise<SimulatedAzure> {
  const clock = new SimulatorClock();
  clock.hold(now);
  const simulator = await startSimulator({ clock, historyDays, azure: options });
  onTestFinished(() => simulator.stop());
  if (simulator.azure === null) throw new Error('Azure was asked for');
  return { ...simulator.azure, clock, control: simulator.endpoint };
}

/** What every reader of the stand-in is made with. */
export function azureAccess({ tenantId, clientId, clientSecret, authority, logs, arm, caPem }: AzureAddresses) {
  return { credentials: { tenantId, clientId, clientSecret }, endpoint: { authority, logs, arm, ca: caPem } };
}

/** What clients of Azure's SDK sign in to the stand-in with. */
export function azureSignIn({ tenantId, clientId, clientSecret, authority, caPem }: AzureAddresses) {
  const tlsOptions = { ca: caPem };
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
    authorityHost: authority,
    disableInstanceDiscovery: true,
    tlsOptions,
  });
  return { credential, tlsOptions };
}

/** The stand-in's first account, which has a gateway. */
export function accountWithGateway({ accounts }: AzureAddresses) {
  const account = accounts.find(({ gatewayResourceId }) => gatewayResourceId !== null);
  if (account?.gatewayResourceId === undefined || account.gatewayResourceId === null) throw new Error('no gateway');
  return { ...account, resourceId: account.resourceId.toLowerCase(), gateway: account.gatewayResourceId.toLowerCase() };
}

/** The correlation ids that a table of the stand-in brought in a window of ingestion, asked for in one query. */
export async function correlationsIn(
  azure: AzureAddresses,
  workspaceId: string,
  { from, to }: Window,
  where: string,
): Promise<string[]> {
  const { credential, tlsOptions } = azureSignIn(azure);
  const client = new LogsQueryClient(credential, { endpoint: azure.logs, tlsOptions });
  const [start, end] = [new Date(from).toISOString(), new Date(to).toISOString()];
  const answer = await client.queryWorkspace(
    workspaceId,
    `union isfuzzy=true ${where}
     | extend _ing = ingestion_time()
     | where _ing >= datetime(${start}) and _ing < datetime(${end})
     | project CorrelationId`,
    { startTime: new Date(from - 7 * 86_400_000), endTime: new Date(to + 86_400_000) },
  );
  if (answer.status !== LogsQueryResultStatus.Success) throw new Error('only a part was answered');
  return answer.tables.flatMap(({ rows }) => rows.flatMap(([id]) => (typeof id === 'string' ? [id] : [])));
}
