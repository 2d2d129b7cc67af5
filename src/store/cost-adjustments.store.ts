import type { PoolClient } from 'pg';
import { z } from 'zod';
import { isRerateReason, type RerateReason } from '../usage/rerate-reasons.js';

/** A correction to calls of one series on one day of a closed month. Signed: what is taken back is negative. */
export interface BookedAdjustment {
  readonly seriesId: number;
  readonly model: string | null;
  readonly team: string | null;
  readonly reason: RerateReason;
  readonly requests: number;
  readonly listPico: bigint;
  readonly effectiveFemto: bigint;
}

const whole = z.string().transform(BigInt);
const bookedSchema = z.object({
  seriesId: z.number(),
  model: z.string().nullable(),
  team: z.string().nullable(),
  reason: z.custom<RerateReason>(isRerateReason),
  requests: whole.transform(Number),
  listPico: whole,
  effectiveFemto: whole,
});

/** Everything that was ever booked about a day, added up by series, model, team and reason; of these series, where given. */
export async function adjustmentsBookedAbout(
  client: PoolClient,
  day: string,
  seriesIds: readonly number[] | null,
): Promise<BookedAdjustment[]> {
  const { rows } = await client.query(
    `select series_id                  as "seriesId",
            model,
            team,
            reason,
            sum(requests)::text        as requests,
            sum(list_pico)::text       as "listPico",
            sum(effective_femto)::text as "effectiveFemto"
     from   cost_adjustment
     where  about_day = $1::date
     and    ($2::integer[] is null or series_id = any($2))
     group  by series_id, model, team, reason`,
    [day, seriesIds],
  );
  return z.array(bookedSchema).parse(rows);
}

/** Books adjustments about a day of a closed month in another month (`2026-11`). */
export async function bookAdjustments(
  client: PoolClient,
  runId: string,
  { day, month }: { readonly day: string; readonly month: string },
  bookings: readonly BookedAdjustment[],
): Promise<void> {
  if (bookings.length === 0) return;
  await client.query(
    `insert into cost_adjustment (rerate_run_id, booked_month, about_month, about_day, series_id, model, team, reason,
                                  requests, list_pico, effective_femto)
     select $1, ($2 || '-01')::date, date_trunc('month', $3::date)::date, $3::date, a.*
     from   unnest($4::integer[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::numeric[], $10::numeric[]) as a`,
    [
      runId,
      month,
      day,
      bookings.map(({ seriesId }) => seriesId),
      bookings.map(({ model }) => model),
      bookings.map(({ team }) => team),
      bookings.map(({ reason }) => reason),
      bookings.map(({ requests }) => requests),
      bookings.map(({ listPico }) => listPico),
      bookings.map(({ effectiveFemto }) => effectiveFemto),
    ],
  );
}
