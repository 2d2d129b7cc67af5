-- On Vertex AI no log tells everything of a call, and no id is shared. What each log tells is kept as it came (a sight), and
-- events are derived from the sights of a group, whole: when a log arrives late, its group is joined again.

-- One model in one place and hour of the calls' start. `marks` grows with every change of its sights, `joined_marks` is what
-- it was when the last join began to read: while they differ the group is dirty. Neighbours of the hour count as its own
-- sights do, so a group may exist without any.
create table join_group (
  join_group_id integer     generated always as identity primary key,
  cloud         text        not null,
  account_id    text        not null,
  region        text        not null,
  model_key     text        not null,
  hour          timestamptz not null,
  marks         bigint      not null default 1,
  joined_marks  bigint      not null default 0,
  dirty_since   timestamptz not null default now(),
  base          text,
  report        jsonb,
  joined_at     timestamptz,
  unique (cloud, account_id, region, model_key, hour)
);
create index join_group_dirty on join_group (dirty_since) where marks <> joined_marks;

-- What one log tells of one call, once however often it is read. `facts` grows with what it tells: an entry that is read
-- again and tells more replaces what it told before (`readings` counts these). Partitioned by week like usage_event.
create table sight (
  cloud         text        not null,
  account_id    text        not null,
  log           text        not null,
  record_id     text        not null,
  occurred_on   date        not null,
  occurred_at   timestamptz not null,
  join_group_id integer     not null,
  source_id     text        not null,
  facts         smallint    not null,
  event         jsonb       not null,
  readings      integer     not null default 1,
  collected_at  timestamptz not null default now(),
  primary key (cloud, account_id, log, record_id, occurred_on)
) partition by range (occurred_on);
create index sight_group on sight (join_group_id, occurred_at);

-- `requests`: an event may stand for several calls, where a log counts them together. `join_group_id`: the group that an event
-- is derived from; null where a record tells the whole call. `revision`: how often the join wrote it anew, so that a price
-- that was reckoned from what it said before is not written to it.
alter table usage_event
  add column requests       integer not null default 1 check (requests > 0),
  add column caller_address text,
  add column user_agent     text,
  add column join_group_id  integer,
  add column revision       integer not null default 0;
create index usage_event_join_group on usage_event (join_group_id) where join_group_id is not null;
