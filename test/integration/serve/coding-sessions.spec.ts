import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrationsFolder } from '../../../src/runtime/package-root.js';
import {
  codingSessionAnswerSchema,
  codingSessionsAnswerSchema,
  type CodingSessionRow,
} from '../../../src/serve/answers/coding-sessions.js';
import { usageAnswerSchema } from '../../../src/serve/answers/usage.js';
import type { JudgedEvent } from '../../../src/store/judged-event.js';
import { RollupStore } from '../../../src/store/rollup.store.js';
import { formatUsd } from '../../../src/usage/money.js';
import { isNotBilled, makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';
import { picoOf } from '../../support/pico-of.js';

const SESSIONS = Array.from({ length: 9 }, (_, index) => `9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6${index}`);
/** A session whose calls were all refused. */
const REFUSED = '00000000-3b7d-4bad-9bdd-2b0d7b3dcb60';
const VERSIONS = ['2.1.4', '2.1.12', null];

/** Every other call is Claude Code's; of some of these no log tells the session, of some none the user agent. */
const calls = makeCalls(900).map((call, index): JudgedEvent => {
  const { event } = call;
  const session = index % 4 === 0 && isNotBilled(call) ? REFUSED : SESSIONS[index % 20];
  const version = VERSIONS[index % 3] ?? null;
  const userAgent = version === null ? null : `claude-cli/${version} (external, cli)`;
  if (index % 2 === 1) return { ...call, event: { ...event, userAgent: index % 3 === 0 ? null : 'curl/8.7.1' } };
  if (session === undefined)
    return { ...call, event: { ...event, userAgent: 'claude-cli/2.1.12 (external, sdk-cli)' } };
  return { ...call, event: { ...event, userAgent, requestMetadata: { client: 'claude-code', session } } };
});
const sessionOf = ({ event }: JudgedEvent) => event.requestMetadata['session'] ?? null;
const isCoding = (call: JudgedEvent) =>
  sessionOf(call) !== null || call.event.userAgent?.startsWith('claude-cli') === true;

let serving: Serving;
beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z');
  await seedUsage(serving.database.pool, calls, []);
});
afterAll(() => serving.stop());

const RANGE = { from: '2026-10-24T22:17:03.511Z', to: '2026-11-18T05:29:59.999Z' };
const inRange = ({ event }: JudgedEvent) => event.occurredAt >= RANGE.from && event.occurredAt < RANGE.to;
const query = (more: Record<string, string> = {}) => new URLSearchParams({ ...RANGE, ...more }).toString();
const costOf = (of: readonly JudgedEvent[]) => {
  const priced = of.flatMap(({ price }) => ('priced' in price ? [price.priced.total] : []));
  return of.length > 0 && priced.length === 0 ? null : formatUsd(priced.reduce((sum, cost) => sum + cost, 0n));
};

/** What sessions are ordered by: where nothing has a price, less than nothing. */
const costOfRow = ({ requests, notBilledRequests, costUsd }: CodingSessionRow) =>
  requests === notBilledRequests ? -1 : Number(costUsd ?? -1);

async function list(more: Record<string, string> = {}) {
  return codingSessionsAnswerSchema.parse(await serving.getJson(`/api/v1/coding-sessions?${query(more)}`));
}

async function allPages(more: Record<string, string>): Promise<CodingSessionRow[]> {
  const rows: CodingSessionRow[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer = await list({ ...more, ...(cursor === '' ? {} : { cursor }) });
    rows.push(...answer.rows);
    cursor = answer.nextCursor;
  }
  return rows;
}

