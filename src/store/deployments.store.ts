import type { Pool, PoolClient } from 'pg';
import type { Deployment, DeploymentSpell } from '../usage/deployment.js';
import { deploymentHistory } from './questions/deployment-history.js';
import { noteRead, type Reader } from './reader-state.store.js';
import { inTransaction } from './transaction.js';

/** What was seen, as rows of a statement. */
const SEEN = `
  jsonb_to_recordset($3) as s (name text, "modelFormat" text, "modelName" text, "modelVersion" text, sku text,
                               capacity integer, hosting text, "endpointScope" text, "rateLimits" jsonb, state text, "changedAt" timestamptz)`;

/**
 * Whether a row reads as what was seen. Its state comes and goes while Azure works on it, and starts no row of its own; nor
 * does a change of something else.
 */
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
    const values = [reader.cloud, accountId, JSON.stringify(seen.map(withDate)), new Date(at)];
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
         set    last_seen_at = greatest(d.last_seen_at, $4), state = s.state,
                changed_at = least(d.changed_at, s."changedAt")
         from   ${SEEN}
         where  d.cloud = $1
         and    d.account_id = $2
         and    d.ended_at is null
         and    ${IS_SAME}`,
        values,
      );
      const { rowCount: added } = await client.query(
        `insert into deployment (cloud, account_id, name, model_format, model_name, model_version, sku, capacity, hosting,
                                 endpoint_scope, rate_limits, state, changed_at, first_seen_at, last_seen_at)
         select $1, $2, s.name, s."modelFormat", s."modelName", s."modelVersion", s.sku, s.capacity, s.hosting,
                s."endpointScope", s."rateLimits", s.state, s."changedAt", $4, $4
         from   ${SEEN}
         where  not exists (select
                            from   deployment d
                            where  d.cloud = $1
                            and    d.account_id = $2
                            and    d.name = s.name
                            and    d.ended_at is null)`,
        values,
      );
      if ((added ?? 0) > 0) await markGroups(client, reader.cloud, accountId, at);
      await noteRead(client, reader, at);
    });
  }

  /** Every deployment that an account ever had, in order of name and time. */
  async history(accountId: string): Promise<DeploymentSpell[]> {
    return deploymentHistory(this.pool, 'foundry', accountId);
  }
}

const withDate = (deployment: Deployment) => ({
  ...deployment,
  changedAt: deployment.changedAt === null ? null : new Date(deployment.changedAt).toISOString(),
});

/**
 * Calls are joined again that may have gone to another deployment than was known: from the last look on, at which the names
 * still read otherwise; all of them, where a name is seen for the first time.
 */
async function markGroups(client: PoolClient, cloud: string, accountId: string, at: number): Promise<void> {
  await client.query(
    `with since as (
       select min(coalesce((select max(o.last_seen_at)
                            from   deployment o
                            where  o.cloud = d.cloud
                            and    o.account_id = d.account_id
                            and    o.name = d.name
                            and    o.deployment_id <> d.deployment_id), '-infinity')) as instant
       from   deployment d
       where  d.cloud = $1
       and    d.account_id = $2
       and    d.first_seen_at = $3
     ), touched as (
       select j.join_group_id
       from   join_group j
       cross  join since
       where  j.cloud = $1
       and    j.account_id = $2
       and    j.hour + interval '1 day' > since.instant
       order  by j.cloud, j.account_id, j.region, j.model_key, j.hour
       for    update of j
     )
     update join_group j
     set    marks = j.marks + 1,
            dirty_since = case when j.marks = j.joined_marks then now() else j.dirty_since end
     from   touched t
     where  t.join_group_id = j.join_group_id`,
    [cloud, accountId, new Date(at)],
  );
}
