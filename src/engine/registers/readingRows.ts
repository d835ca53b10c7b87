/**
 * Reassessments that a second person may read, and those that one has read. They are in no register: a register would show which were
 * drawn. `GET /v1/reassessments` lists them without that.
 */
import type { Check, Checked } from '../../../machines/incident/risk/memory.ts'
import type { RegisterRow } from './views.ts'

export const READING = 'reassessment'
/** What somebody owes comes before what was drawn. */
const PLACE: Readonly<Record<Check['why'], number>> = { doubtful: 0, drawn: 1 }

interface Kept {
  readonly checks?: readonly Check[]
  readonly checked?: readonly Checked[]
}

const rowsIn = (incident: string, { checks = [], checked = [] }: Kept): readonly RegisterRow[] => [
  ...checks.map(({ reassessment, why, readBy }) => row(incident, reassessment, 'waiting', PLACE[why], readBy)),
  ...checked.map(({ reassessment, at, verdict, by }) => ({
    ...row(incident, reassessment, 'read', 0, at),
    facts: { verdict, by },
  })),
]

const row = (incident: string, sequence: number, state: 'waiting' | 'read', weight: number, dueAt: string): RegisterRow => ({
  ...{ kind: READING, name: String(sequence), incident, state, ended: state === 'read', weight, dueAt },
  deadlines: [],
  facts: {},
})

const nameOf = ({ name, state }: RegisterRow) => `${name} ${state}`

/** Only what changed. */
export function readingRows(
  reference: string,
  before: Kept,
  now: Kept,
): { readonly listed: readonly RegisterRow[]; readonly unlisted: readonly Pick<RegisterRow, 'kind' | 'name'>[] } {
  if (before.checks === now.checks && before.checked === now.checked) return { listed: [], unlisted: [] }
  const [was, is] = [rowsIn(reference, before), rowsIn(reference, now)]
  const known = new Set(was.map(nameOf))
  const stays = new Set(is.map(({ name }) => name))
  return {
    listed: is.filter((one) => !known.has(nameOf(one))),
    unlisted: was.filter(({ name }) => !stays.has(name)).map(({ kind, name }) => ({ kind, name })),
  }
}
