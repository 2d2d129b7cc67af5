import { describe, expect, it } from 'vitest';
import { MODEL_CATALOGUE } from '../normalise/model-catalogue.js';
import { price } from './price.js';
import { priceBook, priceBookWith } from './price-book.js';
import { priceTable, priceTableMarkdown } from './price-table.js';
import written from './price-book.json' with { type: 'json' };

const rows = priceTable(priceBook, written.checkedOn);

describe('the table of all prices', () => {
  it('is the one that was reviewed; `vitest -u` writes it again, for another review', async () => {
    const text = [
      '# Every price on one day',
      '',
      `What a million tokens cost in US dollars on ${written.checkedOn} at each endpoint, premium included. Written by a test from`,
      'the price book; [prices.md](prices.md) explains it. A batch costs half. Prices at endpoints that are not offered are what',
      'a log that names one would be priced at.',
      '',
      priceTableMarkdown(rows),
      '',
    ].join('\n');
    await expect(text).toMatchFileSnapshot('../../docs/prices-table.md');
  });

  it('has every model that has a rate, at every endpoint of every cloud', () => {
    const priced = MODEL_CATALOGUE.map(({ model }) => model).filter((model) => priceBook.models.has(model));
    const standard = rows.filter(({ calls }) => calls === 'standard');
    expect([...new Set(standard.map(({ model }) => model))]).toEqual(priced);
    expect(standard).toHaveLength(priced.length * 11);
  });

  it('shows what is charged', () => {
    expect(
      rows.find(
        (row) => row.model === 'claude-haiku-5-5' && row.endpoint === 'US Data Zone' && row.calls === 'long prompt',
      ),
    ).toEqual({
      model: 'claude-haiku-5-5',
      cloud: 'foundry',
      endpoint: 'US Data Zone',
      offered: 'yes',
      calls: 'long prompt',
      premium: '+10 %',
      usdPerMillion: { input: '0.55', cacheRead: '0.055', cacheWrite5m: '0.6875', cacheWrite1h: '1.1', output: '2.75' },
    });
  });

  it.each([
    ['2026-09-27', undefined],
    ['2026-10-06', '0.2'],
    ['2026-10-07', '0.1'],
  ])('is of its day: on %s cache reads of Sonnet 5.5 cost %s', (day, usd) => {
    const row = priceTable(priceBook, day).find(({ model }) => model === 'claude-sonnet-5-5');
    expect(row?.usdPerMillion.cacheRead).toBe(usd);
  });
});

describe('a book with settings of the customer', () => {
  const sonnet = {
    cloud: 'bedrock',
    region: 'us-east-1',
    modelId: '',
    model: 'claude-3-5-sonnet',
    vendor: 'anthropic',
    endpointScope: 'region',
    occurredAt: '2026-06-01T00:00:00.000Z',
    speed: 'standard',
    batch: false,
    inferenceGeo: null,
    tokens: { input: 1_000_000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1_000_000 },
    webSearchRequests: 0,
  } as const;
  const settings = {
    govCloudMultiplier: '1.1',
    extendedAccess: [{ model: 'claude-3-5-sonnet', from: '2026-06-01', to: '2026-07-01' }],
  };
  const own = priceBookWith(settings);
  const totalIn = (book: typeof own, changes: object = {}) => {
    const answer = price({ ...sonnet, ...changes }, book);
    return 'priced' in answer ? answer.priced.total / 1_000_000_000_000n : answer.unpriced;
  };

  it('is another book', () => {
    expect(own.version).not.toBe(priceBook.version);
    expect(priceBookWith({}).version).toBe(priceBook.version);
  });

  it.each([
    ['2026-05-31T23:59:59.999Z', 18n],
    ['2026-06-01T00:00:00.000Z', 36n],
    ['2026-06-30T23:59:59.999Z', 36n],
    ['2026-07-01T00:00:00.000Z', 18n],
  ])('charges extended access from the day that they give: at %s %s USD', (occurredAt, usd) => {
    expect(totalIn(own, { occurredAt })).toBe(usd);
    expect(totalIn(priceBook, { occurredAt })).toBe(18n);
  });

  it('charges it on the clouds that have it, and says where it is from', () => {
    expect(totalIn(own, { cloud: 'vertex' })).toBe(18n);
    const answer = price(sonnet, own);
    expect(answer).toMatchObject({ priced: { basis: { rules: ['extendedAccess'], tier: 'standard' } } });
    const { entry, tier } = 'priced' in answer ? answer.priced.basis : { entry: '', tier: 'standard' as const };
    expect(own.sourceOf(entry, tier)).toMatchObject({ unconfirmed: true, url: expect.stringMatching(/^https:/) });
  });

  it.each([
    ['1', '5'],
    ['1.1', '5.5'],
    ['1.2', '6'],
    ['1.3', '6.5'],
  ])('takes %s for GovCloud: %s USD a million', (govCloudMultiplier, input) => {
    const row = priceTable(priceBookWith({ govCloudMultiplier }), '2026-11-20').find(
      ({ model, endpoint }) => model === 'claude-opus-5' && endpoint === 'GovCloud',
    );
    expect(row?.usdPerMillion.input).toBe(input);
  });

  it.each([
    [
      'a model without rates of extended access',
      { extendedAccess: [{ model: 'claude-opus-5', from: '2026-06-01' }] },
      /no rates of extended access for "claude-opus-5"/,
    ],
    ['a model twice', { extendedAccess: [...settings.extendedAccess, ...settings.extendedAccess] }, /given twice/],
  ])('refuses %s', (_, given, message) => {
    expect(() => priceBookWith(given)).toThrow(message);
  });
});
