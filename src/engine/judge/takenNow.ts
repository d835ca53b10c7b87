/** Whether the lifecycle takes an event now: the incident, or the matter that it is about. */
import { accepts, leftToHau } from '../../../machines/incident/index.ts'
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { typeOf } from '../../../machines/rules/events.ts'
import type { Problem } from '../problems.ts'
import type { LiveCase } from '../step/live.ts'
import { typesTaken } from '../step/taken.ts'
import { notToBeRead } from './checked.ts'
import { type About, matterRefuses } from './matters.ts'
import { answersAClosedDemand } from './reassessment.ts'

/**
 * Why an event is not taken now; null when it is. What a matter of the incident hears, it takes or refuses itself, whether the incident
 * is closed or not.
 */
export const refusedNow = (live: LiveCase, event: PublicEvent, about: About | null): Problem | null =>
  about === null ? incidentRefuses(live, event) : matterRefuses(about)

function incidentRefuses(live: LiveCase, event: PublicEvent): Problem | null {
  const notNow = (detail: string, blockers?: NonNullable<Problem['blockers']>): Problem => ({
    code: 'not-accepted-now',
    detail,
    accepts: typesTaken(live).map(typeOf),
    ...(blockers && { blockers }),
  })
  if (event.type === 'incident.reported')
    return notNow(
      'This incident is reported already: post incident.corrected for what was wrong, call.received for another call.',
    )
  if (!accepts(live.incident, event)) return notNow(`${typeOf(event.type)} is not taken while the incident is as it is.`)
  if (event.type === 'risk.reassessed') {
    const closed = answersAClosedDemand(live.incident.context, event)
    if (closed !== null) return notNow(`Demand ${closed} is no longer open.`)
  }
  if (event.type === 'reassessment.checked') {
    const detail = notToBeRead(live.incident.context, event)
    if (detail !== null) return notNow(detail)
  }
  if (event.type === 'hau.completed') {
    const blockers = leftToHau(live.incident)
    if (blockers.length > 0) return notNow('The part of the harm assessment unit is not complete yet.', blockers)
  }
  return null
}
