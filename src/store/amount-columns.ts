import type { FemtoUsd } from '../usage/money.js';
import type { Priced } from '../usage/priced.js';
import type { BinaryCopyWriter } from './binary-copy.js';

type WriteAmount = (row: BinaryCopyWriter, list: Priced | null, effectiveFemto: FemtoUsd | null) => void;

/** Every column of usage_event that holds an amount, and how COPY fills it from the list price and the effective cost. */
export const AMOUNTS: readonly (readonly [name: string, write: WriteAmount])[] = [
  ['input_pico', (row, list) => row.int8(list?.amounts.input ?? null)],
  ['cache_read_pico', (row, list) => row.int8(list?.amounts.cacheRead ?? null)],
  ['cache_write_5m_pico', (row, list) => row.int8(list?.amounts.cacheWrite5m ?? null)],
  ['cache_write_1h_pico', (row, list) => row.int8(list?.amounts.cacheWrite1h ?? null)],
  ['output_pico', (row, list) => row.int8(list?.amounts.output ?? null)],
  ['web_search_pico', (row, list) => row.int8(list?.amounts.webSearch ?? null)],
  ['premium_pico', (row, list) => row.int8(list?.premium ?? null)],
  ['cost_pico', (row, list) => row.int8(list?.total ?? null)],
  ['without_caching_pico', (row, list) => row.int8(list?.withoutCaching ?? null)],
  ['effective_femto', (row, _, effectiveFemto) => row.numeric(effectiveFemto)],
];

export const AMOUNT_COLUMNS: readonly string[] = AMOUNTS.map(([name]) => name);
