import { accountsAt, type SimulatedAccount } from './accounts.js';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { AwsEndpoint } from './aws/endpoint.js';
import { readAzureLedgerQuery } from './azure/ledger/read-azure-ledger-query.js';
import { startAzure, type AzureOptions, type AzureSimulator } from './azure/start-azure.js';
import type { Backend } from './aws/service.js';
import { BedrockService } from './bedrock/bedrock-service.js';
import { SimulatorClock } from './clock.js';
import { readLedgerQuery } from './control-endpoint.js';
import { changeFaults } from './change-faults.js';
import { NO_FAULTS, type Faults } from './faults.js';
import { costReport, type BilledCall, type PlantedCauses } from './aws/bills/cost-report.js';
import { askLedger, readableCalls, type LedgerAnswer, type LedgerQuery } from './ledger.js';
import { PLACES } from './world-places.js';
import { LogHours } from './logs/log-hours.js';
import { LogsService } from './logs/logs-service.js';
import { MeteredHours } from './monitoring/metered-hours.js';
import { MonitoringService } from './monitoring/monitoring-service.js';
import { startGoogle, type SimulatedGoogle } from './google/start-google.js';
import { readCallsQuery, readGoogleLedgerQuery } from './google/ledger/read-google-query.js';
import type { CallsPage } from './google/ledger/true-calls.js';
import { DEFAULT_GOOGLE_WORLD, type GoogleWorldOptions } from './google/world/google-world.js';
import type { Routes } from './delivery/routes.js';
import { BucketHours } from './s3/bucket-hours.js';
import { S3Service } from './s3/s3-service.js';
import { StsService } from './sts/sts-service.js';
import { DEFAULT_WORLD, type WorldOptions } from './world.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface SimulatorOptions extends Partial<WorldOptions> {
  /** 0, the default: any free port. */
  readonly port?: number;
  /** The log begins so many days ago, at the beginning of that UTC day. Default 60. */
  readonly historyDays?: number;
  /** The log begins exactly here, milliseconds since 1970, whatever `historyDays` says. */
  readonly historyFrom?: number;
  /** Default: `cloudwatch`, every place through CloudWatch Logs, and through S3 too where it delivers there. */
  readonly routes?: Routes;
  /** Default: none. Some of those of Google Cloud leave its others as they are. */
  readonly faults?: FaultsChange;
  /** Play Google Cloud too, with as much traffic. Default: `false`. */
  readonly google?: Partial<Pick<GoogleWorldOptions, 'callsPerDay' | 'collisionShare'>> | false;
  /** Default: a clock on real time. */
  readonly clock?: SimulatorClock;
  /** The milliseconds by which quotas fill; default: real ones, whatever the clock says. */
  readonly quotaMs?: () => number;
  /** Azure beside AWS, at an HTTPS address of its own. Default: `false`, none. */
  readonly azure?: AzureOptions | false;
}

/** Some faults; what is left out stays as it is. */
export type FaultsChange = Partial<Omit<Faults, 'google'>> & { readonly google?: Partial<Faults['google']> };

