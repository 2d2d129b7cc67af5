-- Prompts and completions, for those who ask for them: apart from usage, encrypted, with a retention of their own.

-- Texts of one caller and one UTC day, compressed together and encrypted under a key of their own, which is wrapped by the
-- content key (key_id). One caller each, so that one person's can be deleted; written once and never changed, except that
-- a rotation wraps the key again. A caller that is not known (null) has blocks too. Partitioned by week like usage_event,
-- so that retention drops tables.
create table content_block (
  block_id     uuid        not null,
  occurred_on  date        not null,
  principal_id integer,
  texts        integer     not null,
  key_id       text        not null,
  wrapped_key  bytea       not null,
  sealed       bytea       not null,
  written_at   timestamptz not null default now(),
  primary key (block_id, occurred_on)
) partition by range (occurred_on);

-- What is encrypted cannot be compressed: PostgreSQL need not try.
alter table content_block alter column sealed set storage external;
create index content_block_principal on content_block (principal_id, occurred_on);

-- Where the request or the response of a call stands. The key makes sure that it is kept once, whoever brings it.
create table content_item (
  event_id    uuid    not null,
  occurred_on date    not null,
  part        text    not null check (part in ('request', 'response')),
  mode        text    not null check (mode in ('redacted', 'full')),
  dialect     text    not null,
  bytes       integer not null,
  block_id    uuid    not null,
  position    integer not null,
  primary key (event_id, occurred_on, part)
) partition by range (occurred_on);

-- Callers whose contents were erased: what they wrote before is never kept again, although the clouds' logs, which are read
-- again and again, may still hold it.
create table content_erasure (
  principal_id integer     primary key references principal,
  before       timestamptz not null
);

-- What was deleted, and why. The range is of UTC days, half-open.
create table deletion_receipt (
  deletion_receipt_id bigint generated always as identity primary key,
  what                text        not null,
  subject             text,
  range_from          date,
  range_to            date,
  rows                bigint      not null,
  bytes               bigint      not null,
  why                 text        not null,
  deleted_at          timestamptz not null default now()
);

-- A record that cannot be read may hold a prompt: where a content key is configured, raw is encrypted like a block.
alter table quarantine add column key_id text;
alter table quarantine add column wrapped_key bytea;
