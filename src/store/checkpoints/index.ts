/**
 * Checkpoints: signed lines that say how far the record had come. A case's chain shows an altered line, or a line removed from
 * its middle, but not a line removed from its end or a missing case; a checkpoint shows those, up to its own position. Copies
 * outside the database also show that the database was taken back to an earlier state, checkpoints and all.
 *
 * It also names the newest lines of the access log, whose chains have the same weakness at their ends.
 *
 * A checkpoint cannot show what was removed before the next checkpoint, or the work of somebody who has the key.
 */
import { createHash } from 'node:crypto'
import type { AccessHead } from '../../engine/access/line.ts'
import { missingOf, removedParts } from '../access/walk.ts'
import type { Database } from '../connection/database.ts'
import type { Numbering } from '../numbering.ts'
import { type Checkpoint, opened, START, signed } from './line.ts'
import { sortTorn } from './tornLines.ts'

export interface CheckpointProblem {
  /** `torn` is no difference: the line outside is cut short, and the whole line is known. */
  readonly code: 'not-signed' | 'removed' | 'differs' | 'entries-differ' | 'access-log' | 'torn'
  /** The checkpoint's position; null for findings about the record of now. */
  readonly position: number | null
  readonly detail: string
}

interface Claim extends Checkpoint {
  /** Stored in the database, not only handed out. */
  readonly inside: boolean
}

interface Change {
  readonly position: number
  readonly force: string
  readonly reference: string
  readonly first_sequence: number
  readonly last_sequence: number
  readonly head: string
}

const CHANGES = {
  name: 'reassess-checkpoint-changes',
  text: `
    select h.position, c.force, c.reference, h.first_sequence, h.last_sequence, h.head
      from reassess.changes h join reassess.cases c on c.id = h.case_id
     where h.position > $1 order by h.position limit $2`,
}
const LINES = { text: 'select line from reassess.checkpoints order by position, id' }
const LAST = {
  text: 'select now() as now, (select line from reassess.checkpoints order by position desc, id desc limit 1) as line',
}
/**
 * By order of arrival, from somewhat before the newest: a line that arrived late has a lower place. A chain that went on has its
 * new head named by the next checkpoint.
 */
const ACCESS_HEADS = {
  text: `
    select distinct on (writer) writer, number, hash from reassess.access_log
     where place > (select coalesce(max(place), 0) - 1000 from reassess.access_log)
     order by writer, number desc limit 200`,
}
const KEEP = { text: 'insert into reassess.checkpoints (position, line) values ($1, $2)' }

/**
 * Lines that changes mention and that are missing or differ; and lines or cases that no change mentions. One statement sees one
 * moment. Changes without a case are alerts about the system itself.
 */
const STRAYS = {
  text: `
    select (select count(*) from reassess.changes h left join reassess.entries e on e.case_id = h.case_id and e.sequence = h.last_sequence
             where h.case_id > 0 and e.hash is distinct from h.head) as headless,
           (select coalesce(sum(last_sequence - first_sequence + 1), 0)::bigint from reassess.changes where case_id > 0) as told,
           (select count(*) from reassess.entries) as entries,
           (select count(*) from reassess.changes h left join reassess.cases c on c.id = h.case_id
             where h.case_id > 0 and c.id is null) as caseless`,
}

const BATCH = 5_000
const NOT_SIGNED = 'A checkpoint was altered or signed with another key, or is torn and begins no line of the database'
/** What a power cut leaves of unwritten bytes: zeros, or half a character. */
const UNWRITTEN = /[\0\uFFFD]/g

/** @returns the line to append to a file outside the database; null when nothing was recorded or read since the last checkpoint. */
export async function writeCheckpoint(database: Database, numbering: Numbering, key: Buffer): Promise<string | null> {
  await numbering.numberChanges()
  const [last] = await database.query<{ now: string; line: string | null }>(LAST)
  const before = last?.line ? opened(last.line, key) : START
  if (!last || !before) throw new CheckpointBroken()
  const covered = await cover(database, before, Number.POSITIVE_INFINITY)
  const access = await database.query<AccessHead>(ACCESS_HEADS)
  const isKnown = JSON.stringify(access) === JSON.stringify(before.access)
  if (covered.position === before.position && isKnown) return null
  const line = signed({ ...covered, at: last.now, access }, key)
  await database.query(KEEP, [covered.position, line])
  return line
}

/** The newest checkpoint was not signed with this key, so no checkpoint can continue it. */
export class CheckpointBroken extends Error {
  readonly code = 'checkpoint-broken'

  constructor() {
    super('The newest checkpoint was altered, or signed with another key')
  }
}

