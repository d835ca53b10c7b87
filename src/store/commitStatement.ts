/**
 * The commit: a single statement, so that a group costs a single round trip and lands whole or not at all.
 *
 * Every stored row comes from `taken`: the locked cases that still have the version they were judged at, and the new cases that
 * are really new. A stale case therefore fails alone, and nothing of it is stored. Everybody takes locks in the same order
 * (existing cases by id, then new cases by key), so overlapping groups queue up instead of deadlocking.
 *
 * A statement sees rows as they were when it began, but a lock waits and then reads the current row: `locked.version` is the
 * truth. A case that passes had no commit since it was loaded.
 *
 * A case whose row is locked is skipped, so that the rest of its group does not wait. For rows that cannot be skipped (a new
 * case or an event that an open transaction also inserted, rows of the case's timers, alerts or registers) the statement waits
 * shortly and then fails; each case of the group is then tried alone. The limit applies to this transaction only.
 *
 * The long texts come beside the JSON, joined by a character that JSON holds only escaped: inside it they would be escaped and
 * unescaped again, which took a tenth of a busy server's time and more of the database's.
 */
import { caseIs } from './caseKey.ts'
import { notificationSteps } from './notifications/writing.ts'

/** The lines of registers that a JSON column of `taken` has. */
export const linesIn = (column: string): string => `
  select t.case_id, t.force, m.*
    from taken t cross join lateral json_to_recordset(t.${column}) as m(
      kind text, name text, state text, ended boolean, weight integer, due_at timestamptz, item text)`

/**
 * Writes such lines. For a line `r` that the registers already have: another state or weight may move it to another part of the
 * list, and an earlier clock is nearer.
 */
export const registering = (lines: string): string => `
  insert into reassess.registers as r (case_id, kind, name, force, state, ended, weight, due_at, item, moved_up)
  select case_id, kind, name, force, state, ended, weight, due_at, item, pg_current_xact_id() from ${lines} as lines
  on conflict (case_id, kind, name) do update
     set state = excluded.state, ended = excluded.ended, weight = excluded.weight, due_at = excluded.due_at, item = excluded.item,
         moved_up = case when excluded.state is distinct from r.state or excluded.weight is distinct from r.weight
                           or coalesce(excluded.due_at, 'infinity') < coalesce(r.due_at, 'infinity')
                         then excluded.moved_up else r.moved_up end`

/**
 * Writes hashes of a case. A change names each once; a new case has no hashes yet, and hashes that a known case has are left out. Only a
 * commit of the case adds rows of it, so no conflict is possible, and `on conflict` would make each row a quarter dearer. A scalar subselect
 * is never planned as a join that reads the whole table.
 */
const hashesOf = (table: 'clues' | 'found_by', column: string): string => `
  insert into reassess.${table} (force, key, at, case_id)
  select t.force, k.key, t.reported_at, t.case_id
    from taken t cross join lateral (select decode(hex, 'hex') as key from unnest(string_to_array(t.${column}, ',')) as h(hex)) k
   where t.expected < 1 or (
     select had.case_id from reassess.${table} had
      where had.force = t.force and had.key = k.key and had.at = t.reported_at and had.case_id = t.case_id limit 1) is null`

/**
 * Several times what a busy commit takes. A group waits this long, then the case at fault once more: together well under a
 * second.
 */
const LOCK_WAIT_MS = 300

