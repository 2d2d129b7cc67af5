import type { CostLine } from './cost-lines.js';
import type { CostColumn, CostQuery } from './read-cost-query.js';

export interface CostTable {
  readonly columns: readonly { readonly name: string; readonly type: 'Number' | 'String' }[];
  readonly rows: readonly (readonly (string | number)[])[];
}

interface Sum {
  picoUsd: bigint;
  quantity: number;
  readonly key: readonly (string | number)[];
}

const PICO_USD = 1e12;

/** A day as Cost Management writes it: the number 20261118. */
export function usageDate(at: number): number {
  return Number(new Date(at).toISOString().slice(0, 10).replaceAll('-', ''));
}

function valueOf(sum: Sum, column: CostColumn): number {
  return column === 'UsageQuantity' ? sum.quantity : Number(sum.picoUsd) / PICO_USD;
}

/** Lines added up by day and dimensions, as the API gives them: sums first, the currency last. */
export function costTable(lines: readonly CostLine[], query: CostQuery): CostTable {
  const sums = new Map<string, Sum>();
  for (const { at, dimensions, picoUsd, quantity } of lines) {
    if (!query.lets(dimensions)) continue;
    const key = [...(query.daily ? [usageDate(at)] : []), ...query.groupBy.map((name) => dimensions[name] ?? '')];
    const text = JSON.stringify(key);
    const sum = sums.get(text) ?? { picoUsd: 0n, quantity: 0, key };
    sum.picoUsd += picoUsd;
    sum.quantity += quantity;
    sums.set(text, sum);
  }
  return {
    columns: [
      ...query.sums.map((name) => ({ name, type: 'Number' }) as const),
      ...(query.daily ? [{ name: 'UsageDate', type: 'Number' } as const] : []),
      ...query.groupBy.map((name) => ({ name, type: 'String' }) as const),
      { name: 'Currency', type: 'String' },
    ],
    rows: [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, sum]) => [...query.sums.map((column) => valueOf(sum, column)), ...sum.key, 'USD']),
  };
}
