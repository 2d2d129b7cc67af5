-- A program is first seen under the name that figures have it by, so that what tells of it leads to its calls. It was noted
-- under the first word of its user agent, from which that name cannot be told for sure: the roll-ups know it, by the hour.
delete from first_seen where kind = 'client';

insert into first_seen (kind, place, value, first_at, last_at)
select 'client', '', s.client, min(h.hour), max(h.hour)
from   usage_hourly h
join   usage_series s using (series_id)
where  s.client is not null
group  by s.client;
