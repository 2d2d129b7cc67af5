-- How large requests and responses are, and which sources were found by asking.

-- Bytes of the bodies as the log holds them. Null where a body is not in the log or was not read: that is not 0.
-- An integer holds 2 GB; Bedrock takes requests of 20 MB.
alter table usage_event add column request_bytes integer;
alter table usage_event add column response_bytes integer;

-- What a block with `regions: discover` found, one row per account and region that logs. Kept, so that a region that
-- cannot be asked at a later start is read on. `destination` is what the region answered: log group, or bucket and prefix.
create table discovered_source (
  block_id      text        not null,
  kind          text        not null,
  account_id    text        not null,
  region        text        not null,
  destination   jsonb       not null,
  found_at      timestamptz not null default now(),
  confirmed_at  timestamptz not null default now(),
  primary key (block_id, kind, account_id, region)
);
