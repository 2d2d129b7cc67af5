-- A finding of new fields names the sight that showed it. The event that this sight became, which may have another id, is
-- noted when its group is joined, so that whoever looks at the finding finds the call.
alter table schema_drift add column joined_event_id uuid;

-- Groups of what was found before are joined once more for it. The first 16 bits of an id are its day.
update join_group
set    marks = marks + 1,
       dirty_since = now()
where  join_group_id in (
         select s.join_group_id
         from   schema_drift d
         join   sight s on  s.occurred_on = date '1970-01-01' + ('x' || left(d.example_event_id::text, 4))::bit(16)::int
                        and s.event ->> 'eventId' = d.example_event_id::text);
