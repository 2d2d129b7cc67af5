import type { Pool } from 'pg';
import { billDays, buildBillReader } from '../collect/build-bill-reader.js';
import { SourceUnavailable } from '../collect/log-source.js';
import { BillDays } from '../normalise/bill/bill-days.js';
import { readCurRow } from '../normalise/bill/cur-row.js';
import { readGoogleBillingRow } from '../normalise/bill/google-billing-row.js';
import { type BillConfig, cloudOf } from '../runtime/config/schema.js';
import { BillStore, type ReadBillPart } from '../store/bill.store.js';
import { noteFailed, type Reader } from '../store/reader-state.store.js';
import type { BillReading } from '../usage/bill-line.js';
import type { Window } from '../usage/window.js';

/**
 * Reads a bill and keeps it. What cannot be read says so in its state and is tried again at the next run; what was read
 * before stays. Answers how many days are new or were restated, and `null` where the bill could not be read.
 */
export async function readBill(
  config: BillConfig,
  { pool, now }: { readonly pool: Pool; readonly now: number },
  signal: AbortSignal,
): Promise<{ changedDays: number } | null> {
  const reader: Reader = { sourceId: config.id, cloud: cloudOf(config), kind: config.kind };
  try {
    const parts = await readParts(config, billDays(now, config.historyDays), signal);
    return await new BillStore(pool).replace(reader, parts, now);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SourceUnavailable)) throw error;
    const state = error.reason === 'permission' ? 'permission' : 'failing';
    await noteFailed(pool, reader, { state, detail: error.message, at: now });
    return null;
  }
}

async function readParts(config: BillConfig, days: Window, signal: AbortSignal): Promise<ReadBillPart[]> {
  const bill = buildBillReader(config);
  const parts = new Map<string, { readonly window: Window | null; readonly days: BillDays }>();
  try {
    for await (const { part, window, rows, leftOut = [] } of bill.read(days, signal)) {
      const known = parts.get(part) ?? { window, days: new BillDays() };
      parts.set(part, known);
      for (const { day, rows: others } of leftOut) known.days.leaveOut(day, others);
      for (const row of rows) for (const reading of READ[config.kind](row)) known.days.add(reading);
    }
  } finally {
    bill.close();
  }
  return [...parts].map(([part, { window, days: read }]) => ({ part, window, days: read.list() }));
}

const READ: Readonly<Record<BillConfig['kind'], (row: unknown) => readonly BillReading[]>> = {
  'bedrock-cost': (row) => [readCurRow(row)],
  'vertex-cost': readGoogleBillingRow,
};
