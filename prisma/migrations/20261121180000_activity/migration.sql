-- What is unusual? Spikes, first sights, refusals and work off hours are told by comparing with the weeks before. Events are
-- too many to be read again at every look, and roll-ups by hour know no persons: what matters is kept apart, and small.

-- What each person did for each team in each hour of the last nine weeks. Derived from the events, and made again for an
-- hour whose roll-up has changed since.
create table activity_hour (
  hour      timestamptz not null,
  person_id integer,
  team      text,
  requests  bigint      not null,
  refused   bigint      not null,
  tokens    bigint      not null,
  cost_pico numeric     not null,
  unique nulls not distinct (hour, person_id, team)
);

-- As what each hour was read: when its roll-up says otherwise, it is read again.
create table activity_read (
  hour      timestamptz primary key,
  requests  bigint      not null,
  cost_pico numeric     not null,
  read_at   timestamptz not null
);

-- When anything was first and last seen at a place: an identity, region or kind of endpoint in an account, a model or client
-- program anywhere (the place is empty), a network of a person. Addresses are kept as networks only.
create table first_seen (
  kind     text        not null,
  place    text        not null,
  value    text        not null,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  primary key (kind, place, value)
);
create index first_seen_value on first_seen (kind, value, first_at);
create index first_seen_at on first_seen (first_at);
