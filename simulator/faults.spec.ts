import { gunzipSync } from 'node:zlib';
import { BedrockClient, GetModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { closing, errorOf, reach, standInAt } from '../test/support/stand-in.js';
import { changeFaults } from './change-faults.js';
import { DEMO_FAULTS, NO_FAULTS } from './faults.js';
import type { Simulator } from './start-simulator.js';
import { PLACES } from './world-places.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const [VIRGINIA] = PLACES;
const BUCKET = VIRGINIA.bucket?.name ?? '';
const WHERE = { accountId: VIRGINIA.accountId, region: VIRGINIA.region };

function logsOf(simulator: Simulator, where = WHERE): CloudWatchLogsClient {
  return closing(new CloudWatchLogsClient(reach(simulator, where)));
}

function s3Of(simulator: Simulator): S3Client {
  return closing(new S3Client({ ...reach(simulator, WHERE), forcePathStyle: true }));
}

async function keysOf(client: S3Client): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, ContinuationToken }));
    keys.push(...(page.Contents ?? []).map((object) => object.Key ?? ''));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return keys;
}

async function bytesOf(client: S3Client, Key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** Times of the events in the log group. */
async function eventTimes(simulator: Simulator): Promise<number[]> {
  const client = logsOf(simulator);
  const times: number[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new FilterLogEventsCommand({ logGroupName: '/bedrock/invocations', nextToken }));
    times.push(...(page.events ?? []).map((event) => event.timestamp ?? 0));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return times;
}

async function metered(simulator: Simulator, name: string): Promise<number> {
  const client = closing(new CloudWatchClient(reach(simulator, WHERE)));
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(NOW - DAY_MS),
      EndTime: new Date(NOW),
      MetricDataQueries: [{ Id: 'q', Expression: `SEARCH('{AWS/Bedrock,ModelId} ${name}', 'Sum', 3600)` }],
    }),
  );
  return MetricDataResults.flatMap(({ Values = [] }) => Values).reduce((sum, value) => sum + value, 0);
}

async function put(simulator: Simulator, change: object): Promise<Response> {
  return fetch(`${simulator.endpoint}/faults`, { method: 'PUT', body: JSON.stringify(change) });
}

describe('denials', () => {
  it('refuse an action everywhere, in a region, or for large bodies only', async () => {
    const simulator = await standInAt(NOW);
    const s3 = s3Of(simulator);
    const keys = await keysOf(s3);
    const body = keys.find((key) => key.includes('/data/') && key.endsWith('.gz')) ?? '';
    const records = keys.find((key) => !key.includes('/data/') && key.endsWith('.gz')) ?? '';
    const denied = [
      's3:GetObject data',
      'bedrock:GetModelInvocationLoggingConfiguration',
      'logs:FilterLogEvents us-west-2',
    ];
    expect((await put(simulator, { denied })).status).toBe(200);

    expect(await errorOf(bytesOf(s3, body))).toBe('AccessDenied');
    expect(await errorOf(bytesOf(s3, records))).toBe('none');
    const bedrock = closing(new BedrockClient(reach(simulator, WHERE)));
    const config = bedrock.send(new GetModelInvocationLoggingConfigurationCommand({}));
    expect(await errorOf(config)).toBe('AccessDeniedException');
    const filter = (where: typeof WHERE): Promise<string> =>
      errorOf(logsOf(simulator, where).send(new FilterLogEventsCommand({ logGroupName: '/bedrock/invocations' })));
    expect(await filter(WHERE)).toBe('none');
    expect(await filter({ ...WHERE, region: 'us-west-2' })).toBe('AccessDeniedException');
    await put(simulator, { denied: ['cloudwatch:GetMetricData', 's3:ListBucket'] });
    expect(await errorOf(metered(simulator, 'Invocations'))).toMatch(/^AccessDenied/);
    expect(await errorOf(keysOf(s3))).toBe('AccessDenied');
    expect(await errorOf(bytesOf(s3, body))).toBe('none');
  });
});

describe('logging that is switched off', () => {
  it('leaves calls metered, in no log and not in the ledger, and is told by the configuration', async () => {
    const simulator = await standInAt(NOW);
    const before = await simulator.ledger({ by: 'accountRegion' });
    const invocations = await metered(simulator, 'Invocations');
    const from = NOW - 6 * HOUR_MS;
    simulator.setFaults({ loggingOff: [{ ...WHERE, from, to: null }] });

    expect(Math.max(...(await eventTimes(simulator)))).toBeLessThan(from);
    const s3 = s3Of(simulator);
    expect((await keysOf(s3)).some((key) => key.includes('/2026/11/18/10/'))).toBe(false);
    const after = await simulator.ledger({ by: 'accountRegion' });
    const [had, has] = [before, after].map(({ groups }) => groups.find(({ key }) => key === '048219357106/us-east-1'));
    expect(has?.requests).toBeLessThan(had?.requests ?? 0);
    expect(after.total.requests - (has?.requests ?? 0)).toBe(before.total.requests - (had?.requests ?? 0));
    expect(await metered(simulator, 'Invocations')).toBe(invocations);
    const bedrock = closing(new BedrockClient(reach(simulator, WHERE)));
    const { loggingConfig } = await bedrock.send(new GetModelInvocationLoggingConfigurationCommand({}));
    expect(loggingConfig).toBeUndefined();
  });
});

