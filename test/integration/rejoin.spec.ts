import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attributionRulesSchema } from '../../src/attribute/attribution-rules.js';
import { joinDirtyGroups } from '../../src/ingest/join-groups.js';
import { NO_RULES, type OwnRules } from '../../src/ingest/judge.js';
import { rerate, rerateEngine } from '../../src/ingest/rerate-run.js';
import { verifyJoins } from '../../src/ingest/verify-joins.js';
import type { SourcedSight } from '../../src/join/group-join.js';
import { modelMappingsSchema } from '../../src/price/model-mapping.js';
import { priceBook } from '../../src/price/price-book.js';
import type { PriceBook } from '../../src/price/rates.js';
import { priceTermsSchema } from '../../src/price/terms-schema.js';
import { closeMonth } from '../../src/store/closed-months.store.js';
import { costAdjustments } from '../../src/store/questions/cost-adjustments.js';
import { inTransaction } from '../../src/store/transaction.js';
import { prepareUsageDatabase, type UsageDatabase } from '../../src/store/usage-database.js';
import { TOKEN_CLASSES } from '../../src/usage/tokens.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { saveSightsOf } from '../support/save-sights.js';
import { PLACE, sightOf, type TrueCall } from '../support/sights-of-calls.js';

const OCTOBER = Date.parse('2026-10-20T09:00:00Z');
const NOVEMBER = Date.parse('2026-11-22T09:00:00Z');
const signal = new AbortController().signal;

let test: TestDatabase;
let database: UsageDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
  database = await prepareUsageDatabase(test.pool, []);
});
afterEach(() => test.drop());

const call = (seconds: number, tokens: TrueCall['tokens'] = [1000, 100]): TrueCall => ({
  at: OCTOBER + seconds * 1000,
  caller: 'ana@insurer.example',
  tokens,
});

const save = (...sights: readonly SourcedSight[]) => saveSightsOf(database.usage, 'vertex', sights);

const join = (rules: OwnRules) => joinDirtyGroups({ joins: database.joins, rules }, { settledMs: 0, signal });

/** Another book: every rate twice what it was. */
const DEARER: PriceBook = {
  ...priceBook,
  version: 'dearer',
  models: new Map(
    [...priceBook.models].map(([model, rates]) => [
      model,
      {
        ...rates,
        standard: rates.standard.map((rate) => ({
          ...rate,
          picoPerToken: {
            ...rate.picoPerToken,
            ...Object.fromEntries(TOKEN_CLASSES.map((name) => [name, 2n * rate.picoPerToken[name]])),
          },
        })),
      },
    ]),
  ),
};

const teamRules = (team: string) =>
  attributionRulesSchema.parse([
    { name: 'ben', when: { principal: 'ben@*' }, team: 'of-ben' },
    { name: team, when: { principal: '*@insurer.example' }, team },
  ]);

const OLD_RULES: OwnRules = { ...NO_RULES, attribution: teamRules('claims') };
/** Since then all rules have changed. */
const NEW_RULES: OwnRules = {
  ...NO_RULES,
  attribution: teamRules('underwriting'),
  book: DEARER,
  terms: priceTermsSchema.parse([{ name: 'half', when: {}, discountPercent: '50' }]),
  mappings: modelMappingsSchema.parse([{ name: 'opus', when: { modelId: PLACE.modelId }, model: 'claude-opus-4-5' }]),
};

async function events() {
  const { rows } = await test.pool.query(
    `select request_id as id, input_tokens as input, cost_pico::text as pico, effective_femto::text as femto, price_book as book,
            price_terms as terms, model, team, person, principal, array_to_string(flags, ' ') as flags, latency_ms as latency
     from   usage_event
     join   usage_series using (series_id)
     left   join principal using (principal_id)
     left   join person using (person_id)
     order  by occurred_at, request_id`,
  );
  return rows;
}

/** What an event costs, by what, and whose it is. */
const judgements = async () =>
  (await events()).map(({ pico, femto, book, terms, model, team, person }) => ({
    pico,
    femto,
    book,
    terms,
    model,
    team,
    person,
  }));

const close = () =>
  inTransaction(test.pool, (client) =>
    closeMonth(client, { month: '2026-10', closedBy: 'test', priceBook: priceBook.version }),
  );

async function agrees() {
  expect((await database.rollups.verify()).disagreements).toEqual([]);
  expect((await verifyJoins(test.pool, database.joins)).disagreements).toEqual([]);
}

const calls = [call(10), call(200, [2000, 200]), call(900, [3000, 300])];
const entries = calls.map((one, index) =>
  sightOf('inferenceMetadata', `m${index}`, one, { changes: { latencyMs: null } }),
);
const audit = calls.map((one, index) => sightOf('audit', `a${index}`, one, { shiftMs: 4 }));

