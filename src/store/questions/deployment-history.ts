import { z } from 'zod';
import { type Cloud, ENDPOINT_SCOPES } from '../../usage/cloud.js';
import type { DeploymentSpell } from '../../usage/deployment.js';
import type { Queryable } from '../snapshot.js';

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
  changedAt: millis.nullable(),
  firstSeenAt: millis,
  lastSeenAt: millis,
  endedAt: millis.nullable(),
}) satisfies z.ZodType<DeploymentSpell>;

const DEPLOYMENTS = `
     select account_id     as "accountId",
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
            changed_at     as "changedAt",
            first_seen_at  as "firstSeenAt",
            last_seen_at   as "lastSeenAt",
            ended_at       as "endedAt"
     from   deployment`;

/** Which deployments did an account ever have, in order of name and time? */
export async function deploymentHistory(
  client: Queryable,
  cloud: Cloud,
  accountId: string,
): Promise<DeploymentSpell[]> {
  const { rows } = await client.query(
    `${DEPLOYMENTS}
     where  cloud = $1
     and    account_id = $2
     order  by name, first_seen_at`,
    [cloud, accountId],
  );
  return z.array(spellSchema).parse(rows);
}

/** Which deployments did all accounts of a cloud ever have, in order of account, name and time? */
export async function deploymentsOfAccounts(client: Queryable, cloud: Cloud): Promise<DeploymentSpell[]> {
  const { rows } = await client.query(
    `${DEPLOYMENTS}
     where  cloud = $1
     order  by account_id, name, first_seen_at`,
    [cloud],
  );
  return z.array(spellSchema).parse(rows);
}
