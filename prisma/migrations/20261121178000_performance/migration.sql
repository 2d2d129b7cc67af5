-- How fast and how full deployments ran, as the cloud's own metrics tell it: figures of operations, which no cost hangs on.

-- The busiest minute of each metered hour: a limit is one of a minute, and an hour's sixtieth hides the minute that met it.
-- Minutes themselves are read and not kept: of sixty one is, so that a year of a deployment is as long as its hours are.
-- `counts` is what a limit counts: requests (refused ones not), input (uncached, with what was written to the cache), output.
create table metered_peak (
  source_id     text        not null,
  cloud         text        not null,
  account_id    text        not null,
  region        text        not null,
  deployment    text        not null,
  model_id      text        not null,
  model_version text        not null,
  counts        text        not null,
  hour          timestamptz not null,
  minute        timestamptz not null,
  value         numeric     not null,
  read_at       timestamptz not null default now(),
  primary key (hour, source_id, deployment, model_id, model_version, counts)
);

-- Latency of an hour as the cloud averaged it: never a percentile, and none can be made of it. `least_ms` is null where the
-- cloud gave zero, which is a filler of its and no answer's time.
create table metered_latency (
  source_id     text             not null,
  cloud         text             not null,
  account_id    text             not null,
  region        text             not null,
  deployment    text             not null,
  model_id      text             not null,
  model_version text             not null,
  metric        text             not null,
  hour          timestamptz      not null,
  average_ms    double precision not null,
  least_ms      double precision,
  most_ms       double precision not null,
  read_at       timestamptz      not null default now(),
  primary key (hour, source_id, deployment, model_id, model_version, metric)
);

-- For which hours both have been read; an hour outside is not known. `detail` says what is wrong and is null when nothing is.
create table performance_state (
  source_id  text           primary key,
  cloud      text           not null,
  account_id text           not null,
  region     text           not null,
  covered    tstzmultirange not null default '{}',
  detail     text,
  tried_at   timestamptz    not null default now()
);
