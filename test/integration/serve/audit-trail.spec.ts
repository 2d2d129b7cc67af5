import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pricingOf } from '../../../src/price/pricing.js';
import { alertsSchema, channelsSchema } from '../../../src/runtime/config/watch-schema.js';
import { exportAnswerSchema } from '../../../src/serve/answers/exports.js';
import { AuditStore } from '../../../src/store/audit.store.js';
import { verifyAudit } from '../../../src/investigate/audit/verify-audit.js';
import { buildChannels } from '../../../src/watch/channels/build-channels.js';
import { type AlertReceiver, startAlertReceiver } from '../../support/alert-receiver.js';
import { startServing, type Serving } from '../../support/serving.js';

const ALERT = '51b10000-0000-8000-8000-000000000001';
let serving: Serving;
let receiver: AlertReceiver;
let audit: AuditStore;

beforeAll(async () => {
  receiver = await startAlertReceiver();
  const channels = channelsSchema(z.string()).parse([
    { id: 'ops', kind: 'webhook', url: receiver.url, secret: 'hush-hush', allowPrivateAddresses: true },
  ]);
  const pricing = pricingOf();
  const watch = {
    sources: [],
    alerts: alertsSchema.parse({}),
    book: pricing.book,
    channels: buildChannels(channels, undefined),
  };
  serving = await startServing('2026-11-20T13:24:00Z', {}, pricing, watch);
  const { pool } = serving.database;
  audit = new AuditStore(pool);
  await pool.query(
    `insert into alert (alert_id, check_name, subject, state, since, was_known, words, evidence, link, observed_at, created_at)
     values ($1, 'retention', 'here', 'ALERT', now(), true, 'words', '{}', '/', now(), now())`,
    [ALERT],
  );
  await pool.query(
    `insert into schema_drift (cloud, source_id, kind, name, example_event_id) values ('bedrock', 'east', 'field', 'new', $1)`,
    [ALERT],
  );
});
afterAll(async () => {
  await serving.stop();
  await receiver.stop();
});

const send = (path: string, body: unknown, token = serving.token) =>
  fetch(`${serving.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** What was noted while something was done. */
async function noted(work: () => Promise<unknown>) {
  const before = (await audit.head())?.sequence ?? 0;
  await work();
  const entries = await audit.entriesAfter(before, 100);
  return entries.map(({ actorKind, actorName, action, target, detail }) => ({
    by: `${actorKind} ${actorName}`,
    action,
    target,
    detail,
  }));
}

const refused = (right: string, route: string) => ({
  by: 'token reader',
  action: 'access.refused',
  target: null,
  detail: { right, route, roles: ['finance'] },
});

const by = 'token test';
const until = '2026-11-21T00:00:00.000Z';
const counts = { replayed: 0, becameEvents: 0, ignored: 0, stillRejected: 0 };
const preview = { kind: 'preview', from: null, to: null, previewId: null, basis: 'book+rules' };

describe('the audit log', () => {
  it.each<[string, unknown, readonly unknown[]]>([
    ['/rerates', { kind: 'preview' }, [{ action: 'rerate.started', target: '1', detail: preview }]],
    ['/rerates/1/cancel', {}, [{ action: 'rerate.cancelled', target: '1', detail: { state: 'queued' } }]],
    [
      '/closed-months',
      { month: '2026-10' },
      [{ action: 'month.closed', target: '2026-10', detail: { priceBook: pricingOf().book.version } }],
    ],
    [
      '/quarantine/replay',
      { sourceId: 'east' },
      [
        { action: 'quarantine.replayBegun', target: null, detail: { sourceId: 'east', reason: null } },
        { action: 'quarantine.replayed', target: null, detail: { ...counts, byReason: [] } },
      ],
    ],
    [
      `/alerts/${ALERT}/mute`,
      { until, reason: 'planned' },
      [{ action: 'alert.muted', target: ALERT, detail: { until, reason: 'planned' } }],
    ],
    [`/alerts/${ALERT}/unmute`, {}, [{ action: 'alert.unmuted', target: ALERT, detail: {} }]],
    ['/schema-drift/1/acknowledge', {}, [{ action: 'drift.acknowledged', target: '1', detail: {} }]],
    ['/channels/ops/test', {}, [{ action: 'channel.tested', target: 'ops', detail: { kind: 'webhook' } }]],
    [
      '/exports',
      { what: 'costs', filters: { range: 'November', team: 'Claims' }, rows: 12 },
      [
        {
          action: 'export.saved',
          target: 'costs',
          detail: { filters: { range: 'November', team: 'Claims' }, rows: 12 },
        },
      ],
    ],
  ])('tells who did %s', async (path, body, entries) => {
    expect(await noted(async () => expect((await send(path, body)).ok).toBe(true))).toEqual(
      entries.map((entry) => Object.assign({ by }, entry)),
    );
  });

  it.each<[string, unknown]>([
    ['/rerates/1/cancel', {}],
    ['/closed-months', { month: '2026-10' }],
    [`/alerts/${ALERT.replace(/1$/, '2')}/unmute`, {}],
    ['/schema-drift/2/acknowledge', {}],
    ['/channels/none/test', {}],
    ['/exports', { what: '', filters: {}, rows: 12 }],
    ['/exports', { what: 'costs', filters: {}, rows: -1 }],
  ])('holds nothing of what %s refused to change', async (path, body) => {
    expect(await noted(async () => expect((await send(path, body)).ok).toBe(false))).toEqual([]);
  });

  it('gives an export the number of its entry', async () => {
    const response = await send('/exports', { what: 'costs', filters: {}, rows: 0 });
    const { auditEntry } = exportAnswerSchema.parse(await response.json());
    expect((await audit.head())?.sequence).toBe(auditEntry);
  });

  it('holds what somebody tried in vain, once per right in ten minutes', async () => {
    const token = await serving.makeToken({ name: 'reader', roles: ['finance'] });
    const attempts = async () => {
      for (const path of ['/alerts/x/mute', '/channels/ops/test', '/schema-drift/1/acknowledge'])
        expect((await send(path, {}, token)).status).toBe(403);
      const probing = await fetch(`${serving.url}/api/v1/usage?groupBy=person`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(probing.status).toBe(403);
    };
    const both = [refused('operate', 'POST /api/v1/alerts/x/mute'), refused('identities', 'GET /api/v1/usage')];
    expect(await noted(attempts)).toEqual(both);
    expect(await noted(attempts)).toEqual([]);
    serving.clock.at += 10 * 60_000;
    expect(await noted(attempts)).toEqual(both);
  });

  it('is a chain that holds, and no secret', async () => {
    const { faults } = await verifyAudit(audit, () => null, null);
    expect(faults).toEqual([]);
    const text = JSON.stringify(await audit.entriesAfter(0, 1_000));
    expect(text).not.toContain(serving.token);
    expect(text).not.toContain('hush-hush');
  });
});
