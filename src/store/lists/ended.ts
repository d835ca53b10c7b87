/** Ended demands, deadlines and matters that left the snapshot of their case. */
import type { CaseKey, StoredMachine } from '../../engine/step/case.ts'
import type { EndedPart } from '../../engine/step/leaving.ts'
import { caseIs } from '../caseKey.ts'
import type { Database } from '../connection/database.ts'
import { isStorable } from '../text.ts'

export interface EndedRow extends Omit<EndedPart, 'machine'> {
  readonly machine: string
}

export const COLUMNS = 'e.home, e.id, e.nth, e.cause, e.at, e.due_at as "dueAt", e.machine'
const WANTED = {
  name: 'reassess-ended',
  text: `
    select ${COLUMNS} from reassess.cases c join reassess.ended e on e.case_id = c.id
     where ${caseIs('$1', '$2')}
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
  return (await database.query<EndedRow>(WANTED, [force, reference, storable])).map(partOf)
}

export const partOf = ({ machine, ...row }: EndedRow): EndedPart => ({ ...row, machine: JSON.parse(machine) as StoredMachine })
