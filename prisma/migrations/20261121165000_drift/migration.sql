-- The clouds change their logs without notice. What a record holds that this version was not written for is noted once for
-- each source, kind and name: a new counter that nobody reads is money that nobody sees.
create table schema_drift (
  schema_drift_id  bigint generated always as identity primary key,
  cloud            text        not null,
  source_id        text        not null,
  kind             text        not null,
  name             text        not null,
  example_event_id uuid        not null,
  first_seen_at    timestamptz not null default now(),
  last_seen_at     timestamptz not null default now(),
  acknowledged_at  timestamptz,
  unique (source_id, kind, name)
);
