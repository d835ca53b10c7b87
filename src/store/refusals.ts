import type { Listed, Page, Refusal, RefusalItem } from '../engine/reads.ts'
import { listed, readCursor, writeCursor } from './cursor.ts'
import type { Database } from './database.ts'

const KEEP = {
  name: 'reassess-refusals-keep',
  text: `
    insert into reassess.refusals (force, at, item, actor, body, code)
    select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::bytea[], $6::text[])`,
}

const LIST = {
  name: 'reassess-refusals',
  text: `
    select id, item from reassess.refusals
     where force = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
}

/** What was refused is kept with the bytes that were sent. Refused content may hold what `text` cannot; JSON escapes that. */
export async function keepRefusals(database: Database, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return
  await database.query(KEEP, [
    refusals.map(({ force }) => force),
    refusals.map(({ at }) => at),
    refusals.map(({ force: _, body: __, actor, ...item }) => JSON.stringify({ ...item, role: actor.role })),
    refusals.map(({ actor }) => JSON.stringify(actor)),
    refusals.map(({ body }) => body),
    refusals.map(({ code }) => code),
  ])
}

/** Newest first. @throws BadCursor */
export async function refusalsOf(database: Database, force: string, page: Page): Promise<Listed<RefusalItem>> {
  const scope = ['refusals', force]
  const [after = null] = page.cursor === undefined ? [] : readCursor(page.cursor, scope, ['bigint'])
  const rows = await database.query<{ id: number; item: string }>(LIST, [force, after, page.limit + 1])
  return listed(
    rows,
    page,
    ({ id, item }) => ({ refusal: String(id), ...(JSON.parse(item) as Omit<RefusalItem, 'refusal'>) }),
    ({ id }) => writeCursor(scope, [id]),
  )
}
