import { type Earlier, MOST_EARLIER, strongestFirst } from '../../machines/rules/report/repeatCallers.ts'
import { CLUE_KINDS, type MatchKeyKind } from '../../machines/rules/vocabulary.ts'
import { earlierOf } from '../engine/judge/repeatCallers.ts'
import type { Loaded, Lookup, SeenEvent } from '../engine/ports.ts'
import type { Actor, Case, CaseKey, EventKey } from '../engine/step/case.ts'
import type { IncidentItem } from '../engine/views/views.ts'
import { caseIs } from './caseKey.ts'
import { columnsOf } from './columns.ts'
import type { Clock } from './connection/clock.ts'
import type { Database } from './connection/database.ts'
import type { HashMatchKey } from './hashMatchKey.ts'
import { readSnapshot } from './snapshot.ts'
import { isStorable } from './text.ts'

interface Row {
  readonly now: string | null
  readonly snapshot: string | null
  readonly force: string | null
  readonly reference: string
  readonly source: string
  readonly event_id: string
  readonly sequence: number
  readonly type: string
  readonly at: string
  readonly salt: string | null
  readonly commitment: string
  readonly actor: string | null
  readonly lookup: number | null
  readonly item: string
  readonly kinds: readonly MatchKeyKind[]
}

const STRENGTH = `array_position(array[${CLUE_KINDS.map((kind) => `'${kind}'`).join(', ')}], k.kind)`

/**
 * Which incidents share a match key: for each hash the newest from its index, then of a whole look-up the strongest and newest.
 * Bounded at every step, so the cost does not grow with their number. An extra incident is read, because an incident also finds
 * itself.
 */
export const FOUND = `
  select k.lookup, s.case_id, array_agg(distinct k.kind) as kinds,
         row_number() over (partition by k.lookup order by min(${STRENGTH}), max(s.at) desc, s.case_id desc) as place
    from unnest((select $6::integer[]), (select $7::text[]), (select $8::text[]), (select $9::text[])) as k(lookup, force, kind, key)
   cross join lateral (
     select at, case_id from reassess.clues s
      where s.force = k.force and s.key = decode(k.key, 'hex') order by s.at desc limit ${MOST_EARLIER + 1}
   ) s
   group by k.lookup, s.case_id`

/**
 * A single statement returns four kinds of row: the time, the snapshots, the events seen before, the incidents found. Each key
 * is looked up by itself: a join may be planned to read whole tables, as good as any while they are empty, and the plan is kept
 * when they are not. A subselect passes the arrays and so hides their lengths from the planner, which otherwise found a better
 * plan for each group and planned half of them anew.
 */
export const LOAD = {
  name: 'reassess-load',
  text: `
    select now() as now, null as snapshot, null as force, null as reference, null as source, null as event_id,
           null::integer as sequence, null as type, null::timestamptz as at, null as salt, null as commitment, null as actor,
           null::integer as lookup, null as item, null::text[] as kinds
    union all
    select null, c.snapshot, c.force, c.reference, null, null, null, null, null, null, null, null, null, null, null
      from unnest((select $1::text[]), (select $2::text[])) as k(force, reference)
     cross join lateral (
       select * from reassess.cases c where ${caseIs('k.force', 'k.reference')} limit 1
     ) c
    union all
    select null, null, e.force, e.reference, e.source, e.event_id, e.sequence, e.type, e.at, e.salt, e.commitment, e.actor,
           null, null, null
      from unnest((select $3::text[]), (select $4::text[]), (select $5::text[])) as k(force, source, event_id)
     cross join lateral (
       select e.*, c.reference, s.salt
         from reassess.entries e
         join reassess.cases c on c.id = e.case_id
         left join reassess.contents s on s.case_id = e.case_id and s.sequence = e.sequence
        where e.force = k.force and e.source = k.source and e.event_id = k.event_id limit 1
     ) e
    union all
    select null, null, null, null, null, null, null, null, null, null, null, null, f.lookup, c.item, f.kinds
      from (${FOUND}) f
     cross join lateral (select item from reassess.cases c where c.id = f.case_id limit 1) c
     where f.place <= ${MOST_EARLIER + 1}`,
}

export interface Asked {
  readonly cases: readonly CaseKey[]
  readonly events: readonly EventKey[]
  readonly lookups: readonly Lookup[]
}

/** What the engine judges on. Cases and events that are not on record are absent from the answer. */
export async function load(
  database: Database,
  clock: Clock,
  { cases, events, lookups }: Asked,
  hashMatchKey: () => Promise<HashMatchKey>,
): Promise<Loaded> {
  const cs = cases.filter(({ force, reference }) => isStorable(force, reference))
  const es = events.filter(({ force, source, id }) => isStorable(force, source, id))
  const hash = lookups.length > 0 ? await hashMatchKey() : null
  const ks = lookups.flatMap(({ force, sought }, lookup) =>
    hash !== null && isStorable(force) ? sought.map(({ key, by }) => ({ lookup, force, kind: by, key: hash(force, key) })) : [],
  )
  const rows = await database.query<Row>(LOAD, [
    ...columnsOf(cs, 'force', 'reference'),
    ...columnsOf(es, 'force', 'source', 'id'),
    ...columnsOf(ks, 'lookup', 'force', 'kind', 'key'),
  ])
  const snapshots: Case[] = []
  const unreadable: CaseKey[] = []
  const seen: SeenEvent[] = []
  const found: Earlier[][] = lookups.map(() => [])
  let now = clock.floor()
  for (const row of rows) {
    if (row.now !== null) now = clock.highest(row.now)
    else if (row.lookup !== null) found[row.lookup]?.push(...foundIn(row))
    else if (row.force === null) continue
    else if (row.snapshot === null) seen.push(seenOf(row, row.force))
    else {
      const key = { force: row.force, reference: row.reference }
      const kept = readSnapshot(row.snapshot, key)
      if (kept === null) unreadable.push(key)
      else snapshots.push(kept)
    }
  }
  return { now, cases: snapshots, unreadable, seen, found }
}

/** An unreadable line of the list is left out: it holds up nobody's report. */
function foundIn({ item, kinds }: Row): Earlier[] {
  try {
    return [earlierOf(JSON.parse(item) as IncidentItem, strongestFirst(kinds))]
  } catch {
    return []
  }
}

function seenOf(row: Row, force: string): SeenEvent {
  const { reference, source, event_id: id, sequence, type, at, commitment } = row
  const actor = row.actor === null ? null : (JSON.parse(row.actor) as Actor)
  // The salt goes with destroyed content; after that nothing can be recognised as the same.
  return { force, reference, source, id, sequence, type, at, salt: row.salt ?? '', commitment, actor }
}
