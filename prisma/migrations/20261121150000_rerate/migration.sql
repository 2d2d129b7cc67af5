-- The complete repair of the past: previews, runs in the background with progress, why each call changed, and months that
-- are closed and get adjustments instead of changes.

-- `basis` is the price book with the digest of mappings and terms; a run goes on only under the basis that it began with.
-- A range without an end (null) is everything. The report had been one JSON value, written at the end and read by nobody;
-- a run that is stopped and goes on needs it kept as it grows, in rerate_difference.
alter table rerate_run rename column price_book to basis;
alter table rerate_run
  drop column difference,
  alter column range_from drop not null,
  alter column range_to   drop not null,
  alter column done_to    drop not null,
  add column kind                text        not null default 'apply',
  add column only_model_ids      text[],
  add column preview_id          bigint      references rerate_run,
  add column started_by          text        not null default 'command line',
  add column days_total          integer,
  add column days_done           integer     not null default 0,
  -- The checkpoint within a day: the last call that is finished. Days from done_to on are finished, newest first.
  add column at_day              date,
  add column after_event_id      uuid,
  -- Who works on it, renewed with every page. When it is old, somebody else takes the run over.
  add column taken_by            uuid,
  add column heartbeat_at        timestamptz not null default now(),
  add column cancel_requested_at timestamptz;
alter table rerate_run alter column kind drop default, alter column started_by drop default;

-- What an older version left unfinished kept no differences, so its report could never be whole.
update rerate_run
set    state = 'superseded', finished_at = now(), error = 'left unfinished by an older version of Ledgerline'
where  state = 'running';

-- One run at a time: the database itself refuses a second one.
create unique index rerate_run_unfinished on rerate_run ((true)) where state in ('queued', 'running');

-- What a run changes (or would change), added to in the transaction that moves its checkpoint. Amounts are of the changed
-- calls only, pico- and femto-dollars; a call without a price adds nothing to an amount and is counted as unpriced.
-- `adjusts` marks what lies in a closed month and is booked in cost_adjustment instead.
create table rerate_difference (
  rerate_run_id bigint  not null references rerate_run on delete cascade,
  month         date    not null,
  model         text,
  team          text,
  reason        text    not null,
  adjusts       boolean not null,
  requests      bigint  not null,
  old_unpriced  bigint  not null,
  new_unpriced  bigint  not null,
  old_pico      numeric not null,
  new_pico      numeric not null,
  old_femto     numeric not null,
  new_femto     numeric not null,
  unique nulls not distinct (rerate_run_id, month, model, team, reason, adjusts)
);

-- Months whose calls keep their prices. Closing with statements and sign-off will hang on it.
create table closed_month (
  month      date        primary key check (extract(day from month) = 1),
  closed_at  timestamptz not null default now(),
  closed_by  text        not null,
  price_book text        not null
);

-- What would have changed in a closed month, booked in the month that was open. Only ever added to: what is taken back is a
-- row of the opposite sign. Day and series say which stored calls a row is about, so that a run over part of a month knows
-- what has been booked for that part already; model and team are those of the corrected price.
create table cost_adjustment (
  cost_adjustment_id bigint      generated always as identity primary key,
  rerate_run_id      bigint      not null references rerate_run,
  booked_month       date        not null check (extract(day from booked_month) = 1),
  about_month        date        not null check (extract(day from about_month) = 1),
  about_day          date        not null,
  series_id          integer     not null,
  model              text,
  team               text,
  reason             text        not null,
  requests           bigint      not null,
  list_pico          numeric     not null,
  effective_femto    numeric     not null,
  booked_at          timestamptz not null default now()
);
create index cost_adjustment_about on cost_adjustment (about_day, series_id);
create index cost_adjustment_booked on cost_adjustment (booked_month);
