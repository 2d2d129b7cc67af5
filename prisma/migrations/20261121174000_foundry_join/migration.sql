-- Foundry's calls, told by gateways, Foundry's own log and metrics, are joined by account, model and day.

-- What was metered of a deployment in an hour beyond the calls that are known is an event of its own. Where all calls are
-- known and only their cached tokens are not, it stands for no further call.
alter table usage_event drop constraint usage_event_requests_check;
alter table usage_event add constraint usage_event_requests_check check (requests >= 0);

-- Groups of an account are marked when what was metered of it or deployed in it changes; their region is empty, because an
-- account has one.
create index join_group_account on join_group (account_id, hour);

-- Every id under which somebody may know a call: the gateway's, Foundry's, Anthropic's. Also of sights that are no event of
-- their own, so that a call can be found by the id that its caller was given.
create function sight_ids(event jsonb) returns text[]
  language sql immutable parallel safe
  return array_remove(array[event ->> 'requestId', event ->> 'messageId'], null)
         || array(select value from jsonb_each_text(coalesce(event -> 'correlationIds', '{}')));
create index sight_ids on sight using gin (sight_ids(event)) where cloud = 'foundry';
