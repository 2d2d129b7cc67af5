import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { SimulatorClock } from '../../simulator/clock.js';
import type { GoogleFaults } from '../../simulator/google/google-faults.js';
import { DEVELOPMENT, PRODUCTION } from '../../simulator/google/world/google-places.js';
import type { SimulatedGoogle } from '../../simulator/google/start-google.js';
import { type FaultsChange, type Simulator, startSimulator } from '../../simulator/start-simulator.js';
import { type LogSource, SourceUnavailable } from '../../src/collect/log-source.js';
import { checkAccess } from '../../src/collect/build-source.js';
import { buildVertexSource } from '../../src/collect/vertex/build-vertex-source.js';
import { VertexRequestResponseSource } from '../../src/collect/vertex/request-response.source.js';
import { normalise } from '../../src/normalise/normalise.js';
import type { VertexConfig } from '../../src/runtime/config/vertex-schema.js';
import { sourceSchema } from '../../src/runtime/config/source-schema.js';
import { readsLog } from '../../src/runtime/config/schema.js';
import type { RawRecord } from '../../src/usage/raw-record.js';
import { DAY_MS, HOUR_MS, type Window } from '../../src/usage/window.js';
import { z } from 'zod';
import { bigQueryAt, googleOf, loggingAt } from '../support/google.js';
import { describeLogSource } from '../support/log-source-contract.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const DAY: Window = { from: NOW - DAY_MS, to: NOW };
const NO_QUOTA = { google: { quotaFactor: 0 } };
const DISTURBED = {
  google: {
    quotaFactor: 0,
    emptyPageShare: 0.2,
    throttleShare: 0.15,
    serverErrorShare: 0.1,
    tokenExpiryShare: 0.1,
  },
};
const never = new AbortController().signal;

let simulator: Simulator | undefined;
afterEach(async () => {
  await simulator?.stop();
  simulator = undefined;
});

async function standIn(
  faults: FaultsChange = NO_QUOTA,
): Promise<{ simulator: Simulator; google: SimulatedGoogle; keyFile: string }> {
  await simulator?.stop();
  const clock = new SimulatorClock();
  clock.hold(NOW);
  simulator = await startSimulator({ clock, historyDays: 3, callsPerDay: 10, google: { callsPerDay: 4_000 } });
  simulator.setFaults(faults);
  const google = googleOf(simulator);
  const folder = await mkdtemp(join(tmpdir(), 'ledgerline-google-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const keyFile = join(folder, 'key.json');
  await writeFile(keyFile, JSON.stringify(google.key));
  return { simulator, google, keyFile };
}

type StandIn = Awaited<ReturnType<typeof standIn>>;

function configOf({ google, keyFile }: StandIn, fields: object): VertexConfig {
  const endpoint = google.endpoints;
  const config = sourceSchema(z.string()).parse({ id: 'vertex', credentials: { keyFile }, endpoint, ...fields });
  if (!('projectId' in config)) throw new Error('no source of Vertex AI');
  return config;
}

/** A source as the configuration makes it, in a hurry. */
function sourceOf(cloud: StandIn, fields: object): LogSource {
  const config = configOf(cloud, fields);
  if (!readsLog(config)) throw new Error('no log of Vertex AI');
  const hurry = { firstWaitMs: 1, ...('requestsPerMinute' in config ? { requestsPerMinute: 600_000 } : {}) };
  return buildVertexSource({ ...config, ...hurry });
}

const TABLE = {
  kind: 'vertex-request-response',
  projectId: PRODUCTION,
  location: 'us-east5',
  table: `${PRODUCTION}.vertex_logs.claude_us_east5`,
};
const OLD_TABLE = {
  kind: 'vertex-request-response',
  projectId: PRODUCTION,
  location: 'europe-west1',
  table: `${PRODUCTION}.vertex_logs_eu.claude_europe_west1`,
};
const METADATA = { kind: 'vertex-inference-metadata', projectId: PRODUCTION };
const AUDIT = { kind: 'vertex-audit', projectId: DEVELOPMENT };

async function rowIds(google: SimulatedGoogle, table: string, { from, to }: Window): Promise<string[]> {
  const bigQuery = bigQueryAt(google, PRODUCTION);
  const [rows] = await bigQuery.query({
    query: `SELECT CAST(request_id AS STRING) AS id FROM \`${table}\` WHERE logging_time >= @from AND logging_time < @to`,
    params: { from: bigQuery.timestamp(new Date(from)), to: bigQuery.timestamp(new Date(to)) },
  });
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id);
}

/** Every entry that the filter finds and that was received in the window, without our reader. */
async function insertIds(
  google: SimulatedGoogle,
  projectId: string,
  filter: string,
  window: Window,
): Promise<string[]> {
  const logging = loggingAt(google, projectId);
  const entries = [];
  let pageToken: string | undefined;
  do {
    const query = { filter: `${filter} AND timestamp>="2026-11-01T00:00:00Z"`, pageSize: 1000, autoPaginate: false };
    const [page, , answer] = await logging.getEntries({ ...query, ...(pageToken ? { pageToken } : {}) });
    entries.push(...page);
    pageToken = answer.nextPageToken ?? undefined;
  } while (pageToken);
  return entries.flatMap(({ metadata }) => {
    const at: unknown = metadata.receiveTimestamp;
    const { seconds, nanos } = z.object({ seconds: z.coerce.number(), nanos: z.number() }).parse(at);
    const received = seconds * 1_000 + nanos / 1e6;
    return received >= window.from && received < window.to ? [String(metadata.insertId)] : [];
  });
}

/** A log of Vertex AI: what it is read by, the ids of its entries, and what refuses them for good. */
type VertexLog = [
  name: string,
  fields: object,
  idsOf: (google: SimulatedGoogle) => Promise<string[]>,
  refused: Partial<GoogleFaults>,
];

const LOGS: VertexLog[] = [
  [
    'vertex-request-response',
    TABLE,
    (google) => rowIds(google, TABLE.table, DAY),
    { denied: ['bigquery.tables.getData'] },
  ],
  [
    'vertex-request-response of an old table',
    OLD_TABLE,
    (google) => rowIds(google, OLD_TABLE.table, DAY),
    { tableExpires: [{ table: OLD_TABLE.table, at: NOW - HOUR_MS }] },
  ],
  [
    'vertex-inference-metadata',
    METADATA,
    (google) => insertIds(google, PRODUCTION, 'logName:"inference_request_metadata"', DAY),
    { denied: ['logging.logEntries.list'] },
  ],
  [
    'vertex-audit',
    AUDIT,
    (google) => insertIds(google, DEVELOPMENT, 'logName:"data_access"', DAY),
    { denied: ['logging.privateLogEntries.list'] },
  ],
];

for (const [name, fields, idsOf, refused] of LOGS)
  describeLogSource(name, async () => {
    const cloud = await standIn();
    return {
      source: sourceOf(cloud, fields),
      window: DAY,
      expectedEntryIds: await idsOf(cloud.google),
      breakForGood: async () => {
        cloud.simulator.setFaults({ google: refused });
      },
      disturb: async () => {
        cloud.simulator.setFaults(DISTURBED);
      },
    };
  });

async function readAll(source: LogSource, window = DAY): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  for await (const page of source.read(window, never)) records.push(...page);
  return records;
}

