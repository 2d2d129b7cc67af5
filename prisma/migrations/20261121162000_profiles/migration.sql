-- What stands behind opaque model ids as the cloud itself tells, and what the cloud's own meters counted.

-- An application inference profile or a provisioned throughput can be deleted, and then nothing tells its model any more:
-- what was resolved once is kept for ever. `endpoint_scope` and `model_id` are the cloud's answer; `model` is what the
-- catalogue of this version makes of it. `repriced_at` is when calls that had been stored before were priced by it, which
-- closed months need only once. `next_try_at` is null when nothing more is tried.
create table resolved_profile (
  arn            text primary key,
  cloud          text        not null,
  account_id     text        not null,
  region         text        not null,
  kind           text        not null,
  state          text        not null,
  name           text,
  model_id       text,
  model          text,
  endpoint_scope text,
  tags           jsonb       not null default '{}',
  created_at     timestamptz,
  asked_at       timestamptz,
  resolved_at    timestamptz,
  repriced_at    timestamptz,
  next_try_at    timestamptz,
  tries          integer     not null default 0,
  detail         text
);

-- Hours as the cloud's own meters count them. `model_id` is the meter's spelling, empty for what it counts for all models
-- together. A bin changes for a while after its hour, so it is written over.
create table metered_usage (
  source_id  text        not null,
  cloud      text        not null,
  account_id text        not null,
  region     text        not null,
  model_id   text        not null,
  metric     text        not null,
  hour       timestamptz not null,
  value      numeric     not null,
  read_at    timestamptz not null default now(),
  primary key (hour, source_id, model_id, metric)
);

-- What each meter has been read for. An hour that is covered and has no bin was zero; an hour that is not covered is not
-- known. `asked_for` are the models that old hours were asked for by name: a meter does not list those that are idle, and
-- the log may tell of one only later. `state` is ok, permission (somebody has to grant what `detail` says) or failing.
create table meter_state (
  source_id       text primary key,
  cloud           text           not null,
  account_id      text           not null,
  region          text           not null,
  covered         tstzmultirange not null default '{}',
  asked_for       text[]         not null default '{}',
  state           text           not null,
  detail          text,
  last_success_at timestamptz,
  tried_at        timestamptz    not null default now()
);
