/** The statements of `rebuildRegisters`. */
import { linesIn, registering } from '../commitStatement.ts'

/** Cases after an id. */
export const NEXT = {
  name: 'reassess-rebuild-next',
  text: 'select id from reassess.cases where id > $1 order by id limit $2',
}

/** A case and its rows as a single moment had them. */
export const COMPARED = {
  name: 'reassess-rebuild-compared',
  text: `
    select c.id, c.version, c.force, c.reference, c.snapshot, r.rows, e.ended
      from unnest($1::bigint[]) as k(id)
     cross join lateral (select * from reassess.cases c where c.id = k.id limit 1) c
     cross join lateral (
       select coalesce(json_agg(json_build_object('kind', kind, 'name', name, 'state', state, 'ended', ended, 'weight', weight,
                'due_at', to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'item', item)), '[]')::text as rows
         from reassess.registers r where r.case_id = c.id
     ) r
     cross join lateral (
       select coalesce(json_agg(json_build_object('home', home, 'id', id, 'machine', machine::json)), '[]')::text as ended
         from reassess.ended e where e.case_id = c.id and e.home in ('demands', 'matters')
     ) e
     order by c.id`,
}

/** When demands ended, and DASHs were reviewed or returned. */
export const LINES = {
  name: 'reassess-rebuild-lines',
  text: `
    select e.case_id, e.type, e.recorded_at, e.consequences
      from unnest($1::bigint[]) as k(id)
     cross join lateral (
       select * from reassess.entries e
        where e.case_id = k.id and (e.type in ('dash.reviewed', 'hau.feedback') or e.consequences not like '%"demands":[]%')
     ) e
     order by e.case_id, e.sequence`,
}

/**
 * Locks as the commit does, in order of id. A lock that waited reads the current case: an unchanged version means that no
 * commit touched its rows since they were read, and that none does before this statement ends.
 */
export const PUT_RIGHT = {
  name: 'reassess-rebuild-put-right',
  text: `
with input as materialized (
  select * from json_to_recordset($1::json) as i(case_id bigint, version integer, rows json)
), locked as materialized (
  select c.id, c.version, c.force
    from input i join reassess.cases c on c.id = i.case_id
   order by c.id
     for update of c
), taken as materialized (
  select l.id as case_id, l.force, i.rows from locked l join input i on i.case_id = l.id and i.version = l.version
), wanted as materialized (${linesIn('rows')}
), unlisted as (
  delete from reassess.registers r
   using taken t
   where r.case_id = t.case_id
     and not exists (select from wanted w where w.case_id = r.case_id and w.kind = r.kind and w.name = r.name)
), registered as (${registering('wanted')}
)
select case_id from taken`,
}
