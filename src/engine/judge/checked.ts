/** Whether a verdict on a reassessment is taken: it is on one that waits for it, by somebody else, and given once. */
import { checkOf } from '../../../machines/incident/risk/checks.ts'
import type { EventOf, IncidentContext } from '../../../machines/incident/setup.ts'
import { samePerson } from '../../../machines/rules/person.ts'
import { invalid, issue, type Judged, withoutErrors } from './judged.ts'

type Read = EventOf<'reassessment.checked'>

const isOwn = (madeBy: readonly string[], { data }: Read): boolean => madeBy.some((id) => samePerson(id, data.by.id))

/**
 * Why nobody asks for this verdict now; null where somebody does. Of a drawn one an answer other than taking the verdict would tell that
 * it was drawn: its own author, and whoever dates the verdict before it, hear word for word that nobody waits for it.
 */
export function notToBeRead(context: IncidentContext, event: Read): string | null {
  const { reassessment } = event.data
  const check = checkOf(context, reassessment)
  if (check !== undefined && (check.why === 'doubtful' || !(isOwn(check.madeBy, event) || event.at < check.at))) return null
  const before = context.checked.find((one) => one.reassessment === reassessment)
  return before === undefined
    ? `No reassessment ${reassessment} of this incident waits for a second person: look for its sequence in the timeline.`
    : `${before.by.id} has read reassessment ${reassessment} already: that verdict stands.`
}

export function judgeVerdict(context: IncidentContext, event: Read): Judged {
  const check = checkOf(context, event.data.reassessment)
  if (check === undefined) return withoutErrors([])
  if (isOwn(check.madeBy, event))
    return invalid([issue('/data/by/id', 'somebody who neither made, approved nor entered this reassessment must read it')])
  return withoutErrors(
    event.at < check.at ? [issue('/time', `comes before the reassessment that it is about, which was made at ${check.at}`)] : [],
  )
}
