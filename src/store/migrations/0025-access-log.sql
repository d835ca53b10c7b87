-- Who read what. Append only and chained: a chain for each process that writes (src/engine/access/line.ts). (writer, number) is the
-- name of a line, so that a line that comes twice, from a statement in doubt and from the spool, is kept once.
create table reassess.access_log (
  writer     uuid not null,
  number     integer not null,
  -- In order of arrival, nearly: what checkpoints go by, and what settles lines of one millisecond.
  place      bigint generated always as identity,
  force      text not null,
  at         timestamptz not null,
  -- The name of the person who signed in, or the key, as names are compared.
  who        text not null,
  -- JSON: the key, or issuer, subject and name.
  reader     text not null,
  role       text not null,
  status     integer not null,
  restricted boolean not null,
  glass      boolean not null,
  -- The reference that was asked for.
  asked      text,
  -- That and all that the answer told of.
  incidents  text[] not null,
  canonical  text not null,
  hash       text not null,
  primary key (writer, number)
);
create index access_log_newest on reassess.access_log (force, at desc, place desc);
create index access_log_of_person on reassess.access_log (force, who, at desc, place desc);
create index access_log_of_incident on reassess.access_log using gin (incidents);
create index access_log_places on reassess.access_log (place);

-- What the owner's command removed: the beginning of a chain, up to and including a number.
create table reassess.access_log_removed (
  removal  uuid not null,
  -- The chain of the line that tells of the removal.
  told_by  uuid not null,
  writer   uuid not null,
  up_to    integer not null,
  lines    integer not null,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  -- The hash of the last line removed, which the next line of its chain holds.
  head     text not null,
  primary key (writer, up_to)
);

-- Only the owner of the table removes, and says so in the transaction (src/store/access/expire.ts).
create function reassess.refuse_access_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('reassess.expires', true) = 'yes'
     and pg_has_role(session_user, (select relowner from pg_class where oid = tg_relid), 'member') then
    return null;
  end if;
  raise exception 'the access log is append only';
end $$;
create trigger access_log_append_only before update or delete or truncate on reassess.access_log
  for each statement execute function reassess.refuse_access_change();
create trigger access_log_removed_append_only before update or delete or truncate on reassess.access_log_removed
  for each statement execute function reassess.refuse_change();
