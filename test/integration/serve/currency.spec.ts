import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pricesSchema } from '../../../src/price/prices-schema.js';
import { pricingOf } from '../../../src/price/pricing.js';
import type { Converted } from '../../../src/serve/answers/converted.js';
import { metaAnswerSchema } from '../../../src/serve/answers/meta.js';
import { premiumAnswerSchema } from '../../../src/serve/answers/premium.js';
import { costsAnswerSchema, usageAnswerSchema } from '../../../src/serve/answers/usage.js';
import type { JudgedEvent } from '../../../src/store/judged-event.js';
import { BUCKETS } from '../../../src/store/questions/dimensions.js';
import { groupsOf, keyOfRow, queryOf, RANGES, ZONES, type Asked } from '../../support/brute-force.js';
import { isNotBilled, KINDS_OF_PRICES, makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

/** Ten-thousandths of a euro for a dollar, from a day on; nothing before the first. */
const RATES: readonly (readonly [day: string, per10000: bigint])[] = [
  ['2026-10-22', 8_523n],
  ['2026-10-25', 8_600n],
  ['2026-10-26', 8_612n],
  ['2026-11-01', 8_555n],
  ['2026-11-15', 8_701n],
];
const pricing = pricingOf(
  pricesSchema.parse({
    terms: [
      { name: 'agreement', when: { cloud: 'bedrock' }, discountPercent: '7.3' },
      {
        name: 'preview',
        when: { model: 'claude-mythos-preview' },
        usdPerMillion: { input: '7', cacheRead: '0.7', cacheWrite5m: '8.75', cacheWrite1h: '14', output: '35' },
      },
    ],
    currency: [
      {
        currency: 'EUR',
        rates: RATES.map(([from, per]) => ({ from, perUsd: `0.${per}`, source: 'https://www.ecb.europa.eu/' })),
      },
      { currency: 'CHF', rates: [{ from: '2026-01-01', perUsd: '0.9' }] },
    ],
  }),
);
const calls = makeCalls(1_200, KINDS_OF_PRICES, pricing.terms);
let serving: Serving;

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z', { builtTimeZones: ['UTC', 'Europe/Berlin'] }, pricing);
  await seedUsage(serving.database.pool, calls, ['Europe/Berlin']);
});
afterAll(() => serving.stop());

