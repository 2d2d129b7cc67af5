-- Several instances on one database, several sights of one call, and quarantined records that can be read again.

-- Who works on what. A lease keeps two instances from doing the same work and from spending the same request quota twice;
-- no figure hangs on it, because saving twice changes nothing. The row stays when its lease is given back or has expired.
-- session_pid is the server process of the holder's own session: when a holder is killed its session ends with it, and
-- nobody waits for the expiry. wanted_at is when somebody last asked in vain: a holder gives way to whoever waits.
create table lease (
  name        text        primary key,
  holder      text        not null,
  session_pid integer,
  what        jsonb       not null default '{}',
  taken_at    timestamptz not null default clock_timestamp(),
  renewed_at  timestamptz not null default clock_timestamp(),
  expires_at  timestamptz not null,
  wanted_at   timestamptz
);

-- Which instance read a window: its run is interrupted only when that instance is gone.
alter table collection_run add column instance text;
create index collection_run_running on collection_run (source_id) where state = 'running';
-- What has been read since a tick of a schedule is asked before every window.
create index collection_run_started on collection_run (source_id, started_at);

-- The same call through two routes is one event. The source of its series gave the figures; seen_by are the other sources
-- that brought it, filled_from says which of them gave a fact that the first one lacks ({"latencyMs": "archive"}).
alter table usage_event add column seen_by text[];
alter table usage_event add column filled_from jsonb;

-- The rest of the envelope, without which some records cannot be read again, and when that was last tried.
alter table quarantine add column account_id    text;
alter table quarantine add column region        text;
alter table quarantine add column ingested_at   timestamptz;
alter table quarantine add column last_tried_at timestamptz;
