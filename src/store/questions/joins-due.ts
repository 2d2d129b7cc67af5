import type { Pool } from 'pg';
import { z } from 'zod';
import type { Window } from '../../usage/window.js';

/** Of `e`, an event: when the logs of its group are joined again, at the soonest; null where they are joined. */
export const joinDueColumn = 'case when g.marks <> g.joined_marks then g.dirty_since end';

const rowSchema = z.tuple([z.object({ dueAt: z.date().nullable() })]);

/** When are all logs of calls of a range joined with what they tell by now, at the soonest? Null where they are. */
export async function joinsDue(pool: Pool, { from, to }: Window): Promise<Date | null> {
  const { rows } = await pool.query(
    `select max(dirty_since) as "dueAt"
     from   join_group
     where  marks <> joined_marks
     and    hour < $2
     and    hour + case cloud when 'foundry' then interval '1 day' else interval '1 hour' end > $1`,
    [new Date(from), new Date(to)],
  );
  return rowSchema.parse(rows)[0].dueAt;
}