describe('/coding-sessions', () => {
  const expected = new Map(
    [...SESSIONS, REFUSED].map((session) => [
      session,
      calls.filter((call) => sessionOf(call) === session && inRange(call)),
    ]),
  );

  it('adds up the calls of each session exactly', async () => {
    const { rows } = await list();
    expect(rows.map(({ session }) => session).toSorted()).toEqual(
      [...SESSIONS, REFUSED].toSorted().filter((session) => (expected.get(session) ?? []).length > 0),
    );
    for (const row of rows) {
      const own = expected.get(row.session) ?? [];
      const times = own.map(({ event }) => event.occurredAt).toSorted();
      expect(row).toMatchObject({
        requests: own.length,
        failed: own.filter(({ event }) => event.outcome === 'failed').length,
        costUsd: costOf(own),
        firstAt: times[0],
        lastAt: times.at(-1),
      });
      const whole = calls.filter((call) => sessionOf(call) === row.session).map(({ event }) => event.occurredAt);
      expect([row.beganBefore, row.goesOn]).toEqual([
        whole.some((at) => at < RANGE.from),
        whole.some((at) => at >= RANGE.to),
      ]);
      expect(row.unpricedRequests).toBe(
        own.filter(({ price }) => 'unpriced' in price && price.unpriced !== 'outsideClaude').length,
      );
      const output = own.reduce((sum, { event }) => sum + (event.tokens.output ?? 0), 0);
      expect(row.tokens.output).toBe(output);
      const principals = own.flatMap(({ event }) => (event.principal === null ? [] : [event.principal]));
      expect(row.callers?.map(({ principal }) => principal).toSorted()).toEqual([...new Set(principals)].toSorted());
      const versions = new Set(own.map(({ event }) => /claude-cli\/(\S+)/.exec(event.userAgent ?? '')?.[1]));
      expect(row.versions).toEqual(['2.1.12', '2.1.4'].filter((version) => versions.has(version)));
      expect(row.places.reduce((sum, { requests }) => sum + requests, 0)).toBe(own.length);
      expect(row.models.reduce((sum, { requests }) => sum + requests, 0)).toBe(own.length);
      expect(row.models.filter(({ role }) => role === 'main')).toHaveLength(1);
    }
  });

  it('says what Claude Code used without a session, and all together as much as the figures do', async () => {
    const { totals, withoutSession, sessions, rows } = await list();
    const coding = calls.filter((call) => isCoding(call) && inRange(call));
    expect(sessions).toBe(rows.length);
    expect(totals).toMatchObject({ requests: coding.length, costUsd: costOf(coding) });
    const none = coding.filter((call) => sessionOf(call) === null);
    expect(none.length).toBeGreaterThan(0);
    expect(withoutSession).toMatchObject({ requests: none.length, costUsd: costOf(none) });
    const figures = usageAnswerSchema.parse(
      await serving.getJson(`/api/v1/usage?${query({ filter: 'client=claude-code' })}`),
    );
    expect(figures.totals).toEqual(totals);
  });

  it.each(['cost', 'last'] as const)('pages through every session once by %s', async (sort) => {
    const rows = await allPages({ sort, limit: '2' });
    const all = (await list({ limit: '200', sort })).rows;
    expect(rows).toEqual(all);
    const keys = rows.map((row) => (sort === 'cost' ? costOfRow(row) : Date.parse(row.lastAt)));
    expect(keys).toEqual(keys.toSorted((a, b) => b - a));
    const other = await serving.get(
      `/api/v1/coding-sessions?${query({ sort: sort === 'cost' ? 'last' : 'cost', cursor: (await list({ sort, limit: '1' })).nextCursor ?? '' })}`,
    );
    expect(other.status).toBe(400);
  });

  it('has sessions of which nothing is billed last by cost', async () => {
    const { rows } = await list();
    const unbilled = rows.filter(({ requests, notBilledRequests }) => requests === notBilledRequests);
    expect(unbilled.map(({ session }) => session)).toEqual([REFUSED]);
    expect(rows.at(-1)).toMatchObject({ session: REFUSED, costUsd: '0' });
  });

  it.each(['team=Claims', 'person=ana', 'model=claude-opus-5', 'outcome=failed'])(
    'keeps to the filter %s',
    async (filter) => {
      const { totals } = await list({ filter });
      const figures = usageAnswerSchema.parse(
        await serving.getJson(`/api/v1/usage?${query({ filter })}&filter=client%3Dclaude-code`),
      );
      expect(totals).toEqual(figures.totals);
    },
  );

  it('has nothing to tell of other programs', async () => {
    const { totals, rows } = await list({ filter: 'client=curl' });
    expect([totals.requests, rows]).toEqual([0, []]);
  });

  it('opens one session: by model and place to the last pico-dollar, and its calls in order', async () => {
    const [row] = (await list()).rows;
    const session = row?.session ?? '';
    const own = expected.get(session) ?? [];
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer = codingSessionAnswerSchema.parse(
        await serving.getJson(
          `/api/v1/coding-sessions/${session}?${query({ limit: '7', ...(cursor === '' ? {} : { cursor }) })}`,
        ),
      );
      expect(answer.session).toEqual(row);
      const requests = answer.parts.reduce((sum, part) => sum + part.requests, 0);
      expect(requests).toBe(own.length);
      expect(formatUsd(answer.parts.reduce((sum, part) => sum + picoOf(part.costUsd), 0n))).toBe(row?.costUsd);
      seen.push(...answer.calls.map(({ eventId }) => eventId));
      cursor = answer.nextCursor;
    }
    const inOrder = own.toSorted(
      (a, b) => a.event.occurredAt.localeCompare(b.event.occurredAt) || a.event.eventId.localeCompare(b.event.eventId),
    );
    expect(seen).toEqual(inOrder.map(({ event }) => event.eventId));
  });

  it('does not know a session without calls in the range', async () => {
    expect((await serving.get(`/api/v1/coding-sessions/none?${query()}`)).status).toBe(404);
  });

  it('masks the callers for those who may not see them', async () => {
    const token = await serving.makeToken({ name: 'finance', roles: ['finance'] });
    const ask = async (path: string): Promise<unknown> =>
      (await fetch(`${serving.url}${path}`, { headers: { authorization: `Bearer ${token}` } })).json();
    const { rows, visible } = codingSessionsAnswerSchema.parse(await ask(`/api/v1/coding-sessions?${query()}`));
    expect(visible.masked).toContain('principal');
    expect(new Set(rows.map(({ callers }) => callers))).toEqual(new Set([null]));
    const opened = codingSessionAnswerSchema.parse(
      await ask(`/api/v1/coding-sessions/${rows[0]?.session ?? ''}?${query()}`),
    );
    expect(opened.session.callers).toBeNull();
    expect(new Set(opened.calls.map(({ principal }) => principal))).toEqual(new Set([null]));
  });
});

