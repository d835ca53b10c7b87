-- What ended and left the snapshot of its case: the newest of each kind stay there, so that an event costs what is open.
create table reassess.ended (
  case_id bigint not null,
  home    text not null,
  id      text not null,
  -- A duty may be owed, end and leave again under its name; 0 for what has its name alone.
  nth     integer not null,
  -- Of an alert, its kind and cause: by these it comes back.
  cause   text,
  -- Its place in its own list, and in the list of deadlines.
  at      timestamptz not null,
  due_at  timestamptz,
  -- JSON of the machine as it ended.
  machine text not null,
  primary key (case_id, home, id, nth)
);
create index ended_causes on reassess.ended (case_id, cause) where cause is not null;
create index ended_newest on reassess.ended (case_id, home, at, id, nth);
create index ended_by_due on reassess.ended (case_id, due_at, home, id, nth) where due_at is not null;
-- The alerts of one incident, newest first.
create index alerts_of_case on reassess.alerts (case_id, raised_at desc, place desc);

-- Snapshots and lines of lists are written whole with each event. Where this PostgreSQL has it, lz4 compresses them at a fraction of
-- what its own method takes.
do $$
begin
  alter table reassess.cases alter column snapshot set compression lz4, alter column item set compression lz4;
  alter table reassess.changes alter column items set compression lz4;
exception when feature_not_supported then null;
end $$;
