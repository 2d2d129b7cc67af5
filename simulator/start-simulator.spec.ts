import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  type FilteredLogEvent,
  type FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, describe, expect, it } from 'vitest';
import { SimulatorClock } from './clock.js';
import { LogHours } from './logs/log-hours.js';
import { startSimulator, type Simulator, type SimulatorOptions } from './start-simulator.js';
import { DEFAULT_WORLD } from './world.js';
import { PLACES } from './world-places.js';

const NOW = Date.parse('2026-11-18T15:30:00Z');
const HOUR_MS = 3_600_000;
const LOG_GROUP = '/bedrock/invocations';
const [PLACE] = PLACES;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const clock = new SimulatorClock();
  clock.hold(NOW);
  const simulator = await startSimulator({
    clock,
    historyDays: 2,
    ...options,
    faults: { quotaFactor: 0, ...options.faults },
  });
  closing.push(() => simulator.stop());
  return simulator;
}

function clientOf(
  simulator: Simulator,
  region: string = PLACE.region,
  accountId = PLACE.accountId,
): CloudWatchLogsClient {
  const client = new CloudWatchLogsClient({
    region,
    endpoint: `${simulator.endpoint}/accounts/${accountId}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  closing.push(() => client.destroy());
  return client;
}

interface Walk {
  readonly pages: FilterLogEventsCommandOutput[];
  readonly events: FilteredLogEvent[];
}

/** Every page of a range, following the tokens to their end. */
async function walk(client: CloudWatchLogsClient, startTime: number, endTime: number, limit?: number): Promise<Walk> {
  const pages: FilterLogEventsCommandOutput[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new FilterLogEventsCommand({ logGroupName: LOG_GROUP, startTime, endTime, limit, nextToken }),
    );
    pages.push(page);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return { pages, events: pages.flatMap((page) => page.events ?? []) };
}

/** The name of the error that a call ends with. */
async function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  );
}

/** How a small request for a group ends. */
async function ask(
  client: CloudWatchLogsClient,
  input: { logGroupName?: string; logGroupIdentifier?: string },
): Promise<string> {
  return errorOf(client.send(new FilterLogEventsCommand({ startTime: NOW - HOUR_MS, ...input })));
}

describe('FilterLogEvents, asked by the SDK', () => {
  it('returns every visible event of the range once, in order, over pages of at most 1 MB', async () => {
    const simulator = await start({ bodyBytes: 6_000 });
    const { pages, events } = await walk(clientOf(simulator), 0, NOW);
    const hours = new LogHours({ ...DEFAULT_WORLD, bodyBytes: 6_000 }, simulator.historyFrom);
    const expected: string[] = [];
    for (let hour = simulator.historyFrom / HOUR_MS; hour <= NOW / HOUR_MS; hour += 1) {
      for (const event of hours.eventsOf(PLACE, hour, simulator.faults())) {
        if (event.ingestedAt <= NOW) expected.push(event.eventId);
      }
    }
    expect(events.map((event) => event.eventId)).toEqual(expected);
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) {
      const bytes = (page.events ?? []).reduce((sum, event) => sum + Buffer.byteLength(event.message ?? '') + 26, 0);
      expect(bytes).toBeLessThanOrEqual(1_048_576);
    }
    const times = events.map((event) => event.timestamp ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('begins a log with the permission check, which is not JSON', async () => {
    const simulator = await start();
    const { events } = await walk(clientOf(simulator), simulator.historyFrom, simulator.historyFrom + HOUR_MS, 1);
    expect(events[0]?.message).toBe('Permissions are correctly set for Amazon Bedrock logs.');
    expect(events[0]?.logStreamName).toBe('aws/bedrock/modelinvocations');
    expect(events[1]?.message).toMatch(/^\{.*\}$/);
    expect(events[1]?.eventId).toMatch(/^\d{56}$/);
  });

  it('counts both ends of the range in and pages to the limit that is asked for', async () => {
    const simulator = await start();
    const client = clientOf(simulator);
    const { events } = await walk(client, NOW - 2 * HOUR_MS, NOW - HOUR_MS);
    const first = events[0]?.timestamp ?? 0;
    const last = events.at(-1)?.timestamp ?? 0;
    const { pages, events: same } = await walk(client, first, last, 7);
    expect(same).toEqual(events);
    expect(Math.max(...pages.map((page) => page.events?.length ?? 0))).toBe(7);
    expect((await walk(client, last, last)).events.length).toBeGreaterThan(0);
  });

  it('shows an event from its ingestion on', async () => {
    const simulator = await start();
    const client = clientOf(simulator);
    const before = await walk(client, NOW - HOUR_MS, NOW + HOUR_MS);
    simulator.clock.advance(10 * 60_000);
    const after = await walk(client, NOW - HOUR_MS, NOW + HOUR_MS);
    expect(before.events.every((event) => (event.ingestionTime ?? 0) <= NOW)).toBe(true);
    expect(after.events.length).toBeGreaterThan(before.events.length);
    expect(after.events.slice(0, before.events.length)).toEqual(before.events);
  });

  it('gives the same log after a restart', async () => {
    const options = { faults: { lateShare: 0.1, duplicateShare: 0.1 } };
    const walks = [await start(options), await start(options)].map((one) =>
      walk(clientOf(one), NOW - 6 * HOUR_MS, NOW),
    );
    const [one, other] = await Promise.all(walks);
    expect(other?.events).toEqual(one?.events);
  });

  it('takes the account from the path and the region from the signature', async () => {
    const simulator = await start();
    for (const place of PLACES) {
      const { events } = await walk(clientOf(simulator, place.region, place.accountId), NOW - HOUR_MS, NOW);
      const records = events.map((event): { accountId: string; region: string } => JSON.parse(event.message ?? ''));
      expect(records.length).toBeGreaterThan(0);
      expect(new Set(records.map((record) => `${record.accountId}/${record.region}`))).toEqual(
        new Set([`${place.accountId}/${place.region}`]),
      );
    }
  });

  it('accepts the ARN of a group and knows no other group, account or region', async () => {
    const simulator = await start();
    const arn = `arn:aws:logs:${PLACE.region}:${PLACE.accountId}:log-group:${LOG_GROUP}`;
    const missing = 'ResourceNotFoundException: The specified log group does not exist.';
    expect(await ask(clientOf(simulator), { logGroupIdentifier: arn })).toBe('none');
    expect(await ask(clientOf(simulator), { logGroupName: '/bedrock' })).toBe(missing);
    expect(await ask(clientOf(simulator, 'eu-west-3'), { logGroupName: LOG_GROUP })).toBe(missing);
    expect(await ask(clientOf(simulator, 'us-east-1', '999999999999'), { logGroupName: LOG_GROUP })).toBe(missing);
  });

  it('refuses a token that is a day old, of another query or invented', async () => {
    const simulator = await start();
    const client = clientOf(simulator);
    const query = { logGroupName: LOG_GROUP, startTime: NOW - HOUR_MS, endTime: NOW, limit: 5 };
    const { nextToken } = await client.send(new FilterLogEventsCommand(query));
    const ask = (change: Partial<typeof query & { nextToken: string }>): Promise<string> =>
      errorOf(client.send(new FilterLogEventsCommand({ ...query, nextToken, ...change })));
    const refused = 'InvalidParameterException: The specified nextToken is invalid.';
    expect(await ask({})).toBe('none');
    expect(await ask({ endTime: NOW - 1 })).toBe(refused);
    expect(await ask({ nextToken: 'invented' })).toBe(refused);
    simulator.clock.advance(24 * HOUR_MS + 1);
    expect(await ask({})).toBe(refused);
  });

  it('wants a signature', async () => {
    const simulator = await start();
    const response = await fetch(`${simulator.endpoint}/accounts/${PLACE.accountId}`, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'Logs_20140328.FilterLogEvents', 'Content-Type': 'application/x-amz-json-1.1' },
      body: '{}',
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({
      __type: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
  });

  it('throttles beyond the documented quota of the account and region', async () => {
    const simulator = await start({ faults: { quotaFactor: 1 }, quotaMs: () => 0 });
    const tries = (region: string, accountId: string): Promise<string[]> => {
      const client = clientOf(simulator, region, accountId);
      return Promise.all(
        Array.from({ length: 12 }, () =>
          errorOf(client.send(new FilterLogEventsCommand({ logGroupName: LOG_GROUP, startTime: NOW, limit: 1 }))),
        ),
      );
    };
    const [slow, usual] = [await tries('eu-central-1', '311874520963'), await tries('us-west-2', '048219357106')];
    expect(slow.filter((error) => error === 'none').length).toBe(5);
    expect(slow.filter((error) => error === 'ThrottlingException: Rate exceeded').length).toBe(7);
    expect(usual.filter((error) => error === 'none').length).toBe(10);
  });
});

describe('the other operations', () => {
  it('describe the groups, neighbours of the same prefix included, and the one stream', async () => {
    const client = clientOf(await start());
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: LOG_GROUP }));
    expect(logGroups?.map((group) => [group.logGroupName, group.retentionInDays])).toEqual([
      [LOG_GROUP, 90],
      [`${LOG_GROUP}-sandbox`, 7],
    ]);
    const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName: LOG_GROUP }));
    expect(logStreams?.map((stream) => stream.logStreamName)).toEqual(['aws/bedrock/modelinvocations']);
    expect(logStreams?.[0]?.lastIngestionTime).toBeLessThanOrEqual(NOW);
    expect(logStreams?.[0]?.lastEventTimestamp).toBeGreaterThan(NOW - HOUR_MS);
  });
});

describe('the faults', () => {
  const range = [NOW - 12 * HOUR_MS, NOW] as const;

  it('deliver some records twice under another event id, which the ledger counts', async () => {
    const simulator = await start({ faults: { duplicateShare: 0.2 } });
    const { events } = await walk(clientOf(simulator), ...range);
    const distinct = new Set(events.map((event) => event.message));
    const { groups } = await simulator.ledger({ from: range[0], to: range[1] + 1, by: 'accountRegion' });
    const row = groups.find((group) => group.key === `${PLACE.accountId}/${PLACE.region}`);
    expect(new Set(events.map((event) => event.eventId)).size).toBe(events.length);
    expect(distinct.size).toBe(row?.requests);
    expect(events.length - distinct.size).toBe(row?.duplicates);
    expect(row?.duplicates).toBeGreaterThan(10);
  });

  it('ingest some records late and some out of order', async () => {
    const simulator = await start({ faults: { lateShare: 0.1, lateMaxMinutes: 120, outOfOrder: 0.2 } });
    const { events } = await walk(clientOf(simulator), ...range);
    const delays = events.map((event) => (event.ingestionTime ?? 0) - (event.timestamp ?? 0));
    expect(delays.some((delay) => delay > 60 * 60_000)).toBe(true);
    expect(delays.every((delay) => delay <= 120 * 60_000)).toBe(true);
    expect(events.some((event, index) => (event.ingestionTime ?? 0) < (events[index - 1]?.ingestionTime ?? 0))).toBe(
      true,
    );
  });

  it('answer with empty pages that have a token, and lose nothing by it', async () => {
    const simulator = await start();
    const plain = await walk(clientOf(simulator), ...range, 50);
    simulator.setFaults({ emptyPageShare: 0.6 });
    const holed = await walk(clientOf(simulator), ...range, 50);
    expect(
      holed.pages.filter((page) => page.events?.length === 0 && page.nextToken !== undefined).length,
    ).toBeGreaterThan(2);
    expect(holed.events).toEqual(plain.events);
  });

  it.each<[string, SimulatorOptions['faults'], RegExp]>([
    ['throttle', { throttleShare: 0.5 }, /^ThrottlingException: Rate exceeded$/],
    ['fail', { serverErrorShare: 0.5 }, /^(ServiceUnavailableException|InternalFailure): /],
    ['cut connections', { dropConnectionShare: 0.5 }, /ECONNRESET|aborted|socket hang up|Error/],
  ])(
    '%s some requests and answer others in full, the same ones for the same seed',
    async (_what, faults = {}, expected) => {
      const outcomes = async (): Promise<string[]> => {
        const client = clientOf(await start({ faults }));
        const errors: string[] = [];
        for (let request = 0; request < 16; request += 1) {
          errors.push(
            await errorOf(
              client.send(new FilterLogEventsCommand({ logGroupName: LOG_GROUP, startTime: NOW - HOUR_MS })),
            ),
          );
        }
        return errors;
      };
      const first = await outcomes();
      const failed = first.filter((error) => error !== 'none');
      expect(failed.length).toBeGreaterThan(2);
      expect(failed.length).toBeLessThan(14);
      for (const error of failed) expect(error).toMatch(expected);
      expect((await outcomes()).map((error) => error === 'none')).toEqual(first.map((error) => error === 'none'));
    },
  );

  it('refuse some page tokens as too old, which a query begun again gets past', async () => {
    const simulator = await start({ faults: { tokenExpiryShare: 0.2 } });
    const client = clientOf(simulator);
    const restarts: string[] = [];
    let done: Walk | undefined;
    while (done === undefined) {
      try {
        done = await walk(client, ...range, 25);
      } catch (error) {
        restarts.push(String(error));
      }
    }
    expect(restarts.length).toBeGreaterThan(0);
    for (const error of restarts) expect(error).toContain('The specified nextToken is invalid.');
  });

  it('are read and changed over HTTP, and a mistake is named', async () => {
    const { endpoint } = await start();
    const put = (body: string): Promise<Response> => fetch(`${endpoint}/faults`, { method: 'PUT', body });
    expect((await put('{"lateShare":0.25}')).status).toBe(200);
    expect(await (await fetch(`${endpoint}/faults`)).json()).toMatchObject({ lateShare: 0.25, duplicateShare: 0 });
    const refused = await put('{"lateShare":7}');
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('lateShare is 7');
  });
});

describe('the ledger over HTTP', () => {
  it('answers for a range, an instant and a grouping', async () => {
    const simulator = await start();
    const query = 'from=2026-11-17T00:00:00Z&to=2026-11-18T00:00:00Z&asOf=2026-11-18T12:00:00Z&by=team';
    const answer: unknown = await (await fetch(`${simulator.endpoint}/ledger?${query}`)).json();
    expect(answer).toEqual(
      await simulator.ledger({
        from: Date.parse('2026-11-17T00:00:00Z'),
        to: Date.parse('2026-11-18T00:00:00Z'),
        asOf: Date.parse('2026-11-18T12:00:00Z'),
        by: 'team',
      }),
    );
    expect(answer).toMatchObject({ by: 'team', total: { costUsd: expect.stringMatching(/^\d+\.\d+$/) } });
  });

  it.each(['from=yesterday', 'by=colour'])('refuses %s', async (query) => {
    const response = await fetch(`${(await start()).endpoint}/ledger?${query}`);
    expect(response.status).toBe(400);
  });
});
