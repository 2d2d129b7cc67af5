import { ClientSecretCredential } from '@azure/identity';
import { LogsQueryClient, LogsQueryResultStatus, type LogsQueryResult } from '@azure/monitor-query';
import { afterEach, describe, expect, it } from 'vitest';
import { SimulatorClock } from '../../clock.js';
import { startSimulator, type Simulator } from '../../start-simulator.js';
import type { AzureAddresses, AzureOptions } from '../start-azure.js';

const NOW = Date.parse('2026-11-18T15:30:00Z');

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(azure: AzureOptions = {}): Promise<{ simulator: Simulator; azure: AzureAddresses }> {
  const clock = new SimulatorClock();
  clock.hold(NOW);
  const simulator = await startSimulator({ clock, historyDays: 3, azure });
  closing.push(() => simulator.stop());
  if (simulator.azure === null) throw new Error('Azure was asked for');
  return { simulator, azure: simulator.azure.addresses };
}

function clientOf(azure: AzureAddresses): LogsQueryClient {
  const tlsOptions = { ca: azure.caPem };
  const credential = new ClientSecretCredential(azure.tenantId, azure.clientId, azure.clientSecret, {
    authorityHost: azure.authority,
    disableInstanceDiscovery: true,
    tlsOptions,
  });
  return new LogsQueryClient(credential, { endpoint: azure.logs, tlsOptions });
}

const DAY = { startTime: new Date(NOW - 86_400_000), endTime: new Date(NOW) };

describe('Log Analytics', () => {
  it('answers the question of a reader with times, counts and the instant of ingestion', async () => {
    const { azure } = await start();
    const client = clientOf(azure);
    const [offices] = azure.accounts;
    const answer = await client.queryWorkspace(
      offices?.workspaceId ?? '',
      `union isfuzzy=true ApiManagementGatewayLlmLog
       | where TimeGenerated between (datetime(2026-11-15) .. datetime(2026-11-19))
       | extend _ing = ingestion_time()
       | where _ing >= datetime(2026-11-18T12:00:00Z) and _ing < datetime(2026-11-18T14:00:00.1234567Z)
       | project TimeGenerated, CorrelationId, ModelName, PromptTokens, IsStreamCompletion, x = column_ifexists("nope", ""), _ing = tostring(_ing)
       | order by _ing asc | take 5`,
      DAY,
    );
    expect(answer.status).toBe(LogsQueryResultStatus.Success);
  });
});
