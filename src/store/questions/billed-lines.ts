import { z } from 'zod';
import { BILL_LINE_KINDS, BILL_SCOPES, type BillLine } from '../../usage/bill-line.js';
import { CLOUDS } from '../../usage/cloud.js';
import type { Window } from '../../usage/window.js';
import type { Queryable } from '../snapshot.js';

const cloud = z.enum(CLOUDS);
const lineSchema = z.object({
  cloud,
  accountId: z.string(),
  day: z.string(),
  kind: z.enum(BILL_LINE_KINDS),
  meter: z.string(),
  product: z.string().nullable(),
  region: z.string().nullable(),
  model: z.string().nullable(),
  scope: z.enum(BILL_SCOPES),
  tokenClass: z.enum(['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'webSearch']).nullable(),
  variant: z.string(),
  unit: z.string().nullable(),
  quantity: z.string().nullable(),
  counted: z
    .string()
    .regex(/^-?\d+$/)
    .transform(BigInt)
    .nullable(),
  cost: z.string().nullable(),
  currency: z.string(),
  costUsd: z.string().nullable(),
  invoiceMonth: z.string().nullable(),
  unread: z.string().nullable(),
  rows: z.coerce.number(),
});

/** What was billed on the days of a window, line by line? */
export async function billedLines(database: Queryable, { from, to }: Window): Promise<BillLine[]> {
  const { rows } = await database.query(
    `select cloud, account_id as "accountId", day::text as day, kind, meter, product, region, model, scope,
            token_class as "tokenClass", variant, unit, quantity::text as quantity, counted::text as counted,
            cost::text as cost, currency, cost_usd::text as "costUsd", invoice_month as "invoiceMonth", unread,
            rows::text as rows
     from   bill_line
     where  day >= ($1 at time zone 'UTC')::date
     and    day < ($2 at time zone 'UTC')::date`,
    [new Date(from), new Date(to)],
  );
  return z.array(lineSchema).parse(rows);
}

const meterSchema = z.object({
  scope: z.string(),
  day: z.string(),
  meter: z.string(),
  unit: z.string().nullable(),
  quantity: z.string().nullable(),
  cost: z.string(),
  currency: z.string(),
});

/** What did Azure bill on the days of a window, by meter of a subscription or resource group? */
export async function billedMeters(database: Queryable, { from, to }: Window): Promise<z.output<typeof meterSchema>[]> {
  const { rows } = await database.query(
    `select scope, day::text as day, meter, unit, quantity::text as quantity, cost::text as cost, currency
     from   billed_usage
     where  cloud = 'foundry'
     and    day >= ($1 at time zone 'UTC')::date
     and    day < ($2 at time zone 'UTC')::date`,
    [new Date(from), new Date(to)],
  );
  return z.array(meterSchema).parse(rows);
}