/** A running stand-in. */
export interface Simulator {
  readonly endpoint: string;
  readonly accounts: readonly SimulatedAccount[];
  readonly historyFrom: number;
  readonly clock: SimulatorClock;
  /** Default: the whole log up to now, as of now, without groups. */
  readonly ledger: (query?: Partial<LedgerQuery>) => Promise<LedgerAnswer>;
  /** The cost and usage report of the priced calls that the ledger would count, and of what is planted, as CSV. */
  readonly costReport: (planted?: PlantedCauses, query?: Partial<LedgerQuery>) => string;
  readonly faults: () => Faults;
  /** Change some faults: for requests from now on, for deliveries of all records, past ones too. */
  readonly setFaults: (change: FaultsChange) => Faults;
  /** `null` unless Google Cloud is played too. */
  readonly google: SimulatedGoogle | null;
  /** `null` unless Azure is played too. */
  readonly azure: AzureSimulator | null;
  readonly stop: () => Promise<void>;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

/** Calls as lines of JSON; a header tells the id after which the next page begins, if there is one. */
function sendCalls(response: ServerResponse, { calls, next }: CallsPage): void {
  response
    .writeHead(200, { 'Content-Type': 'application/x-ndjson', ...(next === null ? {} : { 'X-Next-After': next }) })
    .end(calls.map((call) => `${JSON.stringify(call)}\n`).join(''));
}

/**
 * Start the stand-in for AWS on this machine. It speaks CloudWatch (logs and metrics), S3, STS and Bedrock's control plane below
 * `/accounts/<accountId>`, and beside it has `GET /ledger` (the truth), `GET /faults` and `PUT /faults`.
 * Google Cloud, where it is asked for, has addresses of its own, and its truth at `GET /google/ledger` and `GET /google/calls`.
 * Azure has one of its own too, over HTTPS, and beside `/azure/ledger` and `/azure/calls` its own `/azure/faults`.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const world: WorldOptions = {
    seed: options.seed ?? DEFAULT_WORLD.seed,
    callsPerDay: options.callsPerDay ?? DEFAULT_WORLD.callsPerDay,
    bodyBytes: options.bodyBytes ?? DEFAULT_WORLD.bodyBytes,
  };
  const clock = options.clock ?? new SimulatorClock();
  const days = options.historyDays ?? 60;
  const historyFrom = options.historyFrom ?? Math.floor((clock.now() - days * DAY_MS) / DAY_MS) * DAY_MS;
  const routes = options.routes ?? 'cloudwatch';
  const hours = new LogHours(world, historyFrom);
  const buckets = new BucketHours(world, historyFrom);
  let faults = changeFaults(NO_FAULTS, options.faults ?? {});
  const metered = new MeteredHours(world, historyFrom, routes, () => faults);

  const quotaMs = options.quotaMs ?? (() => performance.now());
  const google =
    options.google === undefined || options.google === false
      ? null
      : await startGoogle({
          world: { ...DEFAULT_GOOGLE_WORLD, seed: world.seed, bodyBytes: world.bodyBytes, ...options.google },
          historyFrom,
          clock,
          faults: () => faults.google,
          quotaMs,
        });

  const setFaults = (change: unknown): Faults => {
    faults = changeFaults(faults, change);
    hours.forget();
    buckets.forget();
    metered.forget();
    google?.forget();
    return faults;
  };
  const wholeLog = (): LedgerQuery => {
    const now = clock.now();
    return { from: historyFrom, to: now, asOf: now, by: 'none', route: 'any', bodies: true, profiles: 'known' };
  };
  const ledger = (query: Partial<LedgerQuery> = {}): Promise<LedgerAnswer> =>
    askLedger({ world, faults, historyFrom, routes }, { ...wholeLog(), ...query });
  const billed = function* (query: LedgerQuery): Generator<BilledCall> {
    for (const place of PLACES) {
      for (let hour = Math.floor(query.from / HOUR_MS); hour * HOUR_MS < query.to; hour += 1) {
        for (const { call, judged } of readableCalls({ world, faults, historyFrom, routes }, query, place, hour)) {
          if (judged?.standing !== 'priced' || judged.tokens === null) continue;
          const isResolved = query.profiles !== 'opaque' && call.via?.kind === 'applicationProfile';
          yield { call: isResolved ? { ...call, scope: call.via.scope } : call, tokens: judged.tokens };
        }
      }
    }
  };
  const backend: Backend = {
    seed: world.seed,
    historyFrom,
    clock,
    faults: () => faults,
    quotaMs,
  };
  const aws = new AwsEndpoint(backend, {
    logs: new LogsService(backend, hours, routes),
    s3: new S3Service(backend, buckets),
    bedrock: new BedrockService(backend, routes),
    sts: new StsService(backend),
    monitoring: new MonitoringService(backend, metered),
  });

  const azure = options.azure ? await startAzure(options.azure, { seed: world.seed, historyFrom, clock }) : null;

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const accountId = /^\/accounts\/(\d{12})(?:\/|$)/.exec(url.pathname)?.[1];
    const asked = `${request.method} ${url.pathname}`;
    if (accountId !== undefined) await aws.handle(accountId, url, request, response);
    else if (asked === 'GET /ledger') sendJson(response, 200, await ledger(readLedgerQuery(url.searchParams)));
    else if (google !== null && asked === 'GET /google/ledger')
      sendJson(response, 200, await google.ledger(readGoogleLedgerQuery(url.searchParams)));
    else if (google !== null && asked === 'GET /google/calls')
      sendCalls(response, google.calls(readCallsQuery(url.searchParams)));
    else if (asked === 'GET /faults') sendJson(response, 200, faults);
    else if (asked === 'PUT /faults') sendJson(response, 200, setFaults(await readJson(request)));
    else if (asked === 'GET /azure/ledger' && azure !== null)
      sendJson(response, 200, await azure.ledger(readAzureLedgerQuery(url.searchParams)));
    else if (asked === 'GET /azure/calls' && azure !== null) {
      const { from, to } = readAzureLedgerQuery(url.searchParams);
      sendJson(response, 200, azure.calls(from, to));
    } else if (asked === 'GET /azure/faults' && azure !== null) sendJson(response, 200, azure.faults());
    else if (asked === 'PUT /azure/faults' && azure !== null)
      sendJson(response, 200, azure.setFaults(await readJson(request)));
    else sendJson(response, 404, { error: `nothing at ${asked}` });
  };
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (response.headersSent) response.socket?.destroy();
      else
        sendJson(response, error instanceof TypeError || error instanceof SyntaxError ? 400 : 500, {
          error: String(error),
        });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('simulator: no TCP address after listening');

  const endpoint = `http://127.0.0.1:${address.port}`;
  return {
    endpoint,
    historyFrom,
    clock,
    accounts: accountsAt(endpoint, routes),
    ledger,
    costReport: (planted, query = {}) => costReport(billed({ ...wholeLog(), ...query }), planted),
    faults: () => faults,
    setFaults,
    google,
    azure,
    stop: async () => {
      await google?.stop();
      await azure?.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