/** An amount of calls, each at the rate of its own day; `null` where a day has none. Dollars times 10 to the 19th. */
function inEuro(group: readonly JudgedEvent[], femtoOf: (call: JudgedEvent) => bigint): string | null {
  let sum = 0n;
  for (const call of group) {
    const rate = RATES.findLast(([day]) => call.event.occurredAt >= day);
    if (rate === undefined) return null;
    sum += femtoOf(call) * rate[1];
  }
  const digits = (sum < 0n ? -sum : sum).toString().padStart(20, '0');
  const fraction = digits.slice(-19).replace(/0+$/, '');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -19)}${fraction && `.${fraction}`}`;
}

function converted(group: readonly JudgedEvent[]): Converted | null {
  const billed = group.filter((call) => !isNotBilled(call));
  const paid = billed.filter(({ effective }) => effective !== null);
  if (billed.length > 0 && paid.length === 0) return null;
  const effectiveCost = inEuro(paid, ({ effective }) => effective?.femto ?? 0n);
  if (effectiveCost === null) return null;
  const isPriced = billed.length === 0 || paid.some(({ price }) => 'priced' in price);
  const list = (picoOf: (priced: Extract<JudgedEvent['price'], { priced: unknown }>['priced']) => bigint) =>
    isPriced ? inEuro(paid, ({ price }) => ('priced' in price ? picoOf(price.priced) * 1000n : 0n)) : null;
  return {
    currency: 'EUR',
    cost: list(({ total }) => total),
    effectiveCost,
    premium: list(({ premium }) => premium),
    withoutCaching: list(({ withoutCaching }) => withoutCaching),
    cacheSaving: list(({ withoutCaching, total }) => withoutCaching - total),
  };
}

const ROUTES = {
  usage: usageAnswerSchema,
  costs: costsAnswerSchema,
  'costs/premium': premiumAnswerSchema,
} as const;

async function compare(route: keyof typeof ROUTES, asked: Asked) {
  const { rows, totals } = ROUTES[route].parse(
    await serving.getJson(`/api/v1/${route}?${queryOf(asked, { currency: 'EUR' })}`),
  );
  const whole = [...groupsOf(calls, { ...asked, bucket: 'none', groupBy: [] }).values()].flat();
  return {
    answered: {
      rows: new Map(rows.map((row) => [keyOfRow(row, asked.groupBy), row.converted])),
      totals: totals.converted,
    },
    expected: {
      rows: new Map([...groupsOf(calls, asked)].map(([key, group]) => [key, converted(group)])),
      totals: converted(whole),
    },
  };
}

describe('costs in another currency', () => {
  it.each(RANGES.flatMap(([name, from, to]) => ZONES.map((timeZone) => ({ name, from, to, timeZone }))))(
    'are the sum of the UTC days at their own rates, exactly, over $name in $timeZone',
    async ({ from, to, timeZone }) => {
      for (const bucket of BUCKETS) {
        const { answered, expected } = await compare('usage', { from, to, timeZone, bucket, groupBy: [] });
        expect(answered).toEqual(expected);
      }
    },
  );

  it.each(['usage', 'costs', 'costs/premium'] as const)('are the same on /%s, by team and person', async (route) => {
    const range = { from: '2026-10-22T00:00:00Z', to: `${SEEDED.to}T00:00:00Z`, timeZone: 'Europe/Berlin' };
    for (const groupBy of [['team'], ['model', 'person']] as const) {
      const { answered, expected } = await compare(route, { ...range, bucket: 'week', groupBy });
      expect(answered).toEqual(expected);
    }
  });

  it('are told by token class too', async () => {
    const range = 'from=2026-10-22&to=2026-11-21&timeZone=UTC&currency=CHF';
    const { rows, totals } = costsAnswerSchema.parse(
      await serving.getJson(`/api/v1/costs?${range}&groupBy=tokenClass`),
    );
    // One rate all through: nine tenths of the dollars.
    for (const { costUsd, converted: told } of rows) {
      expect(Number(told?.cost)).toBeCloseTo(Number(costUsd) * 0.9, 9);
      expect(told?.currency).toBe('CHF');
    }
    expect(Number(totals.converted?.cost)).toBeCloseTo(Number(totals.costUsd) * 0.9, 9);
  });

  it('leave the dollars as they are, and are not there when not asked for', async () => {
    const range = `from=${SEEDED.from}&to=${SEEDED.to}&bucket=month&groupBy=team`;
    const plain = usageAnswerSchema.parse(await serving.getJson(`/api/v1/usage?${range}`));
    const both = usageAnswerSchema.parse(await serving.getJson(`/api/v1/usage?${range}&currency=EUR`));
    expect(both.rows.map((row) => ({ ...row, converted: undefined }))).toEqual(plain.rows);
    expect(plain.rows.some((row) => 'converted' in row)).toBe(false);
  });

  it('name the currencies that there are', async () => {
    for (const route of ['usage', 'costs', 'costs/premium']) {
      const response = await serving.get(`/api/v1/${route}?currency=GBP`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: { field: 'currency', message: expect.stringContaining('Known are: EUR, CHF.') },
      });
    }
    expect(metaAnswerSchema.parse(await serving.getJson('/api/v1/meta')).currencies).toEqual([
      { currency: 'EUR', from: '2026-10-22', sources: ['https://www.ecb.europa.eu/'] },
      { currency: 'CHF', from: '2026-01-01', sources: [] },
    ]);
  });
});
