import { z } from 'zod';
import type { BillLine, BillLineKind, BillReading, BillScope } from '../../usage/bill-line.js';
import { scaledDecimal, textOfScaled } from '../../usage/decimal-text.js';
import type { CostClass } from '../../usage/priced.js';
import { billedModel, looksLikeClaude } from './billed-model.js';
import { countedOf } from './billed-quantity.js';

const amount = z.union([z.number(), z.string()]).transform(String);
const described = z.object({ description: z.string().nullish() }).nullish();

/** A row of the billing export, with the fields that are read. https://docs.cloud.google.com/billing/docs/how-to/export-data-bigquery-tables/standard-usage */
const rowSchema = z.object({
  service: described,
  sku: described,
  usage_start_time: z.string(),
  project: z.object({ id: z.string().nullish() }).nullish(),
  location: z.object({ location: z.string().nullish() }).nullish(),
  cost: amount,
  currency: z.string(),
  currency_conversion_rate: amount.nullish(),
  usage: z
    .object({
      amount: amount.nullish(),
      unit: z.string().nullish(),
      amount_in_pricing_units: amount.nullish(),
      pricing_unit: z.string().nullish(),
    })
    .nullish(),
  credits: z.array(z.object({ name: z.string().nullish(), amount, type: z.string().nullish() })).nullish(),
  invoice: z.object({ month: z.string().nullish() }).nullish(),
  cost_type: z.string().nullish(),
});

/** A row of the billing export: the usage, and a line for each credit on it; left out where it is not about Claude. */
export function readGoogleBillingRow(row: unknown): BillReading[] {
  const { data, error } = rowSchema.safeParse(row);
  if (data === undefined) {
    const text = JSON.stringify(row) ?? '';
    return looksLikeClaude(text)
      ? [{ line: unreadRow(error.issues[0]?.path.join('.') ?? 'row') }]
      : [{ leftOut: null }];
  }
  const meter = data.sku?.description ?? '';
  const product = data.service?.description ?? null;
  const day = /^\d{4}-\d\d-\d\d/.exec(data.usage_start_time)?.[0] ?? null;
  if (!looksLikeClaude(meter, product)) return [{ leftOut: day }];

  const kind = kindOf(data.cost_type ?? 'regular');
  const model = billedModel(meter) ?? billedModel(product ?? '');
  const tokenClass = classOf(meter);
  const usage = data.usage ?? {};
  const counted = kind === 'usage' && tokenClass !== null ? countOf(usage) : null;
  const unread =
    (day === null ? `the time of usage "${data.usage_start_time}" is none` : null) ??
    (kind !== 'usage' ? null : tokenClass === null ? `the SKU "${meter}" tells no class of tokens` : null) ??
    (kind !== 'usage' ? null : model === null ? `the SKU "${meter}" names no known model` : null) ??
    (kind !== 'usage' || counted !== null ? null : `the quantity is not a number of ${usage.pricing_unit ?? 'units'}`);
  const common = {
    cloud: 'vertex',
    accountId: data.project?.id ?? '',
    day: day ?? '1970-01-01',
    meter,
    product,
    region: data.location?.location ?? null,
    model,
    scope: scopeOf(meter, data.location?.location ?? null),
    tokenClass,
    variant: variantOf(meter),
    currency: data.currency,
    invoiceMonth: data.invoice?.month?.replace(/^(\d{4})(\d\d)$/, '$1-$2') ?? null,
    rows: 1,
  } as const;
  const rate = data.currency_conversion_rate ?? null;
  const ofUsage: BillLine = {
    ...common,
    kind,
    unit: usage.pricing_unit ?? usage.unit ?? null,
    quantity: usage.amount_in_pricing_units ?? usage.amount ?? null,
    counted,
    ...money(data.cost, data.currency, rate),
    unread,
  };
  const credits = (data.credits ?? []).map((credit): BillLine => ({
    ...common,
    kind: /DISCOUNT|MARGIN/i.test(credit.type ?? '') ? 'discount' : 'credit',
    meter: credit.name ?? meter,
    unit: null,
    quantity: null,
    counted: null,
    ...money(credit.amount, data.currency, rate),
    unread: day === null ? unread : null,
  }));
  return [ofUsage, ...credits].map((line) => ({ line }));
}

