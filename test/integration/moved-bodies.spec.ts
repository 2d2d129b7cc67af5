import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BedrockS3Source } from '../../src/collect/bedrock/s3.source.js';
import { ingestWindow, type Pipeline } from '../../src/ingest/ingest-window.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import { useStandInCredentials } from '../../src/runtime/environment.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import { HOUR_MS } from '../../src/usage/window.js';
import { type Bucket, startBucket } from '../support/bucket.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const HOUR = Date.parse('2026-11-20T07:00:00Z');
const FOLDER = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/11/20/07/';
const OUTPUT = `${FOLDER}data/r1_output.json.gz`;
const INPUT = `${FOLDER}data/r1_input.json.gz`;
// 1,000 tokens for 5 minutes and 3,000 for an hour, of the 4,000 that the counter tells.
const response = JSON.stringify({
  id: 'msg_1',
  type: 'message',
  stop_reason: 'end_turn',
  content: [],
  usage: {
    input_tokens: 7,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 4000,
    cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 3000 },
    output_tokens: 900,
  },
});
const silent = JSON.stringify({ type: 'message', stop_reason: 'end_turn', content: [], usage: { output_tokens: 900 } });
const request = JSON.stringify({ system: [{ text: 'x', cache_control: { type: 'ephemeral', ttl: '1h' } }] });

function record(paths: { input?: string; output?: string }): string {
  return JSON.stringify({
    schemaType: 'ModelInvocationLog',
    timestamp: '2026-11-20T07:10:00Z',
    accountId: '111122223333',
    region: 'us-east-1',
    requestId: 'r1',
    operation: 'InvokeModel',
    modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    input: {
      inputTokenCount: 7,
      cacheReadInputTokenCount: 0,
      cacheWriteInputTokenCount: 4000,
      ...(paths.input === undefined ? {} : { inputBodyS3Path: paths.input }),
    },
    output: { outputTokenCount: 900, ...(paths.output === undefined ? {} : { outputBodyS3Path: paths.output }) },
  });
}

let bucket: Bucket;
let source: BedrockS3Source;
let database: TestDatabase;
let usageDatabase: UsageDatabase;
let pipeline: Pipeline;

beforeAll(() => useStandInCredentials());
beforeEach(async () => {
  bucket = await startBucket('logs');
  source = sourceOf('read');
  database = await createTestDatabase();
  usageDatabase = await prepareUsageDatabase(database.pool, []);
  const { usage, runs } = usageDatabase;
  pipeline = { usage, runs, rules: NO_RULES, clock: { now: () => HOUR + HOUR_MS } };
});
afterEach(async () => {
  source.close();
  await bucket.stop();
  await database.drop();
});

function sourceOf(bodies: 'read' | 'skip'): BedrockS3Source {
  const place = { accountId: '111122223333', region: 'us-east-1', bucket: 'logs' };
  return new BedrockS3Source({ id: 'prod', ...place, endpoint: bucket.endpoint, bodies });
}

function ingest(reader = source) {
  const window = { from: HOUR, to: HOUR + HOUR_MS };
  return ingestWindow(reader, window, 'live', pipeline, new AbortController().signal);
}

async function stored() {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `select cache_write_5m_tokens::int      as "write5m",
            cache_write_1h_tokens::int      as "write1h",
            provenance->>'cacheTtl'         as "cacheTtl",
            'bodyInS3' = any(flags)         as "unread",
            response_bytes                  as bytes,
            cost_pico::text                 as pico
     from   usage_event`,
  );
  return rows[0];
}

// Claude Sonnet 4.5 through a geographic profile, in pico-dollars a token: input 3.30, output 16.50, writes 4.125 and 6.60.
const costOf = (write5m: bigint, write1h: bigint) =>
  String(7n * 3_300_000n + 900n * 16_500_000n + write5m * 4_125_000n + write1h * 6_600_000n);

