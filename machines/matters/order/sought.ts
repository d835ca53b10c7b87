/** An order that a court is asked for without a notice: a DAPO on application, or one on conviction. Source: docs/sources.md#orders (seed 78) */
import type { Effects } from '../../effects.ts'
import { regimeAt } from '../../rules/investigation/orders.ts'
import type { Issue } from '../../rules/issue.ts'
import { known } from '../../rules/time/happened.ts'
import { plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { MatterEvent, Told } from '../matter.ts'
import { type On, type OrderContext, orderSetup } from './setup.ts'

const waitFor = (
  { name }: OrderContext,
  { incident: { policy } }: Told,
  wait: Pick<Effects['schedule'], 'deadline' | 'dueAt' | 'base'>,
): Effects['schedule'] => ({
  ...wait,
  ...{ of: name, climbEvery: policy.orders.remindEvery, matter: `order/${name}` },
})

export const seek = {
  type: 'remember' as const,
  params: ({ event: { at, data } }: On<'order.sought'>): Partial<OrderContext> => {
    const { what, applicant, subject, protects, court = null, hearingAt = null } = data
    const regime = what === 'DAPO' ? ('DAPN' as const) : null
    return { what, regime, subject, protects, applicant, soughtAt: at, court, hearingAt }
  },
}

/** No law says by when it is heard, so that one which nobody listed is asked after. */
export const scheduleHearingAsked = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  const { orders, timezone } = event.incident.policy
  const dueAt = context.hearingAt ?? plus(known(event), orders.sought.hearWithin, timezone)
  enqueue({ type: 'complete', params: { deadline: 'order-hearing', of: context.name } })
  enqueue({ type: 'schedule', params: waitFor(context, event, { deadline: 'order-hearing', dueAt, base: 'known' }) })
})

/** The court has listed it. */
export const list = {
  type: 'remember' as const,
  params: ({ context, event: { data } }: On<'order.applied'>): Partial<OrderContext> => ({
    court: data.court ?? context.court,
    hearingAt: data.hearingAt ?? context.hearingAt,
  }),
}

export const scheduleProsecutor = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  const { orders, timezone } = event.incident.policy
  const dueAt = plus(known(event), orders.sought.prosecutorWithin, timezone)
  enqueue({ type: 'schedule', params: waitFor(context, event, { deadline: 'order-prosecutor', dueAt }) })
})

export const answer = [
  {
    type: 'remember' as const,
    params: ({ event: { at, data } }: On<'order.prosecutor-answered'>): Partial<OrderContext> => ({
      prosecutor: { answer: data.answer, at, reason: data.reason ?? null },
    }),
  },
  {
    type: 'complete' as const,
    params: ({ context }: { readonly context: OrderContext }) => ({ deadline: 'order-prosecutor' as const, of: context.name }),
  },
]

const unsupported = ({ context }: { readonly context: OrderContext }) => ({
  kind: 'order-unsupported' as const,
  cause: `order/${context.name}/prosecutor`,
})
/** Somebody decides whether the prosecutor is asked again, or it is given up. */
export const sayUnsupported = { type: 'raiseAlert' as const, params: unsupported }
export const settleUnsupported = { type: 'resolveAlerts' as const, params: unsupported }

const issue = (pointer: string, detail: string): Issue => ({ pointer, detail })
const only = <Found>(when: boolean, found: Found): Found[] => (when ? [found] : [])

/** The law of the day, and whom a DAPO binds and protects; a DVPO follows a notice or is none. */
export function soughtIssues({ at, data, incident: { policy } }: MatterEvent<'order.sought'>): Issue[] {
  const late = only(
    data.hearingAt !== undefined && data.hearingAt <= at,
    issue('/data/hearingAt', 'must be after the time of the event'),
  )
  switch (data.what) {
    case 'DVPO':
      return [issue('/data/what', 'a DVPO follows a DVPN: have the notice authorised and served, then apply'), ...late]
    case 'DAPO':
      return [
        ...only(
          regimeAt(at, policy) !== 'DAPN',
          issue('/data/what', 'a DAPO cannot be had here on that day: the force gives DVPNs'),
        ),
        ...only(!data.subjectIsAdult, issue('/data/subjectIsAdult', 'a DAPO binds nobody under 18')),
        ...only(!data.protectedAre16, issue('/data/protectedAre16', 'a DAPO protects nobody under 16')),
        ...late,
      ]
    default:
      return late
  }
}

export const answeredIssues = ({ at, data }: MatterEvent<'order.prosecutor-answered'>, order: OrderContext): Issue[] => [
  ...only(at < (order.soughtAt ?? ''), issue('/time', 'must not be before the prosecutor was asked')),
  ...only(
    data.answer === 'refuses' && data.reason === undefined,
    issue('/data/reason', 'say as a code why not, so that refusals can be counted by it'),
  ),
]

export const notBeforeSought = (at: Instant, { soughtAt = '' }: OrderContext): Issue[] =>
  only(at < soughtAt, issue('/time', 'must not be before the court was asked'))
