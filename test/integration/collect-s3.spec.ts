import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { BedrockS3Source } from '../../src/collect/bedrock/s3.source.js';
import { SourceUnavailable } from '../../src/collect/log-source.js';
import { useStandInCredentials } from '../../src/runtime/environment.js';
import { DAY_MS, HOUR_MS, type Window } from '../../src/usage/window.js';
import { BucketHours } from '../../simulator/s3/bucket-hours.js';
import type { Simulator } from '../../simulator/start-simulator.js';
import { DEFAULT_WORLD } from '../../simulator/world.js';
import { PLACES } from '../../simulator/world-places.js';
import { describeLogSource } from '../support/log-source-contract.js';
import { standInAt } from '../support/stand-in.js';

const NOW = Date.parse('2026-11-19T12:00:00Z');
const WORLD = { ...DEFAULT_WORLD, callsPerDay: 2_500 };
const place = PLACES.find(({ region }) => region === 'eu-central-1');

beforeAll(() => useStandInCredentials());

const simulate = () => standInAt(NOW, { ...WORLD, historyDays: 3, routes: 'cloudwatch', faults: { quotaFactor: 0 } });

function sourceAt(simulator: Simulator, settings: { bucket?: string } = {}): BedrockS3Source {
  if (!place?.bucket) throw new Error('the place has no bucket');
  return new BedrockS3Source({
    id: 'bedrock-under-test',
    accountId: place.accountId,
    region: place.region,
    bucket: settings.bucket ?? place.bucket.name,
    keyPrefix: place.bucket.keyPrefix ?? undefined,
    endpoint: `${simulator.endpoint}/accounts/${place.accountId}`,
    bodies: 'read',
  });
}

/** The ids of every record that lies in the folders of a window, in the words of the source. */
function entryIdsOf(simulator: Simulator, window: Window): string[] {
  if (!place?.bucket) return [];
  const hours = new BucketHours(WORLD, simulator.historyFrom);
  const ids: string[] = [];
  for (let hour = window.from / HOUR_MS; hour < window.to / HOUR_MS; hour += 1) {
    for (const object of hours.objectsOf(place, place.bucket, hour, simulator.faults())) {
      if (object.key.includes('/data/') || object.bytes.length === 0) continue;
      const lines = gunzipSync(object.bytes).toString().trimEnd().split('\n').length;
      const etag = object.etag.replaceAll('"', '');
      for (let line = 1; line <= lines; line += 1) ids.push(`${place.bucket.name}/${object.key}#${etag}:${line}`);
    }
  }
  return ids;
}

describeLogSource('bedrock-s3', async () => {
  const simulator = await simulate();
  const window = { from: NOW - DAY_MS, to: NOW - 2 * HOUR_MS };
  return {
    source: sourceAt(simulator),
    window,
    expectedEntryIds: entryIdsOf(simulator, window),
    disturb: async () => {
      simulator.setFaults({ throttleShare: 0.1, serverErrorShare: 0.1, dropConnectionShare: 0.1 });
    },
    breakForGood: () => simulator.stop(),
  };
});

describe('bedrock-s3', () => {
  it('says which bucket is missing, and what to check', async () => {
    const source = sourceAt(await simulate(), { bucket: 'no-such-bucket' });
    const reading = source.read({ from: NOW - HOUR_MS, to: NOW }, new AbortController().signal).next();
    await expect(reading).rejects.toThrow(SourceUnavailable);
    await expect(reading).rejects.toThrow(
      /bedrock-under-test: there is no s3:\/\/no-such-bucket\/.* in eu-central-1, account 311874520963; check bucket, keyPrefix and region/,
    );
    await expect(reading).rejects.toHaveProperty('reason', 'notFound');
  });

  it('finds objects that appear late in a folder when it reads its hour again', async () => {
    const simulator = await simulate();
    simulator.setFaults({ lateObjectShare: 1 });
    const source = sourceAt(simulator);
    const read = async () => {
      const window = { from: NOW - 2 * HOUR_MS, to: NOW };
      const ids: string[] = [];
      for await (const page of source.read(window, new AbortController().signal)) {
        ids.push(...page.map(({ envelope }) => envelope.entryId ?? ''));
      }
      source.saved(window);
      return ids;
    };
    const first = await read();
    simulator.clock.hold(NOW + 2 * HOUR_MS);
    const later = await read();
    expect(later.length).toBeGreaterThan(0);
    // What was saved before is not read again.
    expect(later.filter((id) => first.includes(id))).toEqual([]);
    expect([...first, ...later].toSorted()).toEqual(
      entryIdsOf(simulator, { from: NOW - 2 * HOUR_MS, to: NOW }).toSorted(),
    );
  });
});
