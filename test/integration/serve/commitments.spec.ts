import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pricesSchema } from '../../../src/price/prices-schema.js';
import { pricingOf } from '../../../src/price/pricing.js';
import { commitmentsAnswerSchema, type CommitmentsAnswer } from '../../../src/serve/answers/commitments.js';
import type { JudgedEvent } from '../../../src/store/judged-event.js';
import { formatUsd } from '../../../src/usage/money.js';
import { TOKEN_CLASSES } from '../../../src/usage/tokens.js';
import { VALUE } from '../../support/brute-force.js';
import { KINDS_OF_PRICES, makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';
import { picoOf } from '../../support/pico-of.js';
import { groupedBy } from '../../../src/usage/grouped-by.js';

const HOUR = 3_600_000;
const pricing = pricingOf(
  pricesSchema.parse({
    commitments: [
      { name: 'opus', from: '2026-10-21T05:00:00Z', when: { model: 'claude-opus-*' }, usd: '39.60', per: 'hour' },
      {
        name: 'sonnet',
        from: '2026-10-01',
        to: '2026-11-10',
        when: { model: 'claude-sonnet-5' },
        usd: '7000',
        per: 'month',
      },
      { name: 'unused', from: '2026-11-01', when: { model: 'claude-haiku-*' }, usd: '1', per: 'hour' },
    ],
  }),
);
const calls = makeCalls(3_000, KINDS_OF_PRICES);
const provisioned = calls.filter(({ event }) => event.endpointScope === 'provisioned');
const NOW = '2026-11-20T13:24:00Z';
let serving: Serving;

beforeAll(async () => {
  serving = await startServing(NOW, { builtTimeZones: ['UTC', 'Europe/Berlin'] }, pricing);
  await seedUsage(serving.database.pool, calls, ['Europe/Berlin']);
});
afterAll(() => serving.stop());

async function ask(query: string): Promise<CommitmentsAnswer> {
  return commitmentsAnswerSchema.parse(await serving.getJson(`/api/v1/costs/commitments?${query}`));
}

const sum = (amounts: readonly string[]) => formatUsd(amounts.reduce((total, amount) => total + picoOf(amount), 0n));
const tokensOf = (list: readonly JudgedEvent[]) =>
  list.reduce((n, { event }) => TOKEN_CLASSES.reduce((m, name) => m + (event.tokens[name] ?? 0), n), 0);
const hourOf = ({ event }: JudgedEvent) => Math.floor(Date.parse(event.occurredAt) / HOUR) * HOUR;
const isOf = (model: string, from: string, to: string) => (call: JudgedEvent) =>
  call.event.model === model && hourOf(call) >= Date.parse(from) && hourOf(call) < Date.parse(to);

const WHOLE = `from=${SEEDED.from}T00:00:00Z&to=${SEEDED.to}T00:00:00Z`;

describe('/costs/commitments', () => {
  it('counts the hours that are paid for and have begun, each at its price', async () => {
    const { commitments, totals, countedTo } = await ask(WHOLE);
    const paid = new Map(commitments.map((one) => [one.name, one]));
    // From 21 October 05:00 until 20 November 14:00: 30 days and 9 hours.
    expect(paid.get('opus')).toMatchObject({ hours: 30 * 24 + 9, fixedCostUsd: sum(Array(729).fill('39.60')) });
    // Of 7,000 a month, 13 of October's 31 days and 9 of November's 30; every month's hours add up to the month.
    const month = 7_000n * 10n ** 12n;
    const fixed = month - (month * 18n) / 31n + (month * 9n) / 30n;
    expect(paid.get('sonnet')?.fixedCostUsd).toBe(formatUsd(fixed));
    expect(paid.get('unused')).toMatchObject({ usedHours: 0, sharedUsd: '0', idleUsd: String(19 * 24 + 14), rows: [] });
    expect(countedTo).toBe('2026-11-20T14:00:00.000Z');
    expect(totals.fixedCostUsd).toBe(sum(commitments.map(({ fixedCostUsd }) => fixedCostUsd)));
    expect(totals.hours).toBe(commitments.reduce((n, { hours }) => n + hours, 0));
  });

  it.each(['team', 'model', 'accountId', 'person'] as const)(
    'shares an hour by its tokens: by %s',
    async (dimension) => {
      const { commitments, rows, totals } = await ask(`${WHOLE}&groupBy=${dimension}`);
      const opus = commitments.find(({ name }) => name === 'opus');
      const own = provisioned.filter(isOf('claude-opus-4-8', '2026-10-21T05:00:00Z', NOW));
      // Not rounded: within a pico-dollar an hour and group of what is answered.
      const exact = new Map<string | null, number>();
      for (const hour of groupedBy(own, hourOf).values()) {
        for (const call of hour) {
          const share = (39.6 * tokensOf([call])) / tokensOf(hour);
          exact.set(VALUE[dimension](call), (exact.get(VALUE[dimension](call)) ?? 0) + share);
        }
      }
      for (const row of opus?.rows ?? []) {
        const value = row.group[dimension] ?? null;
        expect(Number(row.costUsd)).toBeCloseTo(exact.get(value) ?? 0, 7);
        const members = own.filter((call) => VALUE[dimension](call) === value);
        expect([row.requests, row.tokens]).toEqual([members.length, tokensOf(members)]);
      }
      expect(opus?.rows).toHaveLength(exact.size);
      expect(opus?.usedHours).toBe(new Set(own.map(hourOf)).size);
      for (const part of [totals, ...commitments]) {
        expect(sum([part.sharedUsd, part.outsideFilterUsd, part.idleUsd])).toBe(part.fixedCostUsd);
        expect(part.outsideFilterUsd).toBe('0');
      }
      expect(sum(rows.map(({ costUsd }) => costUsd))).toBe(totals.sharedUsd);
      expect(sum(opus?.rows.map(({ costUsd }) => costUsd) ?? [])).toBe(opus?.sharedUsd);
    },
  );

  it('shows what falls to a filter, and what to others, of the same hours', async () => {
    const whole = await ask(`${WHOLE}&groupBy=team`);
    const claims = await ask(`${WHOLE}&filter=team%3DClaims`);
    const ofClaims = whole.rows.find(({ group }) => group['team'] === 'Claims');
    expect(Number(claims.totals.sharedUsd)).toBeCloseTo(Number(ofClaims?.costUsd), 7);
    expect(claims.totals).toMatchObject({
      fixedCostUsd: whole.totals.fixedCostUsd,
      idleUsd: whole.totals.idleUsd,
      usedHours: whole.totals.usedHours,
      requests: ofClaims?.requests,
    });
    const { sharedUsd, outsideFilterUsd, idleUsd, fixedCostUsd } = claims.totals;
    expect(sum([sharedUsd, outsideFilterUsd, idleUsd])).toBe(fixedCostUsd);
  });

  it('counts provisioned calls that no commitment covers', async () => {
    const { uncovered } = await ask(WHOLE);
    const before = provisioned.filter(isOf('claude-opus-4-8', '2026-10-01', '2026-10-21T05:00:00Z'));
    const after = provisioned.filter(isOf('claude-sonnet-5', '2026-11-10', '2026-11-20T14:00:00Z'));
    expect(before.length * after.length).toBeGreaterThan(0);
    expect(uncovered).toEqual({
      requests: before.length + after.length,
      tokens: tokensOf([...before, ...after]),
    });
  });

  it.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns'])(
    'gives every hour to one range: the ranges next to each other add up, in %s',
    async (timeZone) => {
      const days = ['2026-10-20', '2026-10-25', '2026-10-26', '2026-11-01', '2026-11-02', '2026-11-12'];
      const parts = await Promise.all(
        days.slice(1).map((to, index) => ask(`from=${days[index]}&to=${to}&timeZone=${timeZone}`)),
      );
      const whole = await ask(`from=2026-10-20&to=2026-11-12&timeZone=${timeZone}`);
      for (const name of ['fixedCostUsd', 'sharedUsd', 'idleUsd'] as const) {
        expect(sum(parts.map(({ totals }) => totals[name]))).toBe(whole.totals[name]);
      }
      expect(parts.reduce((n, { totals }) => n + totals.hours, 0)).toBe(whole.totals.hours);
    },
  );

  it('counts nothing of the future', async () => {
    const { totals, rows } = await ask('from=2026-11-21&to=2026-11-22');
    expect(totals).toMatchObject({ hours: 0, fixedCostUsd: '0', idleUsd: '0', requests: 0 });
    expect(rows).toEqual([]);
  });
});
