import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { Cloud } from '../usage/cloud.js';
import { dayOfEventId } from '../usage/event-id.js';
import type { SeenDrift } from './judged-event.js';

/** Notes what was new about a log's shape: a row for each kind and name, however often it is seen. The examples of new rows. */
export async function noteDrift(
  client: PoolClient,
  { cloud, sourceId, drift = [] }: { cloud: Cloud; sourceId: string; drift?: readonly SeenDrift[] },
): Promise<readonly string[]> {
  if (drift.length === 0) return [];
  // Batches that write at the same time meet the same rows in the same order. A row is touched at most once an hour.
  const sorted = drift.toSorted((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));
  const { rows } = await client.query(
    `insert into schema_drift as known (cloud, source_id, kind, name, example_event_id)
     select $1, $2, seen.*
     from   unnest($3::text[], $4::text[], $5::uuid[]) as seen
     on conflict (source_id, kind, name) do update
     set    last_seen_at = now()
     where  known.last_seen_at < now() - interval '1 hour'
     returning known.example_event_id as id, known.xmax = 0 as "isNew"`,
    [
      cloud,
      sourceId,
      sorted.map(({ kind }) => kind),
      sorted.map(({ name }) => name),
      sorted.map((seen) => seen.eventId),
    ],
  );
  return notedRows.parse(rows).flatMap(({ id, isNew }) => (isNew ? [id] : []));
}

const notedRows = z.array(z.object({ id: z.string(), isNew: z.boolean() }));

/** Sights that show what nobody had seen are joined once more, so that the events are known that they became. */
export async function markExamples(pool: Pool, examples: readonly string[]): Promise<void> {
  if (examples.length === 0) return;
  await pool.query(
    `update join_group
     set    marks = marks + 1,
            dirty_since = now()
     where  join_group_id in (
              select s.join_group_id
              from   unnest($1::text[], $2::date[]) as e (id, day)
              join   sight s on s.occurred_on = e.day and s.event ->> 'eventId' = e.id)`,
    [examples, examples.map(dayOfEventId)],
  );
}

/** Notes of examples that are sights which events they have become. */
export async function noteJoinedExamples(pool: Pool, eventOfSight: ReadonlyMap<string, string>): Promise<void> {
  const { rows } = await pool.query(
    `select schema_drift_id::text as id, example_event_id as example, joined_event_id as joined from schema_drift`,
  );
  // One by one: whoever notes drift meanwhile locks these rows in an order of its own.
  for (const { id, example, joined } of exampleRows.parse(rows)) {
    const event = eventOfSight.get(example);
    if (event === undefined || event === joined) continue;
    await pool.query('update schema_drift set joined_event_id = $2 where schema_drift_id = $1', [id, event]);
  }
}

const exampleRows = z.array(z.object({ id: z.string(), example: z.string(), joined: z.string().nullable() }));

/** Marks a kind of drift as known to somebody; false when there is no such row. */
export async function acknowledgeDrift(client: PoolClient, driftId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `update schema_drift set acknowledged_at = coalesce(acknowledged_at, now()) where schema_drift_id = $1`,
    [driftId],
  );
  return rowCount === 1;
}
