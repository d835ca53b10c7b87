/** What ended and left the snapshot of its case, and the lists in which it stands beside what is still there. */
import type { Case, CaseKey, Home, StoredMachine } from '../engine/case.ts'
import { type EndedItem, endedItemOf, hereIn, type ListedOf } from '../engine/endedLists.ts'
import type { EndedPart } from '../engine/leaving.ts'
import type { Listed, Page } from '../engine/reads.ts'
import { listed, readCursor } from './cursor.ts'
import type { Database } from './database.ts'
import { readSnapshot } from './snapshot.ts'
import { isStorable } from './text.ts'

interface Row {
  readonly home: Home
  readonly id: string
  readonly nth: number
  readonly cause: string | null
  readonly at: string
  readonly due_at: string | null
  readonly machine: string
}

const COLUMNS = 'e.home, e.id, e.nth, e.cause, e.at, e.due_at, e.machine'
const WANTED = {
  name: 'reassess-ended',
  text: `
    select ${COLUMNS} from reassess.cases c join reassess.ended e on e.case_id = c.id
     where c.force = $1 and c.reference = $2
       and ($3::text[] is null or e.home || '/' || e.id = any($3) or 'cause/' || e.cause = any($3))
     order by e.home, e.id, e.nth`,
}

/** @param wanted null for all. */
export async function readEnded(
  database: Database,
  { force, reference }: CaseKey,
  wanted: readonly string[] | null,
): Promise<EndedPart[]> {
  const storable = wanted === null ? null : wanted.filter((name) => isStorable(name))
  if (!isStorable(force, reference) || storable?.length === 0) return []
  return (await database.query<Row>(WANTED, [force, reference, storable])).map(partOf)
}

const partOf = ({ due_at, machine, ...row }: Row): EndedPart => ({
  ...row,
  dueAt: due_at,
  machine: JSON.parse(machine) as StoredMachine,
})

/** One statement: what leaves the snapshot between two of them would be in neither. */
const textOf = (of: ListedOf): string => `
  select c.snapshot, null as home, null as id, null::integer as nth, null as cause, null::timestamptz as at,
         null::timestamptz as due_at, null as machine
    from reassess.cases c where c.force = $1 and c.reference = $2
  union all
  select * from (
    select null, ${COLUMNS}
      from reassess.cases c join reassess.ended e on e.case_id = c.id
     where c.force = $1 and c.reference = $2
       ${of === 'demands' ? "and e.home = 'demands'" : 'and e.due_at is not null'}
       and ($3::timestamptz is null or (${of === 'demands' ? 'e.at' : 'e.due_at'}, e.home, e.id, e.nth) < ($3, $4, $5, $6))
     order by ${of === 'demands' ? 'e.at' : 'e.due_at'} desc, e.home desc, e.id desc, e.nth desc limit $7
  ) e`

/** Newest first: demands by when they were raised, deadlines by when they were due. @throws BadCursor */
export async function endedListOf<Of extends ListedOf>(
  database: Database,
  of: Of,
  { force, reference }: CaseKey,
  page: Page,
): Promise<Listed<EndedItem<Of>>> {
  if (!isStorable(force, reference)) return { items: [], next: null }
  const after = page.cursor === undefined ? null : (readCursor(page.cursor, ['instant', 'string', 'string', 'number']) as Place)
  const values = [force, reference, ...(after ?? [null, null, null, null]), page.limit + 1]
  const rows = await database.query<Row & { readonly snapshot: string | null }>(
    { name: `reassess-ended-${of}`, text: textOf(of) },
    values,
  )
  const kept = rows.flatMap(({ snapshot }) => (snapshot === null ? [] : (readSnapshot(snapshot, { force, reference }) ?? [])))
  const here = kept.flatMap((one: Case) => hereIn(one, of))
  const gone = rows.flatMap((row) => (row.snapshot === null ? [partOf(row)] : []))
  const all = [
    ...here.map((part) => ({ part, place: placeOf(of, part) })),
    ...gone.map((part) => ({ part, place: placeOf(of, part) })),
  ]
    .filter(({ place }) => after === null || compare(place, after) < 0)
    .sort((a, b) => compare(b.place, a.place))
  return listed(
    all,
    page,
    ({ part }) => endedItemOf(of, part),
    ({ place }) => place,
  )
}

type Place = readonly [string, string, string, number]
const placeOf = (of: ListedOf, { home, id, nth, at, dueAt }: EndedPart): Place => [
  of === 'demands' ? at : (dueAt ?? at),
  home,
  id,
  nth,
]
function compare(one: Place, other: Place): number {
  const differs = one.findIndex((value, at) => value !== other[at])
  return differs === -1 ? 0 : (one[differs] as string) < (other[differs] as string) ? -1 : 1
}
