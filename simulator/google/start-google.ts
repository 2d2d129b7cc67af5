import type { SimulatorClock } from '../clock.js';
import { BigQueryService } from './bigquery/bigquery-service.js';
import { TableHours } from './bigquery/table-hours.js';
import type { GoogleBackend } from './google-backend.js';
import type { GoogleFaults } from './google-faults.js';
import { GoogleHours } from './google-hours.js';
import { AccessTokens } from './http/access-tokens.js';
import { startRestServer } from './http/google-endpoint.js';
import { TokenService, type ServiceAccountKey } from './http/token-service.js';
import { EntryHours } from './logging/entry-hours.js';
import { startLoggingServer } from './logging/logging-server.js';
import { RequestGate } from './request-gate.js';
import { GOOGLE_PLACES, PROJECTS, PRODUCTION, tableName } from './world/google-places.js';
import type { GoogleWorldOptions } from './world/google-world.js';

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
  const rest = await startRestServer(backend, [new BigQueryService(backend, rows, gate)], tokens, tokenService);
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
