import type { Pool } from 'pg';
import type { BillLine } from '../usage/bill-line.js';
import type { Window } from '../usage/window.js';
import { noteRead, type Reader } from './reader-state.store.js';
import { inTransaction } from './transaction.js';

/** A day of a bill, as it was read now. */
export interface ReadBillDay {
  readonly day: string;
  readonly lines: readonly (BillLine & { readonly key: string })[];
  readonly leftOut: number;
  readonly unreadRows: number;
  readonly digest: string;
}

/** What the cloud replaces as a whole. With a window, only its days were read; without, all days of the part. */
export interface ReadBillPart {
  readonly part: string;
  readonly window: Window | null;
  readonly days: readonly ReadBillDay[];
}

/** Bills that are kept line by line. */
export class BillStore {
  constructor(private readonly pool: Pool) {}

  /** Puts what was read in the place of what was known. A day that says the same stays as it is, but for when it was read. */
  async replace(reader: Reader, parts: readonly ReadBillPart[], at: number): Promise<{ changedDays: number }> {
    let changedDays = 0;
    await inTransaction(this.pool, async (client) => {
      for (const { part, window, days } of parts) {
        const known = await client.query<{ day: string; digest: string }>(
          `delete from bill_day
           where  source_id = $1
           and    part = $2
           and    day <> all ($3::date[])
           and    ($4::timestamptz is null or day >= ($4 at time zone 'UTC')::date)
           and    ($5::timestamptz is null or day < ($5 at time zone 'UTC')::date)
           returning day::text as day, digest`,
          [reader.sourceId, part, days.map(({ day }) => day), ...boundsOf(window)],
        );
        changedDays += known.rows.length;
        const { rows: changed } = await client.query<{ day: string }>(
          `with read as (
             select * from jsonb_to_recordset($4) as d (day date, digest text, left_out bigint, unread_rows bigint)
           ), before as (
             select day, digest from bill_day where source_id = $1 and part = $2
           ), saved as (
             insert into bill_day as b (source_id, part, day, cloud, digest, rows_left_out, rows_unread, first_read_at, changed_at, read_at)
             select $1, $2, day, $3, digest, left_out, unread_rows, $5, $5, $5
             from   read
             on conflict (source_id, part, day) do update
             set    digest         = excluded.digest,
                    rows_left_out  = excluded.rows_left_out,
                    rows_unread    = excluded.rows_unread,
                    read_at        = excluded.read_at,
                    changed_at     = case when b.digest = excluded.digest then b.changed_at else excluded.changed_at end,
                    times_restated = b.times_restated + case when b.digest = excluded.digest then 0 else 1 end
           )
           select day::text as day
           from   read
           where  not exists (select from before where before.day = read.day and before.digest = read.digest)`,
          [
            reader.sourceId,
            part,
            reader.cloud,
            JSON.stringify(
              days.map(({ day, digest, leftOut, unreadRows }) => ({
                day,
                digest,
                left_out: leftOut,
                unread_rows: unreadRows,
              })),
            ),
            new Date(at),
          ],
        );
        const again = new Set(changed.map(({ day }) => day));
        changedDays += again.size;
        await client.query('delete from bill_line where source_id = $1 and part = $2 and day = any ($3::date[])', [
          reader.sourceId,
          part,
          [...again],
        ]);
        const lines = days.flatMap((day) => (again.has(day.day) ? day.lines : []));
        await client.query(
          `insert into bill_line (source_id, part, day, key, cloud, account_id, kind, meter, product, region, model, scope,
                                  token_class, variant, unit, quantity, counted, cost, currency, cost_usd, invoice_month,
                                  unread, rows)
           select $1, $2, day, key, cloud, "accountId", kind, meter, product, region, model, scope, "tokenClass", variant,
                  unit, quantity, counted, cost, currency, "costUsd", "invoiceMonth", unread, rows
           from   jsonb_to_recordset($3) as l (day date, key text, cloud text, "accountId" text, kind text, meter text,
                                               product text, region text, model text, scope text, "tokenClass" text,
                                               variant text, unit text, quantity numeric, counted numeric, cost numeric,
                                               currency text, "costUsd" numeric, "invoiceMonth" text, unread text,
                                               rows bigint)`,
          [
            reader.sourceId,
            part,
            JSON.stringify(
              lines.map((line) => ({ ...line, counted: line.counted === null ? null : String(line.counted) })),
            ),
          ],
        );
      }
      await noteRead(client, reader, at);
    });
    return { changedDays };
  }
}

function boundsOf(window: Window | null): readonly (Date | null)[] {
  return window === null ? [null, null] : [new Date(window.from), new Date(window.to)];
}
