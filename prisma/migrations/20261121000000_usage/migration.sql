-- The usage ledger: events, the dimensions they hang on, what is derived from them, and what collecting them needs.
-- Why by hand: partitions, multiranges, BRIN and the shapes that COPY writes are not Prisma's; schema.prisma describes the result.

-- A series is one combination of the bounded dimensions. Events and roll-ups carry its number instead of fourteen texts,
-- so a roll-up row is narrow and a question filters a few hundred series before it touches any figure.
-- The basis of the price is part of it, so that a total can be explained down to its rates from the roll-ups alone.
create table usage_series (
  series_id       integer generated always as identity primary key,
  cloud           text not null,
  account_id      text not null,
  region          text not null,
  source_id       text not null,
  model_id        text not null,
  model           text,
  vendor          text not null,
  endpoint_scope  text not null,
  service_tier    text,
  outcome         text not null,
  team            text,
  price_book      text,
  price_entry     text,
  price_tier      text,
  price_rules     text[],
  unpriced_reason text,
  unique nulls not distinct (cloud, account_id, region, source_id, model_id, model, vendor, endpoint_scope, service_tier,
                             outcome, team, price_book, price_entry, price_tier, price_rules, unpriced_reason)
);

-- Callers as logged. Sessions make these many, so roll-ups never carry them.
create table principal (
  principal_id integer generated always as identity primary key,
  cloud        text not null,
  principal    text not null,
  kind         text not null,
  name         text not null,
  session      text,
  account_id   text,
  unique (cloud, principal)
);

-- People and services, as attribution names them. Bounded; carried by daily roll-ups.
create table person (
  person_id integer generated always as identity primary key,
  person    text not null unique
);

-- One row per call. Partitioned on the UTC day that the event id carries: the key is unique by event id alone, also when
-- two routes disagree about the fraction of a second. Amounts are pico-dollars at list price; null is not known.
-- fact_rank grows with what is known: a second sight of a call that knows more replaces what the first one said.
create table usage_event (
  event_id              uuid        not null,
  occurred_on           date        not null,
  occurred_at           timestamptz not null,
  series_id             integer     not null,
  principal_id          integer,
  person_id             integer,
  request_id            text        not null,
  message_id            text,
  operation             text        not null,
  streamed              boolean     not null,
  stop_reason           text,
  error_code            text,
  inference_region      text,
  speed                 text        not null,
  batch                 boolean     not null,
  inference_geo         text,
  input_tokens          bigint,
  cache_read_tokens     bigint,
  cache_write_5m_tokens bigint,
  cache_write_1h_tokens bigint,
  output_tokens         bigint,
  web_search_requests   integer     not null,
  latency_ms            integer,
  first_byte_ms         integer,
  input_pico            bigint,
  cache_read_pico       bigint,
  cache_write_5m_pico   bigint,
  cache_write_1h_pico   bigint,
  output_pico           bigint,
  web_search_pico       bigint,
  premium_pico          bigint,
  cost_pico             bigint,
  without_caching_pico  bigint,
  flags                 text[]      not null,
  request_metadata      jsonb,
  tools                 text[],
  provenance            jsonb       not null,
  fact_rank             smallint    not null,
  collected_at          timestamptz not null default now(),
  primary key (event_id, occurred_on)
) partition by range (occurred_on);

create index usage_event_occurred_at on usage_event (occurred_at, event_id);
create index usage_event_series on usage_event (series_id, occurred_at);
create index usage_event_principal on usage_event (principal_id, occurred_at);

