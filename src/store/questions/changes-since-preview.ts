import type { Pool } from 'pg';
import { z } from 'zod';

const rowSchema = z.object({ applyId: z.string().nullable(), closedMonth: z.string().nullable() });
export type ChangesSincePreview = z.output<typeof rowSchema>;

/** Has anything happened since a preview was begun that makes it show something else: an apply, or a month closed? */
export async function changesSincePreview(pool: Pool, previewId: string): Promise<ChangesSincePreview> {
  const { rows } = await pool.query(
    `select (select max(a.rerate_run_id)::text
             from   rerate_run a
             where  a.kind = 'apply'
             and    a.changed > 0
             and    coalesce(a.finished_at, a.heartbeat_at) > p.started_at) as "applyId",
            (select to_char(max(m.month), 'YYYY-MM') from closed_month m where m.closed_at > p.started_at) as "closedMonth"
     from   rerate_run p
     where  p.rerate_run_id = $1`,
    [previewId],
  );
  return rowSchema.parse(rows[0]);
}
