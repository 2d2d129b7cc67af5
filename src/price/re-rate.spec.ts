import { describe, expect, it } from 'vitest';
import { FEMTO_PER_PICO } from '../usage/money.js';
import { startOf } from './dated-rules.js';
import { modelMappingsSchema } from './model-mapping.js';
import { parsePriceBook, priceBook } from './price-book.js';
import { priceBookSchema } from './price-book-schema.js';
import { reRateDifferences } from './re-rate-differences.js';
import { reRate, type OldPrice, type RatingRules, type StoredSum } from './re-rate.js';
import { priceBoundaries, priceSum, promptThresholds } from './summed-usage.js';
import { priceTermsSchema } from './terms-schema.js';
import written from './price-book.json' with { type: 'json' };

const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/ab12';

type Changes = Partial<Omit<StoredSum, 'usage'>> & { readonly usage?: Partial<StoredSum['usage']> };

/** Calls as they are stored: priced by today's book unless `old` says otherwise. */
function stored({ usage: changes, ...rest }: Changes = {}): StoredSum {
  const usage: StoredSum['usage'] = {
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
    webSearchRequests: 0,
    ...changes,
  };
  const sum = {
    usage,
    requests: 10,
    tokens: { input: 1_000_000n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 100_000n },
    promptOver: 0,
  };
  const facts = { month: '2026-11', team: 'Claims', mapped: false, modelFrom: 'modelId' } as const;
  return { ...sum, ...facts, old: oldOf({ ...sum, ...rest }), ...rest };
}

function oldOf(sum: Pick<StoredSum, 'usage' | 'requests' | 'tokens' | 'promptOver'>): OldPrice {
  const answer = priceSum(sum, priceBook);
  if ('unpriced' in answer) return { basis: null, pico: null, femto: null, terms: [], unpriced: answer.unpriced };
  const { basis, total } = answer.priced;
  return { basis, pico: total, femto: total * FEMTO_PER_PICO, terms: [], unpriced: null };
}

const RULES: RatingRules = { book: priceBook, mappings: [], terms: [] };
const mapping = (given: object) => modelMappingsSchema.parse([{ name: 'm', ...given }]);
const discount = (discountPercent: string) => priceTermsSchema.parse([{ name: 'd', when: {}, discountPercent }]);

/** Today's book with another rate of Opus 5 since ever, on the grid. */
function dearerBook() {
  const book = priceBookSchema.parse(structuredClone(written));
  const entry = book.models.find(({ model }) => model === 'claude-opus-5')?.rates[0];
  if (entry === undefined) throw new Error('no entry');
  entry.usdPerMillion = { input: '6', cacheRead: '0.6', cacheWrite5m: '7.5', cacheWrite1h: '12', output: '30' };
  return parsePriceBook(book);
}

const opaque = { modelId: PROFILE, model: null, vendor: 'unknown', endpointScope: 'unknown' } as const;
const toOpus = mapping({ when: { modelId: PROFILE }, model: 'claude-opus-5', endpointScope: 'geo' });
const provisionedOpus = mapping({ when: { modelId: '*' }, provisioned: true });
const toGlobal = mapping({ when: { modelId: '*' }, endpointScope: 'global' });
const toSonnet = mapping({ when: { modelId: '*' }, model: 'claude-sonnet-5' });

describe('calls priced again', () => {
  it.each<[string, StoredSum, Partial<RatingRules>, string, bigint | null]>([
    // 5 + 2.5, x 1.1
    ['by the same rules are unchanged', stored(), {}, 'unchanged', 8_250_000_000_000n],
    // 6 + 3, x 1.1
    ['by other rates', stored(), { book: dearerBook() }, 'rate', 9_900_000_000_000n],
    [
      'by a mapping that answers for an opaque id',
      stored({ usage: opaque }),
      { mappings: toOpus },
      'nowPriced',
      8_250_000_000_000n,
    ],
    ['by a mapping of the endpoint', stored(), { mappings: toGlobal }, 'premium', 7_500_000_000_000n],
    ['by a mapping to another model', stored(), { mappings: toSonnet }, 'model', 3_300_000_000_000n],
    ['by a mapping to provisioned throughput', stored(), { mappings: provisionedOpus }, 'provisioned', 0n],
    ['by terms', stored(), { terms: discount('10') }, 'terms', 8_250_000_000_000n],
    [
      'by a threshold that they were not priced by',
      stored({
        usage: { model: 'claude-haiku-5-5' },
        promptOver: 100_000,
        old: oldOf(stored({ usage: { model: 'claude-haiku-5-5' } })),
      }),
      {},
      'tier',
      825_000_000_000n,
    ],
    ['that stay unknown are unchanged', stored({ usage: opaque }), {}, 'unchanged', null],
    [
      'that stay unpriced for another reason',
      stored({ usage: opaque }),
      { mappings: mapping({ when: { modelId: PROFILE }, model: 'claude-opus-5' }) },
      'unpricedReason',
      null,
    ],
    ['without counts are unchanged', stored({ tokens: null }), {}, 'unchanged', null],
    [
      'whose mapping is gone lose their model',
      stored({
        usage: { ...opaque, model: 'claude-opus-5', vendor: 'anthropic', endpointScope: 'geo' },
        mapped: true,
        modelFrom: 'mapping',
      }),
      {},
      'nowUnpriced',
      null,
    ],
    [
      'whose mapping of the scope is gone keep the model that their answer named',
      stored({
        usage: { ...opaque, model: 'claude-3-haiku', vendor: 'anthropic', endpointScope: 'global' },
        mapped: true,
        modelFrom: 'body',
      }),
      {},
      'unchanged',
      375_000_000_000n,
    ],
  ])('%s', (_, of, rules, reason, pico) => {
    const again = reRate(of, { ...RULES, ...rules });
    expect(again.reason).toBe(reason);
    expect('priced' in again.price ? again.price.priced.total : null).toBe(pico);
  });

  it('change when a term does, and not by the dust of roundings', () => {
    const again = reRate(stored(), { ...RULES, terms: discount('10') });
    const old = { ...stored().old, femto: (again.effective?.femto ?? 0n) + 3n, terms: ['d'] };
    expect(reRate(stored({ old }), { ...RULES, terms: discount('10') }).reason).toBe('unchanged');
    expect(reRate(stored({ old }), { ...RULES, terms: discount('12') }).reason).toBe('terms');
    expect(reRate(stored({ old }), RULES).reason).toBe('terms');
  });
});

