import { z } from 'zod';
import type { Cloud } from '../../usage/cloud.js';
import type { GroupFacts } from '../../usage/group-facts.js';
import { METERED_METRICS } from '../../usage/metered.js';
import type { Window } from '../../usage/window.js';
import type { Queryable } from '../snapshot.js';
import { deploymentHistory } from './deployment-history.js';

const hourSchema = z.object({ hour: z.date().transform((hour) => hour.getTime()), bins: z.array(z.unknown()) });
const binSchema = z.object({
  sourceId: z.string(),
  region: z.string(),
  deployment: z.string(),
  modelId: z.string(),
  modelVersion: z.string(),
  metric: z.enum(METERED_METRICS),
  value: z.number(),
});

/**
 * What was metered of an account in these hours, which of them have been read, and which deployments it had? Where several
 * meters read one account, the first by name counts, so that nothing counts twice.
 */
export async function meteredFacts(
  client: Queryable,
  { cloud, accountId, time }: { readonly cloud: Cloud; readonly accountId: string; readonly time: Window },
): Promise<Pick<GroupFacts, 'bins' | 'meteredHours' | 'spells'>> {
  const { rows } = await client.query(
    `select hour,
            coalesce(jsonb_agg(jsonb_build_object('sourceId', m.source_id, 'region', m.region, 'deployment', m.deployment,
                                                  'modelId', m.model_id, 'modelVersion', m.model_version,
                                                  'metric', m.metric, 'value', m.value)
                               order by m.deployment, m.model_id, m.model_version, m.metric)
                     filter (where m.hour is not null), '[]') as bins
     from   generate_series($3::timestamptz, $4::timestamptz - interval '1 hour', interval '1 hour') as hour
     cross  join lateral (select min(s.source_id) as source_id
                          from   meter_state s
                          where  s.cloud = $1
                          and    s.account_id = $2
                          and    s.covered @> tstzrange(hour, hour + interval '1 hour')) as meter
     left   join metered_usage m using (hour, source_id)
     where  meter.source_id is not null
     group  by hour`,
    [cloud, accountId, new Date(time.from), new Date(time.to)],
  );
  const hours = z.array(hourSchema).parse(rows);
  return {
    bins: hours.flatMap(({ hour, bins }) =>
      z
        .array(binSchema)
        .parse(bins)
        .map((bin) => ({ ...bin, startsAt: hour })),
    ),
    meteredHours: new Set(hours.map(({ hour }) => hour)),
    spells: await deploymentHistory(client, cloud, accountId),
  };
}