/** The cost as it stands, and in dollars: the export tells the rate at which Google converted its prices. */
function money(cost: string, currency: string, rate: string | null): Pick<BillLine, 'cost' | 'costUsd'> {
  const atto = scaledDecimal(cost, 18);
  if (atto === null) return { cost: null, costUsd: null };
  if (currency === 'USD') return { cost, costUsd: cost };
  const perUsd = scaledDecimal(rate ?? '', 18);
  if (perUsd === null || perUsd === 0n) return { cost, costUsd: null };
  return { cost, costUsd: textOfScaled((atto * 10n ** 18n) / perUsd, 18) };
}

/** `regular`, `tax`, `adjustment`, `rounding_error`. */
function kindOf(costType: string): BillLineKind {
  if (costType === 'regular') return 'usage';
  return costType === 'tax' ? 'tax' : 'other';
}

type Usage = NonNullable<z.output<typeof rowSchema>['usage']>;

/** `amount` is in base units, one token each; only where it is missing, the pricing units tell. */
function countOf({ amount: base, unit, amount_in_pricing_units: priced, pricing_unit: pricingUnit }: Usage) {
  if (base != null && /^(?:count|tokens?|requests?)$/i.test(unit ?? '')) return countedOf(base, [], 1n);
  return pricingUnit == null
    ? countedOf(base ?? null, [unit ?? null], 1n)
    : countedOf(priced ?? null, [pricingUnit], 1n);
}

function classOf(sku: string): CostClass | null {
  const words = sku.toLowerCase();
  if (/web ?search/.test(words)) return 'webSearch';
  if (/cache/.test(words)) {
    if (/cache (?:write|creat|stor)|cach(?:e|ed) input write/.test(words) || /write/.test(words)) {
      return /\b(?:1 ?h|1 ?hour|one hour|60 ?m)/.test(words) ? 'cacheWrite1h' : 'cacheWrite5m';
    }
    return /read|hit|cached/.test(words) ? 'cacheRead' : null;
  }
  if (/output|response/.test(words)) return 'output';
  return /input|prompt/.test(words) ? 'input' : null;
}

/** SKUs of partner models are told apart by global endpoint, multi-region and region; where the name does not, the location does. */
function scopeOf(sku: string, location: string | null): BillScope {
  if (/\bglobal\b/i.test(sku)) return 'global';
  if (/multi-?region/i.test(sku)) return 'multi-region';
  if (/\bregion(?:al)?\b/i.test(sku)) return 'regional';
  if (location === null) return 'unknown';
  if (location === 'global') return 'global';
  return /^(?:us|eu)$/.test(location) ? 'multi-region' : 'regional';
}

function variantOf(sku: string): string {
  const found = [
    /\bbatch\b/i.test(sku) ? 'batch' : null,
    /long[- ]context|>\s?\d+k/i.test(sku) ? 'long-context' : null,
    /provisioned|\bgsu\b/i.test(sku) ? 'provisioned' : null,
  ].filter((name) => name !== null);
  return found.join('+') || 'standard';
}

function unreadRow(field: string): BillLine {
  return {
    cloud: 'vertex',
    accountId: '',
    day: '1970-01-01',
    kind: 'usage',
    meter: '',
    product: null,
    region: null,
    model: null,
    scope: 'unknown',
    tokenClass: null,
    variant: 'standard',
    unit: null,
    quantity: null,
    counted: null,
    cost: null,
    currency: '',
    costUsd: null,
    invoiceMonth: null,
    unread: `${field} of the row is missing or of another type`,
    rows: 1,
  };
}
