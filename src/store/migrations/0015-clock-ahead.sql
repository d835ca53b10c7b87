-- Alerts about the system are of several kinds: of each one is open for a force at a time.
drop index reassess.alerts_one_of_the_system;
create unique index alerts_one_of_the_system on reassess.alerts (force, (item::json ->> 'kind'))
 where case_id = 0 and status <> 'resolved';

-- When a process last said what such an alert is about. While somebody says so it stays open.
drop table reassess.stalled_said;
create table reassess.system_said (
  kind    text primary key,
  at      timestamptz not null,
  -- What the database's clock is ahead by, where processes do without it meanwhile.
  seconds double precision
);
