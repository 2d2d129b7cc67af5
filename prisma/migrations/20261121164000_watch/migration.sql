-- Are the logs kept, and who is told when they are not? The clouds' settings as dated history, alerts, and what is to be sent.

-- A setting over the time in which it read the same; a change starts a new row, so that "off between Tuesday and Thursday"
-- can be told afterwards. `value` is {"known": true, "value": …} or {"known": false, "permission": …, "on": …}.
create table observed_setting (
  observed_setting_id bigint generated always as identity primary key,
  cloud               text        not null,
  account_id          text        not null,
  region              text        not null,
  resource            text        not null,
  name                text        not null,
  value               jsonb       not null,
  first_seen_at       timestamptz not null,
  last_seen_at        timestamptz not null
);
create index observed_setting_latest
  on observed_setting (cloud, account_id, region, resource, name, first_seen_at desc);

-- One alert for each thing that a check looks at. `told_state` is what the channels were last told: somebody is told again
-- when it is no longer so.
create table alert (
  alert_id      uuid        primary key,
  check_name    text        not null,
  subject       text        not null,
  state         text        not null,
  since         timestamptz not null,
  pending_state text,
  pending_since timestamptz,
  was_known     boolean     not null,
  told_state    text,
  told_at       timestamptz,
  muted_until   timestamptz,
  mute_reason   text,
  words         text        not null,
  evidence      jsonb       not null,
  link          text        not null,
  observed_at   timestamptz not null,
  created_at    timestamptz not null,
  unique (check_name, subject)
);

-- What became of an alert: changes of state, and mutes with their reason.
create table alert_transition (
  alert_transition_id bigint generated always as identity primary key,
  alert_id            uuid        not null references alert,
  kind                text        not null,
  from_state          text        not null,
  to_state            text        not null,
  at                  timestamptz not null,
  words               text        not null,
  evidence            jsonb       not null
);
create index alert_transition_alert on alert_transition (alert_id, alert_transition_id desc);

-- The outbox: written in the transaction that changes the alerts, so that neither exists without the other, and delivered
-- afterwards, at least once. The id is what receivers recognise a repetition by.
create table notification (
  notification_id uuid        primary key,
  channel_id      text        not null,
  alert_ids       uuid[]      not null,
  message         jsonb       not null,
  state           text        not null,
  created_at      timestamptz not null,
  due_at          timestamptz not null,
  attempts        integer     not null default 0,
  last_error      text,
  sent_at         timestamptz
);
create index notification_due on notification (due_at) where state = 'waiting';
create index notification_alerts on notification using gin (alert_ids);
