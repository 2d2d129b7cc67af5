import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { couldMoveToGlobal } from '../../../src/price/availability.js';
import { pricesSchema } from '../../../src/price/prices-schema.js';
import { pricingOf } from '../../../src/price/pricing.js';
import { premiumAnswerSchema, type PremiumFigures } from '../../../src/serve/answers/premium.js';
import type { JudgedEvent } from '../../../src/store/judged-event.js';
import { BUCKETS } from '../../../src/store/questions/dimensions.js';
import { ENDPOINT_SCOPES } from '../../../src/usage/cloud.js';
import { formatUsd } from '../../../src/usage/money.js';
import { TOKEN_CLASSES } from '../../../src/usage/tokens.js';
import { groupsOf, keyOfRow, queryOf, RANGES, ZONES, type Asked } from '../../support/brute-force.js';
import { isNotBilled, KINDS_OF_PRICES, makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';
import { picoOf } from '../../support/pico-of.js';

const pricing = pricingOf(
  pricesSchema.parse({
    residency: [
      // Begins and ends within hours, so that nothing rolled up can answer for the hours around.
      {
        name: 'pilot',
        from: '2026-10-30T11:17:00Z',
        to: '2026-11-08T23:30:00+01:00',
        when: { model: 'claude-opus-*' },
        reason: 'Agreed with the works council',
      },
      { name: 'EU data', when: { region: 'eu-*' } },
    ],
  }),
);
const calls = makeCalls(1_500, KINDS_OF_PRICES);
const INSTANTS = { from: `${SEEDED.from}T00:00:00Z`, to: `${SEEDED.to}T00:00:00Z` };
let serving: Serving;

beforeAll(async () => {
  const zones = ['UTC', 'Europe/Berlin'];
  serving = await startServing('2026-11-20T13:24:00Z', { builtTimeZones: zones }, pricing);
  await seedUsage(serving.database.pool, calls, ['Europe/Berlin']);
});
afterAll(() => serving.stop());

const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n);

function partOf(group: readonly JudgedEvent[]) {
  const billed = group.filter((call) => !isNotBilled(call));
  const priced = billed.flatMap(({ price }) => ('priced' in price ? [price.priced] : []));
  const known = (pico: bigint) => (priced.length === 0 && billed.length > 0 ? null : formatUsd(pico));
  return {
    requests: group.length,
    tokens: TOKEN_CLASSES.flatMap((name) => group.map(({ event }) => event.tokens[name] ?? 0)).reduce(
      (a, b) => a + b,
      0,
    ),
    costUsd: known(sum(priced.map(({ total }) => total))),
    premiumUsd: known(sum(priced.map(({ premium }) => premium))),
  };
}

/** Every call judged by itself. */
function figuresOf(group: readonly JudgedEvent[]): PremiumFigures {
  const answered = group.map((call) => ({ call, move: moveOf(call) }));
  const of = (answer: string, policy?: string) =>
    partOf(
      answered
        .filter(
          ({ move }) =>
            move?.answer === answer && (policy === undefined || ('policy' in move && move.policy === policy)),
        )
        .map(({ call }) => call),
    );
  const whole = partOf(group);
  return {
    ...whole,
    savingUsd: whole.premiumUsd === null ? null : of('possible').premiumUsd,
    scopes: ENDPOINT_SCOPES.map((endpointScope) => ({
      endpointScope,
      ...partOf(group.filter(({ event }) => event.endpointScope === endpointScope)),
    })).filter(({ requests }) => requests > 0),
    split: {
      possible: of('possible'),
      blockedByPolicy: {
        ...of('blockedByPolicy'),
        policies: pricing.residency
          .map(({ name, reason = null }) => ({ policy: name, reason, ...of('blockedByPolicy', name) }))
          .filter(({ requests }) => requests > 0),
      },
      notOffered: of('notOffered'),
      provisioned: of('provisioned'),
    },
  };
}

/** Calls without a price pay no premium, nor do those that are not billed. */
function moveOf(call: JudgedEvent) {
  const { event, price } = call;
  return 'priced' in price && !isNotBilled(call) ? couldMoveToGlobal(event, pricing.residency) : null;
}

async function compare(asked: Asked, more: Record<string, string> = {}) {
  const { rows, totals } = premiumAnswerSchema.parse(
    await serving.getJson(`/api/v1/costs/premium?${queryOf(asked, more)}`),
  );
  const shown = new Map(
    rows.map(({ bucket, group, ...figures }) => [keyOfRow({ bucket, group }, asked.groupBy), figures]),
  );
  const expected = new Map([...groupsOf(calls, asked)].map(([key, group]) => [key, figuresOf(group)]));
  const whole = groupsOf(calls, { ...asked, bucket: 'none', groupBy: [] });
  return {
    answered: { rows: shown, count: rows.length, totals },
    expected: { rows: expected, count: expected.size, totals: figuresOf([...whole.values()].flat()) },
  };
}

describe('/costs/premium', () => {
  it.each(RANGES.flatMap(([name, from, to]) => ZONES.map((timeZone) => ({ name, from, to, timeZone }))))(
    'equals the sum over the calls, each judged by itself, over $name in $timeZone',
    async ({ from, to, timeZone }) => {
      for (const bucket of BUCKETS) {
        const { answered, expected } = await compare({ from, to, timeZone, bucket, groupBy: [] });
        expect(answered).toEqual(expected);
      }
    },
  );

  it.each([['team'], ['person'], ['model', 'endpointScope'], ['cloud', 'person']] as const)(
    'equals it by %s and %s',
    async (...groupBy) => {
      const { answered, expected } = await compare({ ...INSTANTS, timeZone: 'Europe/Berlin', bucket: 'week', groupBy });
      expect(answered).toEqual(expected);
    },
  );

  it('keeps to filters', async () => {
    const { answered, expected } = await compare(
      { ...SEEDED, timeZone: 'UTC', bucket: 'none', groupBy: [], keep: ({ person }) => person === 'ana' },
      { filter: 'person=ana' },
    );
    expect(answered).toEqual(expected);
  });

  it('splits the premium into parts that add up to it exactly, none of them empty here', async () => {
    const { totals } = premiumAnswerSchema.parse(
      await serving.getJson(`/api/v1/costs/premium?from=${SEEDED.from}&to=${SEEDED.to}`),
    );
    const { possible, blockedByPolicy, notOffered, provisioned } = totals.split;
    const parts = [possible, blockedByPolicy, notOffered];
    expect(formatUsd(parts.reduce((sum, part) => sum + picoOf(part.premiumUsd), 0n))).toBe(totals.premiumUsd);
    for (const part of parts) expect(picoOf(part.premiumUsd) > 0n).toBe(true);
    expect(blockedByPolicy.policies.map(({ policy, reason }) => [policy, reason])).toEqual([
      ['pilot', 'Agreed with the works council'],
      ['EU data', null],
    ]);
    expect(provisioned).toMatchObject({ costUsd: '0', premiumUsd: '0' });
    expect(provisioned.requests).toBeGreaterThan(50);
    expect(totals.scopes.map(({ endpointScope }) => endpointScope)).toEqual([
      'global',
      'geo',
      'multi-region',
      'region',
      'data-zone',
      'provisioned',
    ]);
  });
});
