-- What Azure tells of Claude in Microsoft Foundry beside its logs: metrics by deployment, deployments, bills.

-- Azure counts tokens by deployment and by model, and both are needed: a deployment's name may be that of another model
-- tomorrow, and prices hang on the model. Empty where a meter knows no deployments. The version tells of Claude who hosts it.
alter table metered_usage add column deployment text not null default '';
alter table metered_usage add column model_version text not null default '';
alter table metered_usage drop constraint metered_usage_pkey;
alter table metered_usage add primary key (hour, source_id, deployment, model_id, model_version, metric);

-- What stood behind the name of a deployment, and when: a row as long as it reads the same. Azure tells only what is there
-- now, and a name may be deleted and made again for another model. `ended_at` is when it was first found gone or changed;
-- null while it is there. `hosting` is azure, anthropic, or null where the version does not tell.
create table deployment (
  deployment_id  integer     generated always as identity primary key,
  cloud          text        not null,
  account_id     text        not null,
  name           text        not null,
  model_format   text,
  model_name     text        not null,
  model_version  text,
  sku            text,
  capacity       integer,
  hosting        text,
  endpoint_scope text        not null,
  rate_limits    jsonb       not null default '[]',
  state          text,
  first_seen_at  timestamptz not null,
  last_seen_at   timestamptz not null,
  ended_at       timestamptz
);
create unique index deployment_current on deployment (cloud, account_id, name) where ended_at is null;
create index deployment_by_name on deployment (cloud, account_id, name, first_seen_at);

-- What a cloud billed, to compare with what was counted: a row for each day and meter as the cloud names it. Amounts are as
-- the cloud wrote them, not rounded. `unit` is null where the cloud does not tell it.
create table billed_usage (
  cloud     text        not null,
  scope     text        not null,
  day       date        not null,
  meter     text        not null,
  unit      text,
  quantity  numeric,
  cost      numeric     not null,
  currency  text        not null,
  read_at   timestamptz not null default now(),
  unique nulls not distinct (cloud, scope, day, meter, unit, currency)
);

-- How the last reading of deployments or bills went: ok, permission (somebody has to grant what `detail` says) or failing.
create table reader_state (
  source_id       text primary key,
  cloud           text        not null,
  kind            text        not null,
  state           text        not null,
  detail          text,
  last_success_at timestamptz,
  tried_at        timestamptz not null default now()
);
