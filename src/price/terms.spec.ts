import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UnpricedReason } from '../usage/priced.js';
import { formatFemtoUsd, formatUsd } from '../usage/money.js';
import type { PriceableUsage, Priced } from '../usage/priced.js';
import { TOKEN_CLASSES } from '../usage/tokens.js';
import { linesOf } from './cost-lines.js';
import { price } from './price.js';
import { priceBook } from './price-book.js';
import { priceTermsSchema, type PriceTerms } from './terms-schema.js';
import { applyTerms, costByOwnRates, effectiveLinesOf, effectiveOf } from './terms.js';

const CALL = {
  cloud: 'bedrock',
  accountId: '111122223333',
  region: 'us-east-1',
  modelId: 'us.anthropic.claude-opus-5',
  model: 'claude-opus-5',
  vendor: 'anthropic',
  endpointScope: 'geo',
  occurredAt: '2026-11-15T12:00:00.000Z',
  speed: 'standard',
  batch: false,
  inferenceGeo: null,
  tokens: { input: 1000, cacheRead: 2000, cacheWrite5m: 300, cacheWrite1h: 400, output: 500 },
  webSearchRequests: 2,
} as const satisfies PriceableUsage & { readonly accountId: string };
type Call = PriceableUsage & { readonly accountId: string };

const terms = (given: unknown): PriceTerms => priceTermsSchema.parse(given);
const OWN = { input: '4', cacheRead: '0.4', cacheWrite5m: '5', cacheWrite1h: '8', output: '20' };

function priced(of: Call): Priced {
  const answer = price(of);
  if ('unpriced' in answer) throw new Error(answer.unpriced);
  return answer.priced;
}
const effective = (given: unknown, of: Call = CALL) => applyTerms(priced(of), of, terms(given));
const total = (given: unknown, of: Call = CALL) => formatFemtoUsd(effective(given, of).total);

