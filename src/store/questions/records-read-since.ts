import type { Pool } from 'pg';
import { z } from 'zod';

const count = z.string().transform(Number);
const rowSchema = z.object({
  sourceId: z.string(),
  read: count,
  new: count,
  duplicate: count,
  ignored: count,
  rejected: count,
  pages: count,
  bytes: count,
});
export type RecordsRead = Omit<z.output<typeof rowSchema>, 'sourceId'>;

/** How much has each source read since then? */
export async function recordsReadSince(pool: Pool, since: number): Promise<Map<string, RecordsRead>> {
  const { rows } = await pool.query(
    `select source_id            as "sourceId",
            sum(read)::text      as read,
            sum(new)::text       as new,
            sum(duplicate)::text as duplicate,
            sum(ignored)::text   as ignored,
            sum(rejected)::text  as rejected,
            sum(pages)::text     as pages,
            sum(bytes)::text     as bytes
     from   collection_run
     where  started_at >= $1
     group  by 1`,
    [new Date(since)],
  );
  return new Map(
    z
      .array(rowSchema)
      .parse(rows)
      .map(({ sourceId, ...read }) => [sourceId, read]),
  );
}
