-- Bills of AWS and Google Cloud, line by line, to set against what was computed.

-- A day of a bill as it was last read. A cloud writes the same day again for weeks (late usage, credits, corrections): the
-- day is replaced when it says something else, and when that was found stands here. `part` is what the cloud replaces as a
-- whole: the billing period of a report, the name of a file, empty for a table. Days without a line for Claude are here
-- too: they tell "nothing was billed" from "not billed yet".
create table bill_day (
  source_id       text        not null,
  part            text        not null,
  day             date        not null,
  cloud           text        not null,
  digest          text        not null,
  rows_left_out   bigint      not null,
  rows_unread     bigint      not null,
  first_read_at   timestamptz not null,
  changed_at      timestamptz not null,
  read_at         timestamptz not null,
  times_restated  integer     not null default 0,
  primary key (source_id, part, day)
);

-- What was billed on a day under one meter in one account. `key` is a digest of everything that tells lines of a day apart.
-- Amounts are as the cloud wrote them, not rounded; null is not known: of `counted` (tokens, or searches) where the line
-- is not for them, of `cost_usd` where the bill is in another currency and tells no rate. `unread` says why a line that
-- looks like Claude could not be read.
create table bill_line (
  source_id     text    not null,
  part          text    not null,
  day           date    not null,
  key           text    not null,
  cloud         text    not null,
  account_id    text    not null,
  kind          text    not null,
  meter         text    not null,
  product       text,
  region        text,
  model         text,
  scope         text    not null,
  token_class   text,
  variant       text    not null,
  unit          text,
  quantity      numeric,
  counted       numeric,
  cost          numeric,
  currency      text    not null,
  cost_usd      numeric,
  invoice_month text,
  unread        text,
  rows          bigint  not null,
  primary key (source_id, part, day, key),
  foreign key (source_id, part, day) references bill_day on delete cascade
);
create index bill_line_by_day on bill_line (day);
