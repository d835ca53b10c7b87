import type { Case, CaseKey, EventKey, Loaded, SeenEvent } from '../engine/ports.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database.ts'
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
}

/**
 * One statement, three kinds of row: the time, the snapshots that exist, the events that were seen before. Each key is looked
 * up by itself: a join may be planned to read whole tables, as good as any while they are empty, and kept when they are not.
 */
const LOAD = {
  name: 'reassess-load',
  text: `
    select now() as now, null as snapshot, null as force, null as reference, null as source, null as event_id,
           null::integer as sequence, null as type, null::timestamptz as at, null as salt, null as commitment
    union all
    select null, c.snapshot, c.force, c.reference, null, null, null, null, null, null, null
      from unnest($1::text[], $2::text[]) as k(force, reference)
     cross join lateral (
       select * from reassess.cases c where c.force = k.force and c.reference = k.reference limit 1
     ) c
    union all
    select null, null, e.force, e.reference, e.source, e.event_id, e.sequence, e.type, e.at, e.salt, e.commitment
      from unnest($3::text[], $4::text[], $5::text[]) as k(force, source, event_id)
     cross join lateral (
       select e.*, c.reference, s.salt
         from reassess.entries e
         join reassess.cases c on c.id = e.case_id
         left join reassess.contents s on s.case_id = e.case_id and s.sequence = e.sequence
        where e.force = k.force and e.source = k.source and e.event_id = k.event_id limit 1
     ) e`,
}

/** What the engine judges on. Cases and events that are not on record are absent from the answer. */
export async function load(
  database: Database,
  clock: Clock,
  cases: readonly CaseKey[],
  events: readonly EventKey[],
): Promise<Loaded> {
  const cs = cases.filter(({ force, reference }) => isStorable(force, reference))
  const es = events.filter(({ force, source, id }) => isStorable(force, source, id))
  const rows = await database.query<Row>(LOAD, [
    cs.map(({ force }) => force),
    cs.map(({ reference }) => reference),
    es.map(({ force }) => force),
    es.map(({ source }) => source),
    es.map(({ id }) => id),
  ])
  const snapshots: Case[] = []
  const unreadable: CaseKey[] = []
  const seen: SeenEvent[] = []
  let now = clock.floor()
  for (const row of rows) {
    if (row.now !== null) now = clock.highest(row.now)
    else if (row.force === null) continue
    else if (row.snapshot === null) seen.push(seenOf(row, row.force))
    else {
      const key = { force: row.force, reference: row.reference }
      const kept = readSnapshot(row.snapshot, key)
      if (kept === null) unreadable.push(key)
      else snapshots.push(kept)
    }
  }
  return { now, cases: snapshots, unreadable, seen }
}

function seenOf(row: Row, force: string): SeenEvent {
  const { reference, source, event_id: id, sequence, type, at, commitment } = row
  // The salt goes with the content when that is destroyed; then nothing can be told to be the same again.
  return { force, reference, source, id, sequence, type, at, salt: row.salt ?? '', commitment }
}
