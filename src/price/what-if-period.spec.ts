import { describe, expect, it } from 'vitest';
import { formatUsd } from '../usage/money.js';
import type { PriceableUsage, PriceBasis } from '../usage/priced.js';
import type { TokenCounts } from '../usage/tokens.js';
import { price } from './price.js';
import { priceBook, priceBookWith } from './price-book.js';
import { rateChanges } from './rate-changes.js';
import type { SeriesFacts } from './series-facts.js';
import { imagineSum, imaginedChanges, type ImaginedSum, type SummedSeries } from './what-if-period.js';
import { whatIf, type WhatIf } from './what-if.js';

const MODELS = ['claude-sonnet-4-5', 'claude-opus-4-6', 'claude-opus-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'];
const ENDPOINTS = [
  { cloud: 'bedrock', region: 'us-east-1', endpointScope: 'global' },
  { cloud: 'bedrock', region: 'eu-west-1', endpointScope: 'geo' },
  { cloud: 'bedrock', region: 'us-gov-west-1', endpointScope: 'region' },
  { cloud: 'vertex', region: 'eu', endpointScope: 'multi-region' },
  { cloud: 'foundry', region: 'eastus2', endpointScope: 'data-zone' },
  { cloud: 'anthropic', region: '', endpointScope: 'global' },
] as const;

type Call = PriceableUsage & { readonly tokens: TokenCounts & Record<keyof TokenCounts, number> };

/** Calls of every kind around every change of rates since February, the same every time. */
function makeCalls(): Call[] {
  let state = 11;
  const next = (most: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % most;
  };
  const since = Date.parse('2026-02-01');
  const times = rateChanges(priceBook).flatMap((at) => (at > since ? [at - 1, at, at + 3_600_000] : []));
  return times.flatMap((at) =>
    MODELS.flatMap((model) =>
      ENDPOINTS.flatMap((endpoint) =>
        [0, 1, 2].map((kind): Call => {
          const long = next(3) === 0 ? 250_000 : 0;
          return {
            ...endpoint,
            modelId: model,
            model,
            vendor: 'anthropic',
            occurredAt: new Date(at).toISOString(),
            speed: kind === 1 && endpoint.cloud === 'anthropic' ? 'fast' : 'standard',
            batch: kind === 2 && endpoint.cloud !== 'foundry',
            // Sonnet 4.5 refuses the parameter.
            inferenceGeo:
              endpoint.cloud === 'anthropic' && model !== 'claude-sonnet-4-5' && next(2) === 0 ? 'us' : null,
            stopReason: null,
            tokens: {
              input: next(9_000) + long,
              cacheRead: next(50_000),
              cacheWrite5m: next(4_000),
              cacheWrite1h: next(2_000),
              output: next(3_000),
            },
            webSearchRequests: next(20) === 0 ? 2 : 0,
          };
        }),
      ),
    ),
  );
}

const calls = makeCalls();

/** Priced calls as roll-ups hold them: by series, and by the span between changes. Cases: what was priced alike. */
function asRolledUp(list: readonly Call[], cuts: readonly number[]): SummedSeries[] {
  const sums = new Map<string, SummedSeries>();
  for (const call of list) {
    const answer = price(call);
    if ('unpriced' in answer) continue;
    const { cloud, region, modelId, model, vendor, endpointScope } = call;
    const series: SeriesFacts & { basis: PriceBasis } = {
      cloud,
      region,
      modelId,
      model,
      vendor,
      endpointScope,
      accountId: 'a',
      basis: answer.priced.basis,
    };
    const at = Math.max(0, ...cuts.filter((cut) => cut <= Date.parse(call.occurredAt)));
    const key = JSON.stringify([series, at]);
    const known = sums.get(key);
    const add = (name: keyof TokenCounts) => (known?.tokens[name] ?? 0) + call.tokens[name];
    sums.set(key, {
      series,
      at,
      requests: (known?.requests ?? 0) + 1,
      unknownTokenRequests: 0,
      tokens: {
        input: add('input'),
        cacheRead: add('cacheRead'),
        cacheWrite5m: add('cacheWrite5m'),
        cacheWrite1h: add('cacheWrite1h'),
        output: add('output'),
      },
      webSearchRequests: (known?.webSearchRequests ?? 0) + call.webSearchRequests,
    });
  }
  return [...sums.values()];
}

function imagineAll(list: readonly Call[], change: WhatIf) {
  const imagined = asRolledUp(list, imaginedChanges(priceBook)).map((sum) => imagineSum(sum, change, priceBook));
  return {
    usd: formatUsd(imagined.reduce((total, { pico }) => total + pico, 0n)),
    requests: imagined.reduce((total, { requests }) => total + requests, 0),
    caveats: new Set(imagined.flatMap(({ caveats }: ImaginedSum) => caveats)),
  };
}

