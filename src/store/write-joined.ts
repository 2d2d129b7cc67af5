import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { Window } from '../usage/window.js';
import { BinaryCopyWriter } from './binary-copy.js';
import { copyIn } from './copy-in.js';
import { EVENT_COLUMNS, type EventKeys, writeEventRow } from './event-columns.js';
import type { JudgedEvent } from './judged-event.js';
import { judgedOtherwise, type StoredJudgement } from './stored-judgement.js';
import { groupedBy } from '../usage/grouped-by.js';

/** An event that was derived from sights, judged. */
export interface JoinedEvent extends JudgedEvent {
  /** Sources that tell of the call besides that of the figures. */
  readonly seenBy: readonly string[];
  /** Which of them gave a fact that the source of the figures lacks. */
  readonly filledFrom: Readonly<Record<string, string>>;
  /** Ids that its sights would have as events of their own. */
  readonly sightIds: readonly string[];
}

/**
 * What becomes of a call that was judged before, under this id or that of another of its sights: itself with what stands of
 * the judgement, or null where all of it is made anew.
 */
export type Keep = (again: JoinedEvent, stored: readonly StoredJudgement[]) => JoinedEvent | null;

/** What writing a group's events changed. */
export interface WrittenCounts {
  readonly added: number;
  readonly rewritten: number;
  readonly removed: number;
}

const DERIVED = [...EVENT_COLUMNS, 'seen_by', 'filled_from', 'join_group_id'];
const derivedOf = (row: string) => DERIVED.map((column) => `${row}.${column}`).join(', ');
const assignments = DERIVED.filter((column) => column !== 'event_id' && column !== 'occurred_on')
  .map((column) => `${column} = excluded.${column}`)
  .join(',\n           ');

/** What of which group is to be replaced: spans of time, or everything. */
const REPLACED = `
    select join_group_id, replaced_from, replaced_to
    from   unnest($1::int[], $4::timestamptz[], $5::timestamptz[]) as r (join_group_id, replaced_from, replaced_to)`;

/**
 * All rows that are about to change, in the order in which everybody locks them. See merge-sights.ts. Found by their keys:
 * asked for with an OR, PostgreSQL reads every event there ever was.
 */
const LOCK = `
  select from usage_event e
  where  (e.event_id, e.occurred_on) in (
           select o.event_id, o.occurred_on
           from   (${REPLACED}) r
           join   usage_event o using (join_group_id)
           where  o.occurred_on between $2::date - 1 and $3::date + 1
           and    o.occurred_at >= r.replaced_from
           and    o.occurred_at < r.replaced_to
           union
           select event_id, occurred_on
           from   staged_joined
         )
  order  by e.event_id
  for    update of e`;

const REPLACE = `
  with differing as (
    select s.event_id, s.occurred_on, s.occurred_at as new_at, e.occurred_at as old_at
    from   staged_joined s
    left   join usage_event e using (event_id, occurred_on)
    where  e.event_id is null
    or     (${derivedOf('e')}) is distinct from (${derivedOf('s')})
  ), gone as (
    delete from usage_event e
    using  (${REPLACED}) r
    where  e.join_group_id = r.join_group_id
    and    e.occurred_on between $2::date - 1 and $3::date + 1
    and    e.occurred_at >= r.replaced_from
    and    e.occurred_at < r.replaced_to
    and    not exists (select from staged_joined s where s.event_id = e.event_id and s.occurred_on = e.occurred_on)
    returning e.occurred_at
  ), written as (
    insert into usage_event as e (${DERIVED.join(', ')})
    select ${derivedOf('s')}
    from   differing
    join   staged_joined s using (event_id, occurred_on)
    order  by s.event_id
    on conflict (event_id, occurred_on) do update
    set    ${assignments},
           revision = e.revision + 1
    returning revision
  ), marked as (
    insert into dirty_hour (hour)
    select distinct date_trunc('hour', at, 'UTC')
    from   (select new_at as at from differing union select old_at from differing union select occurred_at from gone)
    where  at is not null
    order  by 1
    on conflict (hour) do update set marked_at = now()
  )
  select (select count(*) from written where revision = 0) as added,
         (select count(*) from written where revision > 0) as rewritten,
         (select count(*) from gone)                       as removed`;

