/** What a form lacks so far, for whoever is writing it: by the rules that the engine refuses by. Nothing is read or recorded. */
import type { Issue } from '../../../../machines/rules/issue.ts'
import { reassessmentIssues } from '../../../../machines/rules/reassessment/reassessment.ts'
import { nothingLookedAt, type Since } from '../../../../machines/rules/reassessment/situation.ts'
import type { Posted } from './dataOf.ts'
import { SINCE } from './names.ts'

export function stillMissing({ at, data, issues }: Posted, form: URLSearchParams, zone: string): readonly Issue[] {
  const instant = new Date(at).toISOString()
  const missing = [
    ...issues,
    ...reassessmentIssues(data, instant),
    ...nothingLookedAt(data, sinceIn(form, instant), { at: instant, zone }),
  ]
  // What cannot be read is missing too, and said once.
  return missing.filter(({ pointer }, place) => missing.findIndex((other) => other.pointer === pointer) === place)
}

/** As the form was opened: whoever assessed meanwhile is told of when it is sent. */
function sinceIn(form: URLSearchParams, at: string): Since {
  const [instant = '', what] = (form.get(SINCE) ?? '').split(' ')
  const isInstant = !Number.isNaN(Date.parse(instant)) && instant <= at
  return { at: isInstant ? instant : at, what: what === 'report' ? 'the report' : 'the last assessment' }
}