/**
 * Computes every checkpoint again from the record. A checkpoint that is only outside, and agrees with the record, is no
 * difference: a server signs such a line when it stops after its last backup.
 *
 * @param lines those kept outside the database, if any.
 * @returns the differences and the torn lines; empty when the record holds everything that the checkpoints cover.
 */
export async function verifyCheckpoints(
  database: Database,
  key: Buffer,
  lines: readonly string[] = [],
): Promise<CheckpointProblem[]> {
  const kept = (await database.query<{ line: string }>(LINES)).map(({ line }) => line)
  const written = lines.map((line) => line.replaceAll(UNWRITTEN, '').trim()).filter((line) => line !== '')
  const { lines: outside, torn } = sortTorn(written, kept, (line) => opened(line, key) !== null)
  const problems = torn.map((line) => tornIn(opened(line, key)))
  const inside = new Set(kept)
  const claims: Claim[] = []
  for (const line of new Set([...kept, ...outside])) {
    const claim = opened(line, key)
    const position = claim?.position ?? null
    if (!claim) problems.push({ code: 'not-signed', position, detail: NOT_SIGNED })
    else claims.push({ ...claim, inside: inside.has(line) })
  }
  const byDigest = new Map([START, ...claims].map((claim) => [claim.digest, claim]))
  for (const claim of claims) {
    // Each is computed from what its predecessor claims, so each difference is reported once.
    const before = byDigest.get(claim.previous)
    if (!before)
      problems.push({
        code: 'removed',
        position: claim.position,
        detail: 'The checkpoint that this checkpoint continues is gone',
      })
    else if (!same(await cover(database, before, claim.position), claim)) problems.push(differing(claim))
  }
  return [...problems, ...(await accessGone(database, claims)), ...(await strays(database))]
}

/** Lines of the access log that checkpoints name and that are missing, but for those that the owner's command removed. */
async function accessGone(database: Database, claims: readonly Claim[]): Promise<CheckpointProblem[]> {
  const removed = await removedParts(database)
  const isRemoved = ({ writer, number }: AccessHead) => removed.some((part) => part.writer === writer && part.up_to >= number)
  const found: CheckpointProblem[] = []
  const said = new Set<string>()
  for (const { position, access } of claims) {
    for (const head of await missingOf(database, access)) {
      const name = `${head.writer} ${head.number}`
      if (isRemoved(head) || said.has(name)) continue
      said.add(name)
      found.push({
        code: 'access-log',
        position,
        detail: `Line ${head.number} of ${head.writer} of the access log is missing or differs`,
      })
    }
  }
  return found
}

const tornIn = (whole: Checkpoint | null): CheckpointProblem => ({
  code: 'torn',
  position: whole?.position ?? null,
  detail: 'A line is torn, as a power cut or a full disk leaves it; the whole line is known, so nothing is missing',
})

function same(found: Checkpoint, claim: Checkpoint): boolean {
  const { position, changes, entries, digest } = claim
  return found.position === position && found.changes === changes && found.entries === entries && found.digest === digest
}

function differing({ position, changes, entries, inside }: Claim): CheckpointProblem {
  const told = `tells of ${changes} changes and ${entries} lines up to here`
  return inside
    ? { code: 'differs', position, detail: `The checkpoint ${told}; the record has others` }
    : { code: 'removed', position, detail: `A checkpoint that was handed out ${told}; neither it nor they are in the database` }
}

async function strays(database: Database): Promise<CheckpointProblem[]> {
  const [row] = await database.query<{ headless: number; told: number; entries: number; caseless: number }>(STRAYS)
  if (!row) return []
  const problem = (detail: string): CheckpointProblem => ({ code: 'entries-differ', position: null, detail })
  return [
    ...(row.headless > 0 ? [problem(`${row.headless} changes end in a line that is missing or differs`)] : []),
    ...(row.caseless > 0 ? [problem(`${row.caseless} changes belong to a case that is gone`)] : []),
    ...(row.told !== row.entries ? [problem(`The changes tell of ${row.told} lines; there are ${row.entries}`)] : []),
  ]
}

/** Continues a checkpoint over the changes up to a position. */
async function cover(database: Database, from: Checkpoint, to: number): Promise<Checkpoint> {
  const digest = createHash('sha256').update(from.digest)
  let { position, changes, entries } = from
  for (;;) {
    const rows = await database.query<Change>(CHANGES, [position, BATCH])
    for (const row of rows) {
      if (row.position > to) break
      digest.update(
        `${JSON.stringify([row.position, row.force, row.reference, row.first_sequence, row.last_sequence, row.head])}\n`,
      )
      position = row.position
      changes += 1
      entries += row.last_sequence - row.first_sequence + 1
    }
    if (rows.length < BATCH || (rows.at(-1)?.position ?? 0) >= to) break
  }
  return { at: from.at, position, changes, entries, previous: from.digest, digest: digest.digest('hex'), access: [] }
}
