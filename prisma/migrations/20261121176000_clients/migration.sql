-- Which program made the calls: a dimension of the series, so that roll-ups of any range are grouped and filtered by it.
-- Null is "the log does not tell".
alter table usage_series add column client text;
drop index usage_series_dimensions_key;
create unique index usage_series_dimensions_key on usage_series (
  cloud, account_id, region, source_id, model_id, model, vendor, endpoint_scope, service_tier, outcome, team, client,
  price_book, price_entry, price_tier, price_rules, price_terms, unpriced_reason
) nulls not distinct;

-- The calls of one session, and all calls that belong to a session, are found without reading those of every other program.
create index usage_event_session on usage_event ((request_metadata ->> 'session'), occurred_at)
  where request_metadata ->> 'session' is not null;

-- Calls of Claude Code that are there already say so; those of other programs stay unknown until they are collected anew.
-- What was booked about a closed month names its series: such series stay as they are.
create temp table claude_code_call on commit drop as
select event_id, occurred_on, occurred_at, series_id
from   usage_event
where  ((request_metadata ->> 'client' = 'claude-code' and request_metadata ->> 'session' is not null)
        or user_agent ~* '^claude-(cli|code)(/|$)')
and    series_id not in (select series_id from cost_adjustment);

insert into usage_series (
  cloud, account_id, region, source_id, model_id, model, vendor, endpoint_scope, service_tier, outcome, team, client,
  price_book, price_entry, price_tier, price_rules, price_terms, unpriced_reason
)
select cloud, account_id, region, source_id, model_id, model, vendor, endpoint_scope, service_tier, outcome, team,
       'claude-code', price_book, price_entry, price_tier, price_rules, price_terms, unpriced_reason
from   usage_series
where  series_id in (select series_id from claude_code_call)
order  by series_id;

update usage_event e
set    series_id = moved.series_id
from   claude_code_call c
join   usage_series was on was.series_id = c.series_id
join   usage_series moved
       on  moved.client = 'claude-code'
       and (moved.cloud, moved.account_id, moved.region, moved.source_id, moved.model_id, moved.vendor,
            moved.endpoint_scope, moved.outcome)
         = (was.cloud, was.account_id, was.region, was.source_id, was.model_id, was.vendor,
            was.endpoint_scope, was.outcome)
       and (moved.model, moved.service_tier, moved.team, moved.price_book, moved.price_entry, moved.price_tier,
            moved.price_rules, moved.price_terms, moved.unpriced_reason)
         is not distinct from
           (was.model, was.service_tier, was.team, was.price_book, was.price_entry, was.price_tier,
            was.price_rules, was.price_terms, was.unpriced_reason)
where  e.event_id = c.event_id
and    e.occurred_on = c.occurred_on;

insert into dirty_hour (hour)
select distinct date_trunc('hour', occurred_at, 'UTC')
from   claude_code_call
on     conflict (hour) do update set marked_at = now();
