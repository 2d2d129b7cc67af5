import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildSource, checkAccess } from '../../src/collect/build-source.js';
import { SourceUnavailable } from '../../src/collect/log-source.js';
import { discoverSources, knownSources } from '../../src/ingest/discover-sources.js';
import { expandEntry } from '../../src/runtime/config/expand-sources.js';
import { type BedrockConfig, isBedrock } from '../../src/runtime/config/schema.js';
import { sourceSchema } from '../../src/runtime/config/source-schema.js';
import { useStandInCredentials } from '../../src/runtime/environment.js';
import { DiscoveredSourcesStore } from '../../src/store/discovered-sources.store.js';
import { HOUR_MS } from '../../src/usage/window.js';
import { SimulatorClock } from '../../simulator/clock.js';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.js';
import { readerRoleOf } from '../../simulator/sts/sessions.js';
import { PLACES } from '../../simulator/world-places.js';
import { type Bucket, startBucket } from '../support/bucket.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const NOW = Date.parse('2026-11-19T12:30:00Z');
const schema = sourceSchema(z.string());
let simulator: Simulator;

beforeAll(() => useStandInCredentials());
beforeEach(async () => {
  const clock = new SimulatorClock();
  clock.hold(NOW);
  simulator = await startSimulator({ routes: 'demo', clock, historyDays: 2, faults: { quotaFactor: 0 } });
});
afterEach(() => simulator.stop());

/** A block for one account, as the file would have it. */
function block(accountId: string, fields: object) {
  const endpoint = `${simulator.endpoint}/accounts/${accountId}`;
  return expandEntry(schema.parse({ id: 'prod', accountId, endpoint, ...fields }));
}

/** The only source of a block that names its place. */
function sourceOf(place: (typeof PLACES)[number], fields: object): BedrockConfig {
  const named =
    place.delivers === 's3'
      ? { kind: 'bedrock-s3', bucket: place.bucket?.name, keyPrefix: place.bucket?.keyPrefix ?? undefined }
      : { kind: 'bedrock-cloudwatch', logGroup: place.logGroup };
  const [source] = block(place.accountId, { region: place.region, ...named, ...fields }).sources;
  if (source === undefined || !isBedrock(source)) throw new Error('the block names no source');
  return source;
}

async function countRecords(config: BedrockConfig): Promise<number> {
  let records = 0;
  const window = { from: NOW - 2.5 * HOUR_MS, to: NOW };
  for await (const page of buildSource(config).read(window, new AbortController().signal)) records += page.length;
  return records;
}

const byText = (a: string, b: string) => (a < b ? -1 : 1);

function placeInWords(source: BedrockConfig): string {
  return `${source.id} ${source.kind === 'bedrock-s3' ? `${source.bucket}/${source.keyPrefix ?? ''}` : source.logGroup}`;
}

async function inWords(config: BedrockConfig): Promise<string[]> {
  const findings = await checkAccess(config, NOW);
  return findings.map(({ part, ok, words }) => `${ok ? 'ok' : 'trouble'} ${part}: ${words}`);
}

describe('credentials of a source', () => {
  it.each(['cloudWatch', 's3'] as const)('assume the role of its account (%s)', async (delivers) => {
    for (const place of PLACES.filter((one) => one.delivers === delivers)) {
      const { arn: roleArn, externalId } = readerRoleOf(place.accountId);
      const records = await countRecords(sourceOf(place, { credentials: { roleArn, externalId } }));
      expect(records).toBeGreaterThan(0);
    }
  });

  it('that are refused say which role, and that the external id is to be compared', async () => {
    const [place] = PLACES;
    const { arn: roleArn } = readerRoleOf(place.accountId);
    const failure = await countRecords(sourceOf(place, { credentials: { roleArn, externalId: 'another' } })).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(SourceUnavailable);
    expect(failure).toHaveProperty('reason', 'permission');
    expect(String(failure)).toContain(`not allowed to assume the role ${roleArn}`);
    expect(String(failure)).toContain('compare sts:ExternalId');
    expect(String(failure)).not.toContain('another');
  });
});

