import type { Pool } from 'pg';
import { z } from 'zod';
import { sourceRunColumns, sourceRunRow, type SourceRunRow } from './source-run.js';

/** Which window did each source read last? */
export async function latestRuns(pool: Pool): Promise<Map<string, SourceRunRow>> {
  const { rows } = await pool.query(
    `select ${sourceRunColumns}
     from   source_state s
     cross  join lateral (
              select *
              from   collection_run
              where  source_id = s.source_id
              order  by run_id desc
              limit  1
            ) r`,
  );
  return new Map(
    z
      .array(sourceRunRow)
      .parse(rows)
      .map((run) => [run.sourceId, run]),
  );
}
