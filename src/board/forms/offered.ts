/** What somebody may record on an incident now, grouped as people look for it. Nothing is offered that would be refused. */
import { GROUPS } from '../../../machines/rules/catalogue/labels/index.ts'
import { EVENTS, type EventName, typeOf } from '../../../machines/rules/events.ts'
import type { IncidentView } from '../../engine/views/views.ts'
import { formAt } from '../address.ts'

export interface OfferGroup {
  readonly label: string
  readonly offers: readonly { readonly label: string; readonly href: string }[]
}

/** Whether the role may post an event, and the lifecycle would take it now. @param posts as `GET /v1/me` has them. */
export const mayPost = ({ accepts }: Pick<IncidentView, 'accepts'>, posts: readonly string[], event: EventName): boolean =>
  posts.includes(event) && accepts.includes(typeOf(event))

/** What a second person says is recorded where they read what it is about. */
const ELSEWHERE: readonly EventName[] = ['approval.given', 'reassessment.checked']

type Incident = Pick<IncidentView, 'incident' | 'accepts' | 'closureBlockers' | 'restricted'>

/** @returns groups in which there is something. */
export function offered(view: Incident, posts: readonly string[]): readonly OfferGroup[] {
  const isOffered = (event: EventName): boolean =>
    mayPost(view, posts, event) &&
    !ELSEWHERE.includes(event) &&
    (event !== 'incident.closed' || view.closureBlockers.length === 0) &&
    (event !== 'incident.unrestricted' || view.restricted !== null)
  return GROUPS.flatMap(({ label, events }) => {
    const offers = events.filter(isOffered).map((event) => ({ href: formAt(view.incident, event), label: EVENTS[event].label }))
    return offers.length === 0 ? [] : [{ label, offers }]
  })
}
