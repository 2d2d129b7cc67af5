import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeEvent, NO_RULES } from '../../../src/ingest/judge.js';
import { price } from '../../../src/price/price.js';
import { priceBook } from '../../../src/price/price-book.js';
import { pricesSchema } from '../../../src/price/prices-schema.js';
import { type Pricing, pricingOf } from '../../../src/price/pricing.js';
import { costsExplainedSchema } from '../../../src/serve/answers/explain.js';
import { metaAnswerSchema } from '../../../src/serve/answers/meta.js';
import { requestDetailSchema } from '../../../src/serve/answers/requests.js';
import { usageAnswerSchema } from '../../../src/serve/answers/usage.js';
import { findBrokenRules } from '../../../src/store/consistency.store.js';
import type { JudgedEvent } from '../../../src/store/judged-event.js';
import { RollupStore } from '../../../src/store/rollup.store.js';
import { formatFemtoUsd, formatUsd } from '../../../src/usage/money.js';
import { KINDS_OF_PRICES, makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

const pricing = pricingOf(
  pricesSchema.parse({
    book: { govCloudMultiplier: '1.3' },
    terms: [
      { name: 'output', when: { model: 'claude-opus-*' }, discountPercent: '15.123456', classes: ['output'] },
      { name: 'agreement', from: '2026-11-01', when: { cloud: 'bedrock' }, discountPercent: '7.3' },
      {
        name: 'preview',
        when: { model: 'claude-mythos-preview' },
        usdPerMillion: { input: '7', cacheRead: '0.7', cacheWrite5m: '8.75', cacheWrite1h: '14', output: '35' },
      },
    ],
  }),
);

const { book, mappings, terms } = pricing;
const calls = makeCalls(1_200, KINDS_OF_PRICES).map(({ event, team, person, sourceId }): JudgedEvent => ({
  ...judgeEvent(event, sourceId, { ...NO_RULES, mappings, terms, book }),
  team,
  person,
}));
let serving: Serving;

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z', {}, pricing);
  await seedUsage(serving.database.pool, calls, []);
});
afterAll(() => serving.stop());

const sumOf = (amounts: readonly (bigint | null)[]) => amounts.reduce<bigint>((a, b) => a + (b ?? 0n), 0n);
const femto = (usd: string | null) => {
  const [whole = '0', fraction = ''] = (usd ?? '0').split('.');
  return BigInt(whole + fraction.padEnd(15, '0'));
};
const listOf = ({ price: answer }: JudgedEvent) => ('priced' in answer ? answer.priced.total : null);
const isPreview = ({ event }: JudgedEvent) => event.model === 'claude-mythos-preview';
const some = (fits: (call: JudgedEvent) => boolean): JudgedEvent => {
  const call = calls.find(fits);
  if (call === undefined) throw new Error('there is such a call');
  return call;
};

async function usageOf(query: string) {
  const range = `from=${SEEDED.from}&to=${SEEDED.to}`;
  return usageAnswerSchema.parse(await serving.getJson(`/api/v1/usage?${range}${query}`));
}

async function explain(query: string) {
  return costsExplainedSchema.parse(await serving.getJson(`/api/v1/costs/explain?${query}`));
}

async function detail({ event }: JudgedEvent) {
  return requestDetailSchema.parse(await serving.getJson(`/api/v1/requests/${event.eventId}`));
}

describe('a price book of one’s own', () => {
  it('has another version, which every answer names', async () => {
    expect(book.version).not.toBe(priceBook.version);
    const meta = metaAnswerSchema.parse(await serving.getJson('/api/v1/meta'));
    expect(meta.priceBook.version).toBe(book.version);
    expect((await usageOf('')).priceBook).toBe(book.version);
  });

  it('prices and explains what it corrects', async () => {
    const call = some(({ event }) => event.region === 'us-gov-west-1');
    const { cost } = await detail(call);
    const before = price(call.event);
    // 1.3 in place of 1.2
    expect('priced' in before && formatUsd((before.priced.total * 13n) / 12n)).toBe(cost?.costUsd);
    expect(cost?.book).toBe(book.version);
    expect(cost?.lines.filter(({ rule }) => rule === 'govCloud').map(({ multiplier }) => multiplier)[0]).toBe('0.3');
  });
});

