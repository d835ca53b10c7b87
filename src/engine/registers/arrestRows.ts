/** Arrests as registers list them: of each suspect the last, whatever became of them since. Only what changed. */
import { ARREST } from '../../../machines/rules/catalogue/registers.ts'
import type { StoredMachine } from '../step/case.ts'
import type { RegisterRow } from './views.ts'

type Matters = Readonly<Record<string, StoredMachine>>

export const arrestRows = (incident: string, before: Matters, now: Matters): RegisterRow[] =>
  Object.entries(now).flatMap(([id, suspect]) => {
    const { arrestedAt } = suspect.context
    if (!id.startsWith('suspect/') || suspect === before[id] || typeof arrestedAt !== 'string') return []
    const { name, how, since, risk } = suspect.context
    const line = { incident, kind: ARREST, name: String(name), state: 'made', ended: true, weight: 0, deadlines: [] }
    return [{ ...line, dueAt: arrestedAt, facts: { suspect: name, arrestedAt, how, since, risk } }]
  })
