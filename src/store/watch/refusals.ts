import type { Listed, ListedRefusal, OneRefusal, Page, Refusal, RefusalItem } from '../../engine/reads.ts'
import type { Actor } from '../../engine/step/case.ts'
import type { Database } from '../connection/database.ts'
import { listed, readCursor, writeCursor } from '../lists/cursor.ts'
import { isStorable } from '../text.ts'

const KEEP = {
  name: 'reassess-refusals-keep',
  text: `
    with sent as materialized (
      select *, nextval(pg_get_serial_sequence('reassess.refusals', 'id')) as id
        from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[])
          with ordinality as s(force, at, item, actor, body, code, incident, nth)
    ), kept as (
      insert into reassess.refusals (id, force, at, item, actor, body, code, incident) overriding system value
      select id, force, at, item, actor, body, code, incident from sent
    )
    insert into reassess.refusal_subjects (force, incident, refusal)
    select distinct sent.force, named.incident, sent.id
      from unnest($8::integer[], $9::text[]) as named(nth, incident) join sent on sent.nth = named.nth`,
}

/** Every incident that it names. */
const SUBJECTS = `array(select s.incident from reassess.refusal_subjects s where s.refusal = r.id and s.force = r.force order by s.incident) as subjects`

const LIST = {
  name: 'reassess-refusals',
  text: `
    select id, item, actor, ${SUBJECTS} from reassess.refusals r
     where force = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
}

const OF_INCIDENT = {
  name: 'reassess-refusals-of-incident',
  text: `
    select r.id, r.item, r.actor, ${SUBJECTS}
      from (select refusal from reassess.refusal_subjects
             where force = $1 and incident = $4 and ($2::bigint is null or refusal < $2) order by refusal desc limit $3) as named
      join reassess.refusals r on r.id = named.refusal
     order by r.id desc`,
}

const ONE = {
  name: 'reassess-refusal',
  text: `select id, item, actor, body, ${SUBJECTS} from reassess.refusals r where force = $1 and id = $2`,
}

/** Keeps a refusal with the bytes that were sent. Refused content may hold what `text` cannot; JSON escapes that. */
export async function keepRefusals(database: Database, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return
  const named = refusals.flatMap(({ incident, subjects }, at) =>
    [...subjects, incident ?? ''].filter((subject) => subject !== '' && isStorable(subject)).map((subject) => [at + 1, subject]),
  )
  await database.query(KEEP, [
    refusals.map(({ force }) => force),
    refusals.map(({ at }) => at),
    refusals.map(({ force: _, body: __, subjects: ___, actor, ...item }) => JSON.stringify({ ...item, role: actor.role })),
    refusals.map(({ actor }) => JSON.stringify(actor)),
    refusals.map(({ body }) => body),
    refusals.map(({ code }) => code),
    refusals.map(({ incident }) => (incident === null || !isStorable(incident) ? null : incident)),
    named.map(([nth]) => nth),
    named.map(([, subject]) => subject),
  ])
}

interface Row {
  readonly id: number
  readonly item: string
  readonly actor: string
  readonly subjects: readonly string[]
}

function itemOf({ id, item, actor, subjects }: Row): ListedRefusal {
  const { person } = JSON.parse(actor) as Actor
  const kept = JSON.parse(item) as Omit<RefusalItem, 'refusal' | 'by'>
  return { refusal: String(id), ...kept, ...(person && { by: person.name }), subjects }
}

/** Newest first, of all incidents or of a single incident. @throws BadCursor */
export async function refusalsOf(
  database: Database,
  force: string,
  incident: string | null,
  page: Page,
): Promise<Listed<ListedRefusal>> {
  if (!isStorable(incident ?? '')) return { items: [], next: null }
  const scope = ['refusals', force, incident]
  const [after = null] = page.cursor === undefined ? [] : readCursor(page.cursor, scope, ['bigint'])
  const values = [force, after, page.limit + 1]
  const rows = await (incident === null
    ? database.query<Row>(LIST, values)
    : database.query<Row>(OF_INCIDENT, [...values, incident]))
  return listed(rows, page, itemOf, ({ id }) => writeCursor(scope, [id]))
}

/**
 * A refusal with what was kept of the body: bytes that are not UTF-8 are shown as U+FFFD. @returns null for an unknown refusal.
 */
export async function refusalOf(database: Database, force: string, id: number): Promise<OneRefusal | null> {
  const [row] = await database.query<Row & { body: Buffer }>(ONE, [force, id])
  return row === undefined ? null : { ...itemOf(row), sent: row.body.toString('utf8') }
}
