import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  alertDetailSchema,
  alertSchema,
  alertsAnswerSchema,
  channelsAnswerSchema,
  channelTestSchema,
} from '../../../src/serve/answers/alerts.js';
import { settingsAnswerSchema, verdictAnswerSchema } from '../../../src/serve/answers/verdict.js';
import { pricingOf } from '../../../src/price/pricing.js';
import { alertsSchema, channelsSchema } from '../../../src/runtime/config/watch-schema.js';
import { ActivityStore } from '../../../src/store/activity.store.js';
import { AlertStore } from '../../../src/store/alerts.store.js';
import { SettingsStore } from '../../../src/store/settings.store.js';
import type { ObservedSetting } from '../../../src/usage/observed-setting.js';
import { DAY_MS, HOUR_MS } from '../../../src/usage/window.js';
import { buildChannels } from '../../../src/watch/channels/build-channels.js';
import type { WatchSettings } from '../../../src/watch/watch.tokens.js';
import { UnusualReader } from '../../../src/watch/unusual.reader.js';
import { look } from '../../../src/watch/watch.job.js';
import { type AlertReceiver, startAlertReceiver } from '../../support/alert-receiver.js';
import { startServing, type Serving } from '../../support/serving.js';
import { z } from 'zod';

const NOW = '2026-11-20T13:24:00Z';
const now = Date.parse(NOW);
const GROUP = '/bedrock/invocations';
let serving: Serving;
let receiver: AlertReceiver;
let watch: WatchSettings;

function seen(name: string, resource: string, value: unknown): ObservedSetting {
  const scope = { cloud: 'bedrock', accountId: '111111111111', region: 'us-east-1', resource } as const;
  return { scope, name, reading: { known: true, value } };
}
const logging = seen('invocationLogging', '', {
  on: true,
  logGroup: GROUP,
  roleArn: null,
  bucket: null,
  largeData: null,
  textDelivered: true,
});
const group = (retentionDays: number) =>
  seen('logGroup', GROUP, {
    exists: true,
    retentionDays,
    logGroupClass: 'STANDARD',
    createdAt: '2025-01-01T00:00:00Z',
  });
const delivered = { failed: 0, succeeded: true };
const delivery = seen('logDelivery', '', { cloudWatch: delivered, s3: delivered, largeData: delivered });
const denied: ObservedSetting = {
  ...seen('oldestRecord', GROUP, null),
  reading: {
    known: false,
    permission: 'logs:FilterLogEvents',
    on: 'arn:aws:logs:us-east-1:111111111111:log-group:x:*',
  },
};

beforeAll(async () => {
  receiver = await startAlertReceiver();
  const channels = channelsSchema(z.string()).parse([
    { id: 'ops', kind: 'webhook', url: receiver.url, secret: 'hush-hush', allowPrivateAddresses: true },
    { id: 'security', kind: 'slack', webhookUrl: 'https://hooks.slack.com/services/T/B/hush', checks: ['retention'] },
  ]);
  watch = {
    sources: [
      {
        sourceId: 'east',
        cloud: 'bedrock',
        accountId: '111111111111',
        region: 'us-east-1',
        resource: GROUP,
        role: 'main',
      },
    ],
    alerts: alertsSchema.parse({ settleMinutes: 0 }),
    book: pricingOf().book,
    channels: buildChannels(channels, undefined),
  };
  serving = await startServing(NOW, {}, pricingOf(), watch);
  const { pool } = serving.database;
  const settings = new SettingsStore(pool);
  await settings.save([logging, group(90), delivery], now - 60 * DAY_MS);
  await settings.save([logging, group(90), delivery], now - 2 * DAY_MS);
  await settings.save([logging, group(7), delivery, denied], now - HOUR_MS);
  const unusual = new UnusualReader(pool, new ActivityStore(pool));
  await look({ pool, alerts: new AlertStore(pool), clock: serving.clock, settings: watch, unusual });
});
afterAll(async () => {
  await serving.stop();
  await receiver.stop();
});

