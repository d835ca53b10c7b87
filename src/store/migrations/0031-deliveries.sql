-- Who is told of what: one row for each alert, level, count, person and way, written by the commit of the alert. A worker carries
-- them out. Holds no address and no name of a victim: `person` is the name of somebody in the delivery file.
create table reassess.deliveries (
  id           bigint generated always as identity primary key,
  force        text not null,
  -- 0 for an alert about the system itself, and for what is about no alert.
  case_id      bigint not null,
  -- Empty for a test message.
  alert        text not null,
  incident     text not null,
  kind         text not null,
  severity     text not null,
  -- Worst first.
  rank         smallint not null generated always as
                 (case severity when 'critical' then 0 when 'high' then 1 when 'medium' then 2 else 3 end) stored,
  level        integer not null,
  count        integer not null,
  -- 0 as it was raised; else the line by which it was open again.
  turn         integer not null,
  about        text not null,
  person       text not null,
  way          text not null,
  role         text not null,
  -- When the alert moves on, for the message.
  due_at       timestamptz,
  status       text not null default 'pending',
  written_at   timestamptz not null,
  -- Rows of one commit to one person by one way are one message.
  written_by   xid8 not null default pg_current_xact_id(),
  bundled      boolean not null default false,
  -- When it is tried next; null once nothing more is tried.
  try_at       timestamptz,
  leased_until timestamptz,
  -- The idempotency key, given when it is first leased, and the same for all rows of the message.
  message      text,
  tries        integer not null default 0,
  tried_at     timestamptz,
  sent_at      timestamptz,
  delivered_at timestamptz,
  -- By which the way reports later what became of it.
  reference    text,
  -- Why the last try failed, in words for whoever runs the service.
  problem      text,
  unique (force, alert, level, count, turn, about, person, way)
);
-- What is still to be tried, in the order in which it is leased, and what else goes into the message of a row.
create index deliveries_to_try on reassess.deliveries (force, way, person, rank, try_at, id) where try_at is not null;
create index deliveries_together on reassess.deliveries (written_by, way, person) where message is null;
create index deliveries_newest on reassess.deliveries (force, id desc);
create index deliveries_of_status on reassess.deliveries (force, status, id desc);
create index deliveries_of_person on reassess.deliveries (force, person, id desc);
create index deliveries_of_message on reassess.deliveries (message) where message is not null;
create index deliveries_reported on reassess.deliveries (reference) where reference is not null;

-- How far the telling of an alert has come: who was told, and who comes next unless somebody takes it by then.
create table reassess.notifications (
  force        text not null,
  alert        text not null,
  case_id      bigint not null,
  level        integer not null,
  count        integer not null,
  turn         integer not null,
  severity     text not null,
  -- To go through, the present one first.
  roles        text[] not null,
  told         text[] not null,
  next_at      timestamptz,
  leased_until timestamptz,
  -- Of an alert about the system: who was seen to have taken it, as JSON. No commit of a case says so.
  taken_by     jsonb,
  primary key (force, alert)
);
create index notifications_due on reassess.notifications (next_at) where next_at is not null;
create index notifications_of_the_system on reassess.notifications (force) where case_id = 0;

-- Bundles that are being gathered, for the next row of the same person and way.
create index deliveries_gathering on reassess.deliveries (force, person, way, try_at) where bundled and status = 'pending';
