import { createDefaultHttpClient, createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { ClientSecretCredential } from '@azure/identity';
import { LogsQueryClient, MetricsQueryClient } from '@azure/monitor-query';
import type { SimulatorClock } from '../../simulator/clock.js';
import type { AzureAddresses, AzureOptions, AzureSimulator } from '../../simulator/azure/start-azure.js';
import { azureAt, azureSignIn } from './simulated-azure.js';

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
  const azure = await azureAt(now, { historyDays, ...options });
  const { addresses, clock, control } = azure;
  const { credential, tlsOptions } = azureSignIn(addresses);
  const http = createDefaultHttpClient();
  return {
    azure,
    addresses,
    clock,
    control,
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
