-- When a process last said what such an alert is about. While somebody says so it stays open.
drop table reassess.stalled_said;
create table reassess.system_said (
  kind    text primary key,
  at      timestamptz not null,
  -- What the database's clock is ahead by, where processes do without it meanwhile.
  seconds double precision
);