const send = (path: string, body: unknown) =>
  fetch(`${serving.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${serving.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function retentionAlert() {
  const answer = alertsAnswerSchema.parse(await serving.getJson('/api/v1/alerts'));
  const found = answer.alerts.find(({ check }) => check === 'retention');
  if (found === undefined) throw new Error('there is no alert about retention');
  return found;
}

describe('/verdict', () => {
  it('says of every place what is kept, why, since when, and what to do', async () => {
    const answer = verdictAnswerSchema.parse(await serving.getJson('/api/v1/verdict'));
    expect([answer.state, answer.requiredDays, answer.places.length]).toEqual(['not kept', 30, 1]);
    const [place] = answer.places;
    expect(place).toMatchObject({ state: 'not kept', logging: 'on', sourceIds: ['east'], heldDays: 7 });
    expect(place?.reasons[0]).toMatchObject({
      code: 'keptTooShort',
      weight: 'breaks',
      evidence: [{ setting: 'logGroup', firstSeenAt: '2026-11-20T12:24:00.000Z' }],
    });
    expect(place?.reasons[0]?.action?.command).toContain('aws logs put-retention-policy');
    expect(place?.missingPermissions.map(({ permission }) => permission)).toEqual(['logs:FilterLogEvents']);
    expect(place?.own.state).toBe('none');
    // 21 October 13:24 to 20 November 13:24 touches 31 days; the last 7 days and a part of an eighth are held.
    expect(place?.days).toHaveLength(31);
    expect(place?.days.map(({ cloud }) => cloud).slice(-9)).toEqual([
      'none',
      'part',
      ...Array.from({ length: 7 }, () => 'whole'),
    ]);
  });
});

describe('/settings', () => {
  it('tells what changed when, the newest first', async () => {
    const path = '/api/v1/settings?accountId=111111111111&region=us-east-1';
    const { settings } = settingsAnswerSchema.parse(await serving.getJson(path));
    const groups = settings.filter(({ name }) => name === 'logGroup');
    expect(groups.map(({ value, firstSeenAt, lastSeenAt }) => [value, firstSeenAt, lastSeenAt])).toMatchObject([
      [{ retentionDays: 7 }, '2026-11-20T12:24:00.000Z', '2026-11-20T12:24:00.000Z'],
      [{ retentionDays: 90 }, '2026-09-21T13:24:00.000Z', '2026-11-18T13:24:00.000Z'],
    ]);
    expect(settings.find(({ known }) => !known)?.permission).toBe('logs:FilterLogEvents');
    const other = settingsAnswerSchema.parse(await serving.getJson('/api/v1/settings?region=eu-west-1'));
    expect(other.settings).toEqual([]);
  });
});

describe('/alerts', () => {
  it('lists those that need somebody first, and counts', async () => {
    const { alerts, counts } = alertsAnswerSchema.parse(await serving.getJson('/api/v1/alerts'));
    expect(alerts[0]).toMatchObject({ check: 'retention', state: 'ALERT', subject: 'bedrock/111111111111/us-east-1' });
    expect(counts).toEqual({ ok: 3, warn: 0, alert: 1, noData: 1, unknown: 0 });
  });

  it('tells what became of one, and who was told', async () => {
    const { alertId } = await retentionAlert();
    const detail = alertDetailSchema.parse(await serving.getJson(`/api/v1/alerts/${alertId}`));
    expect(detail.transitions).toMatchObject([{ kind: 'state', from: 'UNKNOWN', to: 'ALERT' }]);
    expect(detail.notifications.map(({ channelId, state }) => `${channelId} ${state}`).toSorted()).toEqual([
      'ops waiting',
      'security waiting',
    ]);
  });

  it('are muted with a reason and an end, and the mute is a part of their history', async () => {
    const { alertId } = await retentionAlert();
    const until = '2026-11-21T13:24:00+01:00';
    const muted = await send(`/api/v1/alerts/${alertId}/mute`, { until, reason: 'retention is being changed' });
    expect(alertSchema.parse(await muted.json())).toMatchObject({
      mutedUntil: '2026-11-21T12:24:00.000Z',
      muteReason: 'retention is being changed',
    });
    const unmuted = await send(`/api/v1/alerts/${alertId}/unmute`, {});
    expect(alertSchema.parse(await unmuted.json())).toMatchObject({ mutedUntil: null, muteReason: null });
    const { transitions } = alertDetailSchema.parse(await serving.getJson(`/api/v1/alerts/${alertId}`));
    expect(transitions.map(({ kind, words }) => [kind, words]).slice(0, 2)).toEqual([
      ['unmute', ''],
      ['mute', 'retention is being changed'],
    ]);
  });

  it.each([
    [{ until: '2026-11-20T13:00:00Z', reason: 'x' }, 'until', 'which is past'],
    [{ until: '2027-11-20T13:00:00Z', reason: 'x' }, 'until', 'at most 90 days'],
    [{ until: '2026-11-21T13:00:00Z', reason: ' ' }, 'reason', 'Say why it is muted.'],
    [{ until: 'tomorrow', reason: 'x' }, 'until', 'Invalid ISO datetime'],
  ])('are not muted by %j', async (body, field, words) => {
    const { alertId } = await retentionAlert();
    const response = await send(`/api/v1/alerts/${alertId}/mute`, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { field, message: expect.stringContaining(words) } });
  });
});

describe('/channels', () => {
  it('are listed without their addresses and secrets', async () => {
    const answer = await serving.getJson('/api/v1/channels');
    expect(JSON.stringify(answer)).not.toMatch(/hush|127\.0\.0\.1|hooks\.slack/);
    expect(channelsAnswerSchema.parse(answer).channels).toMatchObject([
      { channelId: 'ops', kind: 'webhook', checks: null, waiting: 1, lastSentAt: null },
      { channelId: 'security', kind: 'slack', checks: ['retention'], waiting: 1 },
    ]);
  });

  it('are tested at once, and say what is wrong', async () => {
    const taken = await send('/api/v1/channels/ops/test', {});
    expect(channelTestSchema.parse(await taken.json()).sent).toBe(true);
    expect(receiver.news).toEqual(['opened test this channel']);
    receiver.answer = 403;
    const refused = await send('/api/v1/channels/ops/test', {});
    expect([refused.status, channelTestSchema.parse(await refused.json())]).toEqual([
      200,
      { sent: false, words: 'channel ops: the receiver has not taken the message: it answers 403' },
    ]);
  });
});
