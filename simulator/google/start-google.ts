import type { SimulatorClock } from '../clock.js';
import { BigQueryService } from './bigquery/bigquery-service.js';
import { BigQueryTablesService } from './bigquery/tables-service.js';
import { TableHours } from './bigquery/table-hours.js';
import type { GoogleBackend } from './google-backend.js';
import type { GoogleFaults } from './google-faults.js';
import { GoogleHours } from './google-hours.js';
import { AccessTokens } from './http/access-tokens.js';
import { startRestServer } from './http/google-endpoint.js';
import { TokenService, type ServiceAccountKey } from './http/token-service.js';
import { askGoogleLedger, type GoogleLedgerAnswer, type GoogleLedgerQuery } from './ledger/google-ledger.js';
import { trueCalls, type CallsPage, type CallsQuery } from './ledger/true-calls.js';
import { EntryHours } from './logging/entry-hours.js';
import { startLoggingServer } from './logging/logging-server.js';
import { LoggingRestService } from './logging/logging-rest-service.js';
import { GoogleMonitoringService } from './monitoring/monitoring-service.js';
import { RequestGate } from './request-gate.js';
import { ResourceManagerService } from './vertex/resource-manager-service.js';
import { VertexService } from './vertex/vertex-service.js';
import { GOOGLE_PLACES, PROJECTS, PRODUCTION, tableName } from './world/google-places.js';
import type { GoogleWorldOptions } from './world/google-world.js';

const CALLS_ON_A_PAGE = 5000;

/** A project of the stand-in, as a configuration needs it. */
export interface SimulatedProject {
  readonly projectId: string;
  readonly projectNumber: string;
  /** `table`: the request-response log, as `project.dataset.table`; `null` where there is none. */
  readonly locations: readonly { readonly location: string; readonly table: string | null }[];
}

/** Where each service listens. */
export interface GoogleEndpoints {
  readonly bigQuery: string;
  readonly logging: { readonly host: string; readonly port: number };
  readonly loggingRest: string;
  readonly monitoring: string;
  readonly vertex: string;
  readonly resourceManager: string;
  readonly token: string;
}

/** A running stand-in for Google Cloud. */
export interface SimulatedGoogle {
  readonly projects: readonly SimulatedProject[];
  readonly endpoints: GoogleEndpoints;
  readonly key: ServiceAccountKey;
  /** The truth. Default: everything up to now, as of now, without groups. */
  readonly ledger: (query?: Partial<GoogleLedgerQuery>) => Promise<GoogleLedgerAnswer>;
  /** Every call with its true caller. Default: the first 5,000 of the history. */
  readonly calls: (query?: Partial<CallsQuery>) => CallsPage;
  /** Bytes that all queries of BigQuery have read so far. */
  readonly bytesProcessed: () => number;
  /** The same with what is billed at least of a query. */
  readonly bytesBilled: () => number;
  /** Forget what was made, because the faults that shaped it have changed. */
  readonly forget: () => void;
  readonly stop: () => Promise<void>;
}

export interface GoogleStart {
  readonly world: GoogleWorldOptions;
  readonly historyFrom: number;
  readonly clock: SimulatorClock;
  readonly faults: () => GoogleFaults;
  readonly quotaMs: () => number;
}

/** Start the stand-in for Google Cloud: Cloud Logging over gRPC at one address, everything else over REST at another. */
export async function startGoogle(start: GoogleStart): Promise<SimulatedGoogle> {
  const hours = new GoogleHours(start.world, start.historyFrom);
  const backend: GoogleBackend = { seed: start.world.seed, hours, ...start };
  const gate = new RequestGate(backend);
  const tokens = new AccessTokens(backend.seed);
  const tokenService = new TokenService(tokens, PRODUCTION);
  const log = new EntryHours(hours);
  const rows = new TableHours(hours);
  const logging = await startLoggingServer(backend, log, gate, tokens);
  const bigQuery = new BigQueryService(backend, rows, gate);
  const services = [
    bigQuery,
    new BigQueryTablesService(backend, rows, gate),
    new LoggingRestService(backend, log, gate),
    new GoogleMonitoringService(backend, gate),
    new VertexService(backend, gate),
    new ResourceManagerService(backend, gate),
  ];
  const rest = await startRestServer(backend, services, tokens, tokenService);
  const { endpoint } = rest;
  return {
    projects: simulatedProjects(),
    endpoints: {
      bigQuery: endpoint,
      logging: { host: logging.host, port: logging.port },
      loggingRest: endpoint,
      monitoring: endpoint,
      vertex: endpoint,
      resourceManager: endpoint,
      token: `${endpoint}/token`,
    },
    key: tokenService.keyFile(endpoint),
    ledger: (query = {}) => {
      const now = start.clock.now();
      const whole = { from: start.historyFrom, to: now, asOf: now, by: 'none', base: 'truth' } as const;
      return askGoogleLedger(hours, start.faults(), { ...whole, ...query });
    },
    calls: (query = {}) => {
      const now = start.clock.now();
      const whole = { from: start.historyFrom, to: now, asOf: now, limit: CALLS_ON_A_PAGE, after: null };
      return trueCalls(hours, start.faults(), { ...whole, ...query });
    },
    bytesProcessed: () => bigQuery.bytesProcessed(),
    bytesBilled: () => bigQuery.bytesBilled(),
    forget: () => {
      log.forget();
      rows.forget();
    },
    stop: async () => {
      logging.stop();
      await rest.stop();
    },
  };
}

function simulatedProjects(): readonly SimulatedProject[] {
  return PROJECTS.map(({ projectId, projectNumber }) => ({
    projectId,
    projectNumber,
    locations: GOOGLE_PLACES.filter((place) => place.projectId === projectId).map(({ location, table }) => ({
      location,
      table: table === null ? null : tableName(table),
    })),
  }));
}