describe('a body that was moved to S3 for its size', () => {
  it('is fetched with its record and splits the cache writes', async () => {
    bucket.put(`${FOLDER}1.json.gz`, record({ output: `s3://logs/${OUTPUT}` }));
    bucket.put(OUTPUT, response);
    await ingest();
    expect(await stored()).toEqual({
      write5m: 1000,
      write1h: 3000,
      cacheTtl: 'bodyInS3',
      unread: false,
      bytes: response.length,
      pico: costOf(1000n, 3000n),
    });
  });

  it('that comes late completes the split and the price when its hour is read again', async () => {
    bucket.put(`${FOLDER}1.json.gz`, record({ output: `s3://logs/${OUTPUT}` }));
    expect(await ingest()).toMatchObject({ new: 1, merged: 0 });
    expect(await stored()).toMatchObject({ cacheTtl: 'assumed', unread: true, bytes: null, pico: costOf(4000n, 0n) });

    bucket.put(OUTPUT, response);
    expect(await ingest()).toMatchObject({ new: 0, merged: 1 });
    expect(await stored()).toMatchObject({ cacheTtl: 'bodyInS3', unread: false, pico: costOf(1000n, 3000n) });
    await usageDatabase.rollups.rebuildDirtyHours();
    expect(await usageDatabase.rollups.verify()).toMatchObject({ disagreements: [] });

    bucket.fetched();
    expect(await ingest()).toMatchObject({ read: 0 });
    expect(bucket.fetched()).toEqual([]);
  });

  it('that may not be read never fails the window, and is read once it may be', async () => {
    bucket.put(`${FOLDER}1.json.gz`, record({ output: `s3://logs/${OUTPUT}` }));
    bucket.put(OUTPUT, response);
    bucket.deny(OUTPUT);
    expect(await ingest()).toMatchObject({ new: 1 });
    bucket.allow(OUTPUT);
    expect(await ingest()).toMatchObject({ merged: 1 });
    expect(await stored()).toMatchObject({ cacheTtl: 'bodyInS3', unread: false });
  });

  it('is not asked for again and again while it is refused', async () => {
    const lines = Array.from({ length: 60 }, (_, index) =>
      record({ output: `s3://logs/${FOLDER}data/${index}` }).replace('"r1"', `"r${index}"`),
    );
    for (let index = 0; index < 60; index += 1) bucket.deny(`${FOLDER}data/${index}`);
    bucket.put(`${FOLDER}1.json.gz`, lines.join('\n'));
    expect(await ingest()).toMatchObject({ new: 60 });
    expect(bucket.fetched().length).toBeLessThan(35);
  });

  it('of the request is read only where the response leaves the lifetime open', async () => {
    bucket.put(`${FOLDER}1.json.gz`, record({ input: `s3://logs/${INPUT}`, output: `s3://logs/${OUTPUT}` }));
    bucket.put(INPUT, request);
    bucket.put(OUTPUT, response);
    await ingest();
    expect(bucket.fetched()).not.toContain(INPUT);

    bucket.put(OUTPUT, silent);
    bucket.put(`${FOLDER}1.json.gz`, record({ input: `s3://logs/${INPUT}`, output: `s3://logs/${OUTPUT}` }) + '\n');
    await ingest(sourceOf('read'));
    expect(bucket.fetched()).toContain(INPUT);
  });

  it('of the request tells the lifetime where the response does not', async () => {
    bucket.put(`${FOLDER}1.json.gz`, record({ input: `s3://logs/${INPUT}`, output: `s3://logs/${OUTPUT}` }));
    bucket.put(INPUT, request);
    bucket.put(OUTPUT, silent);
    await ingest();
    expect(await stored()).toMatchObject({ write1h: 4000, cacheTtl: 'requestInS3', pico: costOf(0n, 4000n) });
  });

  it('is left where it lies with `bodies: skip`', async () => {
    bucket.put(`${FOLDER}1.json.gz`, record({ output: `s3://logs/${OUTPUT}` }));
    bucket.put(OUTPUT, response);
    await ingest(sourceOf('skip'));
    expect(bucket.fetched()).toEqual([`${FOLDER}1.json.gz`]);
    expect(await stored()).toMatchObject({ cacheTtl: 'assumed', unread: true });
  });

  it('that unpacks to more than a body can be is given up, and memory with it', async () => {
    bucket.put(`${FOLDER}1.json.gz`, record({ output: `s3://logs/${OUTPUT}` }));
    bucket.put(OUTPUT, gzipSync(Buffer.alloc(70 * 1024 * 1024, 0x20), { level: 1 }));
    expect(await ingest()).toMatchObject({ new: 1 });
    expect(await stored()).toMatchObject({ unread: true });
  });

  it('is never looked for elsewhere than in S3', async () => {
    bucket.put(`${FOLDER}1.json.gz`, record({ output: `${bucket.endpoint}/logs/${OUTPUT}` }));
    bucket.put(OUTPUT, response);
    await ingest();
    expect(bucket.fetched()).toEqual([`${FOLDER}1.json.gz`]);
  });
});