describe('rates of one’s own for a model without a public rate', () => {
  it('make an effective cost without a list cost, in every figure', async () => {
    const own = calls.filter(isPreview);
    const expected = formatFemtoUsd(sumOf(own.map(({ effective }) => effective?.femto ?? null)));
    expect(own.length).toBeGreaterThan(30);
    const byDay = await usageOf('&filter=model%3Dclaude-mythos-preview&bucket=day&groupBy=team');
    expect(byDay.totals).toMatchObject({
      costUsd: null,
      effectiveCostUsd: expected,
      premiumUsd: null,
      cacheSavingUsd: null,
      costByClass: { input: null, output: null, webSearch: null },
      unpricedRequests: own.length,
    });
    for (const row of byDay.rows) expect([row.costUsd, row.effectiveCostUsd === null]).toEqual([null, false]);
    expect(sumOf(byDay.rows.map((row) => femto(row.effectiveCostUsd)))).toBe(femto(expected));
  });

  it('stay beside the list cost of other calls, which does not change', async () => {
    const { totals } = await usageOf('');
    expect(totals.costUsd).toBe(formatUsd(sumOf(calls.map(listOf))));
    expect(totals.effectiveCostUsd).toBe(formatFemtoUsd(sumOf(calls.map(({ effective }) => effective?.femto ?? null))));
  });

  it('show line by line what was paid', async () => {
    const call = some(({ event }) => event.model === 'claude-mythos-preview' && event.webSearchRequests > 0);
    const { cost, ownRates, unpriced } = await detail(call);
    expect([cost, unpriced?.reason]).toEqual([null, 'noRateAtThatTime']);
    expect(ownRates).toMatchObject({ terms: ['preview'], termsHaveChanged: false });
    expect(ownRates?.effectiveCostUsd).toBe(formatFemtoUsd(call.effective?.femto ?? 0n));
    expect(sumOf(ownRates?.lines.map((line) => femto(line.effectiveUsd)) ?? [])).toBe(call.effective?.femto);
    expect(ownRates?.lines.find((line) => line.class === 'webSearch')).toMatchObject({ term: null, premium: false });
    expect(ownRates?.lines.some(({ premium }) => premium)).toBe(true);
  });

  it('are kept as the rules of the store say, and in the roll-ups', async () => {
    expect(await findBrokenRules(serving.database.pool)).toEqual([]);
    expect((await new RollupStore(serving.database.pool).verify()).disagreements).toEqual([]);
  });
});

describe('/costs/explain', () => {
  it.each(['', '&filter=person%3Dana', '&filter=model%3Dclaude-opus-5', '&filter=model%3Dclaude-mythos-preview'])(
    'tells by which terms what was paid, exactly (%s)',
    async (filter) => {
      const { effective, totals } = await explain(`from=${SEEDED.from}&to=2026-11-19T13:24:11Z${filter}`);
      expect(sumOf(effective.map(({ effectiveUsd }) => femto(effectiveUsd)))).toBe(femto(totals.effectiveCostUsd));
      expect(sumOf(effective.map(({ listUsd }) => femto(listUsd)))).toBe(femto(totals.costUsd));
      const keys = effective.map(({ entry, tier, rules, terms: own, book: of, model }) =>
        JSON.stringify([entry, tier, rules, own, of, model]),
      );
      expect(new Set(keys).size).toBe(keys.length);
      const atList = effective.filter((row) => row.terms.length === 0);
      expect(atList.map(({ effectiveUsd }) => effectiveUsd)).toEqual(atList.map(({ listUsd }) => listUsd));
      expect(effective.map(({ entry }) => entry === null)).toEqual(effective.map(({ listUsd }) => listUsd === null));
    },
  );

  it('has a row for each entry and its terms', async () => {
    const { effective } = await explain(
      `from=${SEEDED.from}&to=${SEEDED.to}&filter=modelId%3Dglobal.anthropic.claude-opus-5`,
    );
    const rows = effective.map(({ entry, rules, terms: own }) => `${entry} ${rules[0]} ${own.join('+')}`);
    expect(rows).toContain('claude-opus-5@2026-07-24 listPrice output');
    expect(rows).toContain('claude-opus-5@2026-07-24 listPrice agreement+output');
  });
});

