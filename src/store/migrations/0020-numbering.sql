-- Whose turn it is, one row for each thing that one connection does at a time. A row is locked and never changed. Every login may take an
-- advisory lock by its number: the reader's, held, stopped the stream and every alert on it while /readyz said that all was well.
create table reassess.turns (name text primary key);
insert into reassess.turns values ('positions'), ('report-refused');

-- Numbers the changes that have no position yet (src/store/numbering.ts says why so). A function keeps its plans for the life of a
-- session; sent as text, these statements were read and planned anew for each group of events, which took as long as running them.
-- The last statement begins after the lock was given, so it sees what the last holder numbered.
create function reassess.number_changes(latest timestamptz, turn_within text, channel text) returns void language plpgsql as $$
declare
  newest bigint;
begin
  -- A bitmap of the index would be made of every change that was numbered since the last vacuum, again each time; a scan of it
  -- forgets them as it goes.
  perform pg_catalog.set_config('enable_bitmapscan', 'off', true), pg_catalog.set_config('lock_timeout', turn_within, true);
  perform from reassess.turns t where t.name = 'positions' for update;
  with base as (
    select greatest(coalesce(max(c.position), 0), floor(extract(epoch from least(clock_timestamp(), latest)) * 1000000)::bigint) as position
      from reassess.changes c
  ), waiting as (
    select c.id, row_number() over (order by c.id) as place from reassess.changes c where c.position is null
  ), numbered as (
    update reassess.changes c set position = base.position + waiting.place
      from base, waiting where c.id = waiting.id returning c.position
  )
  select max(n.position) into newest from numbered n;
  if newest is not null then
    perform pg_catalog.pg_notify(channel, newest::text);
  end if;
end $$;
