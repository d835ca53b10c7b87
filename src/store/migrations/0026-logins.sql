-- Whose row it is: row-level security parts the rows of forces by this column (src/store/logins/tables.ts). A row of a case has its
-- case's force; a row whose case is gone, as after damage, belongs to no force.
alter table reassess.timers add column force text;
alter table reassess.timers_unfireable add column force text;
alter table reassess.contents add column force text;
alter table reassess.ended add column force text;
update reassess.timers t set force = coalesce((select c.force from reassess.cases c where c.id = t.case_id), '');
update reassess.timers_unfireable t set force = coalesce((select c.force from reassess.cases c where c.id = t.case_id), '');
update reassess.contents t set force = coalesce((select c.force from reassess.cases c where c.id = t.case_id), '');
update reassess.ended t set force = coalesce((select c.force from reassess.cases c where c.id = t.case_id), '');
alter table reassess.timers alter column force set not null;
alter table reassess.timers_unfireable alter column force set not null;
alter table reassess.contents alter column force set not null;
alter table reassess.ended alter column force set not null;

-- Row-level security reads an index only by what leaks nothing: `coalesce` counts as leaking, `case` does not.
drop index reassess.registers_in_order;
create index registers_in_order on reassess.registers
  (force, kind, state, weight, (case when due_at is null then timestamptz '9999-12-31 00:00:00+00' else due_at end), case_id, name);

-- Nor does it read a GIN index. The reader asks these functions instead, which run as the owner: so they check the force themselves.
-- Whoever may write the table works on all forces. The force is compared so that no other index fits.
create function reassess.access_lines_of(of_force text, of_incident text)
  returns table (writer uuid, number integer, place bigint, at timestamptz, who text)
  language sql stable security definer set search_path = pg_catalog as $$
  select line.writer, line.number, line.place, line.at, line.who
    from reassess.access_log line
   where line.incidents @> array[of_incident] and line.force is not distinct from of_force
     and (of_force = current_setting('reassess.force', true)
          or has_table_privilege(session_user, 'reassess.access_log', 'insert'))
$$;
revoke all on function reassess.access_lines_of(text, text) from public;

create function reassess.cases_in_state(of_force text, of_state text)
  returns table (case_id bigint)
  language sql stable security definer set search_path = pg_catalog as $$
  select c.id
    from reassess.cases c
   where c.states @> array[of_state] and c.force is not distinct from of_force
     and (of_force = current_setting('reassess.force', true) or has_table_privilege(session_user, 'reassess.cases', 'insert'))
$$;
revoke all on function reassess.cases_in_state(text, text) from public;
