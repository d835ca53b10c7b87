/** Whether a court can be asked to extend bail: of a suspect whose bail has not ended (PACE 1984 ss.47ZF(2), 47ZJ(1)); and whether it can refuse. */
import { type Issue, issueIf } from '../../rules/issue.ts'
import { bailOf } from '../beside.ts'
import type { MatterEvent } from '../matter.ts'
import type { BailContext } from './memory.ts'
import { isAskedInTime, isWithCourt } from './running.ts'
import type { OnCourtAsked } from './setup.ts'

export function courtAskedIssues(event: OnCourtAsked['event']): Issue[] {
  const { suspect, appliedAt } = event.data
  const bails = bailOf(event, suspect)
  const isLate = bails.length > 0 && !bails.some((context) => isAskedInTime({ context, event }))
  return [
    ...issueIf(bails.length === 0, '/data/suspect', 'is on no bail of this incident that has not ended'),
    ...issueIf(appliedAt > event.at, '/data/appliedAt', 'must not be after the time of the event'),
    ...issueIf(isLate, '/data/appliedAt', 'must be while bail stands: a court that is asked after its end does not keep it'),
  ]
}

/** Only a court that was asked refuses. */
export function refusedIssues(event: MatterEvent<'bail.extension-refused'>, context: BailContext): Issue[] {
  const isAsked = isWithCourt({ context })
  return [
    ...issueIf(!isAsked, '/data/bail', 'is with no court: record first that a court was asked (bail.extension-applied)'),
    ...issueIf(isAsked && event.at < (context.courtAppliedAt ?? ''), '/time', 'must not be before the court was asked'),
  ]
}
