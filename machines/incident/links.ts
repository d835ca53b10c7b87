/**
 * A record that only repeats another one: nobody goes for it, the other carries the contact. It holds where the other has said
 * so itself, and until there is news here: then somebody has to go, or the other has to hear of the news first. A record that
 * carries a third is no mere duplicate, so however records are linked, one of them is closed as any incident is.
 * Source: docs/sources.md#links (West Midlands 2022).
 */

import { carriedBy, linked } from '../rules/report/links.ts'
import { known } from '../rules/time/happened.ts'
import { endWarning } from './attendance/arrivals.ts'
import { endTelling } from './attendance/victimTold.ts'
import { untilNews } from './risk/untilNews.ts'
import { type EventOf, type IncidentContext, incidentSetup, type OriginalFound } from './setup.ts'
import { remember } from './words.ts'

type Linked = { readonly context: IncidentContext; readonly event: EventOf<'incident.linked'> }
type Found = { readonly context: IncidentContext; readonly event: OriginalFound }

export const keepLink = remember(({ context, event }: Linked) => ({
  links: linked(context.links, { incident: event.data.incident, as: event.data.as, at: event.at, knownAt: known(event) }),
}))

const carriesNobody = ({ context }: Found): boolean => carriedBy(context.links).length === 0
/** Who called before is looked at with the original, whose demand this record opened; what comes to light here later is not. */
const carried = remember(({ event: { incident, at, by } }: Found) => ({
  duplicateOf: { incident, at, by },
  historyUnread: false,
}))

/** The alert of a breach stays, as where it is settled on the telephone: it ends with the closing that names the exception. */
export const carriedElsewhere = {
  guard: carriesNobody,
  target: 'duplicate' as const,
  actions: [carried, endWarning, endTelling],
}

export const duplicate = incidentSetup.createStateConfig({
  on: { ...untilNews, 'original.found': { guard: carriesNobody, actions: carried } },
})
