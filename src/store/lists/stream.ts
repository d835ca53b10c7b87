import type { StreamItem } from '../../engine/reads.ts'
import type { Database } from '../connection/database.ts'

const HEAD = {
  name: 'reassess-stream-head',
  text: 'select coalesce(max(position), 0) as position from reassess.changes where force = $1',
}

const AFTER = {
  name: 'reassess-stream-after',
  text: `select position, items from reassess.changes
          where force = $1 and position >= $2 order by position limit $3`,
}

/** Above every place inside a change: a change holds an incident and a handful of alerts. */
const END_OF_CHANGE = 9999

/** The id of the force's newest change that has a position. */
export async function streamHead(database: Database, force: string): Promise<string> {
  const rows = await database.query<{ position: number }>(HEAD, [force])
  return `${rows[0]?.position ?? 0}.${END_OF_CHANGE}`
}

/**
 * Items after the item with the id `after`, oldest first; from the beginning of the record for null.
 *
 * @param limit changes at most. An empty answer means that nothing is newer.
 * @returns null when this record never gave that id: another form, or ahead of the record, as after a restore from a backup.
 */
export async function streamAfter(
  database: Database,
  force: string,
  after: string | null,
  limit: number,
): Promise<readonly StreamItem[] | null> {
  const match = /^(\d{1,16})\.(\d{1,4})$/.exec(after ?? '0.0')
  if (!match) return null
  const position = Number(match[1])
  const place = Number(match[2])
  // An extra change, since the first may have been read already.
  const rows = await database.query<{ position: number; items: string }>(AFTER, [force, position, limit + 1])
  const changes = rows.flatMap((row) => {
    const items = itemsOf(force, row).filter((_, at) => row.position > position || at + 1 > place)
    return items.length === 0 ? [] : [items]
  })
  if (rows.length === 0 && position > Number.parseInt(await streamHead(database, force), 10)) return null
  return changes.slice(0, limit).flat()
}

function itemsOf(force: string, { position, items }: { readonly position: number; readonly items: string }): StreamItem[] {
  const parsed = JSON.parse(items) as Pick<StreamItem, 'event' | 'data'>[]
  return parsed.map(({ event, data }, at) => ({ id: `${position}.${at + 1}`, force, event, data }))
}
