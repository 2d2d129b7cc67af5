import type { Pool } from 'pg';
import { z } from 'zod';
import type { Bucket } from './dimensions.js';
import { Parameters } from './parameters.js';
import { count } from './usage-sums.js';

/** What metered figures can be grouped by. */
export const METERED_DIMENSIONS = ['accountId', 'region', 'modelId'] as const;
export type MeteredDimension = (typeof METERED_DIMENSIONS)[number];

export interface MeteredQuestion {
  readonly range: { readonly from: number; readonly to: number };
  readonly timeZone: string;
  readonly bucket: Bucket;
  readonly groupBy: readonly MeteredDimension[];
}

const place = {
  bucket: z.string().nullable(),
  accountId: z.string().nullable(),
  region: z.string().nullable(),
  modelId: z.string().nullable(),
};

const meteredSchema = z.object({ ...place, metric: z.string(), value: count });
/** The sum of one metric. Dimensions that are not asked for are null. */
export type MeteredRow = z.output<typeof meteredSchema>;

/** What was metered in hours that begin in the range, by model? The model id is the meter's spelling. */
export async function meteredUsage(pool: Pool, question: MeteredQuestion): Promise<MeteredRow[]> {
  const parameters = new Parameters();
  const columns = columnsOf(question, parameters, 'm');
  const { rows } = await pool.query(
    `select ${columns},
            m.metric            as metric,
            sum(m.value)::text  as value
     from   metered_usage m
     where  ${hoursOf(question, parameters, 'm')}
     and    m.model_id <> ''
     group  by 1, 2, 3, 4, 5`,
    parameters.values,
  );
  return z.array(meteredSchema).parse(rows);
}

const counts = {
  requests: count,
  inputTokens: count,
  cacheReadTokens: count,
  cacheWriteTokens: count,
  outputTokens: count,
};
const loggedSchema = z.object({ ...place, isMetered: z.boolean(), failedRequests: count, ...counts });
/** What was logged, apart by whether the meter of that account and region has been read for the hour. */
export type LoggedRow = z.output<typeof loggedSchema>;

/** What was logged in hours that begin in the range, with and without a meter beside it? */
export async function loggedBesideMeter(pool: Pool, question: MeteredQuestion): Promise<LoggedRow[]> {
  const parameters = new Parameters();
  const columns = columnsOf(question, parameters, 's', 'h');
  const { rows } = await pool.query(
    `select ${columns},
            coalesce(m.covered @> h.hour, false)                           as "isMetered",
            coalesce(sum(h.requests) filter (where s.outcome <> 'failed'), 0)::text as requests,
            coalesce(sum(h.requests) filter (where s.outcome = 'failed'), 0)::text as "failedRequests",
            sum(h.input_tokens)::text                                      as "inputTokens",
            sum(h.cache_read_tokens)::text                                 as "cacheReadTokens",
            sum(h.cache_write_5m_tokens + h.cache_write_1h_tokens)::text   as "cacheWriteTokens",
            sum(h.output_tokens)::text                                     as "outputTokens"
     from   usage_hourly h
     join   usage_series s using (series_id)
     left   join meter_state m on m.cloud = s.cloud and m.account_id = s.account_id and m.region = s.region
     where  ${hoursOf(question, parameters, 'h')}
     group  by 1, 2, 3, 4, 5`,
    parameters.values,
  );
  return z.array(loggedSchema).parse(rows);
}

const deliverySchema = z.object({ accountId: z.string(), region: z.string(), metric: z.string(), value: count });
export type DeliveryRow = z.output<typeof deliverySchema>;

/** How did the delivery of invocation logs go in the range, in each account and region? */
export async function logDeliveries(pool: Pool, question: MeteredQuestion): Promise<DeliveryRow[]> {
  const parameters = new Parameters();
  const { rows } = await pool.query(
    `select m.account_id       as "accountId",
            m.region           as region,
            m.metric           as metric,
            sum(m.value)::text as value
     from   metered_usage m
     where  ${hoursOf(question, parameters, 'm')}
     and    m.model_id = ''
     group  by 1, 2, 3`,
    parameters.values,
  );
  return z.array(deliverySchema).parse(rows);
}

function hoursOf({ range }: MeteredQuestion, parameters: Parameters, alias: string): string {
  const from = parameters.add(new Date(range.from));
  return `${alias}.hour >= ${from} and ${alias}.hour < ${parameters.add(new Date(range.to))}`;
}

/** The bucket that an hour begins in, and the dimensions that are asked for. */
function columnsOf(
  { bucket, timeZone, groupBy }: MeteredQuestion,
  parameters: Parameters,
  alias: string,
  hourAlias = alias,
): string {
  const hour = `${hourAlias}.hour`;
  const local = () => `date_trunc('${bucket}', ${hour} at time zone ${parameters.add(timeZone)}::text)`;
  const start =
    bucket === 'none'
      ? 'null::text'
      : bucket === 'hour'
        ? `to_char(${hour} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
        : `to_char(${local()}, 'YYYY-MM-DD')`;
  const dimensions = METERED_DIMENSIONS.map((dimension) => {
    const column = groupBy.includes(dimension) ? columnOf(dimension, alias) : 'null::text';
    return `${column} as "${dimension}"`;
  });
  return [`${start} as bucket`, ...dimensions].join(', ');
}

/** Logs name the deployment where there is one, and so do meters that know it. */
function columnOf(dimension: MeteredDimension, alias: string): string {
  return dimension === 'modelId' && alias === 'm'
    ? `coalesce(nullif(m.deployment, ''), m.model_id)`
    : `${alias}.${COLUMNS[dimension]}`;
}

const COLUMNS = { accountId: 'account_id', region: 'region', modelId: 'model_id' } as const;
