import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { priceAgain } from '../../src/ingest/rerate.js';
import { rerate, rerateEngine } from '../../src/ingest/rerate-run.js';
import { joinDirtyGroups } from '../../src/ingest/join-groups.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import { verifyJoins } from '../../src/ingest/verify-joins.js';
import type { SourcedSight } from '../../src/join/group-join.js';
import { priceTermsSchema } from '../../src/price/terms-schema.js';
import { systemClock } from '../../src/runtime/clock.js';
import { joinsDue } from '../../src/store/questions/joins-due.js';
import { requestById } from '../../src/store/questions/request-by-id.js';
import { requestsPage } from '../../src/store/questions/requests-page.js';
import { ScopedFilters } from '../../src/store/questions/scoped-filters.js';
import { RerateStore } from '../../src/store/rerate.store.js';
import { writePrices } from '../../src/store/write-prices.js';
import { inTransaction } from '../../src/store/transaction.js';
import { shapeJoins } from '../../src/serve/shape-joins.js';
import { joinsByDay } from '../../src/store/questions/joins-by-day.js';
import { schemaDrift } from '../../src/store/questions/schema-drift.js';
import { findBrokenRules } from '../../src/store/consistency.store.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import { HOUR_MS } from '../../src/usage/window.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { saveSightsOf } from '../support/save-sights.js';
import { sightOf, type TrueCall } from '../support/sights-of-calls.js';

const NINE = Date.parse('2026-11-20T09:00:00Z');
const signal = new AbortController().signal;

let test: TestDatabase;
let database: UsageDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, ['Asia/Kolkata']);
});
afterEach(() => test.drop());

const call = (seconds: number, rest: Partial<TrueCall> = {}): TrueCall => ({
  at: NINE + seconds * 1000,
  caller: 'ana@insurer.example',
  tokens: [1000, 100],
  ...rest,
});

const save = (...sights: readonly SourcedSight[]) => saveSightsOf(database.usage, 'vertex', sights);

const join = (of: UsageDatabase = database) =>
  joinDirtyGroups({ joins: of.joins, rules: NO_RULES }, { settledMs: 0, signal });

async function stored() {
  const { rows } = await test.pool.query(
    `select request_id as id, source_id as source, input_tokens as input, cost_pico::text as pico, principal, outcome,
            seen_by as "seenBy", revision
     from   usage_event
     join   usage_series using (series_id)
     left   join principal using (principal_id)
     order  by occurred_at, request_id`,
  );
  return rows;
}

async function totals() {
  expect((await database.rollups.verify()).disagreements).toEqual([]);
  expect(await findBrokenRules(test.pool)).toEqual([]);
  expect((await verifyJoins(test.pool, database.joins)).disagreements).toEqual([]);
  const { rows } = await test.pool.query(
    `select sum(requests)::text as requests, sum(input_tokens)::text as input, sum(cost_pico)::text as pico from usage_hourly`,
  );
  return rows[0];
}

const storedSights = async () =>
  (await test.pool.query(`select occurred_on::text as day, record_id as id from sight order by 1, 2`)).rows;

/** Saves a sight that shows something new of the log. */
const saveNew = (sight: SourcedSight, name: string) =>
  saveSightsOf(database.usage, 'vertex', [sight], [{ kind: 'field', name, eventId: sight.event.eventId }]);

/** The call that the example of each finding leads to. */
async function examples() {
  const found = await schemaDrift(test.pool);
  const { rows: events } = await test.pool.query('select event_id as id, request_id as request from usage_event');
  return Object.fromEntries(
    found.map(({ name, exampleEventId }) => [name, events.find(({ id }) => id === exampleEventId)?.request ?? null]),
  );
}

const withoutRevision = (events: readonly object[]) => events.map((event) => ({ ...event, revision: 0 }));

/** What verify finds after a change by hand. */
async function changed(statement: string) {
  await test.pool.query(`begin; ${statement}; commit`);
  return (await verifyJoins(test.pool, database.joins)).disagreements.map(({ words }) => words);
}

