import type { CostLine } from './cost-lines.js';
import { usageDate, type CostTable } from './cost-table.js';
import type { CostQuery } from './read-cost-query.js';

const DAY_MS = 86_400_000;
/** Fewer whole days than these are not enough for the service to say anything. */
const LEAST_DAYS = 7;
const PICO_USD = 1e12;

/** Each day to come costs what the last seven whole days cost on average; `null` where there have not been seven. */
export function forecast(lines: readonly CostLine[], query: CostQuery, now: number, actual: boolean): CostTable | null {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const perDay = new Map<number, bigint>();
  for (const { at, picoUsd, dimensions } of lines) {
    if (!query.lets(dimensions)) continue;
    const day = Math.floor(at / DAY_MS) * DAY_MS;
    perDay.set(day, (perDay.get(day) ?? 0n) + picoUsd);
  }
  const known = Array.from({ length: LEAST_DAYS }, (_, back) => perDay.get(today - (back + 1) * DAY_MS) ?? null);
  if (known.includes(null)) return null;
  const average = Number(known.reduce<bigint>((sum, day) => sum + (day ?? 0n), 0n)) / LEAST_DAYS / PICO_USD;
  const rows: (string | number)[][] = [];
  for (let day = query.from; day < query.to; day += DAY_MS) {
    const spent = perDay.get(day);
    if (day >= today) rows.push([average, usageDate(day), 'Forecast', 'USD']);
    else if (actual && spent !== undefined) rows.push([Number(spent) / PICO_USD, usageDate(day), 'Actual', 'USD']);
  }
  const [column = 'Cost'] = query.sums;
  return {
    columns: [
      { name: column, type: 'Number' },
      { name: 'UsageDate', type: 'Number' },
      { name: 'CostStatus', type: 'String' },
      { name: 'Currency', type: 'String' },
    ],
    rows,
  };
}
