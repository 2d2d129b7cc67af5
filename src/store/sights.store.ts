import type { PoolClient } from 'pg';
import { z } from 'zod';
import { dayOfEventId } from '../usage/event-id.js';
import { UNNAMED_MODELS } from '../usage/group-facts.js';
import { groupSpanMs, type Sight } from '../usage/sight.js';
import { HOUR_MS, type Window } from '../usage/window.js';
import { BinaryCopyWriter } from './binary-copy.js';
import { copyIn } from './copy-in.js';
import { boundedText } from './dimensions.store.js';
import { factsTold } from './sight-event.js';
import type { OutdoneSight } from './sights-beside.js';

/** A sight with the group that it is joined in, and the times at which it matters to other sights. */
export interface GroupedSight extends Sight {
  readonly group: { readonly region: string; readonly modelKey: string };
  readonly reach: Window;
}

/** What became of a batch of sights; all others were known and brought nothing new. */
export interface SightCounts {
  readonly new: number;
  readonly merged: number;
}

const COLUMNS = [
  'cloud',
  'account_id',
  'log',
  'record_id',
  'occurred_on',
  'occurred_at',
  'facts',
  'event',
  'region',
  'model_key',
  'reaches_from',
  'reaches_to',
  'span_hours',
] as const;

/** The start of the group that an instant lies in. */
const groupOf = (at: string) => `date_bin(make_interval(hours => s.span_hours), ${at}, '2000-01-01T00:00:00Z')`;

/** Whether what was read now tells more than what is stored, `g`. Of equals the same one stays, in any order. */
const tellsMoreThanStored = (read: string) => `(${read}.facts > g.facts
         or (${read}.facts = g.facts and ${read}.event::text collate "C" < g.event::text collate "C"))`;

/**
 * Marks the groups of what is new: those that it belongs or belonged to and those beside that it matters to, all in one
 * order, so that no two writers wait in a circle. They are made where there are none, so that nobody who makes one at the
 * same time misses the mark.
 */
const MARK = `
  with changed as (
    select s.*, ${groupOf('s.reaches_from')} as first_group, g.join_group_id as old_group_id
    from   staged_sight s
    left   join sight g using (cloud, account_id, log, record_id, occurred_on)
    where  g.record_id is null
    or     ${tellsMoreThanStored('s')}
  ), touched as (
    select cloud, account_id, region, model_key, hour
    from   changed
    cross  join generate_series(first_group, reaches_to, make_interval(hours => span_hours)) as hour
    union
    select o.cloud, o.account_id, o.region, o.model_key, o.hour
    from   changed
    join   join_group o on o.join_group_id = old_group_id
    union
    select cloud, account_id, region, model_key, hour
    from   join_group
    where  join_group_id = any($2::int[])
    union
    -- Calls of unnamed models may count in any group of their account and day.
    select o.cloud, o.account_id, o.region, o.model_key, o.hour
    from   changed s
    join   join_group o using (cloud, account_id, region)
    where  s.model_key = $1
    and    o.hour = ${groupOf('s.occurred_at')}
  )
  insert into join_group as j (cloud, account_id, region, model_key, hour)
  select cloud, account_id, region, model_key, hour
  from   touched
  order  by cloud, account_id, region, model_key, hour
  on conflict (cloud, account_id, region, model_key, hour) do update
  set    marks = j.marks + 1,
         dirty_since = case when j.marks = j.joined_marks then now() else least(j.dirty_since, now()) end`;

const WRITE = `
  with written as (
    insert into sight as g (cloud, account_id, log, record_id, occurred_on, occurred_at, join_group_id, source_id, facts, event)
    select s.cloud, s.account_id, s.log, s.record_id, s.occurred_on, s.occurred_at, j.join_group_id, $1, s.facts, s.event
    from   staged_sight s
    join   join_group j on  j.cloud = s.cloud
                        and j.account_id = s.account_id
                        and j.region = s.region
                        and j.model_key = s.model_key
                        and j.hour = ${groupOf('s.occurred_at')}
    order  by s.cloud, s.account_id, s.log, s.record_id, s.occurred_on
    on conflict (cloud, account_id, log, record_id, occurred_on) do update
    set    occurred_at = excluded.occurred_at,
           join_group_id = excluded.join_group_id,
           source_id = excluded.source_id,
           facts = excluded.facts,
           event = excluded.event,
           readings = g.readings + 1
    where  ${tellsMoreThanStored('excluded')}
    returning readings
  )
  select count(*) filter (where readings = 1) as new,
         count(*) filter (where readings > 1) as merged
  from   written`;

