import type { Pool } from 'pg';
import type { BilledUsage, LeftOutCharge } from '../usage/billed-usage.js';
import type { Window } from '../usage/window.js';
import { noteRead, type Reader } from './reader-state.store.js';
import { inTransaction } from './transaction.js';

/** What was read of a scope's bill in a window of whole UTC days. */
interface Bill {
  readonly scope: string;
  readonly days: Window;
  readonly billed: readonly BilledUsage[];
  readonly leftOut: readonly LeftOutCharge[];
}

/** Meters that are told of as left out, at most. */
const LEFT_OUT = 50;

/** What clouds billed. */
export class BilledUsageStore {
  constructor(private readonly pool: Pool) {}

  /** Puts what was billed of a scope in a window of whole UTC days in the place of what was known of it. */
  async replace(reader: Reader, { scope, days, billed, leftOut }: Bill, at: number): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query(
        `delete from billed_usage
         where  cloud = $1
         and    scope = $2
         and    day >= ($3 at time zone 'UTC')::date
         and    day < ($4 at time zone 'UTC')::date`,
        [reader.cloud, scope, new Date(days.from), new Date(days.to)],
      );
      await client.query(
        `insert into billed_usage (cloud, scope, day, meter, unit, quantity, cost, currency, read_at)
         select $1, $2, b.day, b.meter, b.unit, sum(b.quantity), sum(b.cost), b.currency, $4
         from   jsonb_to_recordset($3) as b (day date, meter text, unit text, quantity numeric, cost numeric, currency text)
         group  by b.day, b.meter, b.unit, b.currency`,
        [reader.cloud, scope, JSON.stringify(billed), new Date(at)],
      );
      await client.query(
        `with left_out as (
           select l.meter, l.category, l.currency, sum(l.cost) as cost
           from   jsonb_to_recordset($6) as l (meter text, category text, cost numeric, currency text)
           group  by 1, 2, 3
         )
         insert into billed_reading as r (cloud, scope, source_id, covered, read_at, left_out, left_out_count)
         select $1, $2, $3, tstzmultirange(tstzrange($4, $5)), $7,
                coalesce((select jsonb_agg(jsonb_build_object('meter', meter, 'category', category,
                                                              'cost', cost::text, 'currency', currency) order by cost desc, meter)
                          from   (select * from left_out order by cost desc, meter limit ${LEFT_OUT}) as most), '[]'),
                (select count(*) from left_out)
         on conflict (cloud, scope) do update
         set    source_id = excluded.source_id, covered = r.covered + excluded.covered, read_at = excluded.read_at,
                left_out = excluded.left_out, left_out_count = excluded.left_out_count`,
        [
          reader.cloud,
          scope,
          reader.sourceId,
          new Date(days.from),
          new Date(days.to),
          JSON.stringify(leftOut),
          new Date(at),
        ],
      );
      await noteRead(client, reader, at);
    });
  }
}
