import { createServer } from 'node:https';
import type { SimulatorClock } from '../clock.js';
import { NO_AZURE_FAULTS, type AzureFaults } from './azure-faults.js';
import type { AzureBackend } from './backend.js';
import { ArmService } from './arm/arm-service.js';
import { CostService } from './cost/cost-service.js';
import { localCertificate } from './certificate.js';
import { changeAzureFaults } from './change-azure-faults.js';
import { clientSecretOf } from './identity/access-tokens.js';
import { EntraService } from './identity/entra-service.js';
import { LogAnalyticsService } from './log-analytics/log-analytics-service.js';
import { WorkspaceLogs } from './log-analytics/workspace-logs.js';
import { askAzureLedger, type AzureLedgerAnswer, type AzureLedgerQuery } from './ledger/azure-ledger.js';
import { trueCalls, type TrueFoundryCall } from './ledger/true-calls.js';
import { MetricsService } from './metrics/metrics-service.js';
import { AzureEndpoint } from './rest/azure-endpoint.js';
import { CLIENT_ID, FOUNDRY_ACCOUNTS, TENANT_ID, type FoundryAccount } from './world/estate.js';

const DAY_MS = 86_400_000;
const DEFAULT_CALLS_PER_DAY = 1_200;
const DEFAULT_ROW_LIMIT = 500_000;
const DEFAULT_COST_PAGE_ROWS = 1_000;

export interface AzureOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  /** Calls of both accounts together on an average day. Default 1,200. */
  readonly callsPerDay?: number;
  /** Until then the gateway's logs went to AzureDiagnostics. Default: the first fifth of the history, in whole days. */
  readonly dedicatedFrom?: number;
  /** Since then some of Foundry's rows have had columns instead of `properties_s`. Default: the second half of the history. */
  readonly flattenedFrom?: number;
  /** Whether the gateway logs prompts and completions. Default: it does not. */
  readonly logMessages?: boolean;
  /** Most rows of an answer. Default 500,000, as in the service. */
  readonly rowLimit?: number;
  /** Rows of a page of Cost Management. Default 1,000. */
  readonly costPageRows?: number;
  readonly faults?: Partial<AzureFaults>;
}

/** What a client of the stand-in must be told. */
export interface AzureAddresses {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The authority whose certificate all endpoints have. */
  readonly caPem: string;
  /** The authority host of Entra ID; instance discovery must be off. */
  readonly authority: string;
  /** The endpoint of LogsQueryClient, which puts `/v1` behind it. */
  readonly logs: string;
  /** The endpoint of MetricsQueryClient. */
  readonly metrics: string;
  readonly arm: string;
  readonly accounts: readonly AzureAccountAddress[];
}

interface AzureAccountAddress {
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly resourceId: string;
  readonly region: string;
  readonly workspaceId: string;
  readonly workspaceResourceId: string;
  /** `null`: the account has no gateway. */
  readonly gatewayResourceId: string | null;
}

/** A running stand-in for Azure. */
export interface AzureSimulator {
  readonly addresses: AzureAddresses;
  /** Default: everything up to now, as of now, without groups. */
  readonly ledger: (query?: Partial<AzureLedgerQuery>) => Promise<AzureLedgerAnswer>;
  /** Every call of [from, to) as it was. Default: up to now. */
  readonly calls: (from?: number, to?: number) => TrueFoundryCall[];
  readonly faults: () => AzureFaults;
  /** Change some faults: for requests from now on, for deliveries of all rows, past ones too. */
  readonly setFaults: (change: unknown) => AzureFaults;
  readonly stop: () => Promise<void>;
}

/** What Azure shares with the rest of the stand-in. */
export interface SharedWorld {
  readonly seed: number;
  readonly historyFrom: number;
  readonly clock: SimulatorClock;
}

function backendOf(options: AzureOptions, shared: SharedWorld, faults: () => AzureFaults): AzureBackend {
  const { seed, historyFrom, clock } = shared;
  const days = Math.floor((clock.now() - historyFrom) / DAY_MS);
  return {
    world: { seed, callsPerDay: options.callsPerDay ?? DEFAULT_CALLS_PER_DAY },
    historyFrom,
    clock,
    logs: {
      dedicatedFrom: options.dedicatedFrom ?? historyFrom + Math.floor(days / 5) * DAY_MS,
      flattenedFrom: options.flattenedFrom ?? historyFrom + Math.floor((days * DAY_MS) / 2),
      logMessages: options.logMessages ?? false,
    },
    faults,
    rowLimit: options.rowLimit ?? DEFAULT_ROW_LIMIT,
    costPageRows: options.costPageRows ?? DEFAULT_COST_PAGE_ROWS,
  };
}

function addressOf({ workspace, gateway, ...account }: FoundryAccount): AzureAccountAddress {
  return {
    name: account.name,
    subscriptionId: account.subscriptionId,
    resourceGroup: account.resourceGroup,
    resourceId: account.resourceId,
    region: account.region,
    workspaceId: workspace.customerId,
    workspaceResourceId: workspace.resourceId,
    gatewayResourceId: gateway?.resourceId ?? null,
  };
}

/**
 * Start the stand-in for Azure on this machine: Entra ID, Log Analytics, platform metrics, ARM and Cost Management of the
 * invented insurer's two Foundry accounts, all at one HTTPS address.
 */
export async function startAzure(options: AzureOptions, shared: SharedWorld): Promise<AzureSimulator> {
  let faults = changeAzureFaults(NO_AZURE_FAULTS, options.faults ?? {});
  const backend = backendOf(options, shared, () => faults);
  const logs = new WorkspaceLogs(backend);
  const services = [
    new EntraService(backend),
    new LogAnalyticsService(backend, logs),
    new MetricsService(backend),
    new CostService(backend),
    new ArmService(backend),
  ];
  const azure = new AzureEndpoint(
    backend,
    services.map((service) => (request) => service.routeOf(request)),
  );
  const { certPem, keyPem } = await localCertificate();
  let endpoint = '';
  const server = createServer({ cert: certPem, key: keyPem }, (request, response) => {
    azure.handle(endpoint, request, response).catch((error: unknown) => {
      if (response.headersSent) response.socket?.destroy();
      else response.writeHead(500).end(String(error));
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('simulator: no TCP address after listening');
  endpoint = `https://localhost:${address.port}`;
  return {
    addresses: {
      tenantId: TENANT_ID,
      clientId: CLIENT_ID,
      clientSecret: clientSecretOf(shared.seed),
      caPem: certPem,
      authority: endpoint,
      logs: endpoint,
      metrics: endpoint,
      arm: endpoint,
      accounts: FOUNDRY_ACCOUNTS.map((account) => addressOf(account)),
    },
    ledger: (query = {}) => {
      const now = shared.clock.now();
      return askAzureLedger(backend, { from: shared.historyFrom, to: now, asOf: now, by: 'none', ...query });
    },
    calls: (from = shared.historyFrom, to = shared.clock.now()) => trueCalls(backend, from, to),
    faults: () => faults,
    setFaults: (change) => {
      faults = changeAzureFaults(faults, change);
      logs.forget();
      return faults;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
