import type { Pool } from 'pg';
import type { CurrencyTable } from '../price/currency.js';
import type { FiguresQuestion } from '../store/questions/figures.js';
import { usageByGroup } from '../store/questions/usage-by-group.js';
import { usageByLabel } from '../store/questions/usage-by-label.js';
import { USAGE_SUMS } from '../store/questions/usage-sums.js';
import { inSnapshot } from '../store/snapshot.js';
import { cutsOf, datedParts, dayOf } from './convert-usage.js';
import { byBucketAndGroup } from './rows-of-groups.js';
import { type ConvertibleRow, sumUsage } from './shape-usage.js';

/** How much was used, so that it can be told in a currency too. */
export async function usageInCurrency(
  pool: Pool,
  question: FiguresQuestion,
  table: CurrencyTable | null,
): Promise<ConvertibleRow[]> {
  if (table === null) return (await usageByGroup(pool, question)).map((row) => ({ ...row, parts: [] }));
  const cut = { ...question, cuts: cutsOf(table) };
  const usage = await inSnapshot(pool, (snapshot) =>
    usageByLabel(snapshot, cut, USAGE_SUMS, (_, at) => ({ key: dayOf(at), label: dayOf(at) })),
  );
  return byBucketAndGroup(usage, ({ costPico }) => costPico).map(({ bucket, group, parts }) => ({
    bucket,
    group,
    sums: sumUsage(parts),
    parts: datedParts(parts, (day) => day),
  }));
}
