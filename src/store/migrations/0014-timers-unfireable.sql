-- A timer that could not be fired, kept apart from its own row, which may be the one that somebody has locked.
create table reassess.timers_unfireable (
  case_id  bigint not null,
  timer    text not null,
  -- Since when it could not be fired; an alert says so after a while.
  since    timestamptz not null,
  noted_at timestamptz not null default now(),
  -- Its own row is locked: nobody has even tried.
  locked   boolean not null,
  primary key (case_id, timer)
);

-- The build that put a timer off: what it cannot fire another build may, so its putting off binds its own kind only.
alter table reassess.timers add column put_off_by integer;

-- What an alert of the system is about: its kind, and for an alert about one incident the case. One is open for each at a time.
alter table reassess.alerts add column about text;
update reassess.alerts set about = 'timers-stalled' where case_id = 0;
drop index reassess.alerts_one_of_the_system;
create unique index alerts_one_of_the_system on reassess.alerts (force, about) where case_id = 0 and status <> 'resolved';

-- Builds at work on this record, by the version of their machines: one that is older than another is not ready.
create table reassess.machines_at_work (
  version integer primary key,
  said_at timestamptz not null
);
