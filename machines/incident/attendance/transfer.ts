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
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'

type Acknowledged = { readonly context: IncidentContext; readonly event: EventOf<'transfer.acknowledged'> }

/** To the same force again it is the same transfer: its clock stays, and so does its acknowledgement. */
export const transfer = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { to } = (event as EventOf<'incident.transferred'>).data
  if (Object.hasOwn(context.transfers, to)) return enqueue({ type: 'keepOnLog', params: undefined })
  const within = context.policy.transfers.acknowledgeWithin
  const owed = owedAfter({ context, event }, { deadline: 'transfer', of: to, within })
  enqueue({ type: 'remember', params: { transfers: { ...context.transfers, [to]: 'made' } } })
  enqueue({ type: 'schedule', params: { ...owed, climbEvery: paceOf(context.policy, context.priority).answerWithin } })
})

export const transferAcknowledged = [
  {
    type: 'remember' as const,
    params: ({ context, event }: Acknowledged) => ({
      transfers: { ...context.transfers, [event.data.to]: 'acknowledged' as const },
    }),
  },
  { type: 'complete' as const, params: ({ event }: Acknowledged) => ({ deadline: 'transfer' as const, of: event.data.to }) },
]

/** Those who were asked and have not said that they have it. */
export const unacknowledged = ({ transfers }: IncidentContext): readonly string[] =>
  Object.keys(transfers).filter((to) => transfers[to] === 'made')
