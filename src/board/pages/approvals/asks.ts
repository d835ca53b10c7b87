/** What is asked for and waits for a second person, and why nobody had to decide it any more. */
import type { DecidedByTwo } from '../../../../machines/rules/decidedByTwo.ts'
import type { EventName } from '../../../../machines/rules/events.ts'
import type { approval } from '../../../engine/answers/approvals.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { plain } from '../../words/words.ts'

/** What is asked for, as a sentence goes on after the incident's reference. */
export function asksWords(event: EventName, asks: string): string {
  const [from = '', to = ''] = asks.split(' to ')
  switch (event) {
    case 'incident.graded':
    case 'risk.reassessed':
      return `lower the grade from ${from} to ${to}`
    case 'dash.reviewed':
      return `lower the risk grade from ${plain(from)} to ${plain(to)}`
    case 'dash.excepted':
      return 'make no DASH assessment'
    case 'incident.resolved-by-telephone':
      return 'resolve it by telephone'
    case 'crime.outcome':
      return asks.replace(/^(.*): outcome (.*)$/, 'give crime $1 the outcome $2')
    default:
      return asks
  }
}

type Lapsed = NonNullable<Answer<typeof approval>['lapsed']>

/** What could not be done says so in its reason. */
const LAPSED: Readonly<Record<Exclude<Lapsed, 'decided-otherwise'>, string>> = {
  'nobody-decided': 'nobody decided in time',
  'set-aside': 'a second reader set the reassessment aside',
  closed: 'the incident was closed',
  'not-possible-now': 'it could not be done any more',
}
const GRADED = 'the incident was graded or reassessed again after it was asked for, so nobody decided it'
/** What was recorded after it was asked for: nobody has to have decided the same. */
const OTHERWISE: Readonly<Record<DecidedByTwo, string>> = {
  'incident.graded': GRADED,
  'risk.reassessed': GRADED,
  'dash.reviewed': 'a DASH or another review was recorded after it was asked for, so nobody decided it',
  'dash.excepted': 'a DASH, or leaving it out, was recorded after it was asked for, so nobody decided it',
  'incident.resolved-by-telephone': 'a resolution by telephone was recorded after it was asked for, so nobody decided it',
  'crime.outcome': 'an outcome of the same crime was recorded after it was asked for, so nobody decided it',
}

export const lapsedWords = (lapsed: Lapsed, event: EventName | null): string =>
  lapsed === 'decided-otherwise' ? (OTHERWISE[event as DecidedByTwo] ?? GRADED) : LAPSED[lapsed]
