import { gunzipSync } from 'node:zlib';
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  type _Object,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { closing, errorOf, reach, standInAt } from '../../test/support/stand-in.js';
import type { Simulator, SimulatorOptions } from '../start-simulator.js';
import { PLACES, type LogBucket, type Place } from '../world-places.js';
import { logFolder } from './log-keys.js';

const NOW = Date.parse('2026-11-18T15:30:00Z');
const HOUR_MS = 3_600_000;

function start(options: SimulatorOptions = {}): Promise<Simulator> {
  return standInAt(NOW, { historyDays: 1, ...options });
}

function placeIn(region: string): Place & { readonly bucket: LogBucket } {
  const place = PLACES.find((candidate) => candidate.region === region);
  if (place?.bucket == null) throw new Error(`no bucket in ${region}`);
  return { ...place, bucket: place.bucket };
}

const DUBLIN = placeIn('eu-west-1');
const FRANKFURT = placeIn('eu-central-1');
const OREGON = placeIn('us-west-2');
const FOLDER = `${logFolder(DUBLIN, DUBLIN.bucket)}eu-west-1/`;

function clientOf(simulator: Simulator, place: Place = DUBLIN): S3Client {
  return closing(new S3Client({ ...reach(simulator, place), forcePathStyle: true }));
}

type Listing = Omit<ListObjectsV2Command['input'], 'Bucket'>;

async function pages(client: S3Client, bucket: string, query: Listing): Promise<ListObjectsV2CommandOutput[]> {
  const all: ListObjectsV2CommandOutput[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ ...query, Bucket: bucket, ContinuationToken: token }));
    all.push(page);
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return all;
}

async function objects(client: S3Client, bucket: string, query: Listing = {}): Promise<_Object[]> {
  return (await pages(client, bucket, query)).flatMap((page) => page.Contents ?? []);
}

async function bytesOf(client: S3Client, bucket: string, key: string | undefined): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

function isOfRecords({ Key = '' }: _Object): boolean {
  return Key.endsWith('.json.gz') && !Key.includes('/data/');
}

interface LoggedRecord {
  readonly timestamp: string;
  readonly requestId: string;
  readonly accountId: string;
  readonly input: { readonly inputBodyS3Path?: string };
  readonly output: { readonly outputBodyS3Path?: string };
}

async function recordsOf(client: S3Client, bucket: string, key: string | undefined): Promise<LoggedRecord[]> {
  const lines = gunzipSync(await bytesOf(client, bucket, key))
    .toString()
    .split('\n');
  return lines.filter((line) => line !== '').map((line): LoggedRecord => JSON.parse(line));
}

describe('ListObjectsV2, asked by the SDK', () => {
  it('gives every key once, in order, over pages of the size asked for', async () => {
    const client = clientOf(await start());
    const all = await objects(client, DUBLIN.bucket.name);
    const paged = await pages(client, DUBLIN.bucket.name, { MaxKeys: 7 });
    expect(paged.flatMap((page) => page.Contents ?? [])).toEqual(all);
    expect(paged.slice(0, -1).every((page) => page.KeyCount === 7 && page.IsTruncated === true)).toBe(true);
    const keys = all.map((object) => object.Key ?? '');
    expect(keys).toEqual(keys.toSorted());
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(100);
    expect(await objects(client, DUBLIN.bucket.name, { StartAfter: keys[41] })).toEqual(all.slice(42));
  });

  it('follows prefixes and rolls folders up', async () => {
    const client = clientOf(await start());
    const folders = async (Prefix: string, MaxKeys?: number): Promise<(string | undefined)[]> => {
      const found = await pages(client, DUBLIN.bucket.name, { Prefix, Delimiter: '/', MaxKeys });
      return found.flatMap((page) => (page.CommonPrefixes ?? []).map((common) => common.Prefix));
    };
    expect(await folders(FOLDER)).toEqual([`${FOLDER}2026/`]);
    const hours = Array.from({ length: 24 }, (_, hour) => `${FOLDER}2026/11/17/${String(hour).padStart(2, '0')}/`);
    expect(await folders(`${FOLDER}2026/11/17/`)).toEqual(hours);
    expect(await folders(`${FOLDER}2026/11/17/`, 5)).toEqual(hours);
    expect(await folders(`${FOLDER}2026/11/17/15/`)).toEqual([`${FOLDER}2026/11/17/15/data/`]);
    const day = await objects(client, DUBLIN.bucket.name, { Prefix: `${FOLDER}2026/11/17/` });
    expect(day.every((object) => object.Key?.startsWith(`${FOLDER}2026/11/17/`))).toBe(true);
    expect(day.filter(isOfRecords).length).toBeGreaterThan(66);
    expect(day.filter(isOfRecords).length).toBeLessThanOrEqual(72);
    expect(await objects(client, DUBLIN.bucket.name, { Prefix: `${FOLDER}2025/` })).toEqual([]);
  });

  it('refuses a token that it did not give', async () => {
    const client = clientOf(await start());
    const invented = new ListObjectsV2Command({ Bucket: DUBLIN.bucket.name, ContinuationToken: 'invented' });
    expect(await errorOf(client.send(invented))).toBe('InvalidArgument');
  });
});

