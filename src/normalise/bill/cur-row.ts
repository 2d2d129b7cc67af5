import { z } from 'zod';
import type { BillLine, BillLineKind, BillReading } from '../../usage/bill-line.js';
import { scaledDecimal } from '../../usage/decimal-text.js';
import { isReserved, readAwsUsageType } from './aws-usage-type.js';
import { billedModel, looksLikeClaude } from './billed-model.js';
import { countedOf } from './billed-quantity.js';

/** A row of AWS's cost and usage report by the names of its columns, as CUR 2.0 spells them. */
const rowSchema = z.record(z.string(), z.string());
export type CurRow = Readonly<z.output<typeof rowSchema>>;

/** A row of the report: a line for Claude, under either of AWS's two regimes of names, or left out. */
export function readCurRow(read: unknown): BillReading {
  const row = rowSchema.parse(read);
  const text = (name: string): string | null => row[name] || null;
  const day = /^\d{4}-\d\d-\d\d/.exec(text('line_item_usage_start_date') ?? '')?.[0] ?? null;
  const meter = text('line_item_usage_type') ?? '';
  const words = text('line_item_line_item_description');
  const product = productOf(row);
  if (!looksLikeClaude(meter, product, words)) return { leftOut: day };

  const usageType = readAwsUsageType(meter);
  const model = usageType?.model ?? billedModel(product ?? '') ?? billedModel(words ?? '');
  const kind = isReserved(meter) ? 'other' : kindOf(text('line_item_line_item_type'));
  const cost = text('line_item_unblended_cost');
  const currency = text('line_item_currency_code') ?? 'USD';
  const isNumber = cost !== null && scaledDecimal(cost, 18) !== null;
  const quantity = text('line_item_usage_amount');
  const unit = text('pricing_unit') ?? text('line_item_usage_unit');
  const counted =
    kind === 'usage' && usageType !== null ? countedOf(quantity, [unit, words], usageType.tokensPerUnit) : null;
  const unread =
    whyUnread({ day, account: text('line_item_usage_account_id'), isNumber, cost }) ??
    (kind !== 'usage' ? null : usageType === null ? `the usage type "${meter}" tells no class of tokens` : null) ??
    (kind !== 'usage'
      ? null
      : model === null
        ? `neither usage type nor product ("${product ?? ''}") names a known model`
        : null) ??
    (kind !== 'usage' || counted !== null ? null : `the quantity "${quantity ?? ''}" is not a number`);
  const line: BillLine = {
    cloud: 'bedrock',
    accountId: text('line_item_usage_account_id') ?? '',
    day: day ?? '1970-01-01',
    kind,
    meter,
    product,
    region: usageType?.region ?? text('product_region_code') ?? null,
    model,
    scope: usageType?.scope ?? 'unknown',
    tokenClass: usageType?.tokenClass ?? null,
    variant: usageType?.variant ?? 'standard',
    unit,
    quantity: quantity !== null && scaledDecimal(quantity, 18) !== null ? quantity : null,
    counted,
    cost: isNumber ? cost : null,
    currency,
    costUsd: isNumber && currency === 'USD' ? cost : null,
    invoiceMonth: /^\d{4}-\d\d/.exec(text('bill_billing_period_start_date') ?? '')?.[0] ?? null,
    unread,
    rows: 1,
  };
  return { line };
}

/** https://docs.aws.amazon.com/cur/latest/userguide/Lineitem-columns.html#Lineitem-details-L-LineItemType */
const KINDS: Readonly<Record<string, BillLineKind>> = {
  Usage: 'usage',
  DiscountedUsage: 'usage',
  SavingsPlanCoveredUsage: 'usage',
  Credit: 'credit',
  Refund: 'credit',
  Tax: 'tax',
  SavingsPlanNegation: 'discount',
};

function kindOf(type: string | null): BillLineKind {
  return KINDS[type ?? ''] ?? (/discount/i.test(type ?? '') ? 'discount' : 'other');
}

/** The name of a product of AWS Marketplace: a column of its own, or a pair of the column `product`. */
function productOf(row: CurRow): string | null {
  return row['product_product_name'] || /"product_name"\s*:\s*"([^"]+)"/.exec(row['product'] ?? '')?.[1] || null;
}

function whyUnread({
  day,
  account,
  isNumber,
  cost,
}: {
  readonly day: string | null;
  readonly account: string | null;
  readonly isNumber: boolean;
  readonly cost: string | null;
}): string | null {
  if (day === null) return 'the row names no day of usage';
  if (account === null) return 'the row names no account';
  return isNumber ? null : `the cost "${cost ?? ''}" is not a number`;
}