const writtenRows = z.tuple([z.object({ new: z.number(), merged: z.number() })]);

/** Records that are dated on another day now, by the richer of their readings. */
const GIVE_WAY = `
  delete from sight
  where  (cloud, account_id, log, record_id, occurred_on) in (
           select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[]))`;

/**
 * Keeps sights, in the caller's transaction, in place of those that they outdo; partitions for their days must be there. The
 * same ones again change nothing.
 */
export async function saveSights(
  client: PoolClient,
  sourceId: string,
  sights: readonly GroupedSight[],
  outdone: readonly OutdoneSight[],
): Promise<SightCounts> {
  if (sights.length === 0) return { new: 0, merged: 0 };
  await client.query(
    `create temp table if not exists staged_sight (
       cloud text, account_id text, log text, record_id text, occurred_on date, occurred_at timestamptz, facts smallint,
       event jsonb, region text, model_key text, reaches_from timestamptz, reaches_to timestamptz,
       span_hours integer
     ) on commit delete rows`,
  );
  await client.query('delete from staged_sight');
  await copyIn(client, `staged_sight (${COLUMNS.join(', ')})`, imageOf(richestOf(sights)));
  // The planner knows nothing of the staging table and would read every sight there is. See merge-sights.ts.
  await client.query('set local enable_hashjoin = off; set local enable_mergejoin = off');
  await client.query(MARK, [UNNAMED_MODELS, outdone.map(({ groupId }) => groupId)]);
  const gone =
    outdone.length === 0
      ? 0
      : ((
          await client.query(GIVE_WAY, [
            outdone.map(({ cloud }) => cloud),
            outdone.map(({ accountId }) => accountId),
            outdone.map(({ log }) => log),
            outdone.map(({ recordId }) => recordId),
            outdone.map(({ storedOn }) => storedOn),
          ])
        ).rowCount ?? 0);
  const { rows } = await client.query(WRITE, [sourceId]);
  const written = writtenRows.parse(rows)[0];
  const moved = Math.min(gone, written.new);
  return { new: written.new - moved, merged: written.merged + moved };
}

/** Each record once: a stream's first and last entry may lie in one batch. */
function richestOf(sights: readonly GroupedSight[]): Iterable<GroupedSight> {
  const byRecord = new Map<string, GroupedSight>();
  for (const sight of sights) {
    const { log, recordId, event } = sight;
    const key = JSON.stringify([event.cloud, event.accountId, log, recordId, dayOfEventId(event.eventId)]);
    const known = byRecord.get(key);
    if (known === undefined || tellsMore(sight, known)) byRecord.set(key, sight);
  }
  return byRecord.values();
}

function tellsMore({ event }: GroupedSight, { event: known }: GroupedSight): boolean {
  const [facts, knownFacts] = [factsTold(event), factsTold(known)];
  return facts > knownFacts || (facts === knownFacts && JSON.stringify(event) < JSON.stringify(known));
}

function imageOf(sights: Iterable<GroupedSight>): Buffer {
  const row = new BinaryCopyWriter();
  for (const { log, recordId, event, group, reach } of sights) {
    row.startRow(COLUMNS.length);
    row.text(event.cloud);
    row.text(boundedText(event.accountId));
    row.text(log);
    row.text(boundedText(recordId));
    row.date(dayOfEventId(event.eventId));
    row.timestamptz(Date.parse(event.occurredAt));
    row.int2(factsTold(event));
    row.jsonb(event);
    row.text(boundedText(group.region));
    row.text(boundedText(group.modelKey));
    row.timestamptz(reach.from);
    row.timestamptz(reach.to);
    row.int4(groupSpanMs(event.cloud) / HOUR_MS);
  }
  return row.finish();
}
