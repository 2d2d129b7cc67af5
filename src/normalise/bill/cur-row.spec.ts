import { describe, expect, it } from 'vitest';
import { BillDays } from './bill-days.js';
import { type CurRow, readCurRow } from './cur-row.js';

const NATIVE: CurRow = {
  bill_billing_period_start_date: '2026-11-01T00:00:00.000Z',
  line_item_usage_account_id: '022346938362',
  line_item_line_item_type: 'Usage',
  line_item_usage_start_date: '2026-11-18T07:00:00.000Z',
  line_item_product_code: 'AmazonBedrockService',
  line_item_usage_type: 'USE1-Claude4.6Opus-cache-read-input-token-count-cross-region-global',
  line_item_usage_amount: '1234.567',
  line_item_currency_code: 'USD',
  line_item_unblended_cost: '0.6172835',
  pricing_unit: '1K tokens',
};
const MARKETPLACE: CurRow = {
  ...NATIVE,
  line_item_product_code: '4t8xsvggyyiw4zkgkm3fzuqzl',
  product: '{"product_name":"Claude Sonnet 4.6 (Amazon Bedrock Edition)","region":"us-east-1"}',
  line_item_usage_type: 'USE1-MP:USE1_OutputTokenCount-Units',
  line_item_usage_amount: '0.25',
  line_item_unblended_cost: '4.125',
  pricing_unit: 'Units',
};

function lineOf(row: CurRow) {
  const reading = readCurRow(row);
  if ('leftOut' in reading) throw new Error('left out');
  return reading.line;
}

const daysOf = (list: readonly CurRow[]) => {
  const days = new BillDays();
  for (const row of list) days.add(readCurRow(row));
  return days.list();
};

describe("rows of AWS's cost and usage report", () => {
  it('reads a row of the service of its own', () => {
    expect(lineOf(NATIVE)).toMatchObject({
      accountId: '022346938362',
      day: '2026-11-18',
      kind: 'usage',
      region: 'us-east-1',
      model: 'claude-opus-4-6',
      scope: 'global',
      tokenClass: 'cacheRead',
      counted: 1_234_567n,
      costUsd: '0.6172835',
      invoiceMonth: '2026-11',
      unread: null,
    });
  });

  it('reads a row of AWS Marketplace by the name of its product', () => {
    expect(lineOf(MARKETPLACE)).toMatchObject({
      model: 'claude-sonnet-4-6',
      scope: 'regional',
      tokenClass: 'output',
      counted: 250_000n,
      unread: null,
    });
  });

  it.each([
    ['Tax', 'tax'],
    ['Credit', 'credit'],
    ['Refund', 'credit'],
    ['EdpDiscount', 'discount'],
    ['PrivateRateDiscount', 'discount'],
    ['Fee', 'other'],
  ])('takes a line of type %s for %s', (type, kind) => {
    expect(lineOf({ ...MARKETPLACE, line_item_line_item_type: type })).toMatchObject({
      kind,
      counted: null,
      unread: null,
    });
  });

  it('leaves out what is not Claude, with its day', () => {
    const row = { ...NATIVE, line_item_usage_type: 'USE1-NovaPro-input-tokens' };
    expect(readCurRow(row)).toEqual({ leftOut: '2026-11-18' });
  });

  it.each([
    [
      { line_item_usage_type: 'USE1-Claude4.6Opus-thoughts' },
      'the usage type "USE1-Claude4.6Opus-thoughts" tells no class of tokens',
    ],
    [
      { line_item_usage_type: 'USE1-Claude9.9Epic-input-tokens' },
      'neither usage type nor product ("") names a known model',
    ],
    [{ line_item_usage_amount: 'many' }, 'the quantity "many" is not a number'],
    [{ line_item_unblended_cost: '' }, 'the cost "" is not a number'],
    [{ line_item_usage_start_date: '' }, 'the row names no day of usage'],
  ])('keeps a row that looks like Claude and cannot be read, and says why', (change, unread) => {
    expect(lineOf({ ...NATIVE, ...change })).toMatchObject({ unread });
  });

  it('knows no dollars of a bill in another currency', () => {
    expect(lineOf({ ...NATIVE, line_item_currency_code: 'CNY' })).toMatchObject({ cost: '0.6172835', costUsd: null });
  });

  it('sums rows of a day and meter exactly, and has the same digest whatever their order', () => {
    const rows = [
      NATIVE,
      { ...NATIVE, line_item_unblended_cost: '0.0000000001' },
      MARKETPLACE,
      { line_item_usage_type: 'x' },
    ];
    const [unknown, day] = daysOf(rows);
    expect(unknown).toMatchObject({ leftOut: 1, lines: [] });
    expect(day?.lines).toHaveLength(2);
    expect(day?.lines.find(({ rows: summed }) => summed === 2)).toMatchObject({
      costUsd: '0.6172835001',
      counted: 2_469_134n,
      quantity: '2469.134',
    });
    expect(daysOf(rows.toReversed())[1]?.digest).toBe(day?.digest);
  });
});
