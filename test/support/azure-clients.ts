import { createDefaultHttpClient, createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { ClientSecretCredential } from '@azure/identity';
import { LogsQueryClient, MetricsQueryClient } from '@azure/monitor-query';
import { onTestFinished } from 'vitest';
import { SimulatorClock } from '../../simulator/clock.js';
import type { AzureAddresses, AzureOptions, AzureSimulator } from '../../simulator/azure/start-azure.js';
import { startSimulator } from '../../simulator/start-simulator.js';

/** The clients of Azure's SDK, and plain requests to ARM, all at the stand-in. */
export interface AzureClients {
  readonly azure: AzureSimulator;
  readonly addresses: AzureAddresses;
  readonly clock: SimulatorClock;
  /** Where the stand-in's ledger and faults are. */
  readonly control: string;
  readonly credential: ClientSecretCredential;
  readonly logs: LogsQueryClient;
  readonly metrics: MetricsQueryClient;
  readonly rest: (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<RestReply>;
}

interface RestReply {
  readonly status: number;
  readonly json: unknown;
}

const ARM_SCOPE = 'https://management.azure.com/.default';

/** A stand-in for Azure with its clock held at an instant, for one test. */
export async function startAzureClients(
  now: number,
  historyDays: number,
  options: AzureOptions,
): Promise<AzureClients> {
  const clock = new SimulatorClock();
  clock.hold(now);
  const simulator = await startSimulator({ clock, historyDays, azure: options });
  onTestFinished(() => simulator.stop());
  if (simulator.azure === null) throw new Error('Azure was asked for');
  const { addresses } = simulator.azure;
  const tlsOptions = { ca: addresses.caPem };
  const credential = new ClientSecretCredential(addresses.tenantId, addresses.clientId, addresses.clientSecret, {
    authorityHost: addresses.authority,
    disableInstanceDiscovery: true,
    tlsOptions,
  });
  const http = createDefaultHttpClient();
  return {
    azure: simulator.azure,
    addresses,
    clock,
    control: simulator.endpoint,
    credential,
    logs: new LogsQueryClient(credential, { endpoint: addresses.logs, tlsOptions }),
    metrics: new MetricsQueryClient(credential, { endpoint: addresses.metrics, tlsOptions }),
    rest: async (method, path, body) => {
      const { token } = await credential.getToken(ARM_SCOPE);
      const request = createPipelineRequest({
        url: path.startsWith('https:') ? path : `${addresses.arm}${path}`,
        method,
        headers: createHttpHeaders({ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      request.tlsSettings = tlsOptions;
      const answer = await http.sendRequest(request);
      const text = answer.bodyAsText ?? '';
      return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
    },
  };
}
