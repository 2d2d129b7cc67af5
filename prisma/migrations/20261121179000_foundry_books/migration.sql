-- What the books of Azure say is to be answered for: which days of a bill have been asked for and which meters of it were
-- left out, and how far back a meter's cloud can be asked at all.

-- A day without a row in billed_usage is one without a charge only where it was asked for. `left_out` are the meters of the
-- scope that are not Claude's, the most expensive first: [{meter, category, cost, currency}]; `left_out_count` is how many there
-- are in all. Null: read by a version that did not note them.
create table billed_reading (
  cloud          text           not null,
  scope          text           not null,
  source_id      text,
  covered        tstzmultirange not null,
  read_at        timestamptz    not null,
  left_out       jsonb,
  left_out_count integer,
  primary key (cloud, scope)
);
insert into billed_reading (cloud, scope, covered, read_at)
select cloud, scope,
       tstzmultirange(tstzrange(min(day)::timestamp at time zone 'UTC', (max(day) + 1)::timestamp at time zone 'UTC')),
       max(read_at)
from   billed_usage
group  by cloud, scope;

-- How many days its cloud keeps what a meter counted: an older hour that was not read can be read no more.
alter table meter_state add column kept_days integer;

-- What each hour of a group that lasts a day came to when it was last joined, as digests by the hour's start: hours that come
-- to the same again are not written. Null: not known, every hour is written.
alter table join_group add column hour_digests jsonb;
