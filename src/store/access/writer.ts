/**
 * Writes the access log of one process. Lines of requests that run together go with one statement. Where the database does not
 * take them in time they go to the spool, and where that cannot be written either, to the process log; they are kept in memory
 * then and tried again. A line has its number and hash before it goes anywhere, so wherever it ends up it is the same line.
 */
import { randomUUID } from 'node:crypto'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { type AccessHead, type AccessLine, type AccessTold, accessLine, saidIn } from '../../engine/access/line.ts'
import type { AccessLog } from '../../engine/access/ports.ts'
import { GENESIS } from '../../engine/chain.ts'
import { RecordFault } from '../connection/faults.ts'
import type { AccessRows } from './rows.ts'
import { createSpool } from './spool.ts'

/** Project defaults. */
export const ACCESS_LIMITS = {
  /** A database that takes longer counts as away: a reader does not wait for it. */
  databaseMs: 1_000,
  /** Lines of one statement. */
  lines: 200,
  /** How long a line waits for those of other reads that have begun: a statement costs the same for one line and for many. */
  gatherMs: 20,
  /** Lines in memory that nothing takes. */
  unwritten: 10_000,
  /** How often what waits is tried again. */
  againMs: 1_000,
}

/** References of a line that the process log names. Project default. */
const MOST_LOGGED = 20

export interface AccessWriter extends Required<AccessLog> {
  /** Whether, since it was asked last, a line could be written nowhere; true as long as such a line waits. */
  hadTrouble(): boolean
  /** Brings in what waits, now and again and again. */
  begin(): void
  /** Waits for what runs, and tries once more to bring in what waits. */
  close(): Promise<void>
}

interface Log {
  error(facts: object, message: string): void
  warn(facts: object, message: string): void
}

export interface AccessWriterOptions {
  readonly rows: AccessRows
  /** `DATA_DIR/access`. */
  readonly folder: string
  readonly log: Log
  readonly now?: () => Instant
  readonly limits?: Partial<typeof ACCESS_LIMITS>
  readonly mostSpooled?: number
}

export function createAccessWriter({
  rows,
  folder,
  log,
  now = () => new Date().toISOString(),
  limits: given = {},
  mostSpooled,
}: AccessWriterOptions): AccessWriter {
  const limits = { ...ACCESS_LIMITS, ...given }
  const writer = randomUUID()
  const spool = createSpool({
    folder,
    writer,
    ...(mostSpooled !== undefined && { mostBytes: mostSpooled }),
    fault: (file, line) =>
      log.error({ file, line }, 'access log: a line of the spool is torn or was changed; it is kept in faults'),
    isRefused: (error) => error instanceof RecordFault,
  })
  let chain = { number: 0, previous: GENESIS }
  const waiting: { readonly told: AccessTold; readonly at: Instant; readonly done: () => void }[] = []
  let running: Promise<void> | null = null
  let isAway = false
  let unwritten: AccessLine[] = []
  let trouble = false
  let timer: NodeJS.Timeout | undefined
  let bringing: Promise<void> | null = null
  /** Reads that have begun and whose line is still to come. */
  let expected = 0
  let gathered = () => {}

  const inTime = <T>(work: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the database takes too long')), limits.databaseMs)
    })
    return Promise.race([work, late]).finally(() => clearTimeout(timer))
  }

  const chained = (group: typeof waiting, after: AccessHead | null): readonly AccessLine[] =>
    group.map(({ told, at }) => {
      const { number, previous } = chain
      const line = accessLine(told, at, { writer, number: number + 1, previous, ...(number === 0 && { after }) })
      chain = { number: line.number, previous: line.hash }
      return line
    })

  const keep = async (lines: readonly AccessLine[]): Promise<void> => {
    if (!isAway) {
      try {
        return await inTime(rows.insertAccess(lines))
      } catch (error) {
        isAway = true
        log.warn({ why: whyOf(error) }, 'access log: the database does not take its lines; they go to the spool')
      }
    }
    try {
      await spool.append(lines)
    } catch (error) {
      trouble = true
      unwritten.push(...lines)
      for (const line of lines)
        log.error({ ...referencesOf(line), why: whyOf(error) }, 'access log: a line can be written nowhere')
      const lost = unwritten.splice(0, Math.max(0, unwritten.length - limits.unwritten))
      if (lost.length > 0)
        log.error({ lost: lost.length, first: lost[0]?.number }, 'access log: lines are lost; this log has them')
    }
  }

  const gather = async (): Promise<void> => {
    if (expected === 0 || waiting.length >= limits.lines) return
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, limits.gatherMs)
      gathered = () => {
        if (expected > 0 && waiting.length < limits.lines) return
        clearTimeout(late)
        resolve()
      }
    })
    gathered = () => {}
  }

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      await gather()
      const after = chain.number === 0 && !isAway ? await inTime(rows.newestAccess()).catch(() => null) : null
      const group = waiting.splice(0, limits.lines)
      await keep(chained(group, after))
      for (const { done } of group) done()
    }
    running = null
  }

  const bring = async (): Promise<void> => {
    const again = [...unwritten]
    if (again.length > 0) {
      await rows.insertAccess(again).catch(() => spool.append(again))
      const written = new Set(again)
      unwritten = unwritten.filter((line) => !written.has(line))
    }
    const brought = await spool.drain((lines) => rows.insertAccess(lines))
    if (brought > 0) log.warn({ lines: brought }, 'access log: lines of the spool are in the database')
    isAway = false
  }
  const bringOnce = (): Promise<void> => {
    bringing ??= bring()
      .catch(() => {})
      .finally(() => {
        bringing = null
      })
    return bringing
  }

  const write = (told: AccessTold): Promise<void> =>
    new Promise((done) => {
      waiting.push({ told, at: now(), done })
      gathered()
      running ??= run()
    })

  return {
    write,
    expectLine() {
      expected += 1
      return (told) => {
        expected -= 1
        return write(told)
      }
    },
    hadTrouble() {
      const had = trouble || unwritten.length > 0
      trouble = false
      return had
    },
    begin() {
      void bringOnce()
      timer = setInterval(() => void bringOnce(), limits.againMs)
    },
    async close() {
      clearInterval(timer)
      await running
      await bringing
      await bringOnce()
    },
  }
}

const whyOf = (error: unknown): string =>
  error instanceof Error ? ('code' in error ? String(error.code) : error.message) : 'unknown'

/** What the process log may have of a line: no name and no reason. */
function referencesOf(line: AccessLine): object {
  const { at, force, key, role, action, route, asked, disclosed, disclosedCount, status, request } = saidIn(line)
  const { writer, number, hash } = line
  const some = disclosed.slice(0, MOST_LOGGED)
  return { writer, number, hash, at, force, key, role, action, route, asked, disclosed: some, disclosedCount, status, request }
}
