/**
 * What the incident tells its referrals and schools, which live beside it and outlive its closing. All of it only where the
 * pinned policy asks for them (`referrals.rules`, `school.encompass`), so that a case of an older one stays as it was.
 */
import type { Asked, Confirmed, Referred } from '../../matters/referral.ts'
import type { Identified, SchoolTold } from '../../matters/school.ts'
import { rulesThatHold } from '../../rules/hau/referralRules.ts'
import { MARAC, maracIsSettled } from '../../rules/hau/referrals.ts'
import { inEncompass, type Schooling, schoolingOf } from '../../rules/hau/schooling.ts'
import { known } from '../../rules/time/happened.ts'
import { plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'
import { tellSupport } from './supporting.ts'

/** Asked again, a referral takes no notice: each rule asks for it once, and one about children once for each of them. */
const scheduleReferrals = (risk: boolean) =>
  incidentSetup.enqueueActions(({ context, event, enqueue }) => {
    for (const { rule, child, to, within } of rulesThatHold(context, { risk })) {
      if (to === MARAC && maracIsSettled(context)) continue
      const dueBy = plus(known(event), within, context.policy.timezone)
      // Told of already, before anything asked for it: that is only remembered.
      const found = child !== null && !(context.childrenReferred[to] ?? []).includes(child) ? child : null
      const asked: Asked = { type: 'partner.owed', rule, child: found, dueBy, insteadOf: null }
      enqueue({ type: 'tellMatter', params: { kind: 'referral', name: to, event: { ...asked } } })
    }
  })
/** At the door and from the form: what children and flags ask for waits for no review. */
export const scheduleByNeed = scheduleReferrals(false)
/** Once the risk has been reviewed, or confirmed, or graded again. */
export const scheduleByRisk = scheduleReferrals(true)

/** For `enqueue`: there are grounds to believe that these children may be victims. */
export const identify = (context: IncidentContext, at: Instant, children: readonly string[]) =>
  (inEncompass(context.policy, at) ? children : []).map((child) => {
    const told: Identified = { type: 'child.identified', ...(context.schooling[child] ?? { school: null, preSchool: false }) }
    return { type: 'tellMatter' as const, params: { kind: 'school', name: child, event: { ...told } } }
  })

/** What is said of the children of a report, or of one who was identified later. */
export const schoolingIn = (
  policy: IncidentContext['policy'],
  at: Instant,
  children: readonly { readonly child: string; readonly person: EventOf<'person.identified'>['data']['person'] }[],
): Readonly<Record<string, Schooling>> =>
  policy.school.encompass === undefined
    ? {}
    : Object.fromEntries(children.map(({ child, person }) => [child, schoolingOf(person, at, policy.timezone)]))

export const tellSchool = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { at, data } = event as EventOf<'school.notified'>
  if (!inEncompass(context.policy, at)) return
  const told: SchoolTold = { type: 'school.told', school: data.school, to: data.to ?? 'school', shared: data.shared ?? [] }
  enqueue({ type: 'tellMatter', params: { kind: 'school', name: data.child, event: { ...told } } })
})

const follows = ({ policy }: IncidentContext): boolean => policy.referrals.rules !== undefined

/** For `enqueue`, beside what the incident remembers of a referral that is made. */
export const referredTo = (context: IncidentContext, { data }: EventOf<'referral.made'>) => {
  const { partner, legalBasis = null, shared = [] } = data
  const told: Referred = { type: 'partner.referred', legalBasis, shared }
  return follows(context)
    ? [{ type: 'tellMatter' as const, params: { kind: 'referral', name: partner, event: { ...told } } }]
    : []
}

export const tellConfirmed = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  if (!follows(context)) return
  const told: Confirmed = { type: 'partner.confirmed' }
  const { partner } = (event as EventOf<'referral.acknowledged'>).data
  enqueue({ type: 'tellMatter', params: { kind: 'referral', name: partner, event: { ...told } } })
})

const noSupport = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { partner } = (event as EventOf<'referral.withdrawn' | 'referral.redirected'>).data
  for (const tell of tellSupport(context, partner)) enqueue(tell)
})

/** Nobody waits for it any more: it may be made again, and a partner asked in its place counts for it. */
const withdraw = (instead: (event: EventOf<'referral.withdrawn' | 'referral.redirected'>) => string | null) => ({
  actions: [
    {
      type: 'remember' as const,
      params: ({
        context,
        event,
      }: {
        readonly context: IncidentContext
        readonly event: EventOf<'referral.withdrawn' | 'referral.redirected'>
      }) => {
        const { partner } = event.data
        const { [partner]: _, ...others } = context.referredInstead
        const fallback = instead(event)
        return {
          referrals: Object.hasOwn(context.referrals, partner)
            ? { ...context.referrals, [partner]: 'withdrawn' as const }
            : context.referrals,
          referredInstead: fallback === null ? others : { ...others, [partner]: fallback },
        }
      },
    },
    {
      type: 'cancel' as const,
      params: ({ event }: { readonly event: EventOf<'referral.withdrawn' | 'referral.redirected'> }) => ({
        deadline: 'referral' as const,
        of: event.data.partner,
      }),
    },
    noSupport,
  ],
})
export const withdrawn = withdraw(() => null)
export const redirected = withdraw(({ type, data }) => (type === 'referral.redirected' ? data.fallback : null))