/** @param isNotifying whether people are told of its alerts: a commit that tells nobody pays nothing for it. */
const statement = (isNotifying: boolean): string => `
with bounded as materialized (
  select set_config('lock_timeout', '${LOCK_WAIT_MS}ms', true)
), input as materialized (
  select i.*
    -- Read with the group itself: a condition that no row needs is not asked, and then nothing bounds the wait.
    from bounded cross join rows from (
      json_to_recordset($1::json) as (
        place integer, force text, reference text, expected integer, version integer, head text, "machineVersion" integer,
        policy text, priority text, closed boolean, "demandLevel" integer, "demandLevels" integer[], attention text[],
        area text, readers text[], states text[], "sortKey" text, "firstSequence" integer, "recordedAt" timestamptz, "timersSet" json, "timersEnded" json,
        alerts json, listed json, unlisted json, "reportedAt" timestamptz, "matchKeys" text, "findKeys" text, links json, counted json, gone json, back json,
        "goneIsWhole" boolean${isNotifying ? ', notification json' : ''}),
      unnest(string_to_array($2::text, e'\\x1e')),
      unnest(string_to_array($3::text, e'\\x1e'))
    ) as i(place, force, reference, expected, version, head, machine_version, policy, priority, closed, demand_level,
           demand_levels, attention, area, readers, states, sort_key, first_sequence, recorded_at, timers_set, timers_ended, alerts, listed,
           unlisted, reported_at, match_keys, find_keys, links, counted, gone, back, gone_is_whole${isNotifying ? ', notification' : ''}, snapshot, item)
), locked as materialized (
  select i.place, c.id, c.version
    from input i join reassess.cases c on ${caseIs('i.force', 'i.reference')}
   where i.expected > 0
   order by c.id
     for update of c skip locked
), inserted as (
  insert into reassess.cases (force, reference, version, head, machine_version, policy, snapshot, item, priority, closed,
                              demand_level, demand_levels, attention, area, readers, states, sort_key, moved_up)
  select force, reference, version, head, machine_version, policy, snapshot, item, priority, closed,
         demand_level, demand_levels, attention, area, readers, states, sort_key, pg_current_xact_id()
    from input
   -- The count is there to make the locks come first. New cases are asked for by "less than one" because of "equals" the planner
   -- expects one, and would compare each of a batch of reports with every other.
   where expected < 1 and (select count(*) from locked) >= 0
   order by force collate "C", reference collate "C"
  on conflict (force, reference) do nothing
  returning id, force, reference
), taken as materialized (
  select l.id as case_id, i.* from locked l join input i on i.place = l.place and i.expected = l.version
  union all
  select n.id, i.* from inserted n join input i on i.expected < 1 and i.force = n.force and i.reference = n.reference
), moved as (
  update reassess.cases c
     set version = t.version, head = t.head, machine_version = t.machine_version, policy = t.policy, snapshot = t.snapshot,
         item = t.item, priority = t.priority, closed = t.closed, demand_level = t.demand_level, demand_levels = t.demand_levels,
         attention = t.attention, area = t.area, readers = t.readers, states = t.states, sort_key = t.sort_key,
         moved_up = case when t.sort_key collate "C" < c.sort_key then pg_current_xact_id() else c.moved_up end
    from taken t
   where c.id = t.case_id and t.expected > 0
), lines as materialized (
  select t.case_id, t.force, e.*
    from rows from (
      json_to_recordset($4::json) as (
        place integer, sequence integer, type text, source text, id text, at timestamptz, "recordedAt" timestamptz, actor text,
        hash text, commitment text, salt text),
      unnest(string_to_array($5::text, e'\\x1e')),
      unnest(string_to_array($6::text, e'\\x1e')),
      unnest(string_to_array($7::text, e'\\x1e'))
    ) as e(place, sequence, type, source, event_id, at, recorded_at, actor, hash, commitment, salt, canonical, consequences, content)
    join taken t on t.place = e.place
), entered as (
  insert into reassess.entries (case_id, sequence, force, type, source, event_id, at, recorded_at, actor, canonical, hash,
                                commitment, consequences)
  select case_id, sequence, force, type, source, event_id, at, recorded_at, actor, canonical, hash, commitment, consequences
    from lines
   order by force, source, event_id
), kept as (
  insert into reassess.contents (case_id, sequence, force, content, salt)
  select case_id, sequence, force, content, salt from lines
), started as (
  insert into reassess.timers (case_id, id, force, machine, deadline, due_at)
  select t.case_id, s.id, t.force, s.machine, s.deadline, s."dueAt"
    from taken t cross join lateral json_to_recordset(t.timers_set) as s(id text, machine text, deadline text, "dueAt" timestamptz)
), ended as (
  delete from reassess.timers d
   using taken t cross join lateral json_array_elements_text(t.timers_ended) as e(id)
   where d.case_id = t.case_id and d.id = e.id
), recognised as (${hashesOf('clues', 'match_keys')}
), findable as (${hashesOf('found_by', 'find_keys')}
), registered as (${registering(`(${linesIn('listed')})`)}
), linked as (
  insert into reassess.links (force, incident, case_id, said_as, at)
  select t.force, s.incident, t.case_id, s.said_as, s.at
    from taken t cross join lateral (
      select incident, l."as" as said_as, at from json_to_recordset(t.links) as l(incident text, "as" text, at timestamptz)
    ) s
  -- The key holds its own case, so this never waits for another case's row.
  on conflict (force, incident, case_id, said_as) do update set at = excluded.at
), counted as (
  insert into reassess.counted (case_id, what, name, force, at, code, priority, area, risk, team, kind, minutes)
  select t.case_id, s.what, s.name, t.force, s.at, s.code, s.priority, s.area, s.risk, s.team, s.kind, s.minutes
    from taken t cross join lateral json_to_recordset(t.counted) as s(
      what text, name text, at timestamptz, code text, priority text, area text, risk text, team text, kind text, minutes integer)
  on conflict (case_id, what, name) do update
     set at = excluded.at, code = excluded.code, priority = excluded.priority, area = excluded.area, risk = excluded.risk,
         team = excluded.team, kind = excluded.kind, minutes = excluded.minutes
), left_case as (
  insert into reassess.ended (case_id, force, home, id, nth, cause, at, due_at, machine, left_by)
  select t.case_id, t.force, g.home, g.id, g.nth, g.cause, g.at, g."dueAt", g.machine, pg_current_xact_id()
    from taken t cross join lateral json_to_recordset(t.gone) as g(
      home text, id text, nth integer, cause text, at timestamptz, "dueAt" timestamptz, machine text)
  on conflict (case_id, home, id, nth) do update
     set cause = excluded.cause, at = excluded.at, due_at = excluded.due_at, machine = excluded.machine, left_by = excluded.left_by
), came_back as (
  delete from reassess.ended e
   using taken t cross join lateral json_to_recordset(t.back) as b(home text, id text)
   where e.case_id = t.case_id and e.home = b.home and e.id = b.id
), replaced as (
  delete from reassess.ended e
   using taken t
   where t.gone_is_whole and e.case_id = t.case_id
     and not exists (
       select from json_to_recordset(t.gone) as g(home text, id text, nth integer)
        where g.home = e.home and g.id = e.id and g.nth = e.nth)
${isNotifying ? `), ${notificationSteps('taken')}` : ')'}, unlisted as (
  delete from reassess.registers d
   using taken t cross join lateral json_to_recordset(t.unlisted) as u(kind text, name text)
   where d.case_id = t.case_id and d.kind = u.kind and d.name = u.name
), told as materialized (
  select t.case_id, t.force, t.reference as incident, a.*
    from taken t
   cross join lateral rows from (
           json_to_recordset(t.alerts) as (
             id text, status text, kind text, audience text, "raisedAt" timestamptz, "takenBy" text, account text, item text))
         with ordinality as a(id, status, kind, audience, raised_at, taken_by, account, item, place)
), raised as (
  insert into reassess.alerts as r (case_id, id, force, incident, status, kind, audience, raised_at, taken_by, taken_account, item)
  select case_id, id, force, incident, status, kind, audience, raised_at, taken_by, account, item from told order by case_id, place
  on conflict (case_id, id) do update
     set status = excluded.status, audience = excluded.audience, raised_at = excluded.raised_at, item = excluded.item,
         taken_by = excluded.taken_by,
         -- The commit in which it was taken names the account: it stays until somebody else has it.
         taken_account = case when excluded.taken_by = r.taken_by then coalesce(excluded.taken_account, r.taken_account)
                              else excluded.taken_account end
), published as (
  insert into reassess.changes (case_id, force, first_sequence, last_sequence, head, recorded_at, items)
  select t.case_id, t.force, t.first_sequence, t.version, t.head, coalesce(t.recorded_at, now()),
         '[{"event":"incident","data":' || t.item || '}' || coalesce(a.items, '') || ']'
    from taken t left join (
      select case_id, string_agg(',{"event":"alert","data":' || item || '}', '' order by place) as items from told group by case_id
    ) a on a.case_id = t.case_id
   order by t.place
)
select place, true as landed from taken
union all
-- On record and not locked by us, so by somebody else.
select i.place, false from input i join reassess.cases c on ${caseIs('i.force', 'i.reference')}
 where i.expected > 0 and not exists (select from locked l where l.place = i.place)
   -- As a rule all were locked, and nothing is looked up.
   and (select count(*) from locked) < (select count(*) from input where expected > 0)`

export const COMMIT = { name: 'reassess-commit', text: statement(false) }
export const COMMIT_NOTIFYING = { name: 'reassess-commit-notifying', text: statement(true) }