/** Priced calls imagined one by one. */
function oneByOne(list: readonly Call[], change: WhatIf) {
  const totals = list
    .filter((call) => 'priced' in price(call))
    .flatMap((call) => {
      const { price: imagined } = whatIf(call, change);
      return 'priced' in imagined ? [imagined.priced.total] : [];
    });
  return { usd: formatUsd(totals.reduce((a, b) => a + b, 0n)), requests: totals.length };
}

const listCost = (list: readonly Call[]) =>
  formatUsd(
    list.map((call) => price(call)).reduce((sum, answer) => sum + ('priced' in answer ? answer.priced.total : 0n), 0n),
  );

describe('a period imagined as it was', () => {
  it.each(MODELS)('at the same model costs what it did: %s', (model) => {
    const own = calls.filter((call) => call.model === model);
    const { usd, requests, caveats } = imagineAll(own, { kind: 'model', model });
    expect(usd).toBe(listCost(own));
    expect(requests).toBeGreaterThan(100);
    expect(caveats).not.toContain('thresholdPerRequest');
  });

  it.each(['global', 'geo', 'multi-region', 'data-zone'] as const)(
    'at the same scope costs what it did: %s',
    (endpointScope) => {
      // Leaving its geography is a change for a call that asked for one.
      const own = calls.filter((call) => call.endpointScope === endpointScope && call.inferenceGeo === null);
      expect(imagineAll(own, { kind: 'scope', endpointScope }).usd).toBe(listCost(own));
    },
  );
});

describe('a period imagined otherwise', () => {
  it.each<WhatIf>([{ kind: 'scope', endpointScope: 'global' }, { kind: 'withoutCaching' }, { kind: 'oneHourCaching' }])(
    'costs what its calls would have, one by one: %j',
    (change) => {
      expect(imagineAll(calls, change)).toMatchObject(oneByOne(calls, change));
    },
  );

  it.each([
    ['claude-opus-5', 'claude-sonnet-5-5'],
    ['claude-haiku-5-5', 'claude-opus-5'],
    ['claude-opus-4-6', 'claude-sonnet-4-6'],
    ['claude-sonnet-4-5', 'claude-opus-4-6'],
  ])('at a model whose threshold is told, exactly: %s at %s', (from, to) => {
    const own = calls.filter(({ model }) => model === from);
    const change = { kind: 'model', model: to } as const;
    const { caveats, ...answer } = imagineAll(own, change);
    expect(answer).toEqual(oneByOne(own, change));
    expect(caveats).not.toContain('thresholdPerRequest');
  });

  it('at a model with a threshold that is not told is a lower bound, and says so', () => {
    const own = calls.filter(({ model }) => model === 'claude-opus-5');
    const change = { kind: 'model', model: 'claude-haiku-5-5' } as const;
    const { caveats, usd, requests } = imagineAll(own, change);
    expect(caveats).toContain('thresholdPerRequest');
    expect(requests).toBe(oneByOne(own, change).requests);
    expect(Number(usd)).toBeLessThan(Number(oneByOne(own, change).usd));
  });

  it('counts what cannot be imagined, with the reason', () => {
    const [sum] = asRolledUp(
      calls.filter(({ cloud }) => cloud === 'foundry'),
      rateChanges(priceBook),
    );
    if (sum === undefined) throw new Error('there are such calls');
    const { without, requests, pico } = imagineSum(sum, { kind: 'scope', endpointScope: 'geo' }, priceBook);
    expect([requests, pico, without]).toEqual([0, 0n, [{ reason: 'scopeUnknown', requests: sum.requests }]]);
  });

  it('says where stored costs are of another book', () => {
    const [sum] = asRolledUp(calls, rateChanges(priceBook));
    if (sum === undefined) throw new Error('there are such calls');
    const other = priceBookWith({ govCloudMultiplier: '1.3' });
    expect(imagineSum(sum, { kind: 'withoutCaching' }, other).caveats).toContain('otherBook');
  });

  it('says that provisioned calls by the token leave out what the hours cost, and leaves out what was not counted', () => {
    const provisioned: SummedSeries = {
      series: {
        cloud: 'bedrock',
        accountId: 'a',
        region: 'us-east-1',
        modelId: 'arn',
        model: 'claude-opus-5',
        vendor: 'anthropic',
        endpointScope: 'provisioned',
        basis: { book: priceBook.version, entry: 'provisioned', tier: 'standard', rules: ['provisionedThroughput'] },
      },
      at: Date.parse('2026-11-01'),
      requests: 7,
      unknownTokenRequests: 2,
      tokens: { input: 1_000_000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
      webSearchRequests: 0,
    };
    expect(imagineSum(provisioned, { kind: 'scope', endpointScope: 'global' }, priceBook)).toEqual({
      requests: 5,
      pico: 5_000_000_000_000n,
      caveats: ['provisionedByTheToken'],
      without: [{ reason: 'tokensMissing', requests: 2 }],
    });
    expect(imagineSum(provisioned, { kind: 'model', model: 'claude-sonnet-5' }, priceBook)).toMatchObject({
      requests: 7,
      pico: 0n,
      without: [],
    });
  });
});
