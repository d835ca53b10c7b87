import { getNextTransitions, type SnapshotFrom } from 'xstate'
import { BOUNDED } from '../effects.ts'
import { type CaseEventData, demandReasonOf, EVENT_NAMES, type EventName } from '../rules/events.ts'
import { known } from '../rules/happened.ts'
import { earlier } from '../rules/time.ts'
import { victimsIn } from '../rules/victimsCode.ts'
import { attendance } from './attendance.ts'
import { BLANK } from './blank.ts'
import type { Blocker } from './blocker.ts'
import { closureBlockers, closureExceptions, completionBlockers, type Exception } from './blockers.ts'
import { closure } from './closure.ts'
import { dash } from './dash.ts'
import { grading } from './grading.ts'
import { investigation } from './investigation.ts'
import { schoolingIn } from './referring.ts'
import { risk } from './risk.ts'
import { safeguarding } from './safeguarding.ts'
import { incidentSetup, type PublicEvent } from './setup.ts'

/** Who has no reference gets one by the place in the list. */
const childrenIn = ({ persons = [] }: CaseEventData['incident.reported']) =>
  persons.flatMap((person, index) =>
    person.role === 'child' ? [{ child: person.personRef ?? `child-${index + 1}`, person }] : [],
  )

/** An incident from the report to its closing: one parallel statechart, one file a region. */
export const incident = incidentSetup.createMachine({
  id: 'incident',
  type: 'parallel',
  options: BOUNDED,
  context: ({ input: { reference, policy, data, at, recordedAt } }) => ({
    ...BLANK,
    reference,
    policy,
    area: data.location?.area ?? 'unknown',
    reportedAt: at,
    receivedAt: earlier(data.receivedAt, recordedAt),
    knownAt: known({ at, recordedAt }),
    flags: [...new Set(data.flags ?? [])],
    children: childrenIn(data).map(({ child }) => child),
    schooling: schoolingIn(policy, at, childrenIn(data)),
    victims: policy.victimsCode === undefined ? [] : victimsIn(data.persons ?? []),
  }),
  // A fallback that any region hides: kept, and nothing follows.
  on: { 'delay.noted': { actions: 'keepOnLog' }, 'thrive.scored': { actions: 'keepOnLog' } },
  states: { grading, attendance, risk, dash, safeguarding, investigation, closure },
})

export type IncidentSnapshot = SnapshotFrom<typeof incident>

/** An event that opens a closed incident again, and a demand. A change of shift is none: nobody is waited for there, attended or settled by telephone. */
const isNews = ({ type, data }: Pick<PublicEvent, 'type' | 'data'>): boolean =>
  type !== 'incident.reopened' && type !== 'shift.changed' && demandReasonOf(type, data) !== null

/** Looks back at what was done: taken of a closed incident too, which it leaves closed. */
const LOOKS_BACK: readonly string[] = ['thrive.scored', 'hau.feedback'] satisfies readonly EventName[]

/** What is sent back is owed again, and nothing is owed on a closed incident. */
const waitsAgain = ({ type, data }: PublicEvent): boolean => type === 'hau.feedback' && data.sentBack === true

/**
 * What outlives the closing is still done: what a rule asked for is still referred, a telling that came back is sent again, a child who
 * is found is safeguarded. A suspect who is found after it leaves the register, and another crime has an investigation. None of it is
 * news that demands (contract §3): it goes on the record, starts and ends clocks of its own, and leaves the incident closed.
 */
const GOES_ON: Readonly<Record<'followed' | 'suspects' | 'investigation', readonly EventName[]>> = {
  followed: [
    'hau.received',
    'hau.checked',
    'hau.not-checked',
    'hau.risk-confirmed',
    'hau.completed',
    'referral.made',
    'referral.acknowledged',
    'school.notified',
    'person.identified',
  ],
  suspects: ['suspect.dealt-with'],
  investigation: ['crime.recorded', 'investigation.allocated'],
}
/** Where the policy follows referrals and schools, suspects, investigations; under an older one nothing waits for it. */
const goesOn = ({ context: { policy } }: IncidentSnapshot, type: string): boolean => {
  const follows = {
    followed: policy.referrals.rules !== undefined || policy.school.encompass !== undefined,
    suspects: policy.suspects !== undefined,
    investigation: policy.investigation !== undefined,
  }
  const names: readonly string[] = (['followed', 'suspects', 'investigation'] as const).flatMap((what) =>
    follows[what] ? GOES_ON[what] : [],
  )
  return names.includes(type)
}

/** Whether the lifecycle takes an event now; what is wrong with its content is another question, asked after this one. */
export const accepts = (snapshot: IncidentSnapshot, event: PublicEvent): boolean =>
  snapshot.value.closure === 'closed'
    ? isNews(event) ||
      event.type === 'incident.reopened' ||
      (LOOKS_BACK.includes(event.type) && !waitsAgain(event) && snapshot.can(event)) ||
      (goesOn(snapshot, event.type) && snapshot.can(event))
    : event.type !== 'incident.reopened' && snapshot.can(event)

/** The event types that the lifecycle takes now. On a closed incident those that can be news, the reopening, and what looks back. */
export function acceptedTypes(snapshot: IncidentSnapshot): readonly EventName[] {
  const closed = snapshot.value.closure === 'closed'
  const types = new Set(
    getNextTransitions(snapshot)
      .filter(
        ({ source, eventType }) =>
          !closed || source.id === 'incident.closure.closed' || LOOKS_BACK.includes(eventType) || goesOn(snapshot, eventType),
      )
      .map(({ eventType }): string => eventType),
  )
  if (!closed) types.delete('incident.reopened')
  return EVENT_NAMES.filter((name) => types.has(name))
}

const regionsOf = ({ value }: IncidentSnapshot) => {
  const { attendance, dash, safeguarding } = value as { attendance: unknown; dash: unknown; safeguarding: unknown }
  return { attendance: String(attendance), dash: String(dash), safeguarding: String(safeguarding) }
}

/**
 * What keeps it from being closed as it stands.
 *
 * @param unmade partners that a rule asks a referral for, and to whom nobody has made it: referrals live beside the incident.
 */
export const blockersOf = (snapshot: IncidentSnapshot, unmade: readonly string[]): readonly Blocker[] =>
  closureBlockers(snapshot.context, regionsOf(snapshot), unmade)

/** What keeps the harm assessment unit from being done. */
export const leftToUnit = (snapshot: IncidentSnapshot, unmade: readonly string[]): readonly Blocker[] =>
  completionBlockers(snapshot.context, regionsOf(snapshot), unmade)

/** What somebody's recorded decision keeps from being such a blocker. */
export const exceptionsOf = ({ value, context }: IncidentSnapshot): readonly Exception[] =>
  closureExceptions(context, { dash: String((value as { dash: unknown }).dash) })
