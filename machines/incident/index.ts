import { getNextTransitions, type SnapshotFrom } from 'xstate'
import { BOUNDED } from '../effects.ts'
import type { WhenClosed } from '../rules/catalogue/event.ts'
import { type CaseEventData, demandReasonOf, EVENT_NAMES, type EventName, NEWS, recordOf } from '../rules/events.ts'
import { NOTHING_SAID } from '../rules/hau/safeguardingFacts.ts'
import { suspectsIn } from '../rules/investigation/spokenTo.ts'
import { victimsIn } from '../rules/investigation/victimsCode.ts'
import type { Policy } from '../rules/policy/policy.ts'
import { CHILD_VICTIM, isChild, isChildVictim } from '../rules/report/persons.ts'
import { known } from '../rules/time/happened.ts'
import { earlier } from '../rules/time/instants.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { attendance } from './attendance/attendance.ts'
import { BLANK } from './blank.ts'
import type { Blocker } from './closure/blocker.ts'
import { closureBlockers, closureExceptions, completionBlockers, type Exception } from './closure/blockers.ts'
import { closure } from './closure/closure.ts'
import { grading } from './grading/grading.ts'
import { dash } from './hau/dash.ts'
import { schoolingIn } from './hau/referring.ts'
import { safeguarding } from './hau/safeguarding.ts'
import { investigation } from './investigation/investigation.ts'
import { restriction } from './restricted/restricted.ts'
import { risk } from './risk/reassessment.ts'
import { incidentSetup, type PublicEvent } from './setup.ts'

/** Who has no reference gets one by the place in the list. */
const childrenIn = ({ persons = [] }: CaseEventData['incident.reported'], at: Instant, zone: string) =>
  persons.flatMap((person, index) =>
    isChild(person, at, zone) ? [{ child: person.personRef ?? `child-${index + 1}`, person }] : [],
  )

const childrenKnown = (policy: Policy, at: Instant, data: CaseEventData['incident.reported']) => {
  const children = childrenIn(data, at, policy.timezone)
  const { persons = [], flags = [] } = data
  const victims = persons.some((person) => isChildVictim(person, at, policy.timezone)) ? [CHILD_VICTIM] : []
  return {
    flags: [...new Set([...flags, ...victims])],
    children: children.map(({ child }) => child),
    schooling: schoolingIn(policy, at, children),
  }
}

/** An incident from the report to its closing: one parallel statechart, one file a region. */
export const incident = incidentSetup.createMachine({
  id: 'incident',
  type: 'parallel',
  options: BOUNDED,
  context: ({ input: { reference, policy, data, at, recordedAt } }) => ({
    ...BLANK,
    ...childrenKnown(policy, at, data),
    safeguarded: NOTHING_SAID,
    reference,
    policy,
    area: data.location?.area ?? 'unknown',
    reportedAt: at,
    receivedAt: earlier(data.receivedAt, recordedAt),
    knownAt: known({ at, recordedAt }),
    suspects: suspectsIn(policy, data.persons ?? []),
    victims: policy.victimsCode === undefined ? [] : victimsIn(data.persons ?? []),
  }),
  // A fallback that any region hides. The first two are kept, and nothing follows.
  on: { 'delay.noted': { actions: 'keepOnLog' }, 'thrive.scored': { actions: 'keepOnLog' }, ...restriction },
  states: { grading, attendance, risk, dash, safeguarding, investigation, closure },
})

export type IncidentSnapshot = SnapshotFrom<typeof incident>

/** News, by what it says: opens a closed incident again, and a demand. */
const isNews = ({ type, data }: Pick<PublicEvent, 'type' | 'data'>): boolean =>
  (NEWS as readonly string[]).includes(type) && demandReasonOf(type, data) !== null

/** What is sent back is owed again, and nothing is owed on a closed incident. */
const waitsAgain = ({ type, data }: PublicEvent): boolean => type === 'hau.feedback' && data.sentBack === true

/**
 * What the policy follows after the closing; under an older policy nothing waits for it. What a rule asked for is still
 * referred, a school that could not be told is told again, a child who is found is safeguarded. A suspect who is found after it
 * leaves the register, and another crime has an investigation. This is not news that demands (contract §3): the incident stays
 * closed.
 */
const GOES_ON: Readonly<Record<Extract<WhenClosed, `goes-on-with-${string}`>, (policy: Policy) => boolean>> = {
  'goes-on-with-referrals': ({ referrals, school }) => referrals.rules !== undefined || school.encompass !== undefined,
  'goes-on-with-suspects': ({ suspects }) => suspects !== undefined,
  'goes-on-with-investigations': ({ investigation: followed }) => followed !== undefined,
}

/** Whether a closed incident takes an event type that is no news, and stays closed. */
function staysClosed({ context: { policy } }: IncidentSnapshot, type: string): boolean {
  const whenClosed = recordOf(type)?.whenClosed ?? 'refused'
  return whenClosed.startsWith('looks-back') || (whenClosed in GOES_ON && GOES_ON[whenClosed as keyof typeof GOES_ON](policy))
}

/** Whether the lifecycle takes an event now; what is wrong with its content is another question, asked after this one. */
export const accepts = (snapshot: IncidentSnapshot, event: PublicEvent): boolean =>
  snapshot.value.closure === 'closed'
    ? isNews(event) || (staysClosed(snapshot, event.type) && !waitsAgain(event) && snapshot.can(event))
    : event.type !== 'incident.reopened' && snapshot.can(event)

/** The event types that the lifecycle takes now. On a closed incident those that can be news, the reopening, and what looks back. */
export function acceptedTypes(snapshot: IncidentSnapshot): readonly EventName[] {
  const closed = snapshot.value.closure === 'closed'
  const types = new Set(
    getNextTransitions(snapshot)
      .filter(({ source, eventType }) => !closed || source.id === 'incident.closure.closed' || staysClosed(snapshot, eventType))
      .map(({ eventType }): string => eventType),
  )
  if (!closed) types.delete('incident.reopened')
  return EVENT_NAMES.filter((name) => types.has(name))
}

const regionsOf = ({ value }: IncidentSnapshot) => {
  const { attendance, dash, safeguarding } = value as { attendance: unknown; dash: unknown; safeguarding: unknown }
  return { attendance: String(attendance), dash: String(dash), safeguarding: String(safeguarding) }
}

/** What keeps it from being closed now. */
export const blockersOf = (snapshot: IncidentSnapshot): readonly Blocker[] =>
  closureBlockers(snapshot.context, regionsOf(snapshot))

/** What keeps the harm assessment unit from being done. */
export const leftToHau = (snapshot: IncidentSnapshot): readonly Blocker[] =>
  completionBlockers(snapshot.context, regionsOf(snapshot))

/** What somebody's recorded decision keeps from being such a blocker. */
export const exceptionsOf = ({ value, context }: IncidentSnapshot): readonly Exception[] =>
  closureExceptions(context, { dash: String((value as { dash: unknown }).dash) })
