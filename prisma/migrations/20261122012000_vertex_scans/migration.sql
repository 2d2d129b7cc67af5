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

-- Some tables are billed as a whole at each reading. Readings of them are spaced so that a ceiling of bytes a day is held, by
-- all instances and after a restart: what was read so, and when it may be read next.
create table source_scan (
  source_scan_id bigint generated always as identity primary key,
  source_id      text        not null,
  scanned_at     timestamptz not null,
  bytes          bigint      not null
);
create index source_scan_source on source_scan (source_id, scanned_at);

alter table source_state
  add column scan_bytes         bigint,
  add column scan_bytes_per_day bigint,
  add column next_scan_at       timestamptz;
