-- Alerts about the system itself belong to no case: their case_id is 0. One is open for a force at a time, whoever saw the trouble.
create unique index alerts_one_of_the_system on reassess.alerts (force) where case_id = 0 and status <> 'resolved';

-- When a process last said that no timer fires. While somebody says so the alert stays open.
create table reassess.stalled_said (
  only_row boolean primary key default true check (only_row),
  at       timestamptz not null
);
