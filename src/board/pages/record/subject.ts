/** Which incident a form is about: of the address, or of a field of a new report. */
import type { Issue } from '../../../../machines/rules/issue.ts'
import { writtenInLondon } from '../../forms/londonTime.ts'
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
  const wrong = wrongWith(reference)
  return { reference, issues: wrong === null ? [] : [{ pointer: SUBJECT, detail: wrong }], rest }
}

/** Find reads a number with spaces, the record keeps none: whoever reports says which spelling their own system has. */
function wrongWith(reference: string): string | null {
  if (reference === '') return 'is required'
  if (/\s/.test(reference)) return `take out the spaces, or put hyphens in their place, like ${reference.replaceAll(/\s+/g, '-')}`
  if (/[^\x21-\x7e]/.test(reference)) return 'use only letters without accents, digits and signs such as - and /'
  if (reference.length > 64) return 'use at most 64 letters and digits'
  return reference === '.' || reference === '..' ? 'a number cannot be dots alone' : null
}

/** For an incident that the control room's system has not numbered yet: shown to whoever reports, who may type it. */
export const stopgapAt = (now: string): string => {
  const [day = '', time = ''] = writtenInLondon(`${now.slice(0, 19)}Z`).written.split('T')
  return `TEMP-${day.replaceAll('-', '')}-${time.replaceAll(':', '').padEnd(6, '0')}`
}
