/** How many things may be open on one incident. */
import type { PublicEvent } from '../../machines/incident/setup.ts'
import { kindHearing } from '../../machines/matters/index.ts'
import { type EventName, typeOf } from '../../machines/rules/events.ts'
import { UNNAMED } from '../../machines/rules/vocabulary.ts'
import { matterHasEnded } from './items.ts'
import type { LiveCase } from './live.ts'
import { nameIn } from './matters.ts'
import type { Problem } from './problems.ts'

/** Contract §3, *bounds*: demands, crimes, bails, orders, referrals, tasks and the like; not their deadlines and alerts. */
export const MOST_OPEN = 300

/**
 * Whether an event is there to add an open thing to an incident that has as many as it may. What changes or ends one, and news of
 * whatever kind, is never held back, whatever it opens in consequence: of a breach it is told under the name of its order or bail.
 */
export function addsOneTooMany(live: LiveCase, event: PublicEvent): boolean {
  const adds = addedBy(live, event)
  return adds !== null && !isOpen(live, adds) && openThings(live) >= MOST_OPEN
}

export const tooMany = (type: EventName): Problem => ({
  code: 'too-many',
  detail: `${typeOf(type)} would open one more on an incident that has ${MOST_OPEN} open things. End some of them, or report another incident and link it.`,
})

/** The matter that an event is there to open; null for an event that is there for something else. */
function addedBy({ incident }: LiveCase, event: PublicEvent): string | null {
  const { policy } = incident.context
  if (event.type === 'crime.recorded') return policy.investigation === undefined ? null : `investigation/${event.data.crimeRef}`
  if (event.type === 'referral.made') return policy.referrals.rules === undefined ? null : `referral/${event.data.partner}`
  if (event.type === 'suspect.dealt-with')
    return policy.suspects === undefined ? null : `suspect/${event.data.suspect ?? UNNAMED}`
  const kind = kindHearing(event.type)
  return kind === null || !OPENING.has(event.type) ? null : `${kind}/${nameIn(kind, event)}`
}

/** Of the events that are about a matter, those that begin it. */
const OPENING: ReadonlySet<EventName> = new Set<EventName>([
  'bail.granted',
  'disclosure.applied',
  'marac.referred',
  'marker.placed',
  'order.proposed',
  'order.recorded',
  'order.sought',
  'plan.made',
  'task.set',
])

const isOpen = ({ matters }: LiveCase, id: string): boolean => {
  const machine = matters[id]
  return machine !== undefined && !matterHasEnded(id, machine)
}

/** What has ended is counted where it ended. */
const openThings = ({ demands, matters, ended }: LiveCase): number =>
  Object.keys(demands).length - ended.demands.length + Object.keys(matters).length - ended.matters.length
