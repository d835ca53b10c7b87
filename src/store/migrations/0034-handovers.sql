-- Hand-overs of the shift. The row, its list and what is still to be recorded of it are written by one statement; a sweep finishes what a
-- crash interrupted. References and names of staff only; the note is what whoever handed over wrote.
create table reassess.handovers (
  -- The order in which they were made.
  place      bigint generated always as identity,
  id         text primary key,
  force      text not null,
  from_shift text not null,
  to_shift   text not null,
  -- JSON of `Person`.
  by         text not null,
  note       text,
  -- JSON of `Actor`: under it the changes of shift are recorded.
  actor      text not null,
  -- As the sender calls it: sent again, it is the same hand-over.
  sent_id    text,
  at         timestamptz not null,
  accept_by  timestamptz not null,
  -- When it was last looked at what of it has ended.
  looked_at  timestamptz not null,
  -- Since when nothing of it is left to accept.
  done_at    timestamptz
);
create unique index handovers_sent on reassess.handovers (force, sent_id) where sent_id is not null;
create index handovers_newest on reassess.handovers (force, place desc);
create index handovers_newest_left on reassess.handovers (force, place desc) where done_at is null;
create index handovers_left on reassess.handovers (looked_at) where done_at is null;

create table reassess.handover_items (
  handover    text not null,
  -- From 1, worst first.
  number      integer not null,
  force       text not null,
  what        text not null,
  kind        text not null,
  -- Empty for an alert about the system itself.
  incident    text not null,
  case_id     bigint not null,
  -- Within its case: the alert, the machine of the deadline, the line of the registers; empty for the incident itself.
  about       text not null,
  severity    text,
  level       integer,
  due_at      timestamptz,
  -- JSON of `Person`: who had the alert.
  has         text,
  -- JSON of `Person`.
  accepted_by text,
  accepted_at timestamptz,
  -- Since when its matter is over.
  settled_at  timestamptz,
  primary key (handover, number)
);
create index handover_items_left on reassess.handover_items (handover) where accepted_at is null and settled_at is null;

-- The incidents that are told of the change of shift.
create table reassess.handover_changes (
  handover text not null,
  incident text not null,
  force    text not null,
  -- From 1, worst first.
  number   integer not null,
  -- When it is recorded, or tried again; null once it is recorded or refused.
  try_at   timestamptz,
  tries    integer not null default 0,
  -- What it opened or joined; null where somebody has attended.
  demand   text,
  -- Why it was refused, or failed the last time.
  problem  text,
  primary key (handover, incident)
);
create index handover_changes_due on reassess.handover_changes (try_at) where try_at is not null;
