import type { Pool } from 'pg';
import type { BilledUsage } from '../usage/billed-usage.js';
import type { Window } from '../usage/window.js';
import { noteRead, type Reader } from './reader-state.store.js';
import { inTransaction } from './transaction.js';

/** What clouds billed. */
export class BilledUsageStore {
  constructor(private readonly pool: Pool) {}

  /** Puts what was billed of a scope in a window of whole UTC days in the place of what was known of it. */
  async replace(
    reader: Reader,
    { scope, days, billed }: { readonly scope: string; readonly days: Window; readonly billed: readonly BilledUsage[] },
    at: number,
  ): Promise<void> {
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
      await noteRead(client, reader, at);
    });
  }
}