describe('what is read of Vertex AI', () => {
  it.each([
    ['rows of the new schema', TABLE],
    ['rows of the old schema', OLD_TABLE],
    ['metadata entries', METADATA],
    ['audit entries', AUDIT],
  ])('%s all become sights, or are ignored for counting tokens', async (_, fields) => {
    const records = await readAll(sourceOf(await standIn(), fields));
    const others = records
      .map((record) => normalise('vertex', record))
      .filter((answer) => !('sight' in answer) && !('ignored' in answer && answer.ignored.reason === 'countTokens'));
    expect(records.length).toBeGreaterThan(10);
    expect(others).toEqual([]);
  });

  it('is not asked of BigQuery when it would cost more than is allowed', async () => {
    const { google, keyFile } = await standIn();
    const endpoint = google.endpoints;
    const settings = {
      ...TABLE,
      id: 'vertex',
      maximumBytesBilledPerDay: 1e15,
      maximumBytesBilled: 1_000,
      credentials: { keyFile },
      endpoint,
    };
    const source = new VertexRequestResponseSource(settings);
    const error = await readAll(source).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceUnavailable);
    expect(String(error)).toMatch(/more than maximumBytesBilled \(1000\); partition the table/);
  });

  it('is asked of BigQuery once for all that is about to be read, where every query is billed for the whole table', async () => {
    const { google, keyFile } = await standIn();
    const endpoint = google.endpoints;
    const limits = { maximumBytesBilled: 1e12, maximumBytesBilledPerDay: 1e12 };
    const settings = { ...OLD_TABLE, id: 'vertex', ...limits, credentials: { keyFile }, endpoint };
    const source = new VertexRequestResponseSource(settings, { now: () => NOW });
    const measure = (range: Window) => source.measureWhole(range, never);
    const range = { from: NOW - 3 * DAY_MS, to: NOW };
    const whole = { bytes: 10 * 1024 ** 2, bytesPerDay: 1e12 };
    expect(await measure(range)).toEqual(whole);
    expect(google.bytesBilled()).toBe(0);
    const bytes: number[] = [];
    const found: string[][] = [];
    // A piece of a day, the newest first, whole days, and one of them once more.
    for (const [from, to] of [
      [NOW - 2 * HOUR_MS, NOW],
      [NOW - DAY_MS, NOW - 2 * HOUR_MS],
      [NOW - 2 * DAY_MS, NOW - DAY_MS],
      [NOW - 3 * DAY_MS, NOW - 2 * DAY_MS],
      [NOW - 2 * DAY_MS, NOW - DAY_MS],
    ] as const) {
      const before = google.bytesBilled();
      const ids = (await readAll(source, { from, to })).map(({ envelope }) => envelope.entryId ?? '');
      bytes.push(google.bytesBilled() - before);
      expect(ids.toSorted()).toEqual((await rowIds(google, OLD_TABLE.table, { from, to })).toSorted());
      found.push(ids);
    }
    expect(bytes).toEqual([whole.bytes, 0, 0, 0, 0]);
    expect(found[4]).toEqual(found[2]);
    expect(found.flat().length).toBeGreaterThan(300);
    expect(await measure(range)).toEqual({ ...whole, bytes: 0 });
    expect(await measure({ from: range.from - DAY_MS, to: NOW })).toEqual(whole);
  });

  it('is billed by its windows where the table is partitioned', async () => {
    const source = sourceOf(await standIn(), TABLE);
    expect(await source.measureWhole?.(DAY, never)).toBeNull();
  });

  it('is not read again from BigQuery once it was saved two hours after its end', async () => {
    const { google, keyFile } = await standIn();
    const endpoint = google.endpoints;
    const settings = {
      ...TABLE,
      id: 'vertex',
      maximumBytesBilledPerDay: 1e15,
      maximumBytesBilled: 1e12,
      credentials: { keyFile },
      endpoint,
    };
    const source = new VertexRequestResponseSource(settings, { now: () => NOW });
    const early = { from: NOW - 6 * HOUR_MS, to: NOW - 3 * HOUR_MS };
    const late = { from: NOW - 3 * HOUR_MS, to: NOW };
    const counts = [];
    for (const window of [early, late, early, late]) {
      counts.push((await readAll(source, window)).length > 0);
      source.saved(window);
    }
    expect(counts).toEqual([true, true, false, true]);
  });
});