const countRows = z.tuple([z.object({ added: z.number(), rewritten: z.number(), removed: z.number() })]);

/** The events of a group, as they have to become. */
export interface GroupEvents {
  readonly groupId: number;
  readonly time: Window;
  readonly events: readonly JoinedEvent[];
  /** The only hours that are replaced, with all their events; absent: all of the group. */
  readonly hours?: readonly Window[];
}

/** How events are judged. */
export interface Judging {
  readonly keysOf: (events: readonly JudgedEvent[]) => Promise<readonly EventKeys[]>;
  readonly keep: Keep;
}

/**
 * Makes the events of some groups exactly these, in the caller's transaction: new ones are added, others rewritten where they
 * differ, and what is no longer derived goes; hours that this changes are marked for the roll-ups. Of calls that were judged
 * before, what stands is kept. The same events again write nothing.
 */
export async function replaceJoined(
  client: PoolClient,
  groups: readonly GroupEvents[],
  { keysOf, keep }: Judging,
): Promise<WrittenCounts> {
  const joined = groups.flatMap(({ groupId, events }) => events.map((event) => ({ groupId, event })));
  const keys = await keysOf(eventsOf(joined));
  // With a key: it is looked up row by row from both sides, and without one a day of 100,000 calls took over seven minutes.
  await client.query(
    `create temp table if not exists staged_joined (like usage_event including defaults, primary key (event_id, occurred_on))
     on commit delete rows`,
  );
  await client.query('delete from staged_joined');
  await stage(client, joined, keys);
  // Nobody has counted the rows of a table that was made a moment ago: every key is looked up by the index.
  await client.query('set local enable_hashjoin = off; set local enable_mergejoin = off');
  const days = groups.map(({ time }) => new Date(time.from).toISOString().slice(0, 10)).toSorted();
  const replaced = groups.flatMap(spansOf);
  const parameters = [
    replaced.map(({ groupId }) => groupId),
    days[0],
    days.at(-1),
    replaced.map(({ from }) => from),
    replaced.map(({ to }) => to),
  ];
  await client.query(LOCK, parameters);
  const stored = groupedBy(await judgedOtherwise(client, eventsOf(joined)), ({ eventId }) => eventId);
  const kept = joined.flatMap(({ groupId, event }) => {
    const before = stored.get(event.event.eventId);
    const standing = before === undefined ? null : keep(event, before);
    return standing === null ? [] : [{ groupId, event: standing }];
  });
  if (kept.length > 0) {
    await client.query('delete from staged_joined where event_id = any($1::uuid[])', [
      eventsOf(kept).map(({ event }) => event.eventId),
    ]);
    await stage(client, kept, await keysOf(eventsOf(kept)));
  }
  const { rows } = await client.query(REPLACE, parameters);
  return countRows.parse(rows)[0];
}

interface OfGroup {
  readonly groupId: number;
  readonly event: JoinedEvent;
}

const eventsOf = (joined: readonly OfGroup[]) => joined.map(({ event }) => event);

async function stage(client: PoolClient, joined: readonly OfGroup[], keys: readonly EventKeys[]): Promise<void> {
  await copyIn(client, `staged_joined (${DERIVED.join(', ')})`, imageOf(joined, keys));
}

/** Hours that follow each other are one span. */
function spansOf({ groupId, hours }: GroupEvents) {
  if (hours === undefined) return [{ groupId, from: '-infinity', to: 'infinity' }];
  const spans: { from: number; to: number }[] = [];
  for (const { from, to } of hours) {
    const last = spans.at(-1);
    if (last?.to === from) last.to = to;
    else spans.push({ from, to });
  }
  return spans.map(({ from, to }) => ({ groupId, from: new Date(from).toISOString(), to: new Date(to).toISOString() }));
}

function imageOf(joined: readonly OfGroup[], keys: readonly EventKeys[]): Buffer {
  const row = new BinaryCopyWriter();
  for (const [index, { groupId, event }] of joined.entries()) {
    const own = keys[index];
    if (own === undefined) continue;
    writeEventRow(row, event, own, 3);
    row.textArray(event.seenBy.length === 0 ? null : event.seenBy);
    row.jsonb(Object.keys(event.filledFrom).length === 0 ? null : event.filledFrom);
    row.int4(groupId);
  }
  return row.finish();
}
