import { z } from 'zod';
import { RERATE_KINDS, RERATE_STATES } from '../rerate-order.js';

const count = z.string().transform(Number);
const amount = z.string().transform(BigInt);

/** What the changed calls of a run add up to, before and after. */
export const changeSumsRow = z.object({
  requests: count,
  oldUnpriced: count,
  newUnpriced: count,
  oldPico: amount,
  newPico: amount,
  oldFemto: amount,
  newFemto: amount,
});
export type ChangeSumsRow = z.output<typeof changeSumsRow>;

/** The columns that `changeSumsRow` reads, over rows of rerate_difference `d`. */
export const changeSumsColumns = `coalesce(sum(d.requests), 0)::text     as requests,
            coalesce(sum(d.old_unpriced), 0)::text as "oldUnpriced",
            coalesce(sum(d.new_unpriced), 0)::text as "newUnpriced",
            coalesce(sum(d.old_pico), 0)::text     as "oldPico",
            coalesce(sum(d.new_pico), 0)::text     as "newPico",
            coalesce(sum(d.old_femto), 0)::text    as "oldFemto",
            coalesce(sum(d.new_femto), 0)::text    as "newFemto"`;

/** One pricing of the past again, or the preview of one. */
export const rerateRunRow = z.object({
  id: z.string(),
  kind: z.enum(RERATE_KINDS),
  state: z.enum(RERATE_STATES),
  from: z.string().nullable(),
  to: z.string().nullable(),
  onlyModelIds: z.array(z.string()).nullable(),
  previewId: z.string().nullable(),
  startedBy: z.string(),
  basis: z.string(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
  cancelRequestedAt: z.date().nullable(),
  daysTotal: z.number().nullable(),
  daysDone: z.number(),
  events: count,
  changed: count,
  error: z.string().nullable(),
  totals: changeSumsRow,
  adjusted: changeSumsRow,
});
export type RerateRunRow = z.output<typeof rerateRunRow>;

/** The columns that `rerateRunRow` reads, of rerate_run `r`. */
export const rerateRunColumns = `r.rerate_run_id::text as id,
            r.kind                as kind,
            r.state               as state,
            r.range_from          as "from",
            r.range_to            as "to",
            r.only_model_ids      as "onlyModelIds",
            r.preview_id::text    as "previewId",
            r.started_by          as "startedBy",
            r.basis               as basis,
            r.started_at          as "startedAt",
            r.finished_at         as "finishedAt",
            r.cancel_requested_at as "cancelRequestedAt",
            r.days_total          as "daysTotal",
            r.days_done           as "daysDone",
            r.events::text        as events,
            r.changed::text       as changed,
            r.error               as error,
            (select to_json(t) from (select ${changeSumsColumns}
             from rerate_difference d where d.rerate_run_id = r.rerate_run_id) t) as totals,
            (select to_json(t) from (select ${changeSumsColumns}
             from rerate_difference d where d.rerate_run_id = r.rerate_run_id and d.adjusts) t) as adjusted`;
