import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_RULES } from '../../src/ingest/judge.js';
import { rerate, rerateEngine } from '../../src/ingest/rerate-run.js';
import { priceTermsSchema } from '../../src/price/terms-schema.js';
import { systemClock } from '../../src/runtime/clock.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import { failedCalls } from '../../src/store/questions/failed-calls.js';
import { ScopedFilters } from '../../src/store/questions/scoped-filters.js';
import { requestsPage } from '../../src/store/questions/requests-page.js';
import { rerateRunById } from '../../src/store/questions/rerate-run-by-id.js';
import { DIFFERENCE_DIMENSIONS, rerateDifferences } from '../../src/store/questions/rerate-differences.js';
import { usageByGroup } from '../../src/store/questions/usage-by-group.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import type { JudgedEvent } from '../../src/store/judged-event.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { isNotBilled, makeCalls, SEEDED } from '../support/seed-usage.js';

let test: TestDatabase;
let database: UsageDatabase;

/** Every event stands for one to four calls. */
const events = makeCalls(300).map((judged, index) => ({
  ...judged,
  event: { ...judged.event, requests: 1 + (index % 4) },
}));
const filters = ScopedFilters.within(null);
const callsOf = (of: readonly JudgedEvent[]) => of.reduce((sum, { event }) => sum + (event.requests ?? 1), 0);
const range = { from: Date.parse(`${SEEDED.from}T00:00:00Z`), to: Date.parse(`${SEEDED.to}T00:00:00Z`) };

beforeAll(async () => {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, ['Europe/Berlin']);
  await database.usage.save({ cloud: 'bedrock', sourceId: 'test', events, rejected: [] }, null);
});
afterAll(() => test.drop());

describe('an event that stands for several calls', () => {
  it('counts as so many in the roll-ups, as they grow and as they are made again', async () => {
    const requests = async () => {
      const { rows } = await test.pool.query(
        `select sum(requests)::int as requests, sum(unknown_token_requests)::int as unknown, sum(unpriced_requests)::int as unpriced
         from   usage_hourly`,
      );
      return rows;
    };
    const unpriced = events.filter(({ price }) => 'unpriced' in price && price.unpriced !== 'outsideClaude');
    const expected = [
      {
        requests: callsOf(events),
        unknown: callsOf(events.filter((judged) => judged.event.tokens.output === null && !isNotBilled(judged))),
        unpriced: callsOf(unpriced),
      },
    ];
    expect(await requests()).toEqual(expected);
    expect((await database.rollups.verify()).disagreements).toEqual([]);
    await database.rollups.rebuildAll();
    expect(await requests()).toEqual(expected);
    expect(await findBrokenRules(test.pool)).toEqual([]);
  });

  it('counts as so many in figures of any range', async () => {
    const ragged = { from: range.from + 12_345_678, to: range.to - 87_654_321 };
    const rows = await usageByGroup(test.pool, {
      range: ragged,
      timeZone: 'UTC',
      builtTimeZones: ['UTC'],
      filters,
      bucket: 'none',
      groupBy: [],
    });
    const within = events.filter(({ event }) => {
      const at = Date.parse(event.occurredAt);
      return at >= ragged.from && at < ragged.to;
    });
    expect(rows.reduce((sum, { sums }) => sum + sums.requests, 0)).toBe(callsOf(within));
  });

  it('counts as so many among failed calls, and says so in the list', async () => {
    const failed = events.filter(({ event }) => event.outcome === 'failed');
    const rows = await failedCalls(test.pool, { range, filters });
    expect(rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(callsOf(failed));
    const page = { filters, conditions: {}, sort: 'time', after: null, limit: 500 } as const;
    const list = await requestsPage(test.pool, { ...page, range });
    expect(list.reduce((sum, { requests }) => sum + requests, 0)).toBe(callsOf(events));
  });

  it('counts as so many in the report of pricing the past again', async () => {
    const terms = priceTermsSchema.parse([{ name: 'seven percent', when: {}, discountPercent: '7' }]);
    const { pool, rollups } = database;
    const engine = rerateEngine({ pool, rollups, rules: { ...NO_RULES, terms }, clock: systemClock });
    const asked = { kind: 'preview', range: { from: null, to: null }, startedBy: 'test' } as const;
    const { runId } = await rerate(engine, { ...asked, signal: new AbortController().signal });
    expect(await rerateRunById(pool, runId)).toMatchObject({ state: 'done' });
    const differences = await rerateDifferences(pool, runId, DIFFERENCE_DIMENSIONS);
    const priced = events.filter(({ price }) => 'priced' in price);
    const lessened = priced.filter(({ price }) => 'priced' in price && price.priced.total > 0n);
    const changed = differences.reduce((sum, { requests }) => sum + requests, 0);
    expect(changed).toBeGreaterThanOrEqual(callsOf(lessened));
    expect(changed).toBeLessThanOrEqual(callsOf(priced));
  });
});