-- Derived: what the events of an hour add up to. rebuild-rollups makes it again, verify proves it.
create table usage_hourly (
  hour                   timestamptz not null,
  series_id              integer     not null,
  requests               bigint      not null,
  unknown_token_requests bigint      not null,
  unpriced_requests      bigint      not null,
  unpriced_tokens        bigint      not null,
  input_tokens           bigint      not null,
  cache_read_tokens      bigint      not null,
  cache_write_5m_tokens  bigint      not null,
  cache_write_1h_tokens  bigint      not null,
  output_tokens          bigint      not null,
  web_search_requests    bigint      not null,
  input_pico             numeric     not null,
  cache_read_pico        numeric     not null,
  cache_write_5m_pico    numeric     not null,
  cache_write_1h_pico    numeric     not null,
  output_pico            numeric     not null,
  web_search_pico        numeric     not null,
  premium_pico           numeric     not null,
  cost_pico              numeric     not null,
  without_caching_pico   numeric     not null,
  primary key (hour, series_id)
);

-- The same by day of a reporting time zone, with persons. `zone` is an IANA name; UTC is always there.
create table usage_daily (
  zone                   text    not null,
  day                    date    not null,
  series_id              integer not null,
  person_id              integer,
  requests               bigint  not null,
  unknown_token_requests bigint  not null,
  unpriced_requests      bigint  not null,
  unpriced_tokens        bigint  not null,
  input_tokens           bigint  not null,
  cache_read_tokens      bigint  not null,
  cache_write_5m_tokens  bigint  not null,
  cache_write_1h_tokens  bigint  not null,
  output_tokens          bigint  not null,
  web_search_requests    bigint  not null,
  input_pico             numeric not null,
  cache_read_pico        numeric not null,
  cache_write_5m_pico    numeric not null,
  cache_write_1h_pico    numeric not null,
  output_pico            numeric not null,
  web_search_pico        numeric not null,
  premium_pico           numeric not null,
  cost_pico              numeric not null,
  without_caching_pico   numeric not null,
  unique nulls not distinct (zone, day, series_id, person_id)
);

-- Zones that usage_daily holds completely. A zone is added only by building its days from the events.
create table reporting_zone (
  zone     text primary key,
  built_at timestamptz not null default now()
);

-- Hours whose events changed other than by being added: their roll-ups are made again, whole.
create table dirty_hour (
  hour      timestamptz primary key,
  marked_at timestamptz not null default now()
);

-- Where each source got to. `covered` is the checkpoint: every span of the source's axis that has been read to its end.
create table source_state (
  source_id       text primary key,
  covered         tstzmultirange not null default '{}',
  last_success_at timestamptz,
  last_error      text,
  last_error_at   timestamptz
);

-- What was read, window by window.
create table collection_run (
  run_id      bigint generated always as identity primary key,
  source_id   text        not null,
  purpose     text        not null,
  window_from timestamptz not null,
  window_to   timestamptz not null,
  state       text        not null,
  started_at  timestamptz not null default now(),
  finished_at timestamptz,
  pages       bigint      not null default 0,
  bytes       bigint      not null default 0,
  read        bigint      not null default 0,
  new         bigint      not null default 0,
  duplicate   bigint      not null default 0,
  merged      bigint      not null default 0,
  ignored     bigint      not null default 0,
  rejected    bigint      not null default 0,
  unpriced    bigint      not null default 0,
  error       text
);
create index collection_run_source on collection_run (source_id, run_id desc);

-- Records that could not be read, verbatim, once each however often their window is read again.
create table quarantine (
  quarantine_id   bigint generated always as identity primary key,
  cloud           text        not null,
  source_id       text        not null,
  digest          bytea       not null,
  reason          text        not null,
  detail          text        not null,
  raw             bytea       not null,
  entry_id        text,
  entry_time      timestamptz,
  first_seen_at   timestamptz not null default now(),
  unique (source_id, digest)
);

-- Who may call the API. Secrets are kept as SHA-256 only: they are random 256-bit values, so no slow hash is needed.
create table api_token (
  api_token_id uuid        primary key,
  name         text        not null,
  role         text        not null,
  token_hash   bytea       not null unique,
  created_at   timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at   timestamptz
);

create table sign_in_link (
  link_hash  bytea       primary key,
  role       text        not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at    timestamptz
);

create table session (
  session_hash bytea       primary key,
  role         text        not null,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz not null
);

create statistics usage_series_dimensions (dependencies) on cloud, account_id, region, source_id from usage_series;
