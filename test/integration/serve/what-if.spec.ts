import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { price } from '../../../src/price/price.js';
import { whatIf, type WhatIf } from '../../../src/price/what-if.js';
import { periodWhatIfAnswerSchema, type PeriodWhatIfAnswer } from '../../../src/serve/answers/what-if-period.js';
import type { JudgedEvent } from '../../../src/store/judged-event.js';
import { formatUsd } from '../../../src/usage/money.js';
import { groupsOf, keyOfRow, RANGES, queryOf, ZONES, type Asked } from '../../support/brute-force.js';
import { isNotBilled, KINDS_OF_PRICES, makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

const calls = makeCalls(1_500, KINDS_OF_PRICES);
let serving: Serving;

beforeAll(async () => {
  const zones = ['UTC', 'Europe/Berlin'];
  serving = await startServing('2026-11-20T13:24:00Z', { builtTimeZones: zones });
  await seedUsage(serving.database.pool, calls, ['Europe/Berlin']);
});
afterAll(() => serving.stop());

async function ask(asked: Asked, change: WhatIf, more: Record<string, string> = {}) {
  const target = change.kind === 'scope' ? change.endpointScope : change.kind === 'model' ? change.model : null;
  const parameters = { change: change.kind, ...(target === null ? {} : { target }), ...more };
  return periodWhatIfAnswerSchema.parse(await serving.getJson(`/api/v1/costs/what-if?${queryOf(asked, parameters)}`));
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n);

/** Every call imagined by itself. */
function figuresOf(group: readonly JudgedEvent[], change: WhatIf) {
  const imagined = group.flatMap((call) => {
    // What is not billed as it was made, would not be otherwise.
    if (isNotBilled(call)) return [{ now: 0n, other: 0n }];
    const { event, price: now } = call;
    const other = whatIf(event, change).price;
    return 'priced' in now && 'priced' in other ? [{ now: now.priced.total, other: other.priced.total }] : [];
  });
  const [now, other] = [sum(imagined.map((one) => one.now)), sum(imagined.map((one) => one.other))];
  const known = (pico: bigint) => (imagined.length === 0 && group.length > 0 ? null : formatUsd(pico));
  const billed = group.filter((call) => !isNotBilled(call));
  const priced = billed.flatMap(({ price: now_ }) => ('priced' in now_ ? [now_.priced.total] : []));
  const outside = group.filter(({ price: now_ }) => 'unpriced' in now_ && now_.unpriced === 'outsideClaude').length;
  return {
    requests: group.length,
    costUsd: priced.length === 0 && billed.length > 0 ? null : formatUsd(sum(priced)),
    imaginedRequests: imagined.length,
    comparedCostUsd: known(now),
    imaginedCostUsd: known(other),
    differenceUsd: known(other - now),
    notImaginedRequests: group.length - outside - imagined.length,
  };
}

function comparable(figures: PeriodWhatIfAnswer['totals']) {
  const { requests, costUsd, imaginedRequests, comparedCostUsd, imaginedCostUsd, differenceUsd } = figures;
  const { notImaginedRequests } = figures;
  return { requests, costUsd, imaginedRequests, comparedCostUsd, imaginedCostUsd, differenceUsd, notImaginedRequests };
}

async function compare(asked: Asked, change: WhatIf, more: Record<string, string> = {}) {
  const { rows, totals } = await ask(asked, change, more);
  const shown = new Map(
    rows.map((row) => [keyOfRow({ bucket: null, group: row.group }, asked.groupBy), comparable(row)]),
  );
  const told = totals.notImagined.filter(({ reason }) => reason !== 'outsideClaude');
  expect(told.reduce((n, { requests }) => n + requests, 0)).toBe(totals.notImaginedRequests);
  const expected = new Map([...groupsOf(calls, asked)].map(([key, group]) => [key, figuresOf(group, change)]));
  const whole = [...groupsOf(calls, { ...asked, groupBy: [] }).values()].flat();
  return {
    answered: { rows: shown, count: rows.length, total: comparable(totals) },
    expected: { rows: expected, count: expected.size, total: figuresOf(whole, change) },
  };
}

const GLOBAL: WhatIf = { kind: 'scope', endpointScope: 'global' };
const WHOLE = {
  from: `${SEEDED.from}T00:00:00Z`,
  to: `${SEEDED.to}T00:00:00Z`,
  timeZone: 'UTC',
  bucket: 'none',
} as const;

describe('/costs/what-if', () => {
  it.each(RANGES.flatMap(([name, from, to]) => ZONES.map((timeZone) => ({ name, from, to, timeZone }))))(
    'equals the sum over the calls, each imagined by itself, over $name in $timeZone',
    async ({ from, to, timeZone }) => {
      const { answered, expected } = await compare({ from, to, timeZone, bucket: 'none', groupBy: ['team'] }, GLOBAL);
      expect(answered).toEqual(expected);
    },
  );

  it.each<WhatIf>([
    GLOBAL,
    { kind: 'scope', endpointScope: 'region' },
    { kind: 'withoutCaching' },
    { kind: 'oneHourCaching' },
  ])('equals it for %j, by model and by person', async (change) => {
    for (const groupBy of [['model'], ['person']] as const) {
      const { answered, expected } = await compare({ ...WHOLE, groupBy }, change);
      expect(answered).toEqual(expected);
    }
  });

  it('equals it for another model of the same tokenizer, without a threshold', async () => {
    const { answered, expected } = await compare(
      { ...WHOLE, groupBy: ['cloud'], keep: ({ event }) => event.model === 'claude-opus-5' },
      { kind: 'model', model: 'claude-sonnet-5-5' },
      { filter: 'model=claude-opus-5' },
    );
    expect(answered).toEqual(expected);
  });

  it.each(['claude-opus-5', 'claude-haiku-5-5', 'claude-sonnet-4-5'])(
    'costs what it did at the same model: %s',
    async (model) => {
      const { totals } = await ask({ ...WHOLE, groupBy: [] }, { kind: 'model', model }, { filter: `model=${model}` });
      expect(totals.differenceUsd).toBe('0');
      expect(totals.imaginedCostUsd).toBe(totals.costUsd);
      expect(totals.costUsd).not.toBe('0');
    },
  );

  it('says why it is no promise, and of how many calls', async () => {
    const { totals } = await ask(
      { ...WHOLE, groupBy: [] },
      { kind: 'model', model: 'claude-haiku-5-5' },
      { filter: 'model=claude-sonnet-4-5' },
    );
    const own = calls.filter(
      (call) => call.event.model === 'claude-sonnet-4-5' && !isNotBilled(call) && 'priced' in price(call.event),
    ).length;
    expect(totals.caveats.map(({ caveat, requests }) => [caveat, requests])).toEqual([
      ['sameAnswers', own],
      ['thresholdPerRequest', own],
      ['tokenizerDiffers', own],
    ]);
    for (const { words } of totals.caveats) expect(words).toMatch(/\.$/);
  });

  it.each([
    ['change=scope', 'target', 'needs an endpoint scope'],
    ['change=scope&target=provisioned', 'target', 'global, geo, multi-region, region, data-zone'],
    ['change=model&target=claude-opus-99', 'target', 'claude-opus-5-5'],
    ['change=withoutCaching&target=global', 'target', 'has no target'],
    ['change=cheaper', 'change', 'oneHourCaching'],
    ['', 'change', 'is one of'],
    ['change=withoutCaching&groupBy=team,model', 'groupBy', 'at most one'],
  ])('refuses %s and says what to write', async (query, field, words) => {
    const response = await serving.get(`/api/v1/costs/what-if?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { field, message: expect.stringContaining(words) } });
  });
});
