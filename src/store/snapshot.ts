import type { Case, CaseKey } from '../engine/step/case.ts'

/** A row of a case, and what its snapshot says: null where that cannot be read. */
export interface KeptSnapshot extends CaseKey {
  readonly kept: Case | null
}

/** A case as its row keeps it; null for text that is no JSON, or another case's, which must not fail those that are read with it. */
export function readSnapshot(text: string, { force, reference }: CaseKey): Case | null {
  try {
    const kept = JSON.parse(text) as Case | null
    return kept?.force === force && kept.reference === reference ? kept : null
  } catch {
    return null
  }
}
