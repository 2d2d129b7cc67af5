import { describe, expect, it } from 'vitest';
import { readGoogleBillingRow } from './google-billing-row.js';

const ROW = {
  billing_account_id: '01AB23-C45D67-89EF01',
  service: { id: 'C7E2-9256-1C43', description: 'Vertex AI' },
  sku: { id: 'AAAA-BBBB-CCCC', description: 'Claude Opus 4.8 Input Tokens (Global)' },
  usage_start_time: '2026-11-18T07:00:00.000000Z',
  project: { id: 'acme-ml' },
  location: { location: 'global' },
  cost: 0.33,
  currency: 'USD',
  currency_conversion_rate: 1,
  usage: { amount: 66_000, unit: 'count', amount_in_pricing_units: 0.066, pricing_unit: '1M count' },
  credits: [],
  invoice: { month: '202611' },
  cost_type: 'regular',
};

const linesOf = (row: unknown) =>
  readGoogleBillingRow(row).map((reading) => {
    if ('leftOut' in reading) throw new Error('left out');
    return reading.line;
  });
const withSku = (description: string, location = 'us-east5') => ({
  ...ROW,
  sku: { description },
  location: { location },
});

describe("rows of Google's billing export", () => {
  it('reads usage', () => {
    expect(linesOf(ROW)).toMatchObject([
      {
        accountId: 'acme-ml',
        day: '2026-11-18',
        kind: 'usage',
        model: 'claude-opus-4-8',
        scope: 'global',
        tokenClass: 'input',
        counted: 66_000n,
        costUsd: '0.33',
        invoiceMonth: '2026-11',
        unread: null,
      },
    ]);
  });

  it.each([
    ['Claude Opus 4.8 Output Tokens', 'us-east5', 'output', 'regional', 'standard'],
    ['Claude Sonnet 4.6 Cache Write Input Tokens - Multi-region', 'eu', 'cacheWrite5m', 'multi-region', 'standard'],
    ['Claude Sonnet 4.6 Cache Write 1 hour Input Tokens', 'eu', 'cacheWrite1h', 'multi-region', 'standard'],
    ['Claude Haiku 4.5 Cache Read Input Tokens Global', 'global', 'cacheRead', 'global', 'standard'],
    ['Claude Haiku 4.5 Cache Hit', 'europe-west1', 'cacheRead', 'regional', 'standard'],
    ['Claude Haiku 4.5 Batch Input Tokens', 'us-east5', 'input', 'regional', 'batch'],
    ['Claude Haiku 5.5 Input Tokens > 100K', 'us-east5', 'input', 'regional', 'long-context'],
    ['Claude Opus 5 Web Search Requests', 'us-east5', 'webSearch', 'regional', 'standard'],
  ])('reads the SKU "%s" in %s', (sku, location, tokenClass, scope, variant) => {
    expect(linesOf(withSku(sku, location))).toMatchObject([{ tokenClass, scope, variant, unread: null }]);
  });

  it('makes a line of each credit: promotions are credits, discounts are discounts', () => {
    const credits = [
      { name: 'Trial', amount: -0.1, type: 'PROMOTION' },
      { name: 'Contract', amount: -0.03, type: 'DISCOUNT' },
      { name: 'Partner', amount: -0.01, type: 'RESELLER_MARGIN' },
    ];
    expect(linesOf({ ...ROW, credits }).map(({ kind, costUsd }) => [kind, costUsd])).toEqual([
      ['usage', '0.33'],
      ['credit', '-0.1'],
      ['discount', '-0.03'],
      ['discount', '-0.01'],
    ]);
  });

  it('converts at the rate that the export tells, and not at any other', () => {
    const euros = { ...ROW, currency: 'EUR', cost: 0.25 };
    expect(linesOf({ ...euros, currency_conversion_rate: 0.8 })).toMatchObject([{ cost: '0.25', costUsd: '0.3125' }]);
    expect(linesOf({ ...euros, currency_conversion_rate: null })).toMatchObject([{ cost: '0.25', costUsd: null }]);
  });

  it('leaves out other products, and keeps what looks like Claude and cannot be read', () => {
    expect(readGoogleBillingRow({ ...ROW, sku: { description: 'Gemini 3 Input Tokens' } })).toEqual([
      { leftOut: '2026-11-18' },
    ]);
    expect(linesOf(withSku('Claude Opus 4.8 Thoughts'))).toMatchObject([
      { unread: 'the SKU "Claude Opus 4.8 Thoughts" tells no class of tokens' },
    ]);
    expect(linesOf({ ...ROW, cost: null })).toMatchObject([
      { costUsd: null, unread: 'cost of the row is missing or of another type' },
    ]);
  });
});