describe('a group that is joined again under other rules', () => {
  beforeEach(async () => {
    await save(...entries, ...audit);
    await join(OLD_RULES);
    await close();
  });

  it('keeps cost, price version, model and team of calls of which nothing but that is new', async () => {
    const before = await judgements();
    // 1,000 tokens at 3 dollars and 100 at 15 dollars a million, a tenth more in a region.
    expect(before[0]).toEqual({
      pico: '4950000000',
      femto: '4950000000000',
      book: priceBook.version,
      terms: null,
      model: 'claude-sonnet-4-5',
      team: 'claims',
      person: 'ana@insurer.example',
    });
    await save(...calls.map((one, index) => sightOf('inferenceMetadata', `m${index}`, one)));
    expect(await join(NEW_RULES)).toMatchObject({ groups: 1, added: 0, rewritten: 3, removed: 0 });
    expect((await events()).map(({ latency }) => latency)).toEqual([900, 900, 900]);
    expect(await judgements()).toEqual(before);
    await agrees();

    // And once more, with nothing to write.
    await test.pool.query('update join_group set marks = marks + 1');
    expect(await join(NEW_RULES)).toMatchObject({ groups: 1, added: 0, rewritten: 0, removed: 0 });
  });

  it('keeps them under another id, when a log arrives whose ids go before', async () => {
    const before = await events();
    const rows = calls.map((one, index) => sightOf('requestResponse', `r${index}`, one));
    await save(...rows);
    expect(await join(NEW_RULES)).toMatchObject({ groups: 1, added: 3, rewritten: 0, removed: 3 });
    const after = await events();
    expect(after.map(({ id }) => id)).toEqual(['r0', 'r1', 'r2']);
    const costs = (of: typeof before) =>
      of.map(({ pico, femto, book, terms, model, team }) => [pico, femto, book, terms, model, team]);
    expect(costs(after)).toEqual(costs(before));
    await agrees();
  });

  it('prices a call whose tokens are others now by the rules of today, like one that arrives late', async () => {
    const [first, ...others] = await judgements();
    const tokens = { input: 5000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 100 };
    await save(
      sightOf('inferenceMetadata', 'm0', call(10), { changes: { tokens, messageId: 'msg_1' } }),
      sightOf('inferenceMetadata', 'm9', call(1200)),
      sightOf('audit', 'a9', call(1200), { shiftMs: 4 }),
    );
    await join({ ...NEW_RULES, mappings: [] });
    const [again, ...rest] = await judgements();
    // 5,000 tokens at 6 dollars and 100 at 30 dollars a million, a tenth more in a region; half of it is paid.
    expect(again).toEqual({ ...first, pico: '36300000000', femto: '18150000000000', book: 'dearer', terms: ['half'] });
    expect(rest.slice(0, 2)).toEqual(others);
    expect(rest.slice(2)).toMatchObject([{ pico: '9900000000', book: 'dearer', team: 'underwriting' }]);
    await agrees();
  });

  it('gives a call to the team of a caller who is found now, at the price that stands', async () => {
    await test.pool.query('truncate sight, join_group, usage_event, usage_hourly, usage_daily');
    await save(...entries);
    await join(OLD_RULES);
    const before = await events();
    expect(before.map(({ team }) => team)).toEqual([null, null, null]);
    await save(...audit);
    await join(NEW_RULES);
    const after = await events();
    expect(after.map(({ team }) => team)).toEqual(Array(3).fill('underwriting'));
    const prices = (of: typeof before) => of.map(({ pico, femto, book, model }) => [pico, femto, book, model]);
    expect(prices(after)).toEqual(prices(before));
    await agrees();
  });

  it('leaves what a run changes to the run, which books it once', async () => {
    const before = await judgements();
    await test.pool.query('update join_group set marks = marks + 1');
    await join(NEW_RULES);
    const { pool, rollups } = database;
    const engine = rerateEngine({
      pool,
      rollups,
      rules: { ...NEW_RULES, mappings: [] },
      clock: { now: () => NOVEMBER },
    });
    const order = { kind: 'apply', range: { from: null, to: null }, startedBy: 'test', signal } as const;
    await rerate(engine, order);
    const booked = await costAdjustments(pool, { from: null, to: null });
    // 6,000 tokens at 3 dollars and 600 at 15 dollars a million, a tenth more in a region: as much again on the list, and half of both is paid.
    expect(booked).toMatchObject([{ requests: 3, listPico: 29_700_000_000n, effectiveFemto: 0n }]);
    await test.pool.query('update join_group set marks = marks + 1');
    await join(NEW_RULES);
    expect(await judgements()).toEqual(before);
    await rerate(engine, order);
    expect(await costAdjustments(pool, { from: null, to: null })).toEqual(booked);
  });
});
