import { beforeAll, describe, expect, it } from 'vitest';
import { BedrockCloudWatchSource } from '../../src/collect/bedrock/cloudwatch.source.js';
import { SourceUnavailable } from '../../src/collect/log-source.js';
import { useStandInCredentials } from '../../src/runtime/environment.js';
import { DAY_MS, HOUR_MS } from '../../src/usage/window.js';
import { LogHours } from '../../simulator/logs/log-hours.js';
import type { Simulator } from '../../simulator/start-simulator.js';
import { DEFAULT_WORLD } from '../../simulator/world.js';
import { PLACES } from '../../simulator/world-places.js';
import { describeLogSource } from '../support/log-source-contract.js';
import { standInAt } from '../support/stand-in.js';

const NOW = Date.parse('2026-11-19T12:00:00Z');
/** A day of a busy place in bodies of 20 kB: several pages of 1 MB each. */
const WORLD = { ...DEFAULT_WORLD, callsPerDay: 2_500, bodyBytes: 20_000 };
const place = PLACES[0];

beforeAll(() => useStandInCredentials());

const simulate = () => standInAt(NOW, { ...WORLD, historyDays: 3, routes: 'cloudwatch', faults: { quotaFactor: 0 } });

function sourceAt(simulator: Simulator, settings: { logGroup?: string } = {}): BedrockCloudWatchSource {
  const endpoint = `${simulator.endpoint}/accounts/${place.accountId}`;
  return new BedrockCloudWatchSource({
    id: 'bedrock-under-test',
    accountId: place.accountId,
    region: place.region,
    logGroup: settings.logGroup ?? place.logGroup,
    endpoint,
    requestsPerSecond: 500,
  });
}

describeLogSource('bedrock-cloudwatch', async () => {
  const simulator = await simulate();
  const window = { from: NOW - DAY_MS, to: NOW - HOUR_MS };
  const hours = new LogHours(WORLD, simulator.historyFrom);
  const expectedEntryIds: string[] = [];
  for (let hour = window.from / HOUR_MS; hour < window.to / HOUR_MS; hour += 1) {
    expectedEntryIds.push(...hours.eventsOf(place, hour, simulator.faults()).map(({ eventId }) => eventId));
  }
  return {
    source: sourceAt(simulator),
    window,
    expectedEntryIds,
    disturb: async () => {
      simulator.setFaults({
        throttleShare: 0.1,
        serverErrorShare: 0.1,
        dropConnectionShare: 0.05,
        tokenExpiryShare: 0.15,
        emptyPageShare: 0.3,
      });
    },
    breakForGood: () => simulator.stop(),
  };
});

describe('bedrock-cloudwatch', () => {
  it('says which log group is missing, where, and what to check', async () => {
    const source = sourceAt(await simulate(), { logGroup: '/bedrock/absent' });
    const reading = source.read({ from: NOW - HOUR_MS, to: NOW }, new AbortController().signal).next();
    await expect(reading).rejects.toThrow(SourceUnavailable);
    await expect(reading).rejects.toThrow(
      /bedrock-under-test: there is no log group \/bedrock\/absent in us-east-1, account 048219357106; check logGroup/,
    );
    await expect(reading).rejects.toHaveProperty('reason', 'notFound');
  });

  it('finds records that arrive late when it reads their window again', async () => {
    const simulator = await simulate();
    simulator.setFaults({ lateShare: 1, lateMaxMinutes: 30 });
    const window = { from: NOW - HOUR_MS, to: NOW };
    const read = async () => {
      const ids: string[] = [];
      for await (const page of sourceAt(simulator).read(window, new AbortController().signal)) {
        ids.push(...page.map(({ envelope }) => envelope.entryId ?? ''));
      }
      return ids;
    };
    const first = await read();
    simulator.clock.hold(NOW + HOUR_MS);
    const later = await read();
    expect(later.length).toBeGreaterThan(first.length);
    expect(later).toEqual(expect.arrayContaining(first));
  });
});
