import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Faults } from '../../simulator/faults.js';
import { readSettings } from '../../src/ingest/settings.job.js';
import type { BedrockConfig } from '../../src/runtime/config/schema.js';
import { alertsSchema } from '../../src/runtime/config/watch-schema.js';
import { priceBook } from '../../src/price/price-book.js';
import { ActivityStore } from '../../src/store/activity.store.js';
import { AlertStore } from '../../src/store/alerts.store.js';
import { createPool } from '../../src/store/database.js';
import { NotificationStore } from '../../src/store/notifications.store.js';
import { alerts } from '../../src/store/questions/alerts.js';
import { settingsHistory } from '../../src/store/questions/settings-history.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/usage/window.js';
import { buildChannels } from '../../src/watch/channels/build-channels.js';
import { readPlaces } from '../../src/watch/places.reader.js';
import { sendDue } from '../../src/watch/send.job.js';
import { UnusualReader } from '../../src/watch/unusual.reader.js';
import { look } from '../../src/watch/watch.job.js';
import { watchedSources } from '../../src/watched-sources.js';
import { type AlertReceiver, startAlertReceiver } from '../support/alert-receiver.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { simulateCloud, type SimulatedCloud } from '../support/simulated-cloud.js';

const NOW = Date.parse('2026-11-19T12:00:00Z');
/** A place that delivers to a log group and to a bucket, and one that delivers to a log group alone. */
const BOTH = { accountId: '048219357106', region: 'us-east-1' };
const GROUP = { accountId: '527940186233', region: 'ap-northeast-1' };
const READ = [BOTH, GROUP, { accountId: '764105392718', region: 'us-east-1' }];
const subject = ({ accountId, region }: typeof BOTH) => `bedrock/${accountId}/${region}`;

let cloud: SimulatedCloud;
let database: TestDatabase;
let receiver: AlertReceiver;
let clock: { at: number; now(): number };
let sources: BedrockConfig[];
const quiet = { log: () => {}, warn: () => {} };

beforeEach(async () => {
  cloud = await simulateCloud(NOW, { callsPerDay: 100, historyDays: 60, faults: { quotaFactor: 0 } });
  database = await createTestDatabase();
  receiver = await startAlertReceiver();
  clock = { at: NOW, now: () => clock.at };
  sources = cloud.simulator.accounts.flatMap(({ accountId, region, logGroup, endpoint }) =>
    logGroup !== null && READ.some((place) => place.accountId === accountId && place.region === region)
      ? [sourceOf(accountId, region, logGroup, endpoint)]
      : [],
  );
});
afterEach(async () => {
  await receiver.stop();
  await cloud.simulator.stop();
  await database.drop();
});

function sourceOf(accountId: string, region: string, logGroup: string, endpoint: string): BedrockConfig {
  const schedule = { live: '* * * * *', hourly: '7 * * * *', daily: '23 3 * * *' };
  const common = { historyDays: 60, bodies: 'read', metrics: true, schedule } as const;
  return { id: `${accountId}-${region}`, kind: 'bedrock-cloudwatch', accountId, region, logGroup, endpoint, ...common };
}

/** What one instance of the service is made of. Another call is another instance, on the same database. */
function instance(pool = database.pool) {
  const channels = buildChannels(
    [
      {
        id: 'ops',
        kind: 'webhook',
        url: receiver.url,
        secret: 'shared',
        allowPrivateAddresses: true,
        timeoutSeconds: 5,
      },
    ],
    undefined,
  );
  const settings = {
    sources: watchedSources(sources),
    alerts: alertsSchema.parse({ settleMinutes: 0, renotifyHours: 0 }),
    book: priceBook,
    channels,
  };
  const unusual = new UnusualReader(pool, new ActivityStore(pool));
  return {
    look: () => look({ pool, alerts: new AlertStore(pool), clock, settings, unusual }),
    send: () =>
      sendDue({ notifications: new NotificationStore(pool), channels, clock }, new AbortController().signal, quiet),
    places: () => readPlaces(pool, { sources: settings.sources, requiredDays: 30, now: clock.at }),
  };
}

/** An hour passes, the cloud is as these faults make it, its settings are read, and everything is looked at. */
async function hourLater(faults: Partial<Faults> = {}, service = instance()): Promise<void> {
  clock.at += HOUR_MS;
  cloud.simulator.clock.hold(clock.at);
  cloud.simulator.setFaults({ loggingOff: [], failingDeliveries: [], retention: [], denied: [], ...faults });
  await readSettings({ pool: database.pool, clock, sources }, new AbortController().signal, quiet);
  await service.look();
}

async function verdictAt(place: typeof BOTH) {
  const { judged } = await instance().places();
  const found = judged.find(({ accountId, region }) => accountId === place.accountId && region === place.region);
  if (found === undefined) throw new Error(`no verdict on ${subject(place)}`);
  return found;
}

