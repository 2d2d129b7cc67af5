import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { priceBook } from '../../src/price/price-book.js';
import { ActivityStore } from '../../src/store/activity.store.js';
import type { JudgedEvent } from '../../src/store/judged-event.js';
import { firstSights } from '../../src/store/questions/first-sights.js';
import { eventIdOf } from '../../src/usage/event-id.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/usage/window.js';
import { UnusualReader } from '../../src/watch/unusual.reader.js';
import { readUseFacts } from '../../src/watch/use-facts.reader.js';
import type { UnusualFacts } from '../../src/watch/watch-facts.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { makeCalls, seedUsage } from '../support/seed-usage.js';

const NOW = Date.parse('2026-11-21T00:30:00Z');
const CALLS = makeCalls(3_000);

let database: TestDatabase;
let reader: UnusualReader;
beforeEach(async () => {
  database = await createTestDatabase();
  reader = new UnusualReader(database.pool, new ActivityStore(database.pool));
});
afterEach(() => database.drop());

/** Another call like the first that somebody made, at that time. */
function callAt(at: number, changes: Partial<JudgedEvent['event']> = {}): JudgedEvent {
  const like = CALLS.find(({ person, event }) => person === 'ana' && event.outcome === 'ok');
  if (like === undefined) throw new Error('ana made no call');
  const occurredAt = new Date(at).toISOString();
  const requestId = `later-${at}`;
  const eventId = eventIdOf(like.event.cloud, like.event.accountId, requestId, new Date(at));
  return { ...like, event: { ...like.event, eventId, requestId, occurredAt, ...changes } };
}

/** Looks a minute apart until the past is read, and then an hour later, when it is no longer new. */
async function readPast(): Promise<UnusualFacts> {
  for (let minute = 0; minute < 10; minute += 1) await reader.read(NOW + minute * MINUTE_MS);
  const facts = await reader.read(NOW + 2 * HOUR_MS);
  if (facts === null) throw new Error('the past is still being read');
  return facts;
}

const sum = (values: Float64Array) => values.reduce((all, one) => all + one, 0);
const tokensOf = ({ event: { tokens } }: JudgedEvent) =>
  Object.values(tokens).reduce<number>((all, one) => all + (one ?? 0), 0);

describe('what was done hour by hour', () => {
  it('is not told while a first collection is being read, and then adds up to the events', async () => {
    await seedUsage(database.pool, CALLS, []);
    expect(await reader.read(NOW)).toBeNull();
    const { activity } = await readPast();
    const ana = activity.identities.get('ana');
    const hers = CALLS.filter(({ person }) => person === 'ana');
    expect(ana && sum(ana.requests)).toBe(hers.length);
    expect(ana && sum(ana.tokens)).toBe(hers.reduce((all, call) => all + tokensOf(call), 0));
    const claims = CALLS.filter(({ team }) => team === 'Claims');
    expect(activity.teams.get('Claims')?.reduce((all, { table }) => all + sum(table.requests), 0)).toBe(claims.length);
  });

  it('is read again for an hour of which something came late', async () => {
    await seedUsage(database.pool, CALLS, []);
    const before = await readPast();
    await seedUsage(database.pool, [callAt(NOW - 9 * DAY_MS, { stopReason: 'refusal' })], []);
    const after = await reader.read(NOW + 3 * HOUR_MS);
    const requestsOf = (facts: UnusualFacts | null) =>
      sum(facts?.activity.identities.get('ana')?.requests ?? new Float64Array());
    expect(requestsOf(after) - requestsOf(before)).toBe(1);
    expect(sum(after?.activity.identities.get('ana')?.refused ?? new Float64Array())).toBe(1);
  });
});

describe('what is first seen', () => {
  it('is known with its place, its network and its program, whatever the version', async () => {
    await seedUsage(database.pool, CALLS, []);
    await readPast();
    const at = NOW + HOUR_MS;
    const call = { userAgent: 'curl/8.5.0', callerAddress: '203.0.113.77', region: 'ap-south-1' };
    await seedUsage(
      database.pool,
      [callAt(at, call), callAt(at + 1, { ...call, userAgent: 'curl/8.6.0', callerAddress: '203.0.113.99' })],
      [],
    );
    await reader.read(NOW + 3 * HOUR_MS);
    const sights = await firstSights(database.pool, at);
    expect(sights.map(({ kind, value, othersBefore }) => [kind, value, othersBefore])).toEqual([
      ['address', '203.0.113.0/24', 0],
      ['client', 'curl', 0],
      ['region', 'ap-south-1', 2],
    ]);
    const region = sights.find(({ kind }) => kind === 'region');
    expect((region?.firstAt ?? 0) - (region?.placeSince ?? 0)).toBeGreaterThan(30 * DAY_MS);
  });
});

const count = (all: readonly { readonly requests: number }[]) =>
  all.reduce((total, { requests }) => total + requests, 0);

describe('what is used', () => {
  it('is told with its failures, teams and callers', async () => {
    await seedUsage(database.pool, CALLS, []);
    const question = {
      book: priceBook,
      isRead: () => true,
      gateway: { principals: ['*:role/gateway'], addresses: [] },
    };
    const facts = await readUseFacts(database.pool, { ...question, now: NOW });
    const since = NOW - 90 * MINUTE_MS;
    const lately = CALLS.filter(({ event }) => Date.parse(event.occurredAt) >= since);
    expect(count(facts.calls.list)).toBe(lately.length);
    expect(facts.calls.list.reduce((all, { throttled }) => all + throttled, 0)).toBe(
      lately.filter(({ event }) => event.errorCode === 'ThrottlingException').length,
    );
    expect(count(facts.callers?.list ?? [])).toBe(lately.length);
    const week = CALLS.filter(({ event }) => event.occurredAt >= '2026-11-14');
    expect(count(facts.attributed)).toBe(week.length);
    expect(facts.attributed.reduce((all, { unattributedRequests }) => all + unattributedRequests, 0)).toBe(
      week.filter(({ team }) => team === null).length,
    );
    expect(count(facts.models)).toBe(week.filter(({ event }) => event.model !== null).length);
  });
});
