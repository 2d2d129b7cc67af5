-- How closely the logs of a group agree, how much each of them leaves out and how crowded it is (LogStatistics), as JSON. It
-- hangs on the group's own sights alone. Callers in other groups of the account are named by it, so that it is kept with the
-- group, and those are joined again when it changes.
alter table join_group
  add column shows       jsonb,
  add column shown_calls integer not null default 0;

-- Joined again with it, without being told by a sight.
update join_group set marks = marks + 1, dirty_since = now() where cloud = 'vertex';
