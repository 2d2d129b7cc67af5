import type { Pool } from 'pg';
import { z } from 'zod';
import { sourceRunColumns, sourceRunRow, type SourceRunRow } from './source-run.js';

/** Which windows did a source read, the newest first? */
export async function runsOfSource(pool: Pool, sourceId: string, limit: number): Promise<SourceRunRow[]> {
  const { rows } = await pool.query(
    `select ${sourceRunColumns}
     from   collection_run r
     where  r.source_id = $1
     order  by r.run_id desc
     limit  $2`,
    [sourceId, limit],
  );
  return z.array(sourceRunRow).parse(rows);
}