describe('/requests/:eventId', () => {
  it('shows each line with what was paid, by which term, and where its figure is published', async () => {
    const call = some(
      ({ event, price: answer }) =>
        event.model === 'claude-opus-5-5' && event.occurredAt >= '2026-11-01' && 'priced' in answer,
    );
    const { cost } = await detail(call);
    expect(cost?.termsHaveChanged).toBe(false);
    expect(sumOf(cost?.lines.map((line) => femto(line.effectiveUsd)) ?? [])).toBe(call.effective?.femto);
    expect(sumOf(cost?.lines.map((line) => femto(line.amountUsd)) ?? [])).toBe((listOf(call) ?? 0n) * 1000n);
    for (const line of cost?.lines ?? []) {
      expect(line.term).toBe(line.class === 'output' ? 'output' : 'agreement');
      expect(line.source).toMatch(/^https:/);
    }
  });

  it('gives consumption units where marketplaces bill in them', async () => {
    const foundry = some(({ event, price: answer }) => event.cloud === 'foundry' && 'priced' in answer);
    const { cost } = await detail(foundry);
    // 100 units are a dollar
    expect(femto(cost?.consumptionUnits ?? null)).toBe((foundry.effective?.femto ?? 0n) * 100n);
    const bedrock = some(({ event, price: answer }) => event.cloud === 'bedrock' && 'priced' in answer);
    expect((await detail(bedrock)).cost?.consumptionUnits).toBeNull();
  });

  it('adds consumption units up by cloud and deployment, and tells none of clouds that do not bill in them', async () => {
    const ofUnits = calls.filter(({ event }) => event.cloud === 'foundry' || event.cloud === 'anthropic');
    const expected = sumOf(ofUnits.map(({ effective }) => effective?.femto ?? null)) * 100n;
    const byCloud = await usageOf('&groupBy=cloud');
    expect(femto(byCloud.totals.consumptionUnits)).toBe(expected);
    expect(byCloud.rows.map(({ group, consumptionUnits }) => [group['cloud'], consumptionUnits !== null])).toEqual(
      byCloud.rows.map(({ group }) => [group['cloud'], ['foundry', 'anthropic'].includes(group['cloud'] ?? '')]),
    );
    const byDay = await usageOf('&groupBy=modelId&bucket=day');
    expect(sumOf(byDay.rows.map(({ consumptionUnits }) => femto(consumptionUnits)))).toBe(expected);
  });
});

describe('after the terms of the configuration have changed', () => {
  const changed: Pricing = { ...pricing, terms: [] };
  let other: Serving;
  beforeAll(async () => {
    other = await startServing('2026-11-20T13:24:00Z', {}, changed);
    await seedUsage(other.database.pool, calls, []);
  });
  afterAll(() => other.stop());

  it('a request keeps what was paid, and shows no lines that would not add up to it', async () => {
    const termed = some(
      ({ event, effective }) => event.model === 'claude-opus-5-5' && (effective?.terms.length ?? 0) > 0,
    );
    const { cost } = requestDetailSchema.parse(await other.getJson(`/api/v1/requests/${termed.event.eventId}`));
    expect(cost).toMatchObject({ termsHaveChanged: true });
    expect(cost?.effectiveCostUsd).toBe(formatFemtoUsd(termed.effective?.femto ?? 0n));
    expect(new Set(cost?.lines.map(({ effectiveUsd }) => effectiveUsd))).toEqual(new Set([null]));
    const preview = some(isPreview);
    const { ownRates } = requestDetailSchema.parse(await other.getJson(`/api/v1/requests/${preview.event.eventId}`));
    expect(ownRates).toMatchObject({ termsHaveChanged: true, lines: [] });
  });
});
