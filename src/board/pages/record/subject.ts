/** Which incident a form is about: of the address, or of a field of a new report. */
import type { Issue } from '../../../../machines/rules/issue.ts'
import { SUBJECT } from '../../forms/names.ts'

export interface Subject {
  readonly reference: string
  readonly issues: readonly Issue[]
  /** The fields besides. */
  readonly rest: URLSearchParams
}

export function subjectOf(ref: string | null, fields: URLSearchParams): Subject {
  const rest = new URLSearchParams(fields)
  rest.delete(SUBJECT)
  if (ref !== null) return { reference: ref, issues: [], rest }
  const reference = fields.get(SUBJECT)?.trim() ?? ''
  const issues = reference === '' ? [{ pointer: SUBJECT, detail: 'is required' }] : []
  return { reference, issues, rest }
}
