import type { Pool } from 'pg';
import { z } from 'zod';
import { isRerateReason, type RerateReason } from '../../usage/rerate-reasons.js';
import { changeSumsColumns, changeSumsRow } from './rerate-run.js';

export const DIFFERENCE_DIMENSIONS = ['month', 'model', 'team', 'reason'] as const;
export type DifferenceDimension = (typeof DIFFERENCE_DIMENSIONS)[number];

const rowSchema = changeSumsRow.extend({
  month: z.string().nullable(),
  model: z.string().nullable(),
  team: z.string().nullable(),
  reason: z.custom<RerateReason>(isRerateReason).nullable(),
  adjusts: z.boolean(),
});
export type RerateDifferenceRow = z.output<typeof rowSchema>;

/**
 * What does a run change, by some of month, model, team and reason? A dimension that was not asked for is null. What is
 * booked as an adjustment is a row of its own. The newest month first, then the largest difference.
 */
export async function rerateDifferences(
  pool: Pool,
  runId: string,
  groupBy: readonly DifferenceDimension[],
): Promise<RerateDifferenceRow[]> {
  const asked = (dimension: DifferenceDimension, column: string) => (groupBy.includes(dimension) ? column : 'null');
  const { rows } = await pool.query(
    `select ${asked('month', `to_char(d.month, 'YYYY-MM')`)} as month,
            ${asked('model', 'd.model')}                     as model,
            ${asked('team', 'd.team')}                       as team,
            ${asked('reason', 'd.reason')}                   as reason,
            d.adjusts                                        as adjusts,
            ${changeSumsColumns}
     from   rerate_difference d
     where  d.rerate_run_id = $1
     group  by 1, 2, 3, 4, 5
     order  by 1 desc, abs(sum(d.new_pico) - sum(d.old_pico)) desc, abs(sum(d.new_femto) - sum(d.old_femto)) desc,
            sum(d.requests) desc, 2, 3, 4, 5`,
    [runId],
  );
  return z.array(rowSchema).parse(rows);
}
