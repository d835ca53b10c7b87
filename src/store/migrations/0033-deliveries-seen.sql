-- Who had messages sent again, once for each call: what they asked for, and how many deliveries that was.
create table reassess.replays (
  id       bigint generated always as identity primary key,
  force    text not null,
  at       timestamptz not null,
  -- JSON of `Person`; null behind a key whose holder named nobody.
  by       text,
  -- JSON of `Actor`: the key or the session.
  actor    text not null,
  -- JSON of what was asked for.
  asked    text not null,
  replayed integer not null
);
-- The last replay. Its instant begins the time in which the delivery is tried anew.
alter table reassess.deliveries
  add column replay      bigint,
  add column replayed_at timestamptz;
create index deliveries_of_incident on reassess.deliveries (force, incident, id desc);
-- What has not arrived: little, among all that has.
create index deliveries_undelivered on reassess.deliveries (severity, status, written_at, way) where status in ('pending', 'failed', 'dead');
-- How a way went lately.
create index deliveries_tried on reassess.deliveries (force, way, tried_at desc) where tried_at is not null;
-- A `delivery-failed` is raised once for each time that an alert is told.
create index alerts_undelivered on reassess.alerts (force, about) where kind = 'delivery-failed';
