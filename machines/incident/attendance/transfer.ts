/**
 * Handing an incident over to another force. It names the other force, and asks for their word that they have it; until then
 * the alert escalates and nobody closes. It ends no wait and answers nothing: what is owed to the victim is owed here until
 * somebody, theirs or ours, has arrived.
 *
 * An emergency call was lost on its way between two forces, each of which could think that the other had it.
 *
 * Source: docs/sources.md#transfer (Gwent and South Wales 2009)
 */
import { paceOf } from '../../rules/grading/grading.ts'
import { owedAfter } from '../hau/owedAfter.ts'
import type { IncidentContext } from '../setup.ts'
import { act, complete, keepOnLog, remember, schedule } from '../words.ts'

/** To the same force again it is the same transfer: its clock stays, and so does its acknowledgement. */
export const transfer = act<'incident.transferred'>(({ context, event }) => {
  const { to } = event.data
  const { policy, priority, transfers } = context
  if (Object.hasOwn(transfers, to)) return [keepOnLog]
  const owed = owedAfter({ context, event }, { deadline: 'transfer', of: to, within: policy.transfers.acknowledgeWithin })
  return [
    remember({ transfers: { ...transfers, [to]: 'made' } }),
    schedule({ ...owed, climbEvery: paceOf(policy, priority).answerWithin }),
  ]
})

export const transferAcknowledged = act<'transfer.acknowledged'>(({ context: { transfers }, event: { data } }) => [
  remember({ transfers: { ...transfers, [data.to]: 'acknowledged' } }),
  complete('transfer', data.to),
])

/** Those who were asked and have not said that they have it. */
export const unacknowledged = ({ transfers }: IncidentContext): readonly string[] =>
  Object.keys(transfers).filter((to) => transfers[to] === 'made')