describe('deliveries that fail', () => {
  it('lose records on one route, which the metrics tell, and leave the other one whole', async () => {
    const simulator = await standInAt(NOW);
    const from = NOW - 6 * HOUR_MS;
    const to = NOW - 3 * HOUR_MS;
    const whole = await simulator.ledger({ asOf: NOW + DAY_MS, to: NOW });
    expect(await metered(simulator, 'LogsCloudWatchDeliveryFailure')).toBe(0);
    simulator.setFaults({ failingDeliveries: [{ ...WHERE, from, to, route: 'cloudwatch' }] });
    const lost = await metered(simulator, 'LogsCloudWatchDeliveryFailure');
    expect(lost).toBeGreaterThan(20);
    expect((await eventTimes(simulator)).filter((at) => at >= from && at < to)).toEqual([]);
    const rest = await simulator.ledger({ asOf: NOW + DAY_MS, to: NOW });
    expect(rest.total).toEqual(whole.total);
    const cloudWatch = { by: 'accountRegion', route: 'cloudwatch', asOf: NOW + DAY_MS, to: NOW } as const;
    const { groups } = await simulator.ledger(cloudWatch);
    const row = groups.find(({ key }) => key === '048219357106/us-east-1');
    const { groups: all } = await simulator.ledger({ ...cloudWatch, route: 's3' });
    // Cut-off records belong to Sydney, so that here every lost record is a lost call.
    expect((all.find(({ key }) => key === '048219357106/us-east-1')?.requests ?? 0) - (row?.requests ?? 0)).toBe(lost);
  });

  it('lose large bodies, so that nobody can fetch them', async () => {
    const simulator = await standInAt(NOW);
    const lost = PLACES.map(({ accountId, region }) => ({
      accountId,
      region,
      from: 0,
      to: null,
      route: 'largeData' as const,
    }));
    const without = await simulator.ledger({ bodies: false });
    expect((await simulator.ledger()).total.tokens).not.toEqual(without.total.tokens);
    simulator.setFaults({ failingDeliveries: lost });
    expect((await simulator.ledger()).total).toEqual(without.total);
    expect((await keysOf(s3Of(simulator))).filter((key) => key.includes('/data/') && key.endsWith('.gz'))).toEqual([]);
  });
});

describe('a retention that is shortened', () => {
  it('deletes what is older in both routes, and is told by both', async () => {
    const simulator = await standInAt(NOW, { historyDays: 5 });
    simulator.setFaults({ retention: [{ ...WHERE, days: 2 }] });
    expect(Math.min(...(await eventTimes(simulator)))).toBeGreaterThanOrEqual(NOW - 2 * DAY_MS);
    const s3 = s3Of(simulator);
    expect((await keysOf(s3)).some((key) => key.includes('/2026/11/15/'))).toBe(false);
    expect((await keysOf(s3)).some((key) => key.includes('/2026/11/17/'))).toBe(true);
    const groups = await logsOf(simulator).send(new DescribeLogGroupsCommand({}));
    expect(groups.logGroups?.[0]?.retentionInDays).toBe(2);
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: BUCKET }));
    expect(Rules?.find((rule) => rule.Status === 'Enabled')?.Expiration?.Days).toBe(2);
  });
});

describe('requests to S3', () => {
  it('may get an object cut short once', async () => {
    const simulator = await standInAt(NOW, { historyDays: 1, faults: { truncatedGzipShare: 0.5 } });
    const s3 = s3Of(simulator);
    const outcomes: string[] = [];
    for (const key of (await keysOf(s3)).filter((one) => one.endsWith('.gz')).slice(0, 20)) {
      const first = await bytesOf(s3, key);
      const second = await bytesOf(s3, key);
      gunzipSync(second);
      outcomes.push(first.length === second.length ? 'whole' : await errorOf((async () => gunzipSync(first))()));
    }
    expect(new Set(outcomes)).toEqual(new Set(['whole', 'Error']));
  });

  it('may be refused as if the credentials had expired', async () => {
    const simulator = await standInAt(NOW, { faults: { expiredCredentialsShare: 1 } });
    expect(await errorOf(keysOf(s3Of(simulator)))).toBe('ExpiredToken');
    expect(await errorOf(eventTimes(simulator))).toBe('ExpiredTokenException');
  });
});

describe('changing faults', () => {
  it('keeps what is not named', () => {
    expect(changeFaults(DEMO_FAULTS, { slowMs: 20 })).toEqual({ ...DEMO_FAULTS, slowMs: 20 });
  });

  it('reads times as text or as milliseconds', () => {
    const spell = { ...WHERE, from: '2026-11-18T00:00:00Z' };
    const from = Date.parse(spell.from);
    expect(changeFaults(NO_FAULTS, { loggingOff: [spell] }).loggingOff).toEqual([{ ...WHERE, from, to: null }]);
    expect(changeFaults(NO_FAULTS, { loggingOff: [{ ...spell, from, to: from + 1 }] }).loggingOff).toEqual([
      { ...WHERE, from, to: from + 1 },
    ]);
  });

  it.each<[unknown, string]>([
    [{ lateshare: 0.1 }, '"lateshare" is not one of'],
    [{ lateShare: 2 }, 'lateShare is 2, expected a number from 0 to 1'],
    [{ slowMs: '5' }, 'slowMs is "5"'],
    [[], 'expected a JSON object'],
    [{ denied: ['s3:GetObjects'] }, 'denied has "s3:GetObjects"'],
    [{ denied: 's3:GetObject' }, 'denied is "s3:GetObject", expected a list'],
    [{ loggingOff: [{ ...WHERE, from: 'yesterday' }] }, 'loggingOff.from is "yesterday"'],
    [{ loggingOff: [{ accountId: '1', region: 'x', from: 0 }] }, 'loggingOff names 1/x, where there is no log'],
    [{ failingDeliveries: [{ ...WHERE, from: 0, route: 'fax' }] }, 'failingDeliveries.route is "fax"'],
    [{ retention: [{ ...WHERE, days: 0 }] }, 'retention.days is 0'],
  ])('refuses %j', (change, message) => {
    expect(() => changeFaults(NO_FAULTS, change)).toThrow(message);
  });
});