/** A call that reads that many tokens from a cache. */
const reading = (count: number): Call => ({
  ...CALL,
  endpointScope: 'global',
  model: 'claude-haiku-5-5',
  tokens: { input: 0, cacheRead: count, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
  webSearchRequests: 0,
});

describe('an effective cost', () => {
  // List: 5,000 + 1,000 + 1,875 + 4,000 + 12,500 = 24,375 millionths; x 1.1 = 0.0268125; + 2 x 0.01
  it('is the list cost without terms', () => {
    expect(formatUsd(priced(CALL).total)).toBe('0.0468125');
    expect(total([])).toBe('0.0468125');
    expect(effective([]).terms).toEqual([]);
  });

  it.each([
    ['a discount on everything', [{ name: 'd', when: {}, discountPercent: '10' }], '0.04213125'],
    // 0.0268125 x 0.9 + 0.02
    [
      'a discount on token classes only',
      [{ name: 'd', when: {}, discountPercent: '10', classes: [...TOKEN_CLASSES] }],
      '0.04413125',
    ],
    // Output 0.0125 x 1.1 is 0.01375, half of it is left off.
    ['a discount on one class', [{ name: 'd', when: {}, discountPercent: '50', classes: ['output'] }], '0.0399375'],
    // (4,000 + 800 + 1,500 + 3,200 + 10,000) millionths x 1.1 + 0.02
    ['rates of their own, premium on top', [{ name: 'r', when: {}, usdPerMillion: OWN }], '0.04145'],
    [
      'rates of their own, premium included',
      [{ name: 'r', when: {}, usdPerMillion: OWN, multipliers: 'included' }],
      '0.0395',
    ],
    [
      'rates of their own for searches too',
      [{ name: 'r', when: {}, usdPerMillion: OWN, multipliers: 'included', usdPerWebSearch: '0.005' }],
      '0.0295',
    ],
    ['everything free', [{ name: 'd', when: {}, discountPercent: '100' }], '0'],
    ['another cloud’s terms', [{ name: 'd', when: { cloud: 'vertex' }, discountPercent: '10' }], '0.0468125'],
    ['another account’s terms', [{ name: 'd', when: { accountId: '9*' }, discountPercent: '10' }], '0.0468125'],
    ['a pattern of models', [{ name: 'd', when: { model: 'claude-opus-*' }, discountPercent: '10' }], '0.04213125'],
    ['a later period', [{ name: 'd', from: '2026-11-16', when: {}, discountPercent: '10' }], '0.0468125'],
    ['a past period', [{ name: 'd', to: '2026-11-15T12:00:00Z', when: {}, discountPercent: '10' }], '0.0468125'],
    [
      'a period from this moment on',
      [{ name: 'd', from: '2026-11-15T12:00:00Z', when: {}, discountPercent: '10' }],
      '0.04213125',
    ],
    ['another tier’s rates', [{ name: 'r', when: { tier: 'fast' }, usdPerMillion: OWN }], '0.0468125'],
  ])('with %s', (_, given, expected) => {
    expect(total(given)).toBe(expected);
  });

  it('takes, class by class, the first term that covers it, and never two', () => {
    const { terms: fired, termOf } = effective([
      { name: 'output', when: {}, discountPercent: '50', classes: ['output'] },
      { name: 'rest', when: { cloud: 'bedrock' }, discountPercent: '10' },
      { name: 'never reached', when: {}, discountPercent: '90' },
    ]);
    expect(fired).toEqual(['rest', 'output']);
    expect(termOf).toMatchObject({ input: 'rest', cacheRead: 'rest', output: 'output', webSearch: 'rest' });
  });

  it('of rates of their own leaves searches at list price, and halves with the batch', () => {
    const batch = { ...CALL, batch: true };
    // 19,500 millionths x 1.1 / 2 + 0.02
    expect(total([{ name: 'r', when: {}, usdPerMillion: OWN }], batch)).toBe('0.030725');
    expect(total([{ name: 'r', when: {}, usdPerMillion: OWN, multipliers: 'included' }], batch)).toBe('0.0395');
  });

  it('rounds each line half to even at a femto-dollar, while the list is never rounded', () => {
    // One token read is 10,000,000 femto-dollars; 99.999995 % off leaves half a femto-dollar.
    const given = [{ name: 'd', when: {}, discountPercent: '99.999995' }];
    expect([1, 2, 3, 4, 5].map((count) => effective(given, reading(count)).total)).toEqual([0n, 1n, 2n, 2n, 2n]);
    expect(formatUsd(priced(reading(3)).total)).toBe('0.00000003');
  });

  it('of provisioned throughput stays zero', () => {
    expect(total([{ name: 'r', when: {}, usdPerMillion: OWN }], { ...CALL, endpointScope: 'provisioned' })).toBe('0');
  });

  it('of a refusal that is not billed has only its search', () => {
    const refusal: Call = {
      ...CALL,
      cloud: 'anthropic',
      endpointScope: 'global',
      stopReason: 'refusal',
      tokens: { ...CALL.tokens, output: 0 },
    };
    expect(total([{ name: 'r', when: {}, usdPerMillion: OWN, usdPerWebSearch: '0.005' }], refusal)).toBe('0.01');
  });

  it('is stored as one amount and the terms that fired, and not at all where there is no price', () => {
    const given = terms([{ name: 'd', when: {}, discountPercent: '10' }]);
    expect(effectiveOf(price(CALL), CALL, given)).toEqual({ femto: 42_131_250_000_000n, terms: ['d'] });
    expect(effectiveOf(price(CALL), CALL, [])).toEqual({ femto: 46_812_500_000_000n, terms: [] });
    const unpriced: UnpricedReason = 'modelUnknown';
    expect(effectiveOf({ unpriced }, CALL, given)).toBeNull();
  });
});

describe('effective lines', () => {
  it('stand beside the list lines and name the term', () => {
    const given = [{ name: 'contract', when: {}, discountPercent: '10', classes: ['input'] }];
    const lines = effectiveLinesOf(linesOf(priced(CALL), CALL), effective(given));
    expect(lines.slice(0, 3)).toMatchObject([
      { class: 'input', rule: 'listPrice', amountUsd: '0.005', effectiveUsd: '0.0045', term: 'contract' },
      { class: 'input', rule: 'regionalPremium', amountUsd: '0.0005', effectiveUsd: '0.00045', term: 'contract' },
      { class: 'cacheRead', rule: 'listPrice', amountUsd: '0.001', effectiveUsd: '0.001', term: null },
    ]);
  });

  it('add up to the effective cost, whatever the terms', () => {
    const percent = fc.integer({ min: 0, max: 100_000_000 }).map((millionths) => (millionths / 1_000_000).toFixed(6));
    const rate = fc.integer({ min: 0, max: 99_999_999 }).map((count) => (count / 1_000_000).toFixed(6));
    const rates = fc.record({ input: rate, cacheRead: rate, cacheWrite5m: rate, cacheWrite1h: rate, output: rate });
    const term = fc.oneof(
      fc.record({
        when: fc.constant({}),
        discountPercent: percent,
        classes: fc.subarray([...TOKEN_CLASSES, 'webSearch'], { minLength: 1 }),
      }),
      fc.record({ when: fc.constant({}), usdPerMillion: rates, multipliers: fc.constantFrom('onTop', 'included') }),
    );
    const tokens = fc.record({
      input: fc.nat(200_000),
      cacheRead: fc.nat(200_000),
      cacheWrite5m: fc.nat(9_000),
      cacheWrite1h: fc.nat(9_000),
      output: fc.nat(64_000),
    });
    fc.assert(
      fc.property(fc.array(term, { maxLength: 3 }), tokens, fc.boolean(), fc.boolean(), (given, counts, batch, geo) => {
        const named = given.map((one, index) => ({ ...one, name: String(index) }));
        const call: Call = { ...CALL, tokens: counts, batch, endpointScope: geo ? 'geo' : 'global' };
        const cost = effective(named, call);
        const lines = effectiveLinesOf(linesOf(priced(call), call), cost);
        const sum = lines.reduce((all, { effectiveUsd }) => all + femto(effectiveUsd), 0n);
        expect(sum).toBe(cost.total);
        expect(cost.total >= 0n).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

function femto(decimal: string): bigint {
  const [whole = '', decimals = ''] = decimal.split('.');
  return BigInt(whole + decimals.padEnd(15, '0'));
}

describe('rates of their own for a model without a public one', () => {
  const preview: Call = { ...CALL, model: 'claude-mythos-preview', modelId: 'anthropic.claude-mythos-preview' };
  it('give it an effective cost, premium on top, searches at list price', () => {
    expect(price(preview)).toEqual({ unpriced: 'noRateAtThatTime' });
    const cost = costByOwnRates(
      preview,
      terms([{ name: 'r', when: { model: '*-mythos-*' }, usdPerMillion: OWN }]),
      priceBook,
    );
    expect(cost).toMatchObject({ total: 41_450_000_000_000n, terms: ['r'] });
  });

  it.each([
    ['no term has any', preview, [{ name: 'd', when: {}, discountPercent: '10' }]],
    [
      'the endpoint is not known',
      { ...preview, endpointScope: 'unknown' },
      [{ name: 'r', when: {}, usdPerMillion: OWN }],
    ],
    [
      'a count is missing',
      { ...preview, tokens: { ...CALL.tokens, output: null } },
      [{ name: 'r', when: {}, usdPerMillion: OWN }],
    ],
    ['the model is not known', { ...preview, model: null }, [{ name: 'r', when: {}, usdPerMillion: OWN }]],
  ] as const)('give it none where %s', (_, call, given) => {
    expect(costByOwnRates(call, terms(given), priceBook)).toBeNull();
  });
});

describe('terms in the configuration', () => {
  const when = {};
  it.each([
    [
      'rates of some classes',
      { when, usdPerMillion: { input: '4', output: '20' } },
      /all token classes or none.*cacheRead, cacheWrite5m, cacheWrite1h missing.*"discountPercent" with "classes"/,
    ],
    ['neither discount nor rates', { when }, /either "discountPercent" or "usdPerMillion"/],
    ['both discount and rates', { when, discountPercent: '1', usdPerMillion: OWN }, /either/],
    ['classes beside rates', { when, usdPerMillion: OWN, classes: ['input'] }, /belongs to a discount/],
    [
      'multipliers beside a discount',
      { when, discountPercent: '1', multipliers: 'included' },
      /belongs to "usdPerMillion"/,
    ],
    ['more than everything off', { when, discountPercent: '101' }, /0 to 100/],
    ['a rise', { when, discountPercent: '-5' }, /0 to 100/],
    ['a number that is no text', { when, discountPercent: 10 }, /discountPercent/],
    ['a class that does not exist', { when, discountPercent: '1', classes: ['cache'] }, /classes/],
    ['a condition that does not exist', { when: { team: 'x' }, discountPercent: '1' }, /team/],
    ['a span without a length', { when, from: '2026-02-01', to: '2026-02-01', discountPercent: '1' }, /after "from"/],
  ])('refuse %s', (_, given, message) => {
    const { success, error } = priceTermsSchema.safeParse([{ name: 'a', ...given }]);
    expect(success).toBe(false);
    expect(JSON.stringify(error?.issues).replaceAll('\\"', '"')).toMatch(message);
  });
});
