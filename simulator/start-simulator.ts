import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { SimulatorClock } from './clock.js';
import { readLedgerQuery } from './control-endpoint.js';
import { changeFaults, NO_FAULTS, type Faults } from './faults.js';
import { askLedger, type LedgerAnswer, type LedgerQuery } from './ledger.js';
import { LogHours } from './log-hours.js';
import { LogsEndpoint } from './logs-endpoint.js';
import { DEFAULT_WORLD, type WorldOptions } from './world.js';
import { PLACES } from './world-places.js';

const DAY_MS = 86_400_000;

export interface SimulatorOptions extends Partial<WorldOptions> {
  /** 0, the default: any free port. */
  readonly port?: number;
  /** The log begins so many days ago, at the beginning of that UTC day. Default 60. */
  readonly historyDays?: number;
  /** The log begins exactly here, milliseconds since 1970, whatever `historyDays` says. */
  readonly historyFrom?: number;
  /** Default: none. */
  readonly faults?: Partial<Faults>;
  /** Default: a clock on real time. */
  readonly clock?: SimulatorClock;
  /** The milliseconds by which quotas fill; default: real ones, whatever the clock says. */
  readonly quotaMs?: () => number;
}

/** One log group that can be read. */
export interface SimulatedAccount {
  readonly accountId: string;
  readonly region: string;
  readonly logGroup: string;
  /** What an AWS client takes as its endpoint. */
  readonly endpoint: string;
}

/** A running stand-in. */
export interface Simulator {
  readonly endpoint: string;
  readonly accounts: readonly SimulatedAccount[];
  readonly historyFrom: number;
  readonly clock: SimulatorClock;
  /** Default: the whole log up to now, as of now, without groups. */
  readonly ledger: (query?: Partial<LedgerQuery>) => Promise<LedgerAnswer>;
  readonly faults: () => Faults;
  /** Change some faults: for requests from now on, for deliveries of all records, past ones too. */
  readonly setFaults: (change: Partial<Faults>) => Faults;
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

/**
 * Start the stand-in for AWS on this machine. It speaks CloudWatch Logs below `/accounts/<accountId>`, and beside it has
 * `GET /ledger` (the truth), `GET /faults` and `PUT /faults`.
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
  const hours = new LogHours(world, historyFrom);
  let faults = changeFaults(NO_FAULTS, options.faults ?? {});

  const setFaults = (change: unknown): Faults => {
    faults = changeFaults(faults, change);
    hours.forget();
    return faults;
  };
  const ledger = (query: Partial<LedgerQuery> = {}): Promise<LedgerAnswer> => {
    const now = clock.now();
    return askLedger({ world, faults, historyFrom }, { from: historyFrom, to: now, asOf: now, by: 'none', ...query });
  };
  const logs = new LogsEndpoint({
    seed: world.seed,
    historyFrom,
    clock,
    hours,
    faults: () => faults,
    quotaMs: options.quotaMs ?? (() => performance.now()),
  });

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const accountId = /^\/accounts\/(\d{12})\/?$/.exec(url.pathname)?.[1];
    const asked = `${request.method} ${url.pathname}`;
    if (request.method === 'POST' && accountId !== undefined) await logs.handle(accountId, request, response);
    else if (asked === 'GET /ledger') sendJson(response, 200, await ledger(readLedgerQuery(url.searchParams)));
    else if (asked === 'GET /faults') sendJson(response, 200, faults);
    else if (asked === 'PUT /faults') sendJson(response, 200, setFaults(await readJson(request)));
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
    accounts: PLACES.map(({ accountId, region, logGroup }) => ({
      accountId,
      region,
      logGroup,
      endpoint: `${endpoint}/accounts/${accountId}`,
    })),
    ledger,
    faults: () => faults,
    setFaults,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