describe('the log in S3', () => {
  it('holds in each object several records of the hour of its folder, some objects in several members', async () => {
    const client = clientOf(await start());
    const found = (await objects(client, DUBLIN.bucket.name)).filter(isOfRecords);
    let members = 0;
    let records = 0;
    for (const { Key = '', Size, ETag } of found) {
      expect(Key).toMatch(/\/eu-west-1\/\d{4}\/\d\d\/\d\d\/\d\d\/\d{8}T\d{9}Z_[0-9a-f]{16}\.json\.gz$/);
      const bytes = await bytesOf(client, DUBLIN.bucket.name, Key);
      expect(bytes.length).toBe(Size);
      members += bytes.indexOf(Buffer.from([0x1f, 0x8b, 8]), 1) === -1 ? 0 : 1;
      const lines = await recordsOf(client, DUBLIN.bucket.name, Key);
      records += lines.length;
      for (const record of lines) {
        expect(Key).toContain(`/${record.timestamp.slice(0, 13).replaceAll(/[-T]/g, '/')}/`);
      }
      expect((await client.send(new HeadObjectCommand({ Bucket: DUBLIN.bucket.name, Key }))).ETag).toBe(ETag);
    }
    expect(members).toBeGreaterThan(5);
    expect(records / found.length).toBeGreaterThan(4);
  });

  it('holds the calls that the ledger counts on this route, late ones and repeats among them', async () => {
    const faults = { lateShare: 0.1, duplicateShare: 0.1, outOfOrder: 0.2, lateObjectShare: 0.3 };
    const simulator = await start({ faults });
    for (const place of [DUBLIN, FRANKFURT]) {
      const client = clientOf(simulator, place);
      const found = (await objects(client, place.bucket.name)).filter(isOfRecords);
      const read = await Promise.all(found.map(({ Key }) => recordsOf(client, place.bucket.name, Key)));
      const ids = read.flat().map((record) => record.requestId);
      const { groups } = await simulator.ledger({ by: 'accountRegion', route: 's3' });
      const row = groups.find((group) => group.key === `${place.accountId}/${place.region}`);
      expect(new Set(ids).size).toBe(row?.requests);
      expect(ids.length - new Set(ids).size).toBe(row?.duplicates);
      expect(row?.duplicates).toBeGreaterThan(10);
    }
  });

  it('shows an object from its delivery on, in the folder of its records, and the same after a restart', async () => {
    const options = { faults: { lateObjectShare: 0.5 } };
    const simulator = await start(options);
    const client = clientOf(simulator);
    const before = await objects(client, DUBLIN.bucket.name);
    simulator.clock.advance(2 * HOUR_MS);
    const after = await objects(client, DUBLIN.bucket.name);
    expect(before.every((object) => (object.LastModified?.getTime() ?? 0) <= NOW)).toBe(true);
    expect(after).toEqual(expect.arrayContaining(before));
    const minutesAfterItsHour = after.filter(isOfRecords).map(({ Key = '', LastModified }) => {
      const [, hour = ''] = /\/(\d{4}\/\d\d\/\d\d\/\d\d)\/[^/]*$/.exec(Key) ?? [];
      const end = Date.parse(`${hour.slice(0, 10).replaceAll('/', '-')}T${hour.slice(11)}:00:00Z`) + HOUR_MS;
      return ((LastModified?.getTime() ?? 0) - end) / 60_000;
    });
    expect(Math.max(...minutesAfterItsHour)).toBeGreaterThan(40);
    expect(Math.max(...minutesAfterItsHour)).toBeLessThanOrEqual(60);

    const again = await start(options);
    expect(await objects(clientOf(again), DUBLIN.bucket.name)).toEqual(before);
  });

  it('has the bodies of more than 100 KB where the records say, in CloudWatch-only places too', async () => {
    const simulator = await start({ historyDays: 3 });
    const client = clientOf(simulator);
    const found = (await objects(client, DUBLIN.bucket.name)).filter(isOfRecords);
    const records = await Promise.all(found.map(({ Key }) => recordsOf(client, DUBLIN.bucket.name, Key)));
    const large = records.flat().filter((record) => record.output.outputBodyS3Path !== undefined);
    expect(large.length).toBeGreaterThan(0);
    const path = `s3://${DUBLIN.bucket.name}/`;
    for (const { requestId, input, output } of large) {
      for (const [part, where = ''] of [
        ['input', input.inputBodyS3Path],
        ['output', output.outputBodyS3Path],
      ]) {
        expect(where.startsWith(path) && where.endsWith(`/data/${requestId}_${part}.json.gz`)).toBe(true);
        const body = gunzipSync(await bytesOf(client, DUBLIN.bucket.name, where.slice(path.length)));
        expect(body.length).toBeGreaterThan(102_400);
        JSON.parse(body.toString());
      }
    }
    const oregon = await objects(clientOf(simulator, OREGON), OREGON.bucket.name);
    expect(oregon.filter(isOfRecords)).toEqual([]);
    expect(oregon.some((object) => object.Key?.endsWith('_output.json.gz'))).toBe(true);
  });

  it('has empty markers that are no records', async () => {
    const found = await objects(clientOf(await start()), DUBLIN.bucket.name);
    const markers = found.filter((object) => object.Key?.endsWith('/amazon-bedrock-logs-permission-check'));
    expect(markers.map((object) => object.Size)).toEqual([0, 0]);
  });
});

