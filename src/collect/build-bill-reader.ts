import type { BillConfig } from '../runtime/config/schema.js';
import { DAY_MS, type Window } from '../usage/window.js';
import type { AccessFinding } from './access-finding.js';
import { CostExplorerReader } from './bedrock/cost-explorer.reader.js';
import { CostReportReader } from './bedrock/cost-report.reader.js';
import type { BillReader } from './bill-reader.js';
import { BillingExportReader } from './vertex/billing-export.reader.js';

const WITHIN_MS = 120_000;

/** The reader for a configured bill. */
export function buildBillReader(config: BillConfig): BillReader {
  if (config.kind === 'vertex-cost') return new BillingExportReader(config);
  return config.costExplorer === true ? new CostExplorerReader(config) : new CostReportReader(config);
}

/** The whole UTC days that a reading asks for. */
export function billDays(now: number, historyDays: number): Window {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return { from: today - historyDays * DAY_MS, to: today + DAY_MS };
}

/** Whether the newest of a bill can be read. */
export async function checkBillAccess(config: BillConfig, now: number): Promise<AccessFinding[]> {
  const reader = buildBillReader(config);
  try {
    let rows = 0;
    for await (const page of reader.read(billDays(now, 3), AbortSignal.timeout(WITHIN_MS))) {
      rows += page.rows.length + (page.leftOut ?? []).reduce((sum, day) => sum + day.rows, 0);
      if (rows > 0) break;
    }
    const words = `the bill can be read (${rows === 0 ? 'no rows of the last days yet' : 'rows of the last days are there'})`;
    return [{ part: '', ok: true, words }];
  } catch (error) {
    return [{ part: '', ok: false, words: error instanceof Error ? error.message : String(error) }];
  } finally {
    reader.close();
  }
}
