/** What the incident tells its referrals and schools, which live beside it and outlive its closing: each keeps its own state and clock. */
import { rulesThatHold } from '../../rules/hau/referralRules.ts'
import { MARAC, maracIsSettled } from '../../rules/hau/referrals.ts'
import { inEncompass, type Schooling, schoolingOf } from '../../rules/hau/schooling.ts'
import { personsIn } from '../../rules/report/persons.ts'
import { known } from '../../rules/time/happened.ts'
import { plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'
import { toReferral, toSchool } from './tellings.ts'

/** Asked again, a referral takes no notice: each rule asks for it once, and a rule about children once for each of them. */
const scheduleReferrals = (risk: boolean) =>
  incidentSetup.enqueueActions(({ context, event, enqueue }) => {
    for (const { rule, child, to, within } of rulesThatHold(context, { risk })) {
      if (to === MARAC && maracIsSettled(context)) continue
      const dueBy = plus(known(event), within, context.policy.timezone)
      // A partner that was told of the child before a rule asked for it only remembers the rule.
      const found = child !== null && !context.safeguarded.referrals.get(to)?.children.includes(child) ? child : null
      enqueue(toReferral(to, { type: 'partner.owed', rule, child: found, dueBy, insteadOf: null }))
    }
  })
/** At the door and from the form: what children and flags ask for waits for no review. */
export const scheduleByNeed = scheduleReferrals(false)
/** Once the risk has been reviewed, or confirmed, or graded again. */
export const scheduleByRisk = scheduleReferrals(true)

/** For `enqueue`: there are grounds to believe that the child may be a victim. A school that knows it already takes no notice. */
const identify = ({ schooling }: IncidentContext, child: string) =>
  toSchool(child, { type: 'child.identified', ...(schooling[child] ?? { school: null, preSchool: false }) })

/** There are grounds once somebody has attended, and the DASH may name more children. */
export const scheduleSchools = incidentSetup.enqueueActions(({ context, enqueue }) => {
  for (const child of context.children) enqueue(identify(context, child))
})

/** What is said of the children of a report, or of a child who was identified later. */
export const schoolingIn = (
  policy: IncidentContext['policy'],
  at: Instant,
  children: readonly { readonly child: string; readonly person: EventOf<'person.identified'>['data']['person'] }[],
): Readonly<Record<string, Schooling>> =>
  policy.school.encompass === undefined
    ? {}
    : Object.fromEntries(children.map(({ child, person }) => [child, schoolingOf(person, at, policy.timezone)]))

/** A child's school is heard of after its telling began. */
export const tellOfSchool = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  if (!inEncompass(context.policy, event.at)) return
  const named = event as EventOf<'person.identified'> | EventOf<'incident.corrected'>
  for (const { personRef = '' } of personsIn(named.type, named.data))
    if (context.safeguarded.schools.has(personRef)) enqueue(identify(context, personRef))
})

export const tellSchool = incidentSetup.enqueueActions(({ event, enqueue }) => {
  const { child, school, to = 'school', shared = [] } = (event as EventOf<'school.notified'>).data
  enqueue(toSchool(child, { type: 'school.told', school, to, shared }))
})

export const tellReferred = incidentSetup.enqueueActions(({ event, enqueue }) => {
  const { partner, legalBasis = null, shared = [] } = (event as EventOf<'referral.made'>).data
  enqueue(toReferral(partner, { type: 'partner.referred', legalBasis, shared }))
})

export const tellConfirmed = incidentSetup.enqueueActions(({ event, enqueue }) =>
  enqueue(toReferral((event as EventOf<'referral.acknowledged'>).data.partner, { type: 'partner.confirmed' })),
)
