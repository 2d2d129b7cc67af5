import type { PoolClient } from 'pg';
import { UNNAMED_MODELS } from '../usage/group-facts.js';
import type { Window } from '../usage/window.js';

/** An hour of a meter, and the group of sights that it is joined with. */
interface KeyedHour {
  readonly groupKey?: string | undefined;
  readonly deployment?: string;
  readonly modelId: string;
  readonly modelVersion?: string;
  readonly metric: string;
  readonly startsAt: number;
  readonly value: bigint;
}

/**
 * Marks the groups whose metered hours are about to change: those of bins that are new or read otherwise than before, and
 * those that are there already where hours have not been read until now, for no bin means a zero from now on. Days, because
 * a day is what metered clouds are joined by (sight.ts). In the order in which everybody locks them; see sights.store.ts.
 */
export async function markMetered(
  client: PoolClient,
  { id, cloud, accountId }: { readonly id: string; readonly cloud: string; readonly accountId: string },
  window: Window,
  hours: readonly KeyedHour[],
): Promise<void> {
  if (cloud !== 'foundry') return;
  const keyed = hours.filter(({ groupKey }) => groupKey !== undefined);
  await client.query(
    `with changed as (
       select distinct h.group_key as model_key, date_trunc('day', h.hour, 'UTC') as day
       from   unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::numeric[], $12::text[])
              as h (deployment, model_id, model_version, metric, hour, value, group_key)
       left   join metered_usage m on  m.hour = h.hour
                                   and m.source_id = $1
                                   and m.deployment = h.deployment
                                   and m.model_id = h.model_id
                                   and m.model_version = h.model_version
                                   and m.metric = h.metric
       where  m.value is distinct from h.value
     ), newly as (
       select tstzmultirange(tstzrange($4, $5))
              - coalesce((select covered from meter_state where source_id = $1), '{}'::tstzmultirange) as read
     ), touched as (
       select model_key, day from changed
       union
       select j.model_key, j.hour
       from   join_group j
       cross  join newly
       where  j.cloud = $2
       and    j.account_id = $3
       and    newly.read && tstzrange(j.hour, j.hour + interval '1 day')
       union
       select j.model_key, j.hour
       from   join_group j
       join   changed on changed.day = j.hour
       where  j.cloud = $2
       and    j.account_id = $3
       and    j.model_key = $13
     )
     insert into join_group as j (cloud, account_id, region, model_key, hour)
     select $2, $3, '', model_key, day
     from   touched
     order  by model_key, day
     on conflict (cloud, account_id, region, model_key, hour) do update
     set    marks = j.marks + 1,
            dirty_since = case when j.marks = j.joined_marks then now() else j.dirty_since end`,
    [
      id,
      cloud,
      accountId,
      new Date(window.from),
      new Date(window.to),
      keyed.map(({ deployment }) => deployment ?? ''),
      keyed.map(({ modelId }) => modelId),
      keyed.map(({ modelVersion }) => modelVersion ?? ''),
      keyed.map(({ metric }) => metric),
      keyed.map(({ startsAt }) => new Date(startsAt)),
      keyed.map(({ value }) => value.toString()),
      keyed.map(({ groupKey }) => groupKey ?? ''),
      UNNAMED_MODELS,
    ],
  );
}
