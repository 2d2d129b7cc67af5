import type { Pool } from 'pg';
import { z } from 'zod';
import type { Window } from '../../usage/window.js';

export interface SourceProgress {
  /** Spans of the source's axis that have been read, in order, apart from each other. */
  readonly covered: readonly Window[];
  readonly lastSuccessAt: Date | null;
  readonly lastError: string | null;
  readonly lastErrorAt: Date | null;
}

const rowSchema = z.object({
  sourceId: z.string(),
  covered: z.array(z.tuple([z.number(), z.number()])),
  lastSuccessAt: z.date().nullable(),
  lastError: z.string().nullable(),
  lastErrorAt: z.date().nullable(),
});

/** How far has each source been read, and how did its last readings end? */
export async function sourceProgress(pool: Pool): Promise<Map<string, SourceProgress>> {
  const { rows } = await pool.query(
    `select source_id       as "sourceId",
            last_success_at as "lastSuccessAt",
            last_error      as "lastError",
            last_error_at   as "lastErrorAt",
            (select coalesce(json_agg(json_build_array(extract(epoch from lower(span)) * 1000,
                                                       extract(epoch from upper(span)) * 1000) order by span), '[]')
             from   unnest(covered) as span
             where  not lower_inf(span)
             and    not upper_inf(span)) as covered
     from   source_state`,
  );
  return new Map(
    z
      .array(rowSchema)
      .parse(rows)
      .map(({ sourceId, covered, ...state }) => [
        sourceId,
        { ...state, covered: covered.map(([from, to]) => ({ from, to })) },
      ]),
  );
}
