-- Who did what, as a chain: every entry carries the hash of the one before it, so that an edit, a deletion or a change of
-- order shows. The triggers keep honest programs from it; the chain shows what a dishonest one did.
create table audit_entry (
  sequence      bigint      primary key,
  at            timestamptz not null,
  actor_kind    text        not null,
  actor_id      text,
  actor_name    text        not null,
  action        text        not null,
  target        text,
  detail        jsonb       not null,
  previous_hash text        not null,
  hash          text        not null
);
create index audit_entry_at on audit_entry (at desc);

-- Signed statements of where the chain was: a chain that is cut off behind one shows as well.
create table audit_digest (
  sequence  bigint      primary key,
  hash      text        not null,
  at        timestamptz not null,
  key_id    text        not null,
  signature text        not null
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only: % on % is refused', lower(tg_op), tg_table_name;
end
$$;

create trigger audit_entry_is_append_only before update or delete or truncate on audit_entry
for each statement execute function audit_is_append_only();
create trigger audit_digest_is_append_only before update or delete or truncate on audit_digest
for each statement execute function audit_is_append_only();