describe('the migration to programs', () => {
  it('tells which calls of the past were those of Claude Code', async () => {
    const { pool } = serving.database;
    const before = await list();
    await pool.query('drop index usage_event_session');
    // What was there before: no series that knows a program.
    await pool.query(`
      with plain as (
        select series_id, min(series_id) over (
                 partition by cloud, account_id, region, source_id, model_id, model, vendor, endpoint_scope, service_tier,
                              outcome, team, price_book, price_entry, price_tier, price_rules, price_terms, unpriced_reason
               ) as first
        from   usage_series
      )
      update usage_event e set series_id = first from plain where plain.series_id = e.series_id`);
    await pool.query('delete from usage_hourly; delete from usage_daily');
    await pool.query(
      'delete from usage_series s where not exists (select from usage_event e where e.series_id = s.series_id)',
    );
    await pool.query('alter table usage_series drop column client');
    await pool.query('create index usage_series_dimensions_key on usage_series (cloud)');
    const sql = await readFile(join(migrationsFolder(), '20261121176000_clients', 'migration.sql'), 'utf8');
    await pool.query(`begin; ${sql} commit;`);
    const rollups = new RollupStore(pool);
    while ((await rollups.rebuildDirtyHours()) > 0);
    expect(await list()).toEqual(before);
    const figures = usageAnswerSchema.parse(
      await serving.getJson(`/api/v1/usage?from=${SEEDED.from}&to=${SEEDED.to}&filter=client%3Dclaude-code`),
    );
    expect(figures.totals.requests).toBe(calls.filter(isCoding).length);
  });
});