describe('settings read from the cloud', () => {
  it('say of every place what it keeps', async () => {
    await hourLater();
    const { judged } = await instance().places();
    expect(judged).toHaveLength(sources.length);
    expect(new Set(judged.map(({ verdict }) => verdict.words))).toEqual(
      new Set(['The records of the last 30 days are there, and the settings keep them that long.']),
    );
    const { keeping, verdict } = await verdictAt(BOTH);
    expect(keeping.stores.map(({ name, keeping }) => [name, keeping?.days])).toEqual([
      ['log group /bedrock/invocations', 90],
      ['bucket s3://bedrock-logs-048219357106-us-east-1', 90],
    ]);
    expect([verdict.own.state, verdict.heldDays]).toEqual(['none', 30]);
  });

  it('start a row only when they change', async () => {
    await hourLater();
    const first = await settingsHistory(database.pool, GROUP);
    await hourLater();
    const second = await settingsHistory(database.pool, GROUP);
    expect(second.map(({ name, firstSeenAt }) => [name, firstSeenAt])).toEqual(
      first.map(({ name, firstSeenAt }) => [name, firstSeenAt]),
    );
    expect(second.every(({ lastSeenAt }) => lastSeenAt === clock.at)).toBe(true);
    await hourLater({ retention: [{ ...GROUP, days: 7 }] });
    const third = await settingsHistory(database.pool, GROUP);
    expect(third.filter(({ name }) => name === 'logGroup').map(({ reading }) => reading)).toMatchObject([
      { known: true, value: { retentionDays: 90 } },
      { known: true, value: { retentionDays: 7 } },
    ]);
  });

  it.each([
    ['bedrock:GetModelInvocationLoggingConfiguration', '*'],
    ['logs:DescribeLogGroups', '*'],
    ['cloudwatch:GetMetricData', '*'],
  ])('that may not be read (%s) leave the verdict unknown, with the permission to grant', async (permission, on) => {
    await hourLater({ denied: [permission] });
    const { keeping, verdict } = await verdictAt(GROUP);
    expect(verdict.state).toBe('unknown');
    expect(keeping.unread.map((missing) => [missing.permission, missing.on])).toContainEqual([permission, on]);
    const [first] = keeping.unread;
    expect(JSON.parse(first?.action.policy ?? '')).toMatchObject({ Effect: 'Allow', Action: permission });
  });

  it('that may not be read of a bucket do not matter where the log group keeps enough', async () => {
    await hourLater({ denied: ['s3:GetLifecycleConfiguration', 's3:GetBucketVersioning', 's3:ListBucket'] });
    const { keeping, verdict } = await verdictAt(BOTH);
    expect(verdict.state).toBe('kept');
    expect(keeping.unread.map(({ permission }) => permission).sort()).toEqual([
      's3:GetBucketVersioning',
      's3:GetLifecycleConfiguration',
      's3:ListBucket',
    ]);
  });

  it('remember that logging was off, after it is on again', async () => {
    await hourLater();
    await hourLater({ loggingOff: [{ ...GROUP, from: clock.at, to: null }] });
    expect((await verdictAt(GROUP)).verdict.state).toBe('not kept');
    await hourLater();
    const { verdict } = await verdictAt(GROUP);
    expect(verdict.state).toBe('at risk');
    expect(verdict.reasons.map(({ code }) => code)).toEqual(expect.arrayContaining(['loggingWasOff', 'missing']));
  });
});