const sumOf = (of: readonly bigint[]) => of.reduce((a, b) => a + b, 0n);

const cents = (pico: bigint) => pico / 10_000_000_000n;

describe('the differences', () => {
  const rules = { ...RULES, book: dearerBook(), mappings: toOpus };

  it('stand by month, model and team, with old, new and why', () => {
    const sums = [
      stored(),
      stored({ month: '2026-10', usage: { occurredAt: '2026-10-15T12:00:00.000Z' } }),
      stored({ usage: { model: 'claude-sonnet-5', modelId: 'us.anthropic.claude-sonnet-5' } }),
      stored({ usage: opaque }),
      stored({ usage: opaque, team: null, tokens: null }),
    ];
    const differences = reRateDifferences(sums.map((sum) => reRate(sum, rules)));
    const shown = differences.map((row) => [
      row.month,
      row.model,
      row.team,
      row.requests,
      cents(row.oldPico),
      cents(row.newPico),
      row.unpricedBefore,
      row.unpricedAfter,
      Object.entries(row.reasons).map(([reason, { requests, pico }]) => `${reason} ${requests} ${cents(pico)}`),
    ]);
    expect(shown).toEqual([
      ['2026-10', 'claude-opus-5', 'Claims', 10, 825n, 990n, 0, 0, ['rate 10 165']],
      ['2026-11', null, null, 0, 0n, 0n, 10, 0, ['unpricedReason 0 0']],
      ['2026-11', null, 'Claims', 0, 0n, 0n, 10, 0, ['nowPriced 0 0']],
      ['2026-11', 'claude-opus-5', null, 10, 0n, 0n, 0, 10, ['unpricedReason 10 0']],
      ['2026-11', 'claude-opus-5', 'Claims', 20, 825n, 1980n, 0, 0, ['rate 10 165', 'nowPriced 10 990']],
      ['2026-11', 'claude-sonnet-5', 'Claims', 10, 330n, 330n, 0, 0, []],
    ]);
  });

  it('leave nothing out, so that old and new are those of the whole', () => {
    const sums = [stored(), stored({ usage: opaque }), stored({ team: null, usage: { model: 'claude-3-haiku' } })];
    const rated = sums.map((sum) => reRate(sum, rules));
    const differences = reRateDifferences(rated);
    expect(sumOf(differences.map(({ oldPico }) => oldPico))).toBe(sumOf(sums.map(({ old }) => old.pico ?? 0n)));
    expect(sumOf(differences.map(({ newFemto }) => newFemto))).toBe(
      sumOf(rated.map(({ effective }) => effective?.femto ?? 0n)),
    );
    for (const { oldPico, newPico, reasons } of differences) {
      expect(sumOf(Object.values(reasons).map(({ pico }) => pico))).toBe(newPico - oldPico);
    }
  });
});

describe('what sums must be cut at', () => {
  it('is every length of prompt with rates of its own', () => {
    expect(promptThresholds(priceBook)).toEqual([100_000, 200_000]);
  });

  it('is every moment at which a rate or a rule begins or ends', () => {
    const rules = modelMappingsSchema.parse([
      {
        name: 'm',
        from: '2026-11-03T10:00:00+01:00',
        to: '2026-11-05',
        when: { modelId: 'x' },
        model: 'claude-opus-5',
      },
    ]);
    const boundaries = priceBoundaries([priceBook], rules);
    expect(boundaries).toEqual(boundaries.toSorted());
    expect(boundaries).toEqual(
      expect.arrayContaining(
        ['2026-10-07', '2026-03-13', '2026-06-29', '2026-11-30', '2026-11-05', '2026-11-03T09:00:00Z'].map(startOf),
      ),
    );
    expect(boundaries).not.toContain(startOf('2026-11-04'));
  });
});
