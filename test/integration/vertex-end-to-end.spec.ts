import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SimulatorClock } from '../../simulator/clock.js';
import type { GoogleGrouping, LedgerBase } from '../../simulator/google/ledger/google-ledger.js';
import type { TrueCall } from '../../simulator/google/ledger/true-calls.js';
import type { SimulatedGoogle } from '../../simulator/google/start-google.js';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.js';
import { buildMeters } from '../../src/collect/build-meters.js';
import { checkAccess } from '../../src/collect/build-source.js';
import type { LogSource } from '../../src/collect/log-source.js';
import { ingestWindow, type Pipeline } from '../../src/ingest/ingest-window.js';
import { joinDirtyGroups } from '../../src/ingest/join-groups.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import { readMeter } from '../../src/ingest/read-meter.js';
import { priceBook } from '../../src/price/price-book.js';
import { unloggedUsage } from '../../src/price/unlogged.js';
import type { Clock } from '../../src/runtime/clock.js';
import type { SourceConfig } from '../../src/runtime/config/schema.js';
import type { VertexConfig } from '../../src/runtime/config/vertex-schema.js';
import { MeterStore } from '../../src/store/meters.store.js';
import { codingSessionParts } from '../../src/store/questions/coding-session-parts.js';
import { codingSessions } from '../../src/store/questions/coding-sessions.js';
import { ScopedFilters } from '../../src/store/questions/scoped-filters.js';
import { loggedByHour, meteredByHour } from '../../src/store/questions/unlogged-usage.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import { DAY_MS, HOUR_MS, splitNewestFirst } from '../../src/usage/window.js';
import { loggingFactsOf } from '../../src/watch/logging-facts-of.js';
import { googleOf } from '../support/google.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { hurriedReaders, storedVertex, vertexSourcesOf } from '../support/simulated-vertex.js';
import { disagreementsIn } from '../support/disagreements.js';
import { picoOf } from '../support/pico-of.js';
import { groupedBy } from '../../src/usage/grouped-by.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
/** By then everything has arrived, however late. */
const LATER = NOW + 2 * HOUR_MS;
const FROM = Date.parse('2026-11-16T00:00:00Z');
const FAULTS = {
  google: {
    quotaFactor: 0,
    lateShare: 0.05,
    duplicateShare: 0.05,
    emptyPageShare: 0.1,
    throttleShare: 0.05,
    serverErrorShare: 0.05,
    tokenExpiryShare: 0.05,
  },
};
const never = new AbortController().signal;

let test: TestDatabase;
let database: UsageDatabase;
let pipeline: Pipeline;
let simulator: Simulator;
let google: SimulatedGoogle;
let folder = '';
let configs: readonly VertexConfig[] = [];
const interrupted: string[] = [];

/** Reads as the source does, until the process seems to die in the middle of a window. */
function dying(source: LogSource): LogSource {
  return {
    id: source.id,
    cloud: source.cloud,
    axis: source.axis,
    async *read(window, signal) {
      for await (const page of source.read(window, signal)) {
        yield page;
        throw new Error('killed');
      }
    },
  };
}

async function collect(readers: readonly LogSource[], to: number): Promise<void> {
  for (const window of splitNewestFirst({ from: FROM, to }, DAY_MS)) {
    for (const reader of readers) await ingestWindow(reader, window, 'history', pipeline, never);
  }
}

const joinAll = (signal = never) =>
  joinDirtyGroups({ joins: database.joins, rules: NO_RULES }, { settledMs: 0, signal });

beforeAll(async () => {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, ['Asia/Kolkata']);
  const clock = new SimulatorClock();
  clock.hold(NOW);
  simulator = await startSimulator({
    clock,
    historyFrom: FROM,
    callsPerDay: 10,
    google: { callsPerDay: 3_000, collisionShare: 0.1 },
    faults: FAULTS,
  });
  google = googleOf(simulator);
  pipeline = { usage: database.usage, runs: database.runs, rules: NO_RULES, clock: { now: () => clock.now() } };
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-vertex-'));
  configs = await vertexSourcesOf(google, folder);
  const readers = hurriedReaders(configs);

  // The first reading dies in the middle of every log, and so does the first joining.
  for (const reader of readers) {
    await ingestWindow(dying(reader), { from: NOW - DAY_MS, to: NOW }, 'history', pipeline, never).catch(() =>
      interrupted.push(reader.id),
    );
  }
  const stop = new AbortController();
  const joining = joinAll(stop.signal);
  stop.abort();
  await joining;
  await collect(readers, NOW);
  await joinAll();
  // What was late is read again with what is new, and joined to what was there.
  clock.hold(LATER);
  await collect(readers, LATER);
  await joinAll();
  await database.rollups.verify();
  await readMeters(configs, clock);
}, 600_000);

