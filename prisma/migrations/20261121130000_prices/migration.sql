-- The customer's own terms beside the list price, and pricing the past again when the book, a mapping or a term changes.

-- Which terms made the effective cost what it is; part of the series, so that a total can be explained.
alter table usage_series add column price_terms text[];
alter table usage_series drop constraint if exists usage_series_cloud_account_id_region_source_id_model_id_mod_key;
create unique index usage_series_dimensions_key on usage_series (
  cloud, account_id, region, source_id, model_id, model, vendor, endpoint_scope, service_tier, outcome, team,
  price_book, price_entry, price_tier, price_rules, price_terms, unpriced_reason
) nulls not distinct;

-- Femto-dollars (1e-15 USD): a discount leaves fractions of a pico-dollar. Null where the list cost is null.
alter table usage_event add column effective_femto numeric(40, 0);
update usage_event set effective_femto = cost_pico::numeric * 1000 where cost_pico is not null;

alter table usage_hourly add column effective_femto numeric not null default 0;
update usage_hourly set effective_femto = cost_pico * 1000;
alter table usage_daily add column effective_femto numeric not null default 0;
update usage_daily set effective_femto = cost_pico * 1000;

-- Pricing the past again: one row per run; `done_to` is its checkpoint, a day at a time, newest first.
create table rerate_run (
  rerate_run_id bigint generated always as identity primary key,
  range_from    date        not null,
  range_to      date        not null,
  done_to       date        not null,
  price_book    text        not null,
  state         text        not null,
  events        bigint      not null default 0,
  changed       bigint      not null default 0,
  difference    jsonb       not null default '[]',
  started_at    timestamptz not null default now(),
  finished_at   timestamptz,
  error         text
);
