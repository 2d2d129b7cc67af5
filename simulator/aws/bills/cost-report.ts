import type { SimulatedCall, TrueTokens } from '../../world/call.js';
import type { ClaudeModel } from '../../world/models.js';
import { costsOf } from '../../ledger/prices.js';
import { billedUnder } from './usage-type.js';

/** What is on the bill beside, or other than, what the log tells. */
export interface PlantedCauses {
  /** Usage from here on is not on the bill yet. */
  readonly billedUntil: number;
  /** Everything of an account and day, so many percent cheaper. */
  readonly discounts: readonly { readonly accountId: string; readonly day: string; readonly percent: number }[];
  /** One class of a model at so many percent of its price. */
  readonly otherRates: readonly {
    readonly accountId: string;
    readonly day: string;
    readonly model: string;
    readonly tokenClass: keyof TrueTokens;
    readonly percent: number;
  }[];
  /** Every row of an account and day is rounded up by one in its last decimal. */
  readonly roundedUp: readonly { readonly accountId: string; readonly day: string }[];
  /** Input tokens that no log tells of, in the first hour of a day. */
  readonly extra: readonly {
    readonly accountId: string;
    readonly region: string;
    readonly day: string;
    readonly model: ClaudeModel;
    readonly scope: SimulatedCall['scope'];
    readonly input: number;
  }[];
  /** Lines that are not usage, and lines that nobody can read. */
  readonly lines: readonly {
    readonly accountId: string;
    readonly day: string;
    readonly type: string;
    readonly usageType: string;
    readonly costUsd: string;
  }[];
}

export const NOTHING_PLANTED: PlantedCauses = {
  billedUntil: Number.POSITIVE_INFINITY,
  discounts: [],
  otherRates: [],
  roundedUp: [],
  extra: [],
  lines: [],
};

/** A call that is billed, with the tokens and the scope that it is billed for. */
export interface BilledCall {
  readonly call: SimulatedCall;
  readonly tokens: TrueTokens;
}

const COLUMNS = [
  'identity_line_item_id',
  'bill_billing_period_start_date',
  'line_item_usage_account_id',
  'line_item_line_item_type',
  'line_item_usage_start_date',
  'line_item_product_code',
  'line_item_usage_type',
  'line_item_usage_amount',
  'line_item_currency_code',
  'line_item_unblended_cost',
  'pricing_unit',
  'product',
] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const HOUR_MS = 3_600_000;
const CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;

interface Sum {
  readonly row: Omit<Row, 'line_item_usage_amount' | 'line_item_unblended_cost'>;
  readonly unit: number;
  tokens: number;
  pico: bigint;
}

/** The cost and usage report of calls: a row an hour for each account, region, model, scope and class of tokens. */
export function costReport(calls: Iterable<BilledCall>, planted: PlantedCauses = NOTHING_PLANTED): string {
  const sums = new Map<string, Sum>();
  const add = (
    {
      claude,
      scope,
      place,
      occurredAt,
    }: Pick<SimulatedCall, 'claude' | 'scope' | 'occurredAt'> & {
      readonly place: { readonly accountId: string; readonly region: string };
    },
    tokens: TrueTokens,
  ): void => {
    const costs = claude === null ? null : costsOf(claude, scope, occurredAt, tokens);
    if (claude === null || costs === null || occurredAt >= planted.billedUntil) return;
    const hour = new Date(Math.floor(occurredAt / HOUR_MS) * HOUR_MS).toISOString();
    const day = hour.slice(0, 10);
    for (const tokenClass of CLASSES) {
      if (tokens[tokenClass] === 0) continue;
      const { productCode, product, usageType, unit } = billedUnder(claude, scope, place, tokenClass);
      const key = `${place.accountId} ${hour} ${productCode} ${usageType}`;
      const sum = sums.get(key) ?? {
        row: {
          identity_line_item_id: key.replaceAll(/\W/g, ''),
          bill_billing_period_start_date: `${day.slice(0, 7)}-01T00:00:00.000Z`,
          line_item_usage_account_id: place.accountId,
          line_item_line_item_type: 'Usage',
          line_item_usage_start_date: hour,
          line_item_product_code: productCode,
          line_item_usage_type: usageType,
          line_item_currency_code: 'USD',
          pricing_unit: unit === 1_000 ? '1K tokens' : 'Units',
          product: `{"product_name":"${product}"}`,
        },
        unit,
        tokens: 0,
        pico: 0n,
      };
      sums.set(key, sum);
      sum.tokens += tokens[tokenClass];
      sum.pico += (costs[tokenClass] * percentOf(planted, { ...place, day, model: claude.name, tokenClass })) / 100n;
    }
  };
  for (const { call, tokens } of calls) add(call, tokens);
  for (const { accountId, region, day, model, scope, input } of planted.extra) {
    const none = { cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
    add({ claude: model, scope, place: { accountId, region }, occurredAt: Date.parse(day) }, { ...none, input });
  }
  const isRoundedUp = (row: Sum['row']): boolean =>
    planted.roundedUp.some(
      ({ accountId, day }) =>
        accountId === row.line_item_usage_account_id && row.line_item_usage_start_date.startsWith(day),
    );
  const rows = [
    ...[...sums.values()].map(({ row, unit, tokens, pico }): Row => ({
      ...row,
      line_item_usage_amount: (tokens / unit).toFixed(unit === 1_000 ? 3 : 6),
      line_item_unblended_cost: tenDecimals(pico + (isRoundedUp(row) ? LAST_DECIMAL : 0n)),
    })),
    ...planted.lines.map(({ accountId, day, type, usageType, costUsd }, at): Row => ({
      identity_line_item_id: `planted${at}`,
      bill_billing_period_start_date: `${day.slice(0, 7)}-01T00:00:00.000Z`,
      line_item_usage_account_id: accountId,
      line_item_line_item_type: type,
      line_item_usage_start_date: `${day}T00:00:00.000Z`,
      line_item_product_code: 'planted',
      line_item_usage_type: usageType,
      line_item_usage_amount: '1',
      line_item_currency_code: 'USD',
      line_item_unblended_cost: costUsd,
      pricing_unit: '',
      product: '',
    })),
  ];
  return [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))]
    .map((fields) => `${fields.map(quoted).join(',')}\n`)
    .join('');
}

function percentOf(
  { discounts, otherRates }: PlantedCauses,
  at: { readonly accountId: string; readonly day: string; readonly model: string; readonly tokenClass: string },
): bigint {
  const isHere = (planted: { readonly accountId: string; readonly day: string }) =>
    planted.accountId === at.accountId && planted.day === at.day;
  const rate = otherRates.find(
    (other) => isHere(other) && other.model === at.model && other.tokenClass === at.tokenClass,
  );
  const discount = discounts.find(isHere);
  return BigInt(rate?.percent ?? 100 - (discount?.percent ?? 0));
}

/** Of ten, in pico-dollars. */
const LAST_DECIMAL = 100n;

/** AWS writes ten decimals, rounded half up. */
function tenDecimals(pico: bigint): string {
  const units = (pico + 50n) / 100n;
  return `${units / 10_000_000_000n}.${(units % 10_000_000_000n).toString().padStart(10, '0')}`;
}

function quoted(field: string): string {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
