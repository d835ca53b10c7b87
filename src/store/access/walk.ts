/**
 * Walks the access log, chain after chain: a line that is missing, changed or in another's place is named. A chain may begin
 * after what the owner's command removed, and a line that waits in a spool is not missing.
 *
 * What a walk cannot show: lines missing from the end of a chain, which checkpoints show up to their own instant; and lines that
 * a process could write nowhere before it was killed.
 */
import { createHash } from 'node:crypto'
import { type AccessHead, type AccessLine, brokenAccessLine, saidIn } from '../../engine/access/line.ts'
import { canonical } from '../../engine/chain.ts'
import type { Database } from '../connection/database.ts'
import { columnsOf } from './rows.ts'

const BATCH = 2_000
const LINES = {
  name: 'reassess-access-walk',
  text: `
    select writer, number, hash, canonical, force, at, who, reader, role, status, restricted, glass, asked, array_to_string(incidents, ' ') as incidents
      from reassess.access_log where (writer, number) > ($1::uuid, $2::integer) order by writer, number limit $3`,
}
const REMOVED = {
  text: 'select removal, told_by, writer, up_to, lines, first_at, last_at, head from reassess.access_log_removed order by removal, writer',
}
const MISSING = {
  text: `
    select head.writer, head.number, head.hash
      from unnest($1::uuid[], $2::integer[], $3::text[]) as head(writer, number, hash)
      left join reassess.access_log line on line.writer = head.writer and line.number = head.number and line.hash = head.hash
     where line.writer is null`,
}
const FIRST = '00000000-0000-0000-0000-000000000000'

interface Row extends AccessLine {
  readonly force: string
  readonly at: string
}

/** What the owner's command removed of a chain. */
export interface RemovedPart {
  readonly removal: string
  readonly told_by: string
  readonly writer: string
  readonly up_to: number
  readonly lines: number
  readonly first_at: string
  readonly last_at: string
  readonly head: string
}

export interface AccessWalked {
  readonly lines: number
  readonly writers: number
  /** In no order that matters. */
  readonly differences: readonly string[]
}

/** Of a removal, as the line that tells of it has it. */
export const digestOf = (parts: readonly RemovedPart[]): string => createHash('sha256').update(canonical(parts)).digest('hex')

export const removedParts = (database: Pick<Database, 'query'>): Promise<RemovedPart[]> => database.query<RemovedPart>(REMOVED)

/** @param spooled lines that wait on disk. */
export async function walkAccess(database: Database, spooled: AsyncIterable<AccessLine>): Promise<AccessWalked> {
  const removed = await removedParts(database)
  const waiting = new Map<string, AccessLine>()
  for await (const line of spooled) waiting.set(nameOf(line), line)
  const walk = createWalk(removed, waiting)
  let after: Pick<AccessHead, 'writer' | 'number'> = { writer: FIRST, number: 0 }
  for (;;) {
    const rows = await database.query<Row>(LINES, [after.writer, after.number, BATCH])
    for (const row of rows) walk.line(row, differsInColumns(row))
    const last = rows.at(-1)
    if (last === undefined || rows.length < BATCH) break
    after = last
  }
  return walk.end(await missingOf(database, walk.named))
}

/** Of the lines that first lines of other chains name: those that the database does not have as they were. */
export async function missingOf(database: Database, heads: readonly AccessHead[]): Promise<readonly AccessHead[]> {
  const values = (['writer', 'number', 'hash'] as const).map((part) => heads.map((head) => head[part]))
  return heads.length === 0 ? [] : database.query<AccessHead>(MISSING, values)
}

const nameOf = ({ writer, number }: Pick<AccessHead, 'writer' | 'number'>): string => `${writer} ${number}`

function differsInColumns(row: Row): string | null {
  const { writer: _, number: __, hash: ___, canonical: ____, ...found } = row
  const columns: Record<string, unknown> = columnsOf(row)
  const differs = Object.entries(found).find(([name, value]) => columns[name] !== value)
  return differs === undefined ? null : `its ${differs[0]} differs from its bytes`
}

function createWalk(removed: readonly RemovedPart[], waiting: ReadonlyMap<string, AccessLine>) {
  const differences: string[] = []
  const say = (of: Pick<AccessHead, 'writer' | 'number'>, what: string) =>
    differences.push(`access log ${of.writer} line ${of.number}: ${what}`)
  const heads = new Map(removed.map((part) => [`${part.writer} ${part.up_to}`, part.head]))
  const upTo = new Map<string, number>()
  for (const { writer, up_to } of removed) upTo.set(writer, Math.max(up_to, upTo.get(writer) ?? 0))
  const isGone = ({ writer, number }: Pick<AccessHead, 'writer' | 'number'>) => number <= (upTo.get(writer) ?? 0)
  /** First lines name a line of another chain; it is looked at once all were seen. */
  const named: AccessHead[] = []
  const toldOf = new Map<string, string>()
  let last: AccessHead | null = null
  let lines = 0
  let writers = 0

  /** The hash that a line must follow; a problem is said once, and the walk goes on from what is there. */
  const previousOf = (line: AccessLine): string | null => {
    const before = last?.writer === line.writer ? last : null
    const expected = before === null ? (upTo.get(line.writer) ?? 0) + 1 : before.number + 1
    if (line.number < expected) return saidIn(line).previous
    let hash = before?.hash ?? heads.get(`${line.writer} ${expected - 1}`) ?? null
    let missing = 0
    for (let number = expected; number < line.number; number++) {
      const spooled = waiting.get(`${line.writer} ${number}`)
      if (spooled === undefined) missing += 1
      hash = spooled?.hash ?? null
    }
    if (missing > 0) say(line, missing === 1 ? 'the line before it is missing' : `${missing} lines before it are missing`)
    return missing > 0 ? saidIn(line).previous : hash
  }

  return {
    named,
    line(row: AccessLine, wrong: string | null): void {
      lines += 1
      if (last?.writer !== row.writer) writers += 1
      try {
        const broken = brokenAccessLine(row, previousOf(row)) ?? wrong
        if (broken !== null) say(row, broken)
        const { after, removed: told } = saidIn(row)
        if (after) named.push(after)
        if (told !== undefined) toldOf.set(row.writer, told.digest)
      } catch {
        say(row, 'its bytes cannot be read')
      }
      last = { writer: row.writer, number: row.number, hash: row.hash }
    },
    end(missing: readonly AccessHead[]): AccessWalked {
      for (const head of missing)
        if (!waiting.has(nameOf(head)) && !isGone(head))
          say(head, 'another chain names it as it was, and it is missing or differs')
      for (const removal of new Set(removed.map((part) => part.removal))) {
        const parts = removed.filter((part) => part.removal === removal)
        const [{ told_by } = { told_by: '' }] = parts
        if (toldOf.get(told_by) !== digestOf(parts) && !upTo.has(told_by))
          differences.push(`access log: the removal ${removal} is not as its own line tells of it`)
      }
      return { lines, writers, differences }
    },
  }
}