describe('the other operations of S3', () => {
  it('read ranges and know what is not there', async () => {
    const client = clientOf(await start());
    const object = (await objects(client, DUBLIN.bucket.name)).find(isOfRecords);
    const whole = await bytesOf(client, DUBLIN.bucket.name, object?.Key);
    const part = await client.send(
      new GetObjectCommand({ Bucket: DUBLIN.bucket.name, Key: object?.Key, Range: 'bytes=10-19' }),
    );
    expect(Buffer.from((await part.Body?.transformToByteArray()) ?? [])).toEqual(whole.subarray(10, 20));
    expect(part.ContentRange).toBe(`bytes 10-19/${whole.length}`);
    const get = (Bucket: string, Key: string): Promise<string> =>
      errorOf(client.send(new GetObjectCommand({ Bucket, Key })));
    expect(await get(DUBLIN.bucket.name, `${object?.Key}x`)).toBe('NoSuchKey');
    expect(await get('no-such-bucket', 'x')).toBe('NoSuchBucket');
    expect(await get(OREGON.bucket.name, 'x')).toBe('AccessDenied');
    expect(await errorOf(client.send(new HeadObjectCommand({ Bucket: DUBLIN.bucket.name, Key: 'x' })))).toBe(
      'NotFound',
    );
  });

  it('tell lifecycle, versions and region of a bucket', async () => {
    const simulator = await start();
    const [dublin, frankfurt] = [clientOf(simulator), clientOf(simulator, FRANKFURT)];
    const { Rules } = await dublin.send(new GetBucketLifecycleConfigurationCommand({ Bucket: DUBLIN.bucket.name }));
    expect(Rules?.map((rule) => [rule.Status, rule.Filter?.Prefix, rule.Expiration?.Days])).toEqual([
      ['Disabled', '', 1],
      ['Enabled', logFolder(DUBLIN, DUBLIN.bucket), 365],
    ]);
    const none = new GetBucketLifecycleConfigurationCommand({ Bucket: FRANKFURT.bucket.name });
    expect(await errorOf(frankfurt.send(none))).toBe('NoSuchLifecycleConfiguration');
    const versioning = await dublin.send(new GetBucketVersioningCommand({ Bucket: DUBLIN.bucket.name }));
    expect(versioning.Status).toBe('Enabled');
    const location = await dublin.send(new GetBucketLocationCommand({ Bucket: DUBLIN.bucket.name }));
    expect(location.LocationConstraint).toBe('eu-west-1');
  });

  it.each<[string, SimulatorOptions['faults'], string]>([
    ['SlowDown', { throttleShare: 1 }, 'SlowDown'],
    ['a server error', { serverErrorShare: 1 }, 'InternalError|ServiceUnavailable'],
  ])('answer with %s as S3 does', async (_what, faults = {}, expected) => {
    const client = clientOf(await start({ faults }));
    expect(await errorOf(objects(client, DUBLIN.bucket.name))).toMatch(new RegExp(`^(${expected})$`));
  });
});
