import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BedrockS3Source } from '../../src/collect/bedrock/s3.source.js';
import { SourceUnavailable } from '../../src/collect/log-source.js';
import { useStandInCredentials } from '../../src/runtime/environment.js';
import type { RawRecord } from '../../src/usage/raw-record.js';
import { HOUR_MS, LONGEST_OVERLAP_MS } from '../../src/usage/window.js';
import { type Bucket, startBucket } from '../support/bucket.js';

const HOUR = Date.parse('2026-11-20T07:00:00Z');
const FOLDER = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/11/20/07/';
let bucket: Bucket;
let source: BedrockS3Source;

beforeAll(() => useStandInCredentials());
beforeEach(async () => {
  bucket = await startBucket('logs');
  source = new BedrockS3Source({
    id: 'prod',
    accountId: '111122223333',
    region: 'us-east-1',
    bucket: 'logs',
    endpoint: { s3: bucket.endpoint },
    bodies: 'read',
  });
});
afterEach(async () => {
  source.close();
  await bucket.stop();
});

async function read(window = { from: HOUR, to: HOUR + HOUR_MS }, andSave = true): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  for await (const page of source.read(window, new AbortController().signal)) records.push(...page);
  if (andSave) source.saved(window);
  return records;
}

const texts = (records: readonly RawRecord[]) => records.map(({ text }) => text);

describe('objects of records in S3', () => {
  it('may hold several gzip members and a bad line, and are read whole', async () => {
    const members = Buffer.concat([gzipSync('{"a":1}\n{"b":2}\n'), gzipSync('{"cut\n'), gzipSync('{"c":3}\n')]);
    bucket.put(`${FOLDER}1.json.gz`, members);
    expect(texts(await read())).toEqual(['{"a":1}', '{"b":2}', '{"cut', '{"c":3}']);
  });

  it('are told apart from markers, empty objects and bodies', async () => {
    bucket.put(`${FOLDER}amazon-bedrock-logs-permission-check`, Buffer.alloc(0));
    bucket.put(`${FOLDER}0.json.gz`, Buffer.alloc(0));
    bucket.put(`${FOLDER}data/1_output.json.gz`, '{}');
    bucket.put(`${FOLDER}1.json.gz`, '{"a":1}\n');
    expect(texts(await read())).toEqual(['{"a":1}']);
    expect(bucket.fetched()).toEqual([`${FOLDER}1.json.gz`]);
  });

  it('know their folder and line; nothing is read from their names', async () => {
    bucket.put(`${FOLDER}20991231T000000Z_ff.json.gz`, '\n{"a":1}\n');
    const [record] = await read();
    expect(record?.envelope).toMatchObject({ accountId: '111122223333', region: 'us-east-1', timestamp: HOUR });
    expect(record?.envelope.entryId).toMatch(/^logs\/AWSLogs\/.*_ff\.json\.gz#[0-9a-f]{32}:2$/);
  });

  it('that were saved are not read again, those that changed are', async () => {
    bucket.put(`${FOLDER}1.json.gz`, '{"a":1}\n');
    bucket.put(`${FOLDER}2.json.gz`, '{"b":1}\n');
    await read();
    bucket.put(`${FOLDER}2.json.gz`, '{"b":2}\n');
    bucket.put(`${FOLDER}3.json.gz`, '{"c":1}\n');
    expect(texts(await read()).toSorted()).toEqual(['{"b":2}', '{"c":1}']);
  });

  it('whose window was read but not saved are read again', async () => {
    bucket.put(`${FOLDER}1.json.gz`, '{"a":1}\n');
    await read(undefined, false);
    expect(await read()).toHaveLength(1);
    expect(await read()).toHaveLength(0);
  });

  it('of hours that no overlap reaches are not remembered', async () => {
    bucket.put(`${FOLDER}1.json.gz`, '{"a":1}\n');
    const newest = HOUR + LONGEST_OVERLAP_MS + 3 * HOUR_MS;
    await read({ from: newest, to: newest + HOUR_MS });
    await read();
    expect(await read()).toHaveLength(1);
  });

  it('that end early fail their window, with words about the object, and nothing of it is remembered', async () => {
    const lines = Array.from({ length: 2_000 }, () => `{"a":"${randomBytes(200).toString('hex')}"}\n`).join('');
    const whole = gzipSync(lines);
    bucket.put(`${FOLDER}1.json.gz`, '{"whole":1}\n');
    bucket.put(`${FOLDER}2.json.gz`, whole.subarray(0, whole.length / 2));
    const failure = await read().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SourceUnavailable);
    expect(String(failure)).toMatch(/prod: s3:\/\/logs\/.*2\.json\.gz ends early or is damaged/);
    expect(bucket.fetched().filter((key) => key.endsWith('2.json.gz'))).toHaveLength(4);

    bucket.put(`${FOLDER}2.json.gz`, whole);
    expect(await read()).toHaveLength(2_001);
  });

  it('that may not be read fail their window, with the permission that is missing', async () => {
    bucket.put(`${FOLDER}1.json.gz`, '{"a":1}\n');
    bucket.deny(`${FOLDER}1.json.gz`);
    await expect(read()).rejects.toThrow(/not allowed to read s3:\/\/logs\/.*1\.json\.gz .*; grant s3:GetObject on it/);
  });
});
