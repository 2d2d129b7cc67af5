import type { Pool } from 'pg';
import { z } from 'zod';
import { isRerateReason, type RerateReason } from '../../usage/rerate-reasons.js';

const whole = z.string().transform(BigInt);
const rowSchema = z.object({
  bookedMonth: z.string(),
  aboutMonth: z.string(),
  runId: z.string(),
  model: z.string().nullable(),
  team: z.string().nullable(),
  reason: z.custom<RerateReason>(isRerateReason),
  requests: whole.transform(Number),
  listPico: whole,
  effectiveFemto: whole,
  bookedAt: z.date(),
});
export type CostAdjustmentRow = z.output<typeof rowSchema>;

/** What was booked in these months (`to` does not belong to them) as corrections of closed ones? The newest first. */
export async function costAdjustments(
  pool: Pool,
  { from, to }: { readonly from: string | null; readonly to: string | null },
): Promise<CostAdjustmentRow[]> {
  const { rows } = await pool.query(
    `select to_char(booked_month, 'YYYY-MM')  as "bookedMonth",
            to_char(about_month, 'YYYY-MM')   as "aboutMonth",
            rerate_run_id::text               as "runId",
            model,
            team,
            reason,
            sum(requests)::text               as requests,
            sum(list_pico)::text              as "listPico",
            sum(effective_femto)::text        as "effectiveFemto",
            max(booked_at)                    as "bookedAt"
     from   cost_adjustment
     where  ($1::text is null or booked_month >= ($1 || '-01')::date)
     and    ($2::text is null or booked_month < ($2 || '-01')::date)
     group  by booked_month, about_month, rerate_run_id, model, team, reason
     order  by booked_month desc, rerate_run_id desc, about_month desc, abs(sum(list_pico)) desc, model, team, reason`,
    [from, to],
  );
  return z.array(rowSchema).parse(rows);
}
