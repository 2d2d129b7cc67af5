-- Azure tells when a deployment was last changed: as it read at the first look it had read since then, its limits too, so that
-- hours from before that look have limits that are known. Null where it was not told, or has not been looked at again.
alter table deployment add column changed_at timestamptz;
