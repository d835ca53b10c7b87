/** What the incident tells its referrals and schools, which live beside it and outlive its closing: each keeps its own state and clock. */
import { rulesThatHold } from '../../rules/hau/referralRules.ts'
import { MARAC, maracIsSettled } from '../../rules/hau/referrals.ts'
import { inEncompass, type Schooling, schoolingOf } from '../../rules/hau/schooling.ts'
import { personsIn } from '../../rules/report/persons.ts'
import { known } from '../../rules/time/happened.ts'
import { plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { EventOf, IncidentContext } from '../setup.ts'
import { act } from '../words.ts'
import { toReferral, toSchool } from './tellings.ts'

/** Asked again, a referral takes no notice: each rule asks for it once, and a rule about children once for each of them. */
const scheduleReferrals = (risk: boolean) =>
  act(({ context, event }) =>
    rulesThatHold(context, { risk })
      .filter(({ to }) => to !== MARAC || !maracIsSettled(context))
      .map(({ rule, child, to, within }) => {
        const dueBy = plus(known(event), within, context.policy.timezone)
        // A partner that was told of the child before a rule asked for it only remembers the rule.
        const found = child !== null && !context.safeguarded.referrals.get(to)?.children.includes(child) ? child : null
        return toReferral(to, { type: 'partner.owed', rule, child: found, dueBy, insteadOf: null })
      }),
  )
/** At the door and from the form: what children and flags ask for waits for no review. */
export const scheduleByNeed = scheduleReferrals(false)
/** Once the risk has been reviewed, or confirmed, or graded again. */
export const scheduleByRisk = scheduleReferrals(true)

/** There are grounds to believe that the child may be a victim. A school that knows it already takes no notice. */
const identify = ({ schooling }: IncidentContext, child: string) =>
  toSchool(child, { type: 'child.identified', ...(schooling[child] ?? { school: null, preSchool: false }) })

/** There are grounds once somebody has attended, and the DASH may name more children. */
export const scheduleSchools = act(({ context }) => context.children.map((child) => identify(context, child)))

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
export const tellOfSchool = act<'person.identified' | 'incident.corrected'>(({ context, event: { type, at, data } }) =>
  inEncompass(context.policy, at)
    ? personsIn(type, data)
        .filter(({ personRef = '' }) => context.safeguarded.schools.has(personRef))
        .map(({ personRef = '' }) => identify(context, personRef))
    : [],
)

export const tellSchool = act<'school.notified'>(({ event: { data } }) => {
  const { child, school, to = 'school', shared = [] } = data
  return [toSchool(child, { type: 'school.told', school, to, shared })]
})

export const tellReferred = act<'referral.made'>(({ event: { data } }) => {
  const { partner, legalBasis = null, shared = [] } = data
  return [toReferral(partner, { type: 'partner.referred', legalBasis, shared })]
})

export const tellConfirmed = act<'referral.acknowledged'>(({ event }) => [
  toReferral(event.data.partner, { type: 'partner.confirmed' }),
])
