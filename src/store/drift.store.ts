import type { PoolClient } from 'pg';
import type { Cloud } from '../usage/cloud.js';
import type { SeenDrift } from './judged-event.js';

/** Notes what was new about a log's shape: a row for each kind and name, however often it is seen. */
export async function noteDrift(
  client: PoolClient,
  { cloud, sourceId, drift = [] }: { cloud: Cloud; sourceId: string; drift?: readonly SeenDrift[] },
): Promise<void> {
  if (drift.length === 0) return;
  // Batches that write at the same time meet the same rows in the same order. A row is touched at most once an hour.
  const sorted = drift.toSorted((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));
  await client.query(
    `insert into schema_drift as known (cloud, source_id, kind, name, example_event_id)
     select $1, $2, seen.*
     from   unnest($3::text[], $4::text[], $5::uuid[]) as seen
     on conflict (source_id, kind, name) do update
     set    last_seen_at = now()
     where  known.last_seen_at < now() - interval '1 hour'`,
    [
      cloud,
      sourceId,
      sorted.map(({ kind }) => kind),
      sorted.map(({ name }) => name),
      sorted.map((seen) => seen.eventId),
    ],
  );
}

/** Marks a kind of drift as known to somebody; false when there is no such row. */
export async function acknowledgeDrift(client: PoolClient, driftId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `update schema_drift set acknowledged_at = coalesce(acknowledged_at, now()) where schema_drift_id = $1`,
    [driftId],
  );
  return rowCount === 1;
}
