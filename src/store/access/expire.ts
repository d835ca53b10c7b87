/**
 * Removes the beginnings of chains of the access log, whose lines are older than an instant, and says so in the log: how many,
 * from when to when, and a digest of what `access_log_removed` has, never what they said. The rest of each chain follows the
 * head that is kept there, so it still verifies.
 *
 * Only the owner of the table may; the trigger of migration 0025 refuses everybody else, also where rights were granted by hand.
 */
import { randomUUID } from 'node:crypto'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { type AccessTold, accessLine, type Removed } from '../../engine/access/line.ts'
import { GENESIS } from '../../engine/chain.ts'
import { onConnection } from '../backup/connection.ts'
import type { Database } from '../connection/database.ts'
import { insertAccess, newestAccess } from './rows.ts'
import { digestOf, type RemovedPart, removedParts } from './walk.ts'

/**
 * Of each chain all lines before its first that is kept; a chain whose lines are all old goes whole.
 */
const EXPIRED = `
  with kept as (select writer, min(number) as first from reassess.access_log where at >= $1 group by writer),
       old as (
         select line.writer, line.number, line.at, line.hash
           from reassess.access_log line left join kept using (writer)
          where line.at < $1 and line.number < coalesce(kept.first, 2147483647)
       )
  select writer, max(number) as up_to, count(*)::integer as lines, min(at) as first_at, max(at) as last_at,
         (array_agg(hash order by number desc))[1] as head
    from old group by writer order by writer`

const NOTE = `
  insert into reassess.access_log_removed (removal, told_by, writer, up_to, lines, first_at, last_at, head)
  select $1::uuid, $2::uuid, * from unnest($3::uuid[], $4::integer[], $5::integer[], $6::timestamptz[], $7::timestamptz[], $8::text[])`

const DELETE = `
  delete from reassess.access_log line using unnest($1::uuid[], $2::integer[]) as part(writer, up_to)
   where line.writer = part.writer and line.number <= part.up_to`

type Part = Omit<RemovedPart, 'removal' | 'told_by'>

/** The login at hand does not own the access log. Nothing was removed. */
class NotTheOwner extends Error {
  readonly code = 'not-the-owner'

  constructor(login: string) {
    super(
      `Login ${login} does not own the access log, and only its owner removes lines: set DATABASE_OWNER_URL to the address of the owner.`,
    )
  }
}

const OWNER = `
  select current_user as login, pg_has_role(session_user, relowner, 'member') as owns
    from pg_class where oid = 'reassess.access_log'::regclass`

/**
 * Nothing is removed without `told`: who removes, for the log.
 *
 * @param connectionString of the owner.
 * @returns null where nothing is old enough.
 * @throws NotTheOwner
 */
export async function expireAccess(
  connectionString: string,
  before: Instant,
  told: Pick<AccessTold, 'force' | 'key' | 'role' | 'person' | 'from'> | null,
): Promise<Omit<Removed, 'digest'> | null> {
  return onConnection(connectionString, async ({ query }) => {
    const database: Pick<Database, 'query'> = { query: ({ text }, values) => query(text, values) as Promise<never[]> }
    const [at] = await query<{ login: string; owns: boolean }>(OWNER)
    if (at?.owns !== true) throw new NotTheOwner(at?.login ?? '')
    await query('begin')
    const parts = await query<Part & Record<string, unknown>>(EXPIRED, [before])
    if (parts.length === 0) return null
    const instants = { from: parts.map(({ first_at }) => first_at).sort(), to: parts.map(({ last_at }) => last_at).sort() }
    const removed = {
      lines: parts.reduce((sum, { lines }) => sum + lines, 0),
      chains: parts.length,
      from: instants.from.at(0) ?? before,
      to: instants.to.at(-1) ?? before,
    }
    if (told === null) return removed
    const [removal, writer] = [randomUUID(), randomUUID()]
    const columns = (['writer', 'up_to', 'lines', 'first_at', 'last_at', 'head'] as const).map((column) =>
      parts.map((part) => part[column]),
    )
    await query(NOTE, [removal, writer, ...columns])
    await query("set local reassess.expires = 'yes'")
    await query(DELETE, columns.slice(0, 2))
    const digest = digestOf((await removedParts(database)).filter((part) => part.removal === removal))
    const after = await newestAccess(database)
    const line = accessLine(
      {
        ...told,
        ...{ action: 'erasure', route: 'reassess access-log expire', asked: [], disclosed: [], status: 0, request: removal },
        removed: { ...removed, digest },
      },
      new Date().toISOString(),
      { writer, number: 1, previous: GENESIS, after },
    )
    await insertAccess(database, [line])
    await query('commit')
    return removed
  })
}
