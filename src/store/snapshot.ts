import type { Case, CaseKey } from '../engine/step/case.ts'

/** A row of a case with its parsed snapshot; null when it cannot be read. */
export interface KeptSnapshot extends CaseKey {
  readonly kept: Case | null
}

/** A case as its row keeps it; null for text that is not JSON, or another case's: it must not fail the rows read with it. */
export function readSnapshot(text: string, { force, reference }: CaseKey): Case | null {
  try {
    const kept = JSON.parse(text) as Case | null
    return kept?.force === force && kept.reference === reference ? kept : null
  } catch {
    return null
  }
}
