import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';
import type { Window } from '../../usage/window.js';
import type { Queryable } from '../snapshot.js';

const number = z.coerce.number();
const daySchema = z.object({ cloud: z.enum(CLOUDS), day: z.string(), readAt: number });
const billSchema = z.object({
  sourceId: z.string(),
  cloud: z.enum(CLOUDS),
  firstDay: z.string(),
  lastDay: z.string(),
  readAt: number,
  changedAt: number,
  restatedDays: number,
  rowsLeftOut: number,
  rowsUnread: number,
});
const accountSchema = z.object({ cloud: z.enum(CLOUDS), accountId: z.string() });

/** Which days of a window have bills told anything of, and when was each last read? */
export async function daysBilled(database: Queryable, { from, to }: Window) {
  const { rows } = await database.query(
    `select cloud, day::text as day, extract(epoch from max(read_at)) * 1000 as "readAt"
     from   bill_day
     where  day >= ($1 at time zone 'UTC')::date
     and    day < ($2 at time zone 'UTC')::date
     group  by cloud, day
     union  all
     select r.cloud, (d at time zone 'UTC')::date::text, extract(epoch from max(r.read_at)) * 1000
     from   billed_reading r
     join   generate_series($1::timestamptz, $2::timestamptz - interval '1 day', interval '1 day') d on r.covered @> d
     group  by 1, 2`,
    [new Date(from), new Date(to)],
  );
  return z.array(daySchema).parse(rows);
}

/** How far has each bill come, and what was not taken from it on the days of a window? */
export async function billsRead(database: Queryable, { from, to }: Window) {
  const { rows } = await database.query(
    `select source_id                                                as "sourceId",
            cloud                                                    as cloud,
            coalesce(min(day) filter (where day > '1970-01-01'), min(day))::text as "firstDay",
            max(day)::text                                           as "lastDay",
            extract(epoch from max(read_at)) * 1000                  as "readAt",
            extract(epoch from max(changed_at)) * 1000               as "changedAt",
            count(*) filter (where asked and times_restated > 0)     as "restatedDays",
            coalesce(sum(rows_left_out) filter (where asked), 0)     as "rowsLeftOut",
            coalesce(sum(rows_unread) filter (where asked), 0)       as "rowsUnread"
     from   (select *, day >= ($1 at time zone 'UTC')::date and day < ($2 at time zone 'UTC')::date
                       or day = '1970-01-01' as asked
             from   bill_day) d
     group  by source_id, cloud
     order  by source_id`,
    [new Date(from), new Date(to)],
  );
  return z.array(billSchema).parse(rows);
}

/** Which accounts does any bill name? */
export async function billedAccounts(database: Queryable) {
  const { rows } = await database.query(
    `select distinct cloud, account_id as "accountId" from bill_line
     union
     select cloud, scope from billed_reading`,
  );
  return z.array(accountSchema).parse(rows);
}
