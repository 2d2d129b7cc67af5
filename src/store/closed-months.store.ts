import type { Pool, PoolClient } from 'pg';

/** What somebody asks for who closes a month. */
export interface ClosingOrder {
  /** `2026-10`, a UTC month. */
  readonly month: string;
  readonly closedBy: string;
  /** Version of the price book at that moment. */
  readonly priceBook: string;
}

/** Months whose calls keep their prices. */
export class ClosedMonthStore {
  constructor(private readonly pool: Pool) {}

  async isClosed(month: string): Promise<boolean> {
    return isClosed(this.pool, month);
  }
}

/**
 * Closes a month, unless it is closed or calls of it are being priced again just now. In a transaction of the caller's, so
 * that what is noted of it is there together with it or not at all.
 */
export async function closeMonth(
  client: PoolClient,
  { month, closedBy, priceBook }: ClosingOrder,
): Promise<'closed' | 'wasClosed' | { readonly busyRunId: string }> {
  // Waits for the page that a run is writing; see holdMonths.
  await client.query('lock table closed_month in share row exclusive mode');
  if (await isClosed(client, month)) return 'wasClosed';
  const { rows } = await client.query<{ id: string }>(
    `select rerate_run_id::text as id
     from   rerate_run
     where  state in ('queued', 'running')
     and    kind = 'apply'
     and    coalesce(range_from, '-infinity') < ($1 || '-01')::date + interval '1 month'
     and    coalesce(range_to, 'infinity') > ($1 || '-01')::date`,
    [month],
  );
  if (rows[0] !== undefined) return { busyRunId: rows[0].id };
  await client.query(`insert into closed_month (month, closed_by, price_book) values (($1 || '-01')::date, $2, $3)`, [
    month,
    closedBy,
    priceBook,
  ]);
  return 'closed';
}

/** For a transaction that writes prices: no month is closed before it ends, and whether this one is closed already. */
export async function holdMonths(client: PoolClient, month: string): Promise<{ readonly closed: boolean }> {
  await client.query('lock table closed_month in share mode');
  return { closed: await isClosed(client, month) };
}

async function isClosed(client: Pick<PoolClient, 'query'>, month: string): Promise<boolean> {
  const { rowCount } = await client.query(`select from closed_month where month = ($1 || '-01')::date`, [month]);
  return rowCount !== 0;
}
