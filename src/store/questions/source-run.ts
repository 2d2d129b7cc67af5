import { z } from 'zod';

const count = z.string().transform(Number);

/** One reading of a window. */
export const sourceRunRow = z.object({
  sourceId: z.string(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
  state: z.string(),
  purpose: z.string(),
  windowFrom: z.date(),
  windowTo: z.date(),
  read: count,
  new: count,
  duplicate: count,
  merged: count,
  ignored: count,
  rejected: count,
  unpriced: count,
  pages: count,
  bytes: count,
  error: z.string().nullable(),
  instance: z.string().nullable(),
});
export type SourceRunRow = z.output<typeof sourceRunRow>;

/** The columns of collection_run `r` under the names that `sourceRunRow` reads. */
export const sourceRunColumns = `r.source_id       as "sourceId",
            r.started_at      as "startedAt",
            r.finished_at     as "finishedAt",
            r.state           as state,
            r.purpose         as purpose,
            r.window_from     as "windowFrom",
            r.window_to       as "windowTo",
            r.read::text      as read,
            r.new::text       as new,
            r.duplicate::text as duplicate,
            r.merged::text    as merged,
            r.ignored::text   as ignored,
            r.rejected::text  as rejected,
            r.unpriced::text  as unpriced,
            r.pages::text     as pages,
            r.bytes::text     as bytes,
            r.error           as error,
            r.instance        as instance`;
