/**
 * Corrects the registers from the snapshots that they follow from, a batch of cases at a time: rows that a case lacks, has
 * different or has too many. Commits write only what changed, so rows from before the registers, and lost rows, come only from
 * here.
 *
 * Nothing is locked while it compares. A case is written only at the version it was compared at, under the lock that commits
 * take; a case that changed meanwhile is compared again. So it may run beside anything, any number of times.
 */

import { addTo } from '../../engine/addTo.ts'
import { isToldByLines, registersOf, type Told } from '../../engine/registers/rows.ts'
import type { CaseKey, Consequences } from '../../engine/step/case.ts'
import type { EndedPart } from '../../engine/step/leaving.ts'
import { MACHINE_VERSION } from '../../engine/step/live.ts'
import type { Database } from '../connection/database.ts'
import { readSnapshot } from '../snapshot.ts'
import { COMPARED, LINES, NEXT, PUT_RIGHT } from './rebuildStatements.ts'
import { type StoredRow, storedRow } from './row.ts'

/** Cases of a batch. */
const BATCH = 100
/** A case that changes at each comparison is left and named. */
const MOST_LOOKS = 10

export interface RebuiltBatch {
  /** The id of its last case: the next batch begins after it. */
  readonly through: number
  readonly incidents: number
  /** Rows that were missing, different or too many. */
  readonly putRight: number
  /** Cases whose snapshot is another release's: their next event lists what they owe. */
  readonly older: number
  /** Cases that were left as they are, and why. */
  readonly left: readonly Left[]
}

interface Left extends CaseKey {
  readonly why: string
}

interface CaseRow {
  readonly id: number
  readonly version: number
  readonly force: string
  readonly reference: string
  readonly snapshot: string
  /** JSON of its rows. */
  readonly rows: string
  /** JSON of its demands and matters that have left the snapshot. */
  readonly ended: string
}

/**
 * The next batch of cases after an id, 0 for the first.
 *
 * @returns null when no case is left.
 * @throws RecordUnavailable; the corrections of earlier batches stay.
 */
export async function rebuildRegisters(database: Database, after: number): Promise<RebuiltBatch | null> {
  const batch = (await database.query<{ id: number }>(NEXT, [after, BATCH])).map(({ id }) => id)
  const through = batch.at(-1)
  if (through === undefined) return null
  const done: Done = { through, incidents: batch.length, putRight: 0, older: 0, left: [] }
  let stale = await look(database, batch, done)
  for (let looks = 1; stale.length > 0 && looks < MOST_LOOKS; looks++) stale = await look(database, idsOf(stale), done)
  const why = 'it changes faster than it can be compared'
  done.left.push(...stale.map(({ force, reference }) => ({ force, reference, why })))
  return done
}

type Done = { -readonly [Field in keyof RebuiltBatch]: RebuiltBatch[Field] } & { readonly left: Left[] }

/** @returns the cases that changed meanwhile. */
async function look(database: Database, open: readonly number[], done: Done): Promise<readonly Differing[]> {
  const differing: Differing[] = []
  for (const found of await compare(database, open)) {
    if (found === 'older') done.older += 1
    else if ('why' in found) done.left.push(found)
    else if (found.differ > 0) differing.push(found)
  }
  const taken = await putRight(database, differing)
  for (const { id, differ } of differing) if (taken.has(id)) done.putRight += differ
  return differing.filter(({ id }) => !taken.has(id))
}

const idsOf = (found: readonly { readonly id: number }[]) => found.map(({ id }) => id)

interface Differing extends CaseKey {
  readonly id: number
  /** The version it was compared at. */
  readonly version: number
  readonly rows: readonly StoredRow[]
  /** How many of its rows were wrong. */
  readonly differ: number
}

async function compare(database: Database, ids: readonly number[]): Promise<(Differing | Left | 'older')[]> {
  const found = await database.query<CaseRow>(COMPARED, [ids])
  const read = found.map((row) => ({ row, kept: readSnapshot(row.snapshot, row) }))
  const told = read.filter(({ kept }) => kept !== null && attempt(() => isToldByLines(kept)))
  const lines = await linesOf(database, idsOf(told.map(({ row }) => row)))
  return read.map(({ row: { id, version, force, reference, rows: had, ended }, kept }) => {
    if (kept !== null && kept.machineVersion !== MACHINE_VERSION) return 'older'
    const rows =
      kept === null
        ? null
        : attempt(() => registersOf(kept, lines.get(id) ?? [], JSON.parse(ended) as EndedPart[]).map(storedRow))
    if (rows === null) return { force, reference, why: 'its snapshot cannot be read' }
    return { id, version, force, reference, rows, differ: countDifferences(rows, JSON.parse(had) as StoredRow[]) }
  })
}

/** A damaged case holds up no other. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

async function linesOf(database: Database, ids: readonly number[]): Promise<ReadonlyMap<number, readonly Told[]>> {
  const lines = new Map<number, Told[]>()
  if (ids.length === 0) return lines
  const found = await database.query<{ case_id: number; type: string; recorded_at: string; consequences: string }>(LINES, [ids])
  for (const { case_id, type, recorded_at: recordedAt, consequences } of found) {
    addTo(lines, case_id, { type, recordedAt, consequences: JSON.parse(consequences) as Consequences })
  }
  return lines
}

function countDifferences(wanted: readonly StoredRow[], found: readonly StoredRow[]): number {
  const had = new Map(found.map((row) => [keyOf(row), row]))
  const named = new Set(wanted.map(keyOf))
  const missingOrOther = wanted.filter((row) => !isSame(row, had.get(keyOf(row))))
  return missingOrOther.length + found.filter((row) => !named.has(keyOf(row))).length
}

const keyOf = ({ kind, name }: StoredRow): string => JSON.stringify([kind, name])
const isSame = (row: StoredRow, found: StoredRow | undefined): boolean =>
  found !== undefined && (Object.keys(row) as (keyof StoredRow)[]).every((column) => row[column] === found[column])

/** @returns the ids of the cases that were still at the version they were compared at. */
async function putRight(database: Database, differing: readonly Differing[]): Promise<ReadonlySet<number>> {
  if (differing.length === 0) return new Set()
  const input = differing.map(({ id, version, rows }) => ({ case_id: id, version, rows }))
  const taken = await database.query<{ case_id: number }>(PUT_RIGHT, [JSON.stringify(input)])
  return new Set(taken.map(({ case_id }) => case_id))
}
