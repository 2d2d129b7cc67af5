-- Who may come in, as what, and by which door. Until now there was one role and sign-in links; now members come from an
-- identity provider or have a password here, and every session and token belongs to somebody and can be revoked.

create table member (
  member_id       uuid        primary key,
  -- The issuer of an OpenID provider, or `local` for an account of this installation; `subject` is unique there.
  issuer          text        not null,
  subject         text        not null,
  name            text        not null,
  email           text,
  roles           text[]      not null,
  teams           text[]      not null,
  -- `groups`: roles and teams are taken from the provider's groups at every sign-in. `here`: they were set here and stay.
  managed_by      text        not null check (managed_by in ('groups', 'here')),
  created_at      timestamptz not null default now(),
  last_sign_in_at timestamptz,
  disabled_at     timestamptz,
  unique (issuer, subject)
);

-- argon2id in its PHC form. Secrets of one-time codes are encrypted; `totp_pending` waits for a first code that proves it.
create table local_password (
  member_id       uuid        primary key references member on delete cascade,
  phc             text        not null,
  set_at          timestamptz not null default now(),
  must_change     boolean     not null default false,
  totp_secret     bytea,
  totp_pending    bytea,
  -- The 30-second step of the last code that was taken: none is taken twice.
  totp_last_step  bigint
);

-- Signing in takes several requests: to a provider and back, or a password and then a code. Each step is used once.
create table sign_in_step (
  step_hash  bytea       primary key,
  -- `oidc`, `code` or `newPassword`: what has to come next.
  awaits     text        not null,
  member_id  uuid        references member on delete cascade,
  facts      jsonb       not null default '{}',
  expires_at timestamptz not null
);

-- Attempts within a time, shared by the instances: the layout is that of rate-limiter-flexible.
create table rate_limit (
  key    varchar(255) primary key,
  points integer      not null default 0,
  expire bigint
);

-- The roles of a member's session are the member's, read anew at each request; only one of a sign-in link has its own.
alter table session add column session_id   uuid not null default gen_random_uuid() unique;
alter table session add column member_id    uuid references member on delete cascade;
alter table session add column roles        text[];
alter table session add column opened_by    text not null default 'link' check (opened_by in ('link', 'oidc', 'password'));
alter table session add column user_agent   text;
alter table session add column last_seen_at timestamptz not null default now();
update session set roles = array[role];
alter table session add constraint session_has_roles check ((member_id is null) = (roles is not null));
alter table session drop column role;
create index session_member on session (member_id);

alter table api_token add column roles      text[];
-- The teams that its figures are limited to; null for those of who made it.
alter table api_token add column teams      text[];
-- Null for the token of the environment. A token never may more than its maker may now.
alter table api_token add column made_by    uuid references member on delete cascade;
alter table api_token add column expires_at timestamptz;
-- The first letters of the secret, by which its owner knows it again.
alter table api_token add column hint       text not null default '';
update api_token set roles = array[role];
alter table api_token alter column roles set not null;
alter table api_token drop column role;

alter table sign_in_link add column roles text[];
update sign_in_link set roles = array[role];
alter table sign_in_link alter column roles set not null;
alter table sign_in_link drop column role;
