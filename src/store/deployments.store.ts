import type { Pool } from 'pg';
import { z } from 'zod';
import { ENDPOINT_SCOPES } from '../usage/cloud.js';
import type { Deployment, DeploymentSpell } from '../usage/deployment.js';
import { noteRead, type Reader } from './reader-state.store.js';
import { inTransaction } from './transaction.js';

const millis = z.date().transform((date) => date.getTime());
const spellSchema = z.object({
  accountId: z.string(),
  name: z.string(),
  modelFormat: z.string().nullable(),
  modelName: z.string(),
  modelVersion: z.string().nullable(),
  sku: z.string().nullable(),
  capacity: z.number().nullable(),
  hosting: z.enum(['azure', 'anthropic']).nullable(),
  endpointScope: z.enum(ENDPOINT_SCOPES),
  rateLimits: z.array(z.object({ key: z.string(), count: z.number(), renewalPeriodSeconds: z.number() })),
  state: z.string().nullable(),
  firstSeenAt: millis,
  lastSeenAt: millis,
  endedAt: millis.nullable(),
}) satisfies z.ZodType<DeploymentSpell>;

/** What was seen, as rows of a statement. */
const SEEN = `
  jsonb_to_recordset($3) as s (name text, "modelFormat" text, "modelName" text, "modelVersion" text, sku text,
                               capacity integer, hosting text, "endpointScope" text, "rateLimits" jsonb, state text)`;

/** Whether a row reads as what was seen. Its state comes and goes while Azure works on it, and starts no row of its own. */
const IS_SAME = `
  (d.name, d.model_format, d.model_name, d.model_version, d.sku, d.capacity, d.hosting, d.endpoint_scope, d.rate_limits)
  is not distinct from
  (s.name, s."modelFormat", s."modelName", s."modelVersion", s.sku, s.capacity, s.hosting, s."endpointScope", s."rateLimits")`;

/** Deployments as dated history. Rows are never deleted: calls of the past keep what stood behind them. */
export class DeploymentStore {
  constructor(private readonly pool: Pool) {}

  /**
   * Notes every deployment of an account at an instant: what reads the same is seen longer, what reads otherwise ends and
   * starts a row of its own, what is gone ends. Seeing the same again starts nothing.
   */
  async save(reader: Reader, accountId: string, seen: readonly Deployment[], at: number): Promise<void> {
    const values = [reader.cloud, accountId, JSON.stringify(seen), new Date(at)];
    await inTransaction(this.pool, async (client) => {
      // Two looks at once would both start the same row.
      await client.query(`select pg_advisory_xact_lock(hashtext('ledgerline deployments ' || $1))`, [accountId]);
      await client.query(
        `update deployment d
         set    ended_at = $4
         where  d.cloud = $1
         and    d.account_id = $2
         and    d.ended_at is null
         and    d.last_seen_at <= $4
         and    not exists (select from ${SEEN} where ${IS_SAME})`,
        values,
      );
      await client.query(
        `update deployment d
         set    last_seen_at = greatest(d.last_seen_at, $4), state = s.state
         from   ${SEEN}
         where  d.cloud = $1
         and    d.account_id = $2
         and    d.ended_at is null
         and    ${IS_SAME}`,
        values,
      );
      await client.query(
        `insert into deployment (cloud, account_id, name, model_format, model_name, model_version, sku, capacity, hosting,
                                 endpoint_scope, rate_limits, state, first_seen_at, last_seen_at)
         select $1, $2, s.name, s."modelFormat", s."modelName", s."modelVersion", s.sku, s.capacity, s.hosting,
                s."endpointScope", s."rateLimits", s.state, $4, $4
         from   ${SEEN}
         where  not exists (select
                            from   deployment d
                            where  d.cloud = $1
                            and    d.account_id = $2
                            and    d.name = s.name
                            and    d.ended_at is null)`,
        values,
      );
      await noteRead(client, reader, at);
    });
  }

  /** Every deployment that an account ever had, in order of name and time. */
  async history(accountId: string): Promise<DeploymentSpell[]> {
    const { rows } = await this.pool.query(
      `select account_id     as "accountId",
              name           as name,
              model_format   as "modelFormat",
              model_name     as "modelName",
              model_version  as "modelVersion",
              sku            as sku,
              capacity       as capacity,
              hosting        as hosting,
              endpoint_scope as "endpointScope",
              rate_limits    as "rateLimits",
              state          as state,
              first_seen_at  as "firstSeenAt",
              last_seen_at   as "lastSeenAt",
              ended_at       as "endedAt"
       from   deployment
       where  account_id = $1
       order  by name, first_seen_at`,
      [accountId],
    );
    return z.array(spellSchema).parse(rows);
  }
}