const calls = [call(10), call(200, { tokens: [2000, 200] }), call(3500, { tokens: [3000, 300] })];
const rows = calls.map((one, index) => sightOf('requestResponse', `r${index}`, one, { shiftMs: -20 }));
const entries = [...calls, call(700, { tokens: [500, 50] })].map((one, index) =>
  sightOf('inferenceMetadata', `m${index}`, one),
);
const audit = calls.map((one, index) => sightOf('audit', `a${index}`, one, { shiftMs: 4 }));

describe('calls that several logs tell', () => {
  it('become events once, however often their logs are read', async () => {
    expect(await save(...rows, ...audit)).toEqual([
      { new: 3, merged: 0, duplicate: 0 },
      { new: 3, merged: 0, duplicate: 0 },
    ]);
    expect(await join()).toMatchObject({ groups: 1, added: 3, rewritten: 0, removed: 0, failed: [] });
    const before = await stored();
    expect(before).toMatchObject(
      ['r0', 'r1', 'r2'].map((id) => ({ id, source: 'rows', principal: 'ana@insurer.example', seenBy: ['audit'] })),
    );
    // 6,000 tokens at 3 dollars and 600 at 15 dollars a million, a tenth more in a region: 0.0297 dollars.
    expect(await totals()).toEqual({ requests: '3', input: '6000', pico: '29700000000' });

    expect(await save(...rows, ...audit)).toEqual([
      { new: 0, merged: 0, duplicate: 3 },
      { new: 0, merged: 0, duplicate: 3 },
    ]);
    expect(await join()).toMatchObject({ groups: 0 });
    expect(await stored()).toEqual(before);
  });

  it('are told anew by a log that arrives later, to the same totals in any order', async () => {
    await save(...rows);
    await join();
    expect(await totals()).toMatchObject({ requests: '3', input: '6000' });
    // The metadata tells of one call more, so its counts are the ones that are used.
    await save(...entries);
    expect(await join()).toMatchObject({ groups: 1, added: 1, rewritten: 3, removed: 0 });
    await save(...audit);
    await join();
    const all = await totals();
    expect(all).toMatchObject({ requests: '4', input: '6500' });
    const one = await stored();
    expect(one.map(({ id, source }) => [id, source])).toEqual([
      ['r0', 'metadata'],
      ['r1', 'metadata'],
      ['m3', 'metadata'],
      ['r2', 'metadata'],
    ]);
    await test.pool.query('truncate sight, join_group, usage_event, usage_hourly, usage_daily');
    await save(...audit, ...entries, ...rows);
    await join();
    expect(await totals()).toEqual(all);
    expect(withoutRevision(await stored())).toEqual(withoutRevision(one));
  });

  it('get their caller from an entry that comes late', async () => {
    await save(...rows, ...audit.slice(0, 2));
    await join();
    // That two of three calls have an entry is too little to be sure of whose they are.
    expect((await stored()).map(({ principal }) => principal)).toEqual([null, null, null]);
    await save(...audit.slice(2));
    // One entry more makes the callers of the others more certain too.
    expect(await join()).toMatchObject({ groups: 1, added: 0, rewritten: 3, removed: 0 });
    expect((await stored()).map(({ principal }) => principal)).toEqual(Array(3).fill('ana@insurer.example'));
  });

  it('say from when they are joined with all that their logs tell, until they are', async () => {
    const range = { from: NINE, to: NINE + HOUR_MS };
    const everybody = ScopedFilters.within(null);
    const question = { range, filters: everybody, conditions: {}, sort: 'time', after: null, limit: 10 } as const;
    const dueAt = async () => {
      const page = await requestsPage(test.pool, question);
      const eventId = page[0]?.eventId ?? '';
      const one = await requestById(test.pool, eventId, everybody);
      const before = await joinsDue(test.pool, { from: NINE - HOUR_MS, to: NINE });
      return {
        page: page.map(({ joinDueAt }) => joinDueAt),
        one: one?.joinDueAt,
        before,
        of: await joinsDue(test.pool, range),
      };
    };
    await save(...rows);
    await join();
    expect(await dueAt()).toEqual({ page: [null, null, null], one: null, before: null, of: null });
    const at = new Date('2026-11-20T09:12:00Z');
    await test.pool.query('update join_group set marks = marks + 1, dirty_since = $1', [at]);
    expect(await dueAt()).toEqual({ page: [at, at, at], one: at, before: null, of: at });
    await join();
    expect(await dueAt()).toMatchObject({ one: null, of: null });
  });

  it('are first events of unknown usage, then of known usage, when the log of callers comes first', async () => {
    await save(...audit);
    await join();
    expect(await totals()).toEqual({ requests: '3', input: '0', pico: '0' });
    await save(...rows);
    expect(await join()).toMatchObject({ added: 3, removed: 3 });
    expect(await totals()).toMatchObject({ requests: '3', input: '6000' });
  });

  it('take over what a record tells more when it is read again', async () => {
    const first = sightOf('inferenceMetadata', 'm0', call(10), { changes: { latencyMs: null } });
    await save(first);
    await join();
    expect(await save(sightOf('inferenceMetadata', 'm0', call(10)))).toEqual([{ new: 0, merged: 1, duplicate: 0 }]);
    expect(await join()).toMatchObject({ rewritten: 1 });
    expect(await save(first)).toEqual([{ new: 0, merged: 0, duplicate: 1 }]);
    const { rows: found } = await test.pool.query('select latency_ms from usage_event');
    expect(found).toEqual([{ latency_ms: 900 }]);
  });

  describe('at midnight', () => {
    const MIDNIGHT = Date.parse('2026-11-21T00:00:00Z');
    // Its end, 800 ms after midnight, is all that the first reading tells.
    const long: TrueCall = { ...call(0), at: MIDNIGHT - 100, latencyMs: 900 };
    const ended = sightOf('requestResponse', 'r0', long, {
      shiftMs: 900,
      changes: { latencyMs: null, provenance: { tokens: 'body', cacheTtl: 'body', model: 'modelId', time: 'end' } },
    });
    const whole = sightOf('requestResponse', 'r0', long);
    it.each([
      ['first what tells less', [[ended], [whole]], 'merged'],
      ['first what tells more', [[whole], [ended]], 'duplicate'],
      ['both at once', [[ended, whole]], 'new'],
      ['both at once, the other way round', [[whole, ended]], 'new'],
    ] as const)(
      'are one call on whichever day a record is dated when it is read again: %s',
      async (_, readings, last) => {
        let counts: object | undefined;
        for (const reading of readings) {
          [counts] = await save(...reading);
          await join();
        }
        expect(counts).toMatchObject({ [last]: 1 });
        expect(await storedSights()).toEqual([{ day: '2026-11-20', id: 'r0' }]);
        expect(await stored()).toMatchObject([{ id: 'r0', input: 1000 }]);
        expect(await totals()).toEqual({ requests: '1', input: '1000', pico: '4950000000' });
        // And nothing is to be joined any more, whichever is read once more.
        expect(await save(ended)).toEqual([{ new: 0, merged: 0, duplicate: 1 }]);
        expect(await save(whole)).toEqual([{ new: 0, merged: 0, duplicate: 1 }]);
        expect(await join()).toMatchObject({ groups: 0 });
      },
    );

    it('are several where records of days apart have one id', async () => {
      const later = { ...long, at: MIDNIGHT + 3 * 86_400_000 };
      await save(whole, sightOf('requestResponse', 'r0', later));
      await join();
      expect(await storedSights()).toHaveLength(2);
      expect(await totals()).toMatchObject({ requests: '2' });
    });
  });

  it('are found by hours beside theirs', async () => {
    // The call begins 5 ms before ten; its entry is written 5 ms after.
    const edge = call(3599.995);
    const usual = Array.from({ length: 20 }, (_, index) => call(60 + index * 60));
    await save(
      ...usual.map((one, index) => sightOf('requestResponse', `u${index}`, one)),
      ...usual.map((one, index) => sightOf('audit', `ua${index}`, one, { shiftMs: 10 })),
      sightOf('requestResponse', 'r0', edge),
      sightOf('requestResponse', 'r1', call(3700)),
    );
    await join();
    await save(sightOf('audit', 'a0', edge, { shiftMs: 10 }));
    await join();
    expect((await stored()).slice(-2)).toMatchObject([
      { id: 'r0', principal: 'ana@insurer.example' },
      { id: 'r1', principal: null },
    ]);
  });

  it('have callers who are told apart by how closely the logs of other hours agree, whichever is read first', async () => {
    const usual = Array.from({ length: 40 }, (_, index) => call(-3000 + index * 60));
    const other = [
      ...usual.map((one, index) => sightOf('requestResponse', `u${index}`, one)),
      ...usual.map((one, index) => sightOf('audit', `ua${index}`, one, { shiftMs: 2 + (index % 3) })),
    ];
    const ben = call(10.1, { caller: 'ben@insurer.example', tokens: [50, 5] });
    const near = [call(10), ben].flatMap((one, index) => [
      sightOf('requestResponse', `r${index}`, one),
      sightOf('audit', `a${index}`, one, { shiftMs: 4 }),
    ]);
    const callers = async () => (await stored()).slice(-2).map(({ principal }) => principal);
    await save(...near);
    await join();
    expect(await callers()).toEqual([null, null]);
    await save(...other);
    // What is new is joined at once, what only hangs on it when there is time.
    await test.pool.query(`update join_group set dirty_since = dirty_since - interval '10 seconds'`);
    expect(
      await joinDirtyGroups({ joins: database.joins, rules: NO_RULES }, { settledMs: 5_000, signal }),
    ).toMatchObject({
      groups: 1,
      added: 40,
    });
    expect(await callers()).toEqual([null, null]);
    expect(await join()).toMatchObject({ groups: 1, rewritten: 2 });
    expect(await callers()).toEqual(['ana@insurer.example', 'ben@insurer.example']);
    const all = await totals();
    const first = await stored();

    await test.pool.query('truncate sight, join_group, usage_event, usage_hourly, usage_daily');
    await save(...other, ...near);
    await join();
    expect(await totals()).toEqual(all);
    expect(withoutRevision(await stored())).toEqual(withoutRevision(first));
  });

  it('are what an example of something new in a log leads to, whichever log showed it and whenever', async () => {
    const [row, entry, lonely, caller] = [rows[0], entries[0], entries[3], audit[1]];
    if (!row || !entry || !lonely || !caller) throw new Error('they are made above');
    await saveNew(entry, 'ofEntry');
    expect(await examples()).toEqual({ ofEntry: null });
    await join();
    expect(await examples()).toEqual({ ofEntry: 'm0' });
    // The rows have calls whose entries are not there: they are the base, and the lonely entry counts nowhere.
    await save(...rows, ...audit, sightOf('audit', 'a3', call(700), { shiftMs: 4 }));
    await saveNew(lonely, 'ofNothing');
    await join();
    const day = { from: Date.parse('2026-11-20T00:00:00Z'), to: Date.parse('2026-11-21T00:00:00Z') };
    expect((await joinsByDay(test.pool, day)).map(shapeJoins)).toMatchObject([{ matched: 1, notInBase: 1, left: 1 }]);
    expect(await examples()).toEqual({ ofEntry: 'r0', ofNothing: null });
    // A newer version sees more in a record that is known.
    await saveNew(caller, 'ofCaller');
    await join();
    expect(await examples()).toEqual({ ofEntry: 'r0', ofNothing: null, ofCaller: 'r1' });
    await saveNew(row, 'ofRow');
    expect(await examples()).toMatchObject({ ofRow: 'r0' });
  });

  it('are found out by verify when somebody changes them', async () => {
    await save(...rows, ...audit);
    await join();
    expect(await changed(`update usage_event set input_tokens = 1 where request_id = 'r0'`)).toEqual([
      'input is 1, but its sights say 1000',
    ]);
    expect(await changed(`delete from usage_event where request_id = 'r0'`)).toEqual([
      'its sights say that it happened, but it is missing',
    ]);
    expect(
      await changed(`delete from sight where record_id = 'r1'; update usage_event set input_tokens = 2000`),
    ).toContain('no sights say that it happened');
  });

  it('are priced again like any others, and keep how their caller was found', async () => {
    await save(...rows, ...audit);
    await join();
    const terms = priceTermsSchema.parse([{ name: 'half', when: {}, discountPercent: '50' }]);
    const { pool, rollups } = database;
    const engine = rerateEngine({ pool, rollups, rules: { ...NO_RULES, terms }, clock: systemClock });
    await rerate(engine, { kind: 'apply', range: { from: null, to: null }, startedBy: 'test', signal });
    const found = await pool.query(
      `select sum(effective_femto)::text as femto, array_agg(distinct provenance -> 'identity' ->> 'how') as how
       from   usage_event`,
    );
    expect(found.rows).toEqual([{ femto: '14850000000000', how: ['time'] }]);
    expect(await totals()).toMatchObject({ pico: '29700000000' });
  });

  it('do not get a price that was reckoned from what they said before they were joined anew', async () => {
    await save(sightOf('inferenceMetadata', 'm0', call(10)));
    await join();
    const terms = priceTermsSchema.parse([{ name: 'half', when: {}, discountPercent: '50' }]);
    const store = new RerateStore(test.pool);
    const [before] = await store.usageOf({ day: '2026-11-20', after: null, limit: 10, seriesIds: null });
    if (before === undefined) throw new Error('nothing is stored');
    const again = priceAgain(before, { ...NO_RULES, terms });
    if (again === null) throw new Error('nothing changes');
    // Now the same entry is read with other counts, and with more facts.
    const tokens = { input: 5000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 100 };
    await save(sightOf('inferenceMetadata', 'm0', call(10), { changes: { tokens, messageId: 'msg_1' } }));
    await join();
    const image = await store.imageOf([again]);
    const written = await inTransaction(test.pool, (client) => writePrices(client, '2026-11-20', image));
    expect(written.size).toBe(0);
    // 5,000 tokens at 3 dollars and 100 at 15 dollars a million, a tenth more in a region.
    expect(await totals()).toEqual({ requests: '1', input: '5000', pico: '18150000000' });
  });

  it('are joined after a kill between saving and joining, and by two instances at once, as by one', async () => {
    const many = Array.from({ length: 400 }, (_, index) => call(index * 120, { tokens: [index + 1, 10] }));
    await save(...many.map((one, index) => sightOf('requestResponse', `r${index}`, one)));
    await save(...many.map((one, index) => sightOf('audit', `a${index}`, one, { shiftMs: 3 })));
    // Whoever saved them is gone. Two others begin at once.
    const other = await prepareUsageDatabase(test.pool, ['Asia/Kolkata']);
    const [a, b] = await Promise.all([join(), join(other)]);
    expect(a.added + b.added).toBe(400);
    expect(await totals()).toMatchObject({ requests: '400', input: String((400 * 401) / 2) });
    await other.leases.close();
  });

  it('stay to be joined when one of them changes while they are being joined', async () => {
    await save(...rows);
    const [groupId] = await database.joins.dirty(0, 10);
    if (groupId === undefined) throw new Error('nothing is dirty');
    let saving: Promise<unknown> = Promise.resolve();
    await database.joins.join([groupId], () => {
      saving = save(...audit);
      return { events: [], base: null, report: {}, shows: null };
    });
    await saving;
    expect(await database.joins.dirty(0, 10)).toContain(groupId);
    await join();
    expect((await stored()).map(({ principal }) => principal)).toEqual(Array(3).fill('ana@insurer.example'));
  });
});
