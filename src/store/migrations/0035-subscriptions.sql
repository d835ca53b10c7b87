-- How far each subscribed system has been told: a row for each entry of `subscriptions` in the delivery file. The row stays when the
-- entry is removed, so that the entry continues where it was when it returns.
create table reassess.subscriptions (
  force         text not null,
  id            text not null,
  -- Its name in the delivery file: the address and the secret are in the file alone.
  webhook       text not null,
  -- Empty: alerts of every kind.
  kinds         text[] not null,
  incidents     boolean not null,
  -- `active`; `ended`: the receiver answered 410; `stopped`: no longer in the delivery file.
  status        text not null default 'active',
  -- An id of the stream: everything up to it was sent, or is not asked for.
  position      text not null,
  -- Rises when a process begins to carry it and when it is set to another position: an earlier carrier cannot move it any more.
  turn          integer not null default 0,
  leased_until  timestamptz,
  -- After a failed try: not tried before.
  next_at       timestamptz,
  -- Failed tries since the last success.
  tries         integer not null default 0,
  failing_since timestamptz,
  -- Why the last try failed, in words for whoever runs the service.
  problem       text,
  sent_at       timestamptz,
  ended_at      timestamptz,
  replayed_at   timestamptz,
  replayed_from text,
  replayed_by   text,
  primary key (force, id)
);
