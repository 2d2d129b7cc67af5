import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MODEL_CATALOGUE, releasedSince } from '../normalise/model-catalogue.js';
import { CLOUDS, ENDPOINT_SCOPES } from '../usage/cloud.js';
import { formatUsd } from '../usage/money.js';
import type { PriceableUsage, Priced } from '../usage/priced.js';
import { TOKEN_CLASSES } from '../usage/tokens.js';
import { linesFromAmounts, linesOf } from './cost-lines.js';
import { price } from './price.js';
import { priceBook } from './price-book.js';
import { isRuleId } from './rules.js';

const USAGE: PriceableUsage = {
  cloud: 'bedrock',
  region: 'us-east-1',
  modelId: '',
  model: 'claude-opus-5',
  vendor: 'anthropic',
  endpointScope: 'global',
  occurredAt: '2026-11-15T12:00:00.000Z',
  speed: 'standard',
  batch: false,
  inferenceGeo: null,
  tokens: { input: 1000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
  webSearchRequests: 0,
};
const usage = (changes: Partial<PriceableUsage>): PriceableUsage => ({ ...USAGE, ...changes });
const input = (count: number): PriceableUsage['tokens'] => ({ ...USAGE.tokens, input: count });

function priced(of: PriceableUsage): Priced {
  const answer = price(of);
  if ('unpriced' in answer) throw new Error(`unpriced: ${answer.unpriced}`);
  return answer.priced;
}
const costUsd = (of: PriceableUsage): string => formatUsd(priced(of).total);

describe('the premium', () => {
  it.each([
    ['bedrock', 'global', 'claude-opus-5', '0.005'],
    ['bedrock', 'geo', 'claude-opus-5', '0.0055'],
    ['bedrock', 'region', 'claude-opus-5', '0.0055'],
    ['bedrock', 'geo', 'claude-sonnet-4-5', '0.0033'],
    ['bedrock', 'geo', 'claude-opus-4-1', '0.015'],
    ['bedrock', 'region', 'claude-sonnet-4', '0.003'],
    ['vertex', 'global', 'claude-haiku-4-5', '0.001'],
    ['vertex', 'multi-region', 'claude-haiku-4-5', '0.0011'],
    ['vertex', 'region', 'claude-haiku-4-5', '0.0011'],
    ['foundry', 'global', 'claude-haiku-4-5', '0.001'],
    ['foundry', 'data-zone', 'claude-haiku-4-5', '0.0011'],
  ] as const)('on %s %s for %s: a thousand tokens cost %s', (cloud, endpointScope, model, expected) => {
    const occurredAt = model === 'claude-sonnet-4' ? '2025-06-01T00:00:00.000Z' : USAGE.occurredAt;
    expect(costUsd(usage({ cloud, endpointScope, model, occurredAt }))).toBe(expected);
  });

  it.each([
    ['claude-opus-4-6', 'us', '0.0055'],
    ['claude-opus-4-6', 'global', '0.005'],
    ['claude-opus-4-5', 'us', '0.005'],
  ])('of inference_geo for %s in %s on the Claude API: %s', (model, inferenceGeo, expected) => {
    expect(costUsd(usage({ cloud: 'anthropic', endpointScope: 'global', model, inferenceGeo }))).toBe(expected);
  });

  it('is charged once: a geography on Bedrock ignores inference_geo', () => {
    expect(costUsd(usage({ endpointScope: 'geo', inferenceGeo: 'us' }))).toBe('0.0055');
  });

  it.each([
    ['us-gov-west-1', 'claude-opus-5', 'geo', '0.006'],
    ['us-gov-east-1', 'claude-3-haiku', 'region', '0.0003'],
    ['us-gov-west-1', 'claude-opus-5', 'unknown', '0.006'],
  ] as const)('gives way to the GovCloud factor in %s for %s (%s): %s', (region, model, endpointScope, expected) => {
    const { basis } = priced(usage({ region, model, endpointScope }));
    expect(basis.rules).toEqual(['listPrice', 'govCloud']);
    expect(costUsd(usage({ region, model, endpointScope }))).toBe(expected);
  });

  it('does not touch web searches', () => {
    // 0.005 x 1.1 + 3 x 0.01
    expect(costUsd(usage({ endpointScope: 'geo', webSearchRequests: 3 }))).toBe('0.0355');
  });
});

describe('a price is not known', () => {
  it.each([
    ['another maker’s model', { model: null, vendor: 'amazon' }, 'outsideClaude'],
    ['an unknown model', { model: null }, 'modelUnknown'],
    ['an opaque model id', { model: null, vendor: 'unknown' }, 'modelUnknown'],
    ['a model outside the book and the catalogue', { model: 'claude-opus-5-9' }, 'modelUnknown'],
    ['a model that never had a public rate', { model: 'claude-mythos-preview' }, 'noRateAtThatTime'],
    ['a day before the model was sold', { occurredAt: '2026-07-23T23:59:59.999Z' }, 'noRateAtThatTime'],
    ['an unknown count', { tokens: { ...USAGE.tokens, output: null } }, 'tokensMissing'],
    ['an unknown scope where the price hangs on it', { endpointScope: 'unknown' }, 'scopeUnknown'],
    ['a scope that the cloud does not have', { endpointScope: 'data-zone' }, 'scopeUnknown'],
    ['fast mode on a cloud without it', { speed: 'fast' }, 'speedNotOffered'],
    [
      'fast mode of a model without it',
      { cloud: 'anthropic', model: 'claude-sonnet-5', speed: 'fast' },
      'speedNotOffered',
    ],
    ['a batch on Foundry', { cloud: 'foundry', batch: true }, 'batchNotOffered'],
    ['fast mode in a batch', { cloud: 'anthropic', speed: 'fast', batch: true }, 'speedNotOffered'],
    [
      'a provisioned model whose name is known from its answer',
      { model: 'claude-3-haiku', endpointScope: 'unknown', modelId: 'arn:aws:bedrock:us-east-1:1:provisioned-model/x' },
      'scopeUnknown',
    ],
  ] as const)('for %s', (_, changes, unpriced) => {
    expect(price(usage(changes))).toEqual({ unpriced });
  });

  it('but an unknown scope does no harm where no scope costs a premium', () => {
    const modelId = 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x';
    expect(costUsd(usage({ model: 'claude-3-haiku', endpointScope: 'unknown', modelId }))).toBe('0.00025');
  });

  it('while provisioned throughput is known to cost nothing per token', () => {
    const { basis, total } = priced(
      usage({ endpointScope: 'provisioned', model: null, tokens: { ...USAGE.tokens, output: null } }),
    );
    expect(total).toBe(0n);
    expect(basis.rules).toEqual(['provisionedThroughput']);
  });
});

describe('a refusal', () => {
  const refusal = usage({
    cloud: 'anthropic',
    stopReason: 'refusal',
    webSearchRequests: 1,
    tokens: { input: 1000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
  });

  it('without output is not billed, but a search that it made is', () => {
    const { basis } = priced(refusal);
    expect(basis.rules).toEqual(['refusalNotBilled', 'webSearch']);
    expect(costUsd(refusal)).toBe('0.01');
    expect(linesOf(priced(refusal), refusal)).toMatchObject([
      { class: 'input', usdPerMillion: '0', amountUsd: '0', rule: 'refusalNotBilled' },
      { class: 'webSearch', amountUsd: '0.01', rule: 'webSearch' },
    ]);
  });

  it.each([
    ['with output', { tokens: { ...refusal.tokens, output: 1 } }, '0.015025'],
    ['before that was so', { model: 'claude-opus-4-6', occurredAt: '2026-06-01T23:59:59.999Z' }, '0.015'],
    ['on a cloud that has published nothing of the kind', { cloud: 'bedrock' }, '0.015'],
    ['that is none', { stopReason: 'end_turn' }, '0.015'],
  ] as const)('%s is billed', (_, changes, expected) => {
    expect(costUsd({ ...refusal, ...changes })).toBe(expected);
  });

  it('has been free since the first moment of its day', () => {
    expect(costUsd({ ...refusal, model: 'claude-opus-4-6', occurredAt: '2026-06-02T00:00:00.000Z' })).toBe('0.01');
  });
});

describe('at a boundary of time', () => {
  const read = { ...USAGE.tokens, input: 0, cacheRead: 1_000_000 };
  it.each([
    ['Sonnet 5.5 cache reads', { model: 'claude-sonnet-5-5', tokens: read }, '2026-10-06T23:59:59.999Z', '0.2'],
    ['Sonnet 5.5 cache reads', { model: 'claude-sonnet-5-5', tokens: read }, '2026-10-07T00:00:00.000Z', '0.1'],
    ['Opus 4.6 over 200,000', { model: 'claude-opus-4-6', tokens: input(300_000) }, '2026-03-12T23:59:59.999Z', '3'],
    ['Opus 4.6 over 200,000', { model: 'claude-opus-4-6', tokens: input(300_000) }, '2026-03-13T00:00:00.000Z', '1.5'],
    ['Sonnet 4 over 200,000', { model: 'claude-sonnet-4', tokens: input(300_000) }, '2025-08-11T23:59:59.999Z', '0.9'],
    ['Sonnet 4 over 200,000', { model: 'claude-sonnet-4', tokens: input(300_000) }, '2025-08-12T00:00:00.000Z', '1.8'],
    [
      'Sonnet 5, whose rise was cancelled',
      { model: 'claude-sonnet-5', tokens: input(1_000_000) },
      '2026-09-01T00:00:00.000Z',
      '2',
    ],
  ] as const)('%s: %j at %s cost %s', (_, changes, occurredAt, expected) => {
    expect(costUsd(usage({ ...changes, occurredAt }))).toBe(expected);
  });

  it.each([
    ['claude-opus-4-6', '2026-02-06T23:59:59.999Z', 'speedNotOffered'],
    ['claude-opus-4-6', '2026-02-07T00:00:00.000Z', '0.03'],
    ['claude-opus-4-6', '2026-06-28T23:59:59.999Z', '0.03'],
    ['claude-opus-4-6', '2026-06-29T00:00:00.000Z', '0.005'],
    ['claude-opus-4-7', '2026-07-23T23:59:59.999Z', '0.03'],
    ['claude-opus-4-7', '2026-07-24T00:00:00.000Z', 'speedNotOffered'],
    ['claude-opus-4-8', '2026-11-29T23:59:59.999Z', '0.01'],
    ['claude-opus-4-8', '2026-11-30T00:00:00.000Z', 'speedNotOffered'],
  ])('fast mode of %s at %s: %s', (model, occurredAt, expected) => {
    const answer = price(usage({ cloud: 'anthropic', model, occurredAt, speed: 'fast' }));
    expect('unpriced' in answer ? answer.unpriced : formatUsd(answer.priced.total)).toBe(expected);
  });

  it('fast Opus 4.6 over 200,000 pays the fast long-context rates while they were in force', () => {
    const long = { cloud: 'anthropic', model: 'claude-opus-4-6', speed: 'fast', tokens: input(200_001) } as const;
    expect(priced(usage({ ...long, occurredAt: '2026-03-12T00:00:00.000Z' })).basis).toMatchObject({
      tier: 'fast-long-context',
      rules: ['fastMode', 'longContext'],
    });
    expect(priced(usage({ ...long, occurredAt: '2026-03-13T00:00:00.000Z' })).basis.tier).toBe('fast');
  });
});

const haiku = (tokens: Partial<PriceableUsage['tokens']>): string =>
  costUsd(usage({ model: 'claude-haiku-5-5', tokens: { ...USAGE.tokens, input: 0, ...tokens } }));

describe('the long-context threshold', () => {
  it('is passed by more tokens, not by as many', () => {
    expect(haiku({ input: 100_000 })).toBe('0.01');
    // 100,001 x 0.5
    expect(haiku({ input: 100_001 })).toBe('0.0500005');
  });

  it('counts cache reads and writes, never output, and reprices every class', () => {
    // 1,000 x 0.5 + 200 x 2.5 + 150,000 x 0.05
    expect(haiku({ input: 1000, output: 200, cacheRead: 150_000 })).toBe('0.0085');
    expect(haiku({ cacheWrite5m: 50_000, cacheWrite1h: 50_001 })).toBe('0.081251');
    expect(haiku({ input: 1000, output: 150_000 })).toBe('0.0751');
  });
});

/** Any usage, also such as no cloud offers. */
const anyUsage: fc.Arbitrary<PriceableUsage> = fc.record({
  cloud: fc.constantFrom(...CLOUDS),
  region: fc.constantFrom('us-east-1', 'eu-west-1', 'us-gov-west-1'),
  modelId: fc.constant(''),
  model: fc.constantFrom(...MODEL_CATALOGUE.map(({ model }) => model)),
  vendor: fc.constant('anthropic'),
  endpointScope: fc.constantFrom(...ENDPOINT_SCOPES),
  occurredAt: fc
    .date({ min: new Date('2025-06-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  speed: fc.constantFrom('standard', 'standard', 'standard', 'fast'),
  batch: fc.boolean(),
  inferenceGeo: fc.constantFrom(null, 'us', 'global'),
  tokens: fc.record({
    input: fc.nat(400_000),
    cacheRead: fc.nat(400_000),
    cacheWrite5m: fc.nat(20_000),
    cacheWrite1h: fc.nat(20_000),
    output: fc.nat(64_000),
  }),
  webSearchRequests: fc.nat(5),
});

const eachPriced = (check: (priced: Priced, of: PriceableUsage) => void) =>
  fc.assert(
    fc.property(anyUsage, (of) => {
      const answer = price(of);
      if ('priced' in answer) check(answer.priced, of);
    }),
    { numRuns: 2000 },
  );

/** Dollars as a fraction of whole numbers, read from the printed decimals only. */
function fraction(decimal: string): readonly [numerator: bigint, denominator: bigint] {
  const [whole = '', decimals = ''] = decimal.split('.');
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)];
}

describe('every price', () => {
  it('is the sum of its lines exactly, and each line is quantity x rate x multiplier', () => {
    eachPriced((of, quantities) => {
      let [numerator, denominator] = [0n, 1n];
      for (const line of linesOf(of, quantities)) {
        const [rate, rateScale] = fraction(line.usdPerMillion);
        const [multiplier, multiplierScale] = fraction(line.multiplier);
        const [amount, amountScale] = fraction(line.amountUsd);
        expect(BigInt(line.quantity) * rate * multiplier * amountScale).toBe(
          amount * rateScale * multiplierScale * 1_000_000n,
        );
        [numerator, denominator] = [numerator * amountScale + amount * denominator, denominator * amountScale];
      }
      const [total, totalScale] = fraction(formatUsd(of.total));
      expect(numerator * totalScale).toBe(total * denominator);
    });
  });

  it('prints the same lines from what is stored as from the book', () => {
    eachPriced((of, quantities) => {
      const stored = { ...of, tokens: quantities.tokens, webSearchRequests: quantities.webSearchRequests };
      expect(linesFromAmounts(stored)).toEqual(linesOf(of, quantities));
    });
  });

  it('has a premium of exactly a tenth of its token costs, or a fifth in GovCloud, or none', () => {
    eachPriced(({ amounts, premium, basis }, { model }) => {
      const ofTokens = TOKEN_CLASSES.reduce((sum, tokenClass) => sum + amounts[tokenClass], 0n);
      const regional = basis.rules.includes('regionalPremium');
      const gov = basis.rules.includes('govCloud');
      expect(regional && gov).toBe(false);
      expect(premium * 10n).toBe(ofTokens * (regional ? 1n : gov ? 2n : 0n));
      expect(!regional || (model !== null && releasedSince(model, 'claude-sonnet-4-5'))).toBe(true);
    });
  });

  it('is never negative and never falls when a class grows', () => {
    fc.assert(
      fc.property(anyUsage, fc.constantFrom(...TOKEN_CLASSES), fc.nat(100_000), (of, tokenClass, more) => {
        const [before, after] = [
          price(of),
          price({ ...of, tokens: { ...of.tokens, [tokenClass]: (of.tokens[tokenClass] ?? 0) + more } }),
        ];
        expect('priced' in before).toBe('priced' in after);
        if (!('priced' in before) || !('priced' in after)) return;
        expect(before.priced.total >= 0n && after.priced.total >= before.priced.total).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('names rules that are documented and an entry of the book', () => {
    eachPriced(({ basis }) => {
      for (const rule of basis.rules) expect(isRuleId(rule)).toBe(true);
      expect(basis.book).toBe(priceBook.version);
      expect(basis.entry === 'provisioned' || priceBook.sourceOf(basis.entry) !== null).toBe(true);
    });
  });

  it('without caching is what the whole prompt costs as uncached input', () => {
    const of = usage({
      endpointScope: 'geo',
      tokens: { input: 1000, cacheRead: 8000, cacheWrite5m: 600, cacheWrite1h: 400, output: 100 },
    });
    // (10,000 x 5 + 100 x 25) x 1.1
    expect(formatUsd(priced(of).withoutCaching)).toBe('0.05775');
  });
});

describe('stored amounts', () => {
  const of = usage({ endpointScope: 'geo', batch: true });
  const { basis, amounts, premium } = priced(of);

  it('of many calls with one basis print as one set of lines', () => {
    const doubled = { ...amounts, input: amounts.input * 2n };
    const lines = linesFromAmounts({
      basis,
      amounts: doubled,
      premium: premium * 2n,
      tokens: input(2000),
      webSearchRequests: 0,
    });
    expect(lines).toEqual([
      {
        class: 'input',
        quantity: '2000',
        usdPerMillion: '5',
        multiplier: '0.5',
        amountUsd: '0.005',
        rule: 'batchDiscount',
      },
      {
        class: 'input',
        quantity: '2000',
        usdPerMillion: '5',
        multiplier: '0.05',
        amountUsd: '0.0005',
        rule: 'regionalPremium',
      },
    ]);
  });

  it('of GovCloud print with the factor that they were made with, also when the book has another one since', () => {
    const gov = priced(usage({ region: 'us-gov-west-1' }));
    const half = { ...gov, premium: gov.premium / 2n, tokens: USAGE.tokens, webSearchRequests: 0 };
    expect(linesFromAmounts(half).at(-1)).toMatchObject({ multiplier: '0.1', amountUsd: '0.0005', rule: 'govCloud' });
    expect(() => linesFromAmounts({ ...half, premium: half.premium + 1n })).toThrow(/the premium is/);
  });

  it.each([
    ['an amount that is no whole rate', { amounts: { ...amounts, input: amounts.input + 1n } }],
    ['a premium that is not a tenth', { premium: premium + 1n }],
    ['an amount without a quantity', { amounts: { ...amounts, output: 5n } }],
  ])('with %s are refused, not printed wrongly', (_, changes) => {
    const stored = { basis, amounts, premium, tokens: of.tokens, webSearchRequests: 0, ...changes };
    expect(() => linesFromAmounts(stored)).toThrow(/claude-opus-5@2026-07-24/);
  });
});