describe('regions that are discovered', () => {
  let database: TestDatabase;
  let store: DiscoveredSourcesStore;
  beforeEach(async () => {
    database = await createTestDatabase();
    store = new DiscoveredSourcesStore(database.pool);
  });
  afterEach(() => database.drop());

  it('are those that log to the kind of the block, with what they answered', async () => {
    for (const kind of ['bedrock-cloudwatch', 'bedrock-s3'] as const) {
      const wanted = PLACES.filter(({ delivers }) => delivers !== (kind === 'bedrock-s3' ? 'cloudWatch' : 's3'));
      const accounts = [...new Set(PLACES.map(({ accountId }) => accountId))];
      const found = [];
      for (const accountId of accounts) {
        const { sources, notes } = await discoverSources(
          block(accountId, { kind, regions: 'discover' }).discoveries,
          store,
        );
        found.push(...sources);
        expect(notes.every(({ ok }) => ok)).toBe(sources.length > 0);
      }
      expect(found.map(placeInWords).toSorted(byText)).toEqual(
        wanted
          .map(({ accountId, region, logGroup, bucket }) => {
            const place = kind === 'bedrock-s3' ? `${bucket?.name}/${bucket?.keyPrefix ?? ''}` : logGroup;
            return `prod-${accountId}-${region} ${place}`;
          })
          .toSorted(byText),
      );
    }
  });

  it('are read on when they cannot be asked any more', async () => {
    const { discoveries } = block('048219357106', { kind: 'bedrock-cloudwatch', regions: 'discover' });
    const { sources } = await discoverSources(discoveries, store);
    expect(sources).toHaveLength(2);
    expect(await knownSources(discoveries, store)).toEqual(sources);
    await simulator.stop();
    const later = await discoverSources(discoveries, store);
    expect(later.sources).toEqual(sources);
    expect(later.notes.filter(({ ok }) => !ok).map(({ words }) => words)).toEqual([
      expect.stringContaining('us-east-1 was found before and is read on, although it could not be asked'),
      expect.stringContaining('us-west-2 was found before and is read on'),
      expect.stringMatching(/not asked in us-east-1, us-east-2, .*: prod: the logging settings of us-east-1/),
    ]);
  });
});

describe('the check of a source', () => {
  let bucket: Bucket;
  beforeEach(async () => {
    bucket = await startBucket('bedrock-logs-048219357106-us-east-1');
  });
  afterEach(() => bucket.stop());

  it('reads for real and finds nothing wrong', async () => {
    const [busy] = PLACES;
    expect(await inWords(sourceOf(busy, {}))).toEqual([
      expect.stringMatching(
        /^ok : \/bedrock\/invocations in us-east-1 can be read \(\d+ records in the last minute\)$/,
      ),
      'ok logging: Bedrock logs to /bedrock/invocations in us-east-1',
      'ok bodies: bodies in s3://bedrock-logs-048219357106-us-east-1 can be read',
    ]);
    const s3 = PLACES.find(({ delivers }) => delivers === 's3');
    if (s3 === undefined) throw new Error('no place delivers to S3');
    expect(await inWords(sourceOf(s3, {}))).toEqual([
      expect.stringMatching(
        /^ok : s3:\/\/bedrock-logs-311874520963-eu-central-1\/bedrock\/invocation-logs in eu-central-1 can be read/,
      ),
      'ok objects: objects in s3://bedrock-logs-311874520963-eu-central-1 can be read',
      'ok logging: Bedrock logs to s3://bedrock-logs-311874520963-eu-central-1/bedrock/invocation-logs in eu-central-1',
      'ok bodies: bodies in s3://bedrock-logs-311874520963-eu-central-1 can be read',
    ]);
  });

  it('names the permission that is missing for bodies, and where logging goes instead', async () => {
    const [place] = PLACES;
    const folder = 'AWSLogs/048219357106/BedrockModelInvocationLogs/us-east-1/2026/11/19/12/';
    bucket.deny(`${folder}data/ledgerline-doctor`);
    const base = `${simulator.endpoint}/accounts/${place.accountId}`;
    const endpoint = { logs: base, bedrock: base, s3: bucket.endpoint };
    expect(await inWords(sourceOf(place, { endpoint, logGroup: '/bedrock/invocations' }))).toEqual([
      expect.stringMatching(/^ok : /),
      expect.stringMatching(/^ok logging: /),
      expect.stringMatching(/^trouble bodies: .*not allowed to read s3:.*\/data\/; grant s3:GetObject on it/),
    ]);
    expect(await inWords(sourceOf(place, { logGroup: '/elsewhere', bodies: 'skip' }))).toEqual([
      expect.stringMatching(/^trouble : prod: there is no log group \/elsewhere/),
      'trouble logging: model invocation logging in us-east-1 goes to /bedrock/invocations, not to /elsewhere',
    ]);
    const s3 = PLACES.find(({ bucket }) => bucket?.keyPrefix === 'audit');
    if (s3 === undefined) throw new Error('no place has that prefix');
    expect((await inWords(sourceOf(s3, { keyPrefix: 'other', bodies: 'skip' }))).at(-1)).toBe(
      'trouble logging: model invocation logging in ap-southeast-2 goes to s3://insurer-audit-sydney/audit, not to s3://insurer-audit-sydney/other',
    );
  });

  it('says once that the role cannot be assumed', async () => {
    const [place] = PLACES;
    const { arn: roleArn } = readerRoleOf(place.accountId);
    expect(await inWords(sourceOf(place, { credentials: { roleArn } }))).toEqual([
      expect.stringMatching(/^trouble : prod: not allowed to assume the role .*no externalId is configured/),
    ]);
  });
});
