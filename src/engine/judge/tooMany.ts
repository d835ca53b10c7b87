/** How many things may be open on one incident. */
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { kindHearing } from '../../../machines/matters/index.ts'
import { type CaseEventData, type EventName, type NamesOf, recordOf, typeOf } from '../../../machines/rules/events.ts'
import type { Policy } from '../../../machines/rules/policy/policy.ts'
import { UNNAMED } from '../../../machines/rules/vocabulary.ts'
import type { Problem } from '../problems.ts'
import type { LiveCase } from '../step/live.ts'
import { nameIn } from '../step/named.ts'
import { matterHasEnded } from '../views/items.ts'

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
  const begins = recordOf(event.type)?.matter.begins ?? null
  if (begins === null) return null
  if (kindHearing(event.type) === begins) return `${begins}/${nameIn(begins, event)}`
  const asked = ASKED[event.type as AskingEvent] as (data: never, policy: Policy) => string | null
  const name = asked(event.data as never, incident.context.policy)
  return name === null ? null : `${begins}/${name}`
}

/** What the incident hears and opens a matter of. */
type AskingEvent = Exclude<
  NamesOf<{ readonly matter: { readonly hears: null } }>,
  NamesOf<{ readonly matter: { readonly begins: null } }>
>

/** The name of the matter; null under a policy that does not follow that kind. */
const ASKED: { readonly [Name in AskingEvent]: (data: CaseEventData[Name], policy: Policy) => string | null } = {
  'crime.recorded': ({ crimeRef }, { investigation }) => (investigation === undefined ? null : crimeRef),
  'referral.made': ({ partner }) => partner,
  'suspect.dealt-with': ({ suspect = UNNAMED }, { suspects }) => (suspects === undefined ? null : suspect),
}

const isOpen = ({ matters }: LiveCase, id: string): boolean => {
  const machine = matters[id]
  return machine !== undefined && !matterHasEnded(id, machine)
}

/** What has ended is counted where it ended. */
export const openThings = ({ demands, matters, ended }: LiveCase): number =>
  Object.keys(demands).length - ended.demands.length + Object.keys(matters).length - ended.matters.length
