/** What somebody may record on an incident now, grouped as people look for it. */
import { GROUPS } from '../../../machines/rules/catalogue/labels/index.ts'
import { EVENTS, type EventName, nameOf } from '../../../machines/rules/events.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { whyNot } from '../../api/roles.ts'

export interface Offer {
  readonly event: EventName
  readonly label: string
  readonly href: string
}

export interface OfferedGroup {
  readonly label: string
  readonly offers: readonly Offer[]
}

/** Where the form of an event is. */
export const formAt = (incident: string, event: EventName): string => `/incidents/${encodeURIComponent(incident)}/record/${event}`

/** @param accepts the types that the incident takes now, as its answer has them. @returns groups in which there is something. */
export function offered(incident: string, accepts: readonly string[], role: Role): readonly OfferedGroup[] {
  const taken = new Set(accepts.map(nameOf))
  return GROUPS.flatMap(({ label, events }) => {
    const may = events.filter((event) => taken.has(event) && whyNot(role, event) === null)
    const offers = may.map((event) => ({ event, label: EVENTS[event].label, href: formAt(incident, event) }))
    return offers.length === 0 ? [] : [{ label, offers }]
  })
}