describe('an alert', () => {
  it.each([
    [
      'a retention that was shortened',
      { retention: [{ ...BOTH, days: 7 }] },
      [`opened retention ${subject(BOTH)}`],
      // What was deleted meanwhile stays missing.
      [`eased retention ${subject(BOTH)}`],
    ],
    [
      'deliveries that fail',
      { failingDeliveries: [{ ...GROUP, route: 'cloudwatch', from: NOW - 12 * HOUR_MS, to: null }] as const },
      [`opened log-delivery ${subject(GROUP)}`, `opened retention ${subject(GROUP)}`],
      [`resolved log-delivery ${subject(GROUP)}`, `resolved retention ${subject(GROUP)}`],
    ],
    [
      'logging that was switched off',
      { loggingOff: [{ ...GROUP, from: NOW, to: null }] },
      [`opened logging-off ${subject(GROUP)}`, `opened retention ${subject(GROUP)}`],
      [`eased retention ${subject(GROUP)}`, `resolved logging-off ${subject(GROUP)}`],
    ],
  ])('about %s arrives once, and its end once', async (_, faults, opened, ended) => {
    const service = instance();
    await hourLater();
    await service.send();
    expect(receiver.news).toEqual([]);

    await hourLater(faults);
    await service.send();
    expect(receiver.news.toSorted()).toEqual(opened);
    await hourLater(faults);
    await service.send();
    await service.send();
    expect(receiver.news).toHaveLength(opened.length);

    await hourLater();
    await hourLater();
    while ((await service.send()) > 0);
    expect(receiver.news.slice(opened.length).toSorted()).toEqual(ended);
    // One message for each look that had news.
    expect(receiver.keys).toHaveLength(2);
  });

  it('about many places at once is one message', async () => {
    await hourLater();
    await hourLater({ retention: sources.map(({ accountId, region }) => ({ accountId, region, days: 3 })) });
    await instance().send();
    expect(receiver.keys).toHaveLength(1);
    expect(receiver.news).toHaveLength(sources.length);
  });

  it('is sent by the next instance when this one is killed after storing it', async () => {
    await hourLater();
    await hourLater({ retention: [{ ...GROUP, days: 7 }] });
    // The transaction is committed; nothing has been sent when the process ends. Another starts and looks first.
    const pool = createPool(database.url, { applicationName: 'another instance', max: 3 });
    const next = instance(pool);
    await next.look();
    expect(await next.send()).toBe(1);
    expect(await next.send()).toBe(0);
    await pool.end();
    expect(receiver.news).toEqual([`opened retention ${subject(GROUP)}`]);
  });

  it('is sent again under the same key when the process is killed before it knows that it was taken', async () => {
    await hourLater();
    await hourLater({ retention: [{ ...GROUP, days: 7 }] });
    const notifications = new NotificationStore(database.pool);
    const [claimed] = await notifications.claim(clock.at, 90_000);
    receiver.keys.push(claimed?.notificationId ?? '');
    // The claim of the killed process still stands: nobody sends what it may just be sending.
    expect(await instance().send()).toBe(0);
    clock.at += 90_000;
    expect(await instance().send()).toBe(1);
    expect(new Set(receiver.keys).size).toBe(1);
  });

  it('waits for a receiver that fails, and its end waits behind it', async () => {
    await hourLater();
    receiver.answer = 503;
    await hourLater({ failingDeliveries: [{ ...GROUP, route: 'cloudwatch', from: NOW - 12 * HOUR_MS, to: null }] });
    expect(await instance().send()).toBe(0);
    await hourLater();
    await hourLater();
    expect(await instance().send()).toBe(0);
    receiver.answer = 200;
    clock.at += 5 * MINUTE_MS;
    expect([await instance().send(), await instance().send(), await instance().send()]).toEqual([1, 1, 0]);
    expect(receiver.news.map((news) => news.split(' ')[0])).toEqual(['opened', 'opened', 'resolved', 'resolved']);
  });

  it('is given up after a day, and says so', async () => {
    await hourLater();
    receiver.answer = 500;
    await hourLater({ retention: [{ ...GROUP, days: 7 }] });
    await instance().send();
    clock.at += DAY_MS;
    await instance().send();
    receiver.answer = 200;
    clock.at += DAY_MS;
    expect(await instance().send()).toBe(0);
    const { rows } = await database.pool.query('select state, attempts, last_error from notification');
    expect(rows).toEqual([
      {
        state: 'given up',
        attempts: 2,
        last_error: 'channel ops: the receiver has not taken the message: it answers 500',
      },
    ]);
  });

  it('is looked at by one instance at a time, and decided once', async () => {
    await hourLater();
    clock.at += HOUR_MS;
    cloud.simulator.setFaults({ retention: [{ ...GROUP, days: 7 }] });
    await readSettings({ pool: database.pool, clock, sources }, new AbortController().signal, quiet);
    await Promise.all(Array.from({ length: 5 }, () => instance().look()));
    await instance().look();
    await instance().send();
    expect(receiver.news).toEqual([`opened retention ${subject(GROUP)}`]);
  });

  it('that is muted keeps its history and tells nobody until the mute ends', async () => {
    await hourLater();
    const store = new AlertStore(database.pool);
    const standing = await alerts(database.pool);
    const alert = standing.find(({ check, subject: about }) => check === 'retention' && about === subject(GROUP));
    expect(await store.mute(alert?.alertId ?? '', clock.at + 2 * HOUR_MS, 'planned change', clock.at)).toBe(true);
    await hourLater({ retention: [{ ...GROUP, days: 7 }] });
    await instance().send();
    expect(receiver.news).toEqual([]);
    await hourLater({ retention: [{ ...GROUP, days: 7 }] });
    await instance().send();
    expect(receiver.news).toEqual([`opened retention ${subject(GROUP)}`]);
  });

  it('never holds what callers asked and were answered, nor a secret', async () => {
    await hourLater({ retention: [{ ...GROUP, days: 7 }], denied: ['logs:FilterLogEvents us-east-1'] });
    await instance().send();
    const { rows } = await database.pool.query<{ all: string }>(
      `select (select coalesce(json_agg(a)::text, '') from alert a) || (select json_agg(n)::text from notification n) as all`,
    );
    expect(rows[0]?.all).toContain('keptTooShort');
    expect(rows[0]?.all).not.toMatch(/shared|STANDIN|messages|inputBodyJson/);
  });
});
