-- Calls that were refused before a model saw them are not billed, and calls of Foundry of which no tokens were logged have what
-- they used in the metered remainder; both counted as unpriced. Calls that several logs tell of are derived from their
-- sights, so that joining their groups again prices them anew. Those of Bedrock are priced again by `ledgerline rerate`.

-- A gateway's calls that name no model were grouped by the name of their deployment, beside the group in which the same
-- tokens were metered, and counted twice. They have a group of their own now, which every group of their day looks into.
insert into join_group (cloud, account_id, region, model_key, hour)
select distinct cloud, account_id, '', 'calls of unnamed models', date_trunc('day', occurred_at, 'UTC')
from   sight
where  cloud = 'foundry'
and    log = 'gateway'
and    event ->> 'model' is null
and    event ->> 'vendor' = 'unknown'
and    event ->> 'outcome' <> 'failed'
on conflict do nothing;

update sight s
set    join_group_id = g.join_group_id
from   join_group g
where  g.cloud = s.cloud
and    g.account_id = s.account_id
and    g.model_key = 'calls of unnamed models'
and    g.hour = date_trunc('day', s.occurred_at, 'UTC')
and    s.cloud = 'foundry'
and    s.log = 'gateway'
and    s.event ->> 'model' is null
and    s.event ->> 'vendor' = 'unknown'
and    s.event ->> 'outcome' <> 'failed';

update join_group
set    marks = marks + 1, dirty_since = now()
where  cloud in ('foundry', 'vertex');
