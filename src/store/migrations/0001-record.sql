-- The record. Byte-exact JSON (snapshots, canonical lines, contents) is `text`: `jsonb` reorders keys and refuses NUL escapes.
-- No foreign keys: rows come only from the commit statement, which takes their case_id from cases it locked or just inserted.

create table reassess.cases (
  id              bigint generated always as identity primary key,
  force           text not null,
  reference       text not null,
  version         integer not null,
  head            text not null,
  machine_version integer not null,
  policy          text not null,
  -- JSON of `Case`: a cache of the entries, proven by replay.
  snapshot        text not null,
  -- JSON of `IncidentItem`, and below it what lists are filtered and ordered by.
  item            text not null,
  priority        text,
  closed          boolean not null,
  demand_level    integer not null,
  -- The levels of its open demands, for the metrics.
  demand_levels   integer[] not null,
  attention       text[] not null,
  states          text[] not null,
  -- Byte order, so that it sorts here as it does in the engine.
  sort_key        text collate "C" not null,
  unique (force, reference)
);
create index cases_worst_first on reassess.cases (force, sort_key, id);
create index cases_open_worst_first on reassess.cases (force, sort_key, id) where not closed;
create index cases_by_priority on reassess.cases (force, priority, sort_key, id);
create index cases_by_state on reassess.cases using gin (attention, states);
create index cases_demanded on reassess.cases (demand_level) where demand_level > 0;

-- One line of a case's chain. Holds no personal content: that is in `contents`, which retention may destroy without breaking the chain.
create table reassess.entries (
  case_id      bigint not null,
  sequence     integer not null,
  force        text not null,
  type         text not null,
  source       text,
  event_id     text,
  at           timestamptz not null,
  recorded_at  timestamptz not null,
  -- JSON of `Actor`.
  actor        text,
  canonical    text not null,
  hash         text not null,
  commitment   text not null,
  consequences text not null,
  primary key (case_id, sequence)
);
create unique index entries_event on reassess.entries (force, source, event_id) where source is not null;

create function reassess.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the record is append only';
end $$;
create trigger entries_append_only before update or delete or truncate on reassess.entries
  for each statement execute function reassess.refuse_change();

create table reassess.contents (
  case_id  bigint not null,
  sequence integer not null,
  content  text not null,
  salt     text not null,
  primary key (case_id, sequence)
);

-- Clocks that run. Leasing one is a committed update; the row goes when its deadline passed or was cancelled.
create table reassess.timers (
  case_id      bigint not null,
  id           text not null,
  machine      text not null,
  deadline     text not null,
  due_at       timestamptz not null,
  leased_until timestamptz,
  -- Given to the alarms by `dueSoon`.
  handed       boolean not null default false,
  primary key (case_id, id)
);
create index timers_due on reassess.timers (due_at);
create index timers_to_hand on reassess.timers (due_at) where not handed;

create table reassess.alerts (
  case_id   bigint not null,
  id        text not null,
  -- Arrival order, which settles alerts raised in one millisecond.
  place     bigint generated always as identity,
  force     text not null,
  status    text not null,
  raised_at timestamptz not null,
  -- JSON of `AlertItem`.
  item      text not null,
  primary key (case_id, id),
  unique (force, id)
);
create index alerts_newest on reassess.alerts (force, raised_at desc, place desc);
create index alerts_newest_of_status on reassess.alerts (force, status, raised_at desc, place desc);

-- One row a committed change: what the stream sends. `position` is given after commit, in one place, so that no reader skips one.
create table reassess.changes (
  id             bigint generated always as identity primary key,
  position       bigint unique,
  case_id        bigint not null,
  force          text not null,
  first_sequence integer not null,
  last_sequence  integer not null,
  head           text not null,
  recorded_at    timestamptz not null,
  -- JSON array of {event, data}.
  items          text not null
);
create index changes_not_numbered on reassess.changes (id) where position is null;
create index changes_of_force on reassess.changes (force, position);

create table reassess.refusals (
  id    bigint generated always as identity primary key,
  force text not null,
  at    timestamptz not null,
  -- JSON of `RefusalItem` without its id: JSON escapes what `text` cannot hold, and a refused event may hold anything.
  item  text not null,
  actor text not null,
  body  bytea not null
);
create index refusals_newest on reassess.refusals (force, id desc);

create table reassess.api_keys (
  id      text primary key,
  -- SHA-256 of the key, hex. The key itself is shown once and kept nowhere.
  hash    text not null unique,
  role    text not null,
  force   text not null,
  created timestamptz not null default now()
);

create table reassess.policies (
  hash      text primary key,
  id        text not null,
  version   integer not null,
  canonical text not null,
  pinned_at timestamptz not null default now(),
  unique (id, version)
);

create table reassess.checkpoints (
  id       bigint generated always as identity primary key,
  position bigint not null,
  -- The signed line, byte for byte, as it was also handed out to be kept elsewhere.
  line     text not null
);
create index checkpoints_newest on reassess.checkpoints (position, id);

-- One row that a readiness probe writes: the only way to know that the record can be written is to write.
create table reassess.writable (
  only_row boolean primary key default true check (only_row),
  at       timestamptz not null default now()
);
insert into reassess.writable default values;