afterAll(async () => {
  await simulator?.stop();
  await test?.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Reads the meters of both projects up to an instant, as the job does. */
async function readMeters(configs: readonly SourceConfig[], clock: Clock): Promise<void> {
  const store = new MeterStore(test.pool);
  for (const meters of buildMeters(configs, clock)) {
    for (const source of await meters.sources(never)) {
      await readMeter({ source, store, clock, historyDays: meters.historyDays }, never);
    }
  }
}

/** The ledger's groups in the words of `storedVertex`. */
async function ledgerBy(by: GoogleGrouping, base: LedgerBase = 'tokens') {
  const { groups } = await google.ledger({ by, base, from: FROM, to: NOW, asOf: LATER });
  return groups.map(({ key, answered, aborted, tokens, costUsd }) => ({
    key,
    calls: answered + aborted,
    ...tokens,
    pico: String(picoOf(costUsd)),
  }));
}

describe('what the meters tell beside the logs', () => {
  it('leaves as unlogged what the ledger knows to be in no log, to the token, by place', async () => {
    const range = { from: FROM, to: NOW };
    const [metered, logged] = await Promise.all([meteredByHour(test.pool, range), loggedByHour(test.pool, range)]);
    const hours = unloggedUsage(metered, logged, {
      book: priceBook,
      now: LATER,
      loggingAt: loggingFactsOf([], LATER),
      readingOf: () => ({ state: 'read', words: '' }),
    });
    const places = groupedBy(hours, ({ accountId, region }) => `${accountId}/${region}`);
    const { groups } = await google.ledger({ by: 'place', base: 'unlogged', from: FROM, to: NOW, asOf: LATER });
    const classes = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;
    const found = [...places].map(([key, of]) => ({
      key,
      tokens: Object.fromEntries(
        classes.map((name) => [name, of.reduce((sum, { unlogged }) => sum + unlogged[name], 0)]),
      ),
    }));
    expect(found.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(
      groups.map(({ key, tokens }) => ({ key, tokens })),
    );
  });
});

const inWords = async (config: SourceConfig | undefined) =>
  config === undefined
    ? []
    : (await checkAccess(config, LATER)).map(({ part, ok, words }) => `${ok ? 'ok' : 'trouble'} ${part}: ${words}`);

describe('the check of access', () => {
  it('reads the metrics', async () => {
    expect(await inWords(configs.find(({ kind }) => kind === 'vertex-metrics'))).toEqual([
      expect.stringMatching(/^ok : metrics can be read \(last day: eu, europe-west1, global, us, us-east5\)/),
    ]);
  });

  it('says whether Data Access logs are on, and how many are exempt', async () => {
    const words = await inWords(configs.find(({ kind }) => kind === 'vertex-audit'));
    expect(words[1]).toBe('trouble logging: 1 members are exempt: their calls have no caller');
  });

  it('finds the table of a model by its logging configuration', async () => {
    const config = configs.find(({ kind }) => kind === 'vertex-request-response');
    if (config?.kind !== 'vertex-request-response') throw new Error('no table');
    const { table, ...rest } = config;
    const words = await inWords({ ...rest, models: ['claude-sonnet-5'] });
    expect(words).toEqual([expect.stringMatching(/^ok : can be read/), `ok logging: claude-sonnet-5 logs to ${table}`]);
  });
});

describe('everything that the logs of Vertex AI tell, read with faults and interruptions', () => {
  it('was interrupted in every log', () => {
    expect(interrupted).toHaveLength(8);
  });

  it.each([
    ['day', `to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD')`],
    ['model', 's.model'],
    ['place', `s.account_id || '/' || s.region`],
  ] as const)(
    'is what the ledger knows to be readable, to the token and the pico-dollar, by %s',
    async (by, column) => {
      expect(await storedVertex(test, column, NOW)).toEqual(await ledgerBy(by));
    },
  );

  it('holds every call of which any log tells, once: those without tokens too that only the log of callers tells of', async () => {
    const { total } = await google.ledger({ from: FROM, to: NOW, asOf: LATER });
    const { rows } = await test.pool.query<{ calls: number }>(
      'select count(*)::int as calls from usage_event where occurred_at < $1',
      [new Date(NOW)],
    );
    expect(total.calls).toBeGreaterThan(5_000);
    expect(rows[0]?.calls).toBe(total.calls - total.toldBy.nothing);
  });

  it('is whole: roll-ups, rules and joins agree with what is stored', async () => {
    expect(await disagreementsIn(test.pool, database)).toEqual([]);
  });

  it('names callers as they were where it is sure, though a tenth of the calls collide', async () => {
    const callers = await namedCallers();
    const sure = callers.filter(({ confidence }) => confidence >= 0.9);
    const right = sure.filter(({ isRight }) => isRight).length;
    expect(right / sure.length).toBeGreaterThanOrEqual(0.999);
    expect(right / callers.filter(({ isTold }) => isTold).length).toBeGreaterThanOrEqual(0.95);
  });
});

describe('the sessions of Claude Code', () => {
  it('are as large and as dear as the ledger knows their rows to be, with all their models', async () => {
    const told = trueCalls().filter(({ session, requestResponse }) => session !== null && requestResponse !== null);
    const expected = [...groupedBy(told, ({ session }) => session ?? '')].map(([session, calls]) => ({
      session,
      requests: calls.length,
      cost: calls.reduce((sum, { costUsd }) => sum + picoOf(costUsd), 0n),
      places: [...new Set(calls.map(({ location }) => location))].toSorted(),
      models: [...new Set(calls.map(({ model }) => model))].toSorted(),
    }));
    const filters = ScopedFilters.within(null);
    const range = { from: FROM, to: NOW };
    const found = await codingSessions(test.pool, {
      range,
      filters,
      sessions: null,
      sort: 'cost',
      after: null,
      limit: 10_000,
    });
    const parts = await codingSessionParts(test.pool, {
      range,
      filters,
      sessions: found.map(({ session }) => session),
    });
    const bySession = groupedBy(parts, ({ session }) => session);
    const stored = found.map(({ session, sums }) => {
      const own = bySession.get(session) ?? [];
      return {
        session,
        requests: sums.requests,
        cost: sums.costPico,
        places: [...new Set(own.map(({ region }) => region))].toSorted(),
        models: [...new Set(own.map(({ model }) => model ?? ''))].toSorted(),
      };
    });
    expect(expected.length).toBeGreaterThan(50);
    expect(expected.filter(({ models }) => models.length > 1).length).toBeGreaterThan(3);
    expect(stored.toSorted(byName)).toEqual(expected.toSorted(byName));
  });
});

const byName = (a: { session: string }, b: { session: string }) => (a.session < b.session ? -1 : 1);
/** Every call that was made, with the truth about it. */
function trueCalls(): TrueCall[] {
  const calls: TrueCall[] = [];
  let after: string | null = null;
  do {
    const page: { readonly calls: readonly TrueCall[]; readonly next: string | null } = google.calls({
      from: FROM,
      to: NOW,
      asOf: LATER,
      after,
    });
    calls.push(...page.calls);
    after = page.next;
  } while (after !== null);
  return calls;
}

const identified = z.array(
  z.object({ id: z.string(), principal: z.string().nullable(), confidence: z.number().nullable() }),
);

/** Calls whose tokens a log tells, with the caller that the join names and whether it was that one. */
async function namedCallers() {
  const truth = new Map<string, TrueCall>();
  for (const call of trueCalls()) {
    if (call.requestResponse !== null) truth.set(call.requestResponse.requestId, call);
    if (call.inferenceMetadata !== null) truth.set(call.inferenceMetadata.insertId, call);
  }
  const { rows } = await test.pool.query(
    `select e.request_id as id, p.principal, (e.provenance -> 'identity' ->> 'confidence')::float8 as confidence
     from   usage_event e
     left   join principal p using (principal_id)
     where  e.input_tokens is not null`,
  );
  return identified.parse(rows).flatMap(({ id, principal, confidence }) => {
    const call = truth.get(id);
    if (call === undefined) return [];
    const isRight = principal !== null && (call.principal.email ?? call.principal.subject) === principal;
    return [{ confidence: principal === null ? 0 : (confidence ?? 0), isRight, isTold: call.auditTellsCaller }];
  });
}