const inWords = async (cloud: StandIn, fields: object) =>
  (await checkAccess(configOf(cloud, fields), NOW)).map(
    ({ part, ok, words }) => `${ok ? 'ok' : 'trouble'} ${part}: ${words}`,
  );

describe('the check of access to Vertex AI', () => {
  it('says what can be read, and where an entry tells what', async () => {
    const cloud = await standIn();
    expect(await inWords(cloud, TABLE)).toEqual([expect.stringMatching(/^ok : can be read \(\d+ records/)]);
    expect(await inWords(cloud, METADATA)).toEqual([
      expect.stringMatching(/^ok : can be read/),
      expect.stringContaining('ok fields: one entry tells model at jsonPayload.model'),
    ]);
  });

  it('says what each reading of a table is billed that is not partitioned, and how often it is read for it', async () => {
    const cloud = await standIn();
    const before = cloud.google.bytesBilled();
    const limits = { maximumBytesBilledPerDay: 40 * 1024 ** 2 };
    expect(await inWords(cloud, { ...OLD_TABLE, ...limits })).toEqual([
      'ok : can be read (by a dry run, which is not billed)',
      'trouble reading: the table is not partitioned by logging_time, so that each reading is billed 10 MiB; it is read every 6 hours at most, so that no day is billed more than 40 MiB (maximumBytesBilledPerDay); partition it to have it read by its schedule',
    ]);
    expect((await inWords(cloud, OLD_TABLE))[1]).toMatch(/^ok reading: .* it is read every 9 seconds at most/);
    expect(cloud.google.bytesBilled()).toBe(before);
  });

  it.each([
    [TABLE, 'bigquery.tables.getData', /grant roles\/bigquery\.dataViewer on its dataset and roles\/bigquery\.jobUser/],
    [METADATA, 'logging.logEntries.list', /grant roles\/logging\.viewer on project/],
    [AUDIT, 'logging.privateLogEntries.list', /grant roles\/logging\.privateLogViewer on project/],
  ])('names the role to grant: $kind without %s', async (fields, permission, words) => {
    const cloud = await standIn({ google: { quotaFactor: 0, denied: [permission] } });
    const [first] = await inWords(cloud, fields);
    expect(first).toMatch(/^trouble : /);
    expect(first).toMatch(words);
  });

  it('says that multi-regional endpoints write no rows', async () => {
    const findings = await inWords(await standIn(), { ...TABLE, location: 'global' });
    expect(findings.join()).toContain('trouble logging: Vertex AI writes no rows for calls to the global endpoint');
  });
});
