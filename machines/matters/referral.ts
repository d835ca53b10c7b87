/**
 * A referral to one partner, from the rule that asks for it to the partner's answer. The incident takes its making and its
 * acknowledgement (`referral.made`, `referral.acknowledged`) and tells it here; the rest is posted about it. That the partner has it is
 * one obligation with one clock, the deadline `referral`. Closing the incident ends that one: the referral then waits by a clock of its
 * own, until the incident is open again. Source: docs/sources.md#referrals.
 */
import { and, assign, setup } from 'xstate'
import { BOUNDED } from '../effects.ts'
import type { ToReferral } from '../incident/hau/tellings.ts'
import type { HeardBy } from '../rules/events.ts'
import { isMadeAnew } from '../rules/hau/referrals.ts'
import type { ReferralSays } from '../rules/hau/safeguarded.ts'
import type { Issue } from '../rules/issue.ts'
import { known } from '../rules/time/happened.ts'
import { plus, until } from '../rules/time/instants.ts'
import type { Instant } from '../rules/vocabulary.ts'
import {
  alertsOf,
  type DeadlineMissed,
  type MatterContext,
  type MatterEvent,
  type MatterTag,
  matter,
  matterEffects,
  type PassedDeadline,
  passedBy,
  type Told,
} from './matter.ts'

interface ReferralContext extends MatterContext, Omit<ReferralSays, 'unmade'> {
  /** The rules of the policy that asked for it. */
  readonly askedBy: readonly string[]
  /** By when it is to be made; null for a referral that nobody asked for. */
  readonly dueBy: Instant | null
  /** The partner in whose place this one is asked. */
  readonly insteadOf: string | null
  /** Who is asked where this partner has nobody there: by the policy, or as it was redirected. */
  readonly fallback: string | null
  readonly madeAt: Instant | null
  readonly legalBasis: string | null
  /** Codes of the fields that were given. */
  readonly shared: readonly string[]
  readonly sentAt: Instant | null
  readonly channel: string | null
  readonly bouncedAt: Instant | null
  /** By when the partner is to say that it has it; of a referral that was made anew before it did, from the first making. */
  readonly acknowledgeBy: Instant | null
  /** The incident was closed before the partner had said so. */
  readonly leftAtClosing: boolean
  readonly escalateAt: Instant | null
  readonly outcome: string | null
  readonly jointVisit: string | null
  readonly jointVisitBecause: string | null
}

type Public = MatterEvent<HeardBy<'referral'>>
type Event = Public | DeadlineMissed | (Told & ToReferral)
type Of<Type extends Event['type']> = { readonly context: ReferralContext; readonly event: Extract<Event, { type: Type }> }
type Anything = { readonly context: ReferralContext; readonly event: Event }

/** Its obligation is scheduled and not done, in time or late. */
const isOwed = ({ stands, leftAtClosing }: ReferralContext): boolean => stands === 'made' && !leftAtClosing

const referralSetup = setup({
  types: { context: {} as ReferralContext, events: {} as Event, input: {} as MatterContext, tags: {} as MatterTag },
  delays: {
    'referral-due': ({ context, event }) => until(context.dueBy, event.at),
    'referral-acknowledgement': ({ context, event }) => until(context.acknowledgeBy, event.at),
    'referral-escalation': ({ context, event }) => until(context.escalateAt, event.at),
  },
  guards: {
    /** What one rule has asked for it asks for once, however often it is looked at. */
    isNewRule: ({ context, event }) => event.type === 'partner.owed' && !context.askedBy.includes(event.rule),
    /** What was made before did not tell of this child. */
    isNewChild: ({ context, event }) =>
      event.type === 'partner.owed' && event.child !== null && !context.askedBy.includes(event.rule),
    isMade: ({ context }) => context.madeAt !== null,
    /** Made again it stays as it was, unless it is made for a child who was found after it. */
    canBeMade: ({ context, event }) => context.stands === null || isMadeAnew(event.incident, context.name),
    /** The partner has not said that it has it. */
    isWaitedFor: ({ context }) => context.stands === 'made',
    isMadeLate: ({ context, event }) =>
      isOwed(context) && (context.acknowledgeBy ?? '') <= known(event) && isMadeAnew(event.incident, context.name),
    isLeft: ({ context }) => context.leftAtClosing,
    isMadeBefore: and(['isMade', 'isNewChild']),
    isUnmade: ({ context }) => context.madeAt === null,
    isNeverMade: ({ context }) => context.stands === null,
  },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<ReferralContext>) => learnt) },
})

const KINDS = ['referral-not-made', 'referral-bounced', 'referral-escalated'] as const

const { raise, resolve } = alertsOf('referral')
const settle = KINDS.map(resolve)
const escalateAfter = (from: (it: Anything) => Instant) => ({
  type: 'remember' as const,
  params: (it: Anything) => {
    const { policy } = it.event.incident
    return { escalateAt: plus(from(it), policy.referrals.escalateWithin, policy.timezone) }
  },
})
/** From the deadline that passed, however late it fired: what it was counts from when somebody could know already. */
const escalateLater = escalateAfter(({ event }) => event.at)

const ask = {
  type: 'remember' as const,
  params: ({ context, event }: Of<'partner.owed'>) => ({
    askedBy: [...context.askedBy, event.rule],
    dueBy: event.dueBy,
    insteadOf: event.insteadOf,
    fallback: event.incident.policy.referrals.notRepresented[context.name] ?? null,
    madeAt: null,
  }),
}
/** Made already, or answered: that another rule asks for it too is only remembered. */
const askedToo = {
  guard: 'isNewRule' as const,
  actions: {
    type: 'remember' as const,
    params: ({ context, event }: Of<'partner.owed'>) => ({ askedBy: [...context.askedBy, event.rule] }),
  },
}
/** Owed anew for a child who was found after it was made. */
const owedForChild = { guard: 'isNewChild' as const, target: '#referral.owed' as const, actions: ask }
const owed = { guard: 'isNewRule' as const, target: 'owed' as const, actions: ask }
const obligation = ({ context }: Anything) => ({ deadline: 'referral' as const, of: context.name })
const acknowledgeBy = ({ event }: Anything): Instant => {
  const { policy } = event.incident
  return plus(known(event), policy.referrals.acknowledgeWithin, policy.timezone)
}
const scheduleAcknowledgement = {
  type: 'schedule' as const,
  params: (it: Anything) => ({
    ...obligation(it),
    dueAt: it.context.acknowledgeBy as Instant,
    climbEvery: null,
    matter: `referral/${it.context.name}`,
  }),
}
const make = [
  {
    type: 'remember' as const,
    params: ({ context, event }: Of<'partner.referred'>) => ({
      stands: 'made' as const,
      children: event.incident.children,
      madeAt: event.at,
      legalBasis: event.legalBasis,
      shared: event.shared,
      sentAt: null,
      channel: null,
      bouncedAt: null,
      outcome: null,
      // Made anew or sent again, it gives nobody more time.
      acknowledgeBy: isOwed(context) ? context.acknowledgeBy : acknowledgeBy({ context, event }),
      leftAtClosing: false,
    }),
  },
  ...settle,
  scheduleAcknowledgement,
]
const made = { guard: 'canBeMade' as const, target: '#referral.waiting' as const, actions: make }
/** For what may have been made before: a partner who is late stays late. */
const madeAgain = [
  {
    guard: 'isMadeLate' as const,
    target: '#referral.overdue' as const,
    actions: [...make, escalateAfter(({ event }) => known(event))],
  },
  made,
]
/** The partner has it. */
const has = [
  { type: 'remember' as const, params: { stands: 'acknowledged' as const, leftAtClosing: false } },
  { type: 'complete' as const, params: obligation },
]
/** Nobody waits for the partner any more: the referral may be made again. */
const standsNoLonger = (redirectedTo: (event: Event) => string | null) => [
  {
    type: 'remember' as const,
    params: ({ event }: Anything) => ({ stands: null, leftAtClosing: false, redirectedTo: redirectedTo(event) }),
  },
  { type: 'cancel' as const, params: obligation },
]
/** Closing ends the obligation; the referral still waits. */
const leave = { type: 'remember' as const, params: { leftAtClosing: true } }
const comeBack = [
  { type: 'remember' as const, params: (it: Anything) => ({ leftAtClosing: false, acknowledgeBy: acknowledgeBy(it) }) },
  scheduleAcknowledgement,
]
const keepSent = [
  {
    type: 'remember' as const,
    params: ({ event }: Of<'referral.sent'>) => ({ sentAt: event.at, channel: event.data.channel, bouncedAt: null }),
  },
  resolve('referral-bounced'),
]
const keepBounced = [
  { type: 'remember' as const, params: ({ event }: Of<'referral.bounced'>) => ({ bouncedAt: event.at }) },
  raise('referral-bounced'),
]
const keepOutcome = {
  type: 'remember' as const,
  params: ({ event }: Of<'referral.answered'>) => ({ outcome: event.data.outcome }),
}
/** Who answers has it, though nobody said so. */
const answered = { target: 'acknowledged' as const, actions: [keepOutcome, ...has, ...settle] }
const elsewhere = { target: 'elsewhere' as const, actions: settle }
const confirmed = { target: 'acknowledged' as const, actions: [...has, ...settle] }
const withdrawn = { target: 'withdrawn' as const, actions: [...standsNoLonger(() => null), ...settle] }
/** A decision to refer nobody ends what a rule asked for, and nothing that was made. */
const excepted = { ...withdrawn, guard: 'isNeverMade' as const }
const redirected = {
  target: 'redirected' as const,
  actions: [
    { type: 'remember' as const, params: ({ event }: Of<'referral.redirected'>) => ({ fallback: event.data.fallback }) },
    ...standsNoLonger((event) => (event.type === 'referral.redirected' ? event.data.fallback : null)),
    ...settle,
    {
      type: 'tellMatter' as const,
      params: ({ context, event }: Of<'referral.redirected'>) => ({
        kind: 'referral',
        name: event.data.fallback,
        event: {
          type: 'partner.owed' as const,
          rule: `instead-of-${context.name}`,
          child: null,
          // What was to be done by then is to be done by then; what nobody had asked for has the time of an acknowledgement.
          dueBy:
            context.dueBy ??
            plus(known(event), event.incident.policy.referrals.acknowledgeWithin, event.incident.policy.timezone),
          insteadOf: context.name,
        } satisfies ToReferral,
      }),
    },
  ],
}
const jointVisit = {
  actions: {
    type: 'remember' as const,
    params: ({ event }: Of<'referral.joint-visit'>) => ({
      jointVisit: event.data.answer,
      jointVisitBecause: event.data.because ?? null,
    }),
  },
}
const late = {
  'partner.owed': [{ ...owedForChild, guard: 'isMadeBefore' as const }, askedToo],
  'partner.referred': madeAgain,
  'referral.answered': { guard: 'isMade' as const, ...answered },
  'partner.confirmed': { guard: 'isMade' as const, ...confirmed },
  'referral.sent': { guard: 'isMade' as const, actions: keepSent },
  'referral.bounced': { guard: 'isMade' as const, actions: keepBounced },
  'referral.joint-visit': jointVisit,
  'referral.redirected': redirected,
  'referral.withdrawn': withdrawn,
}

const machine = referralSetup.createMachine({
  id: 'referral',
  options: BOUNDED,
  context: ({ input: { name } }) => ({
    name,
    stands: null,
    children: [],
    redirectedTo: null,
    askedBy: [],
    dueBy: null,
    insteadOf: null,
    fallback: null,
    madeAt: null,
    legalBasis: null,
    shared: [],
    sentAt: null,
    channel: null,
    bouncedAt: null,
    acknowledgeBy: null,
    leftAtClosing: false,
    escalateAt: null,
    outcome: null,
    jointVisit: null,
    jointVisitBecause: null,
  }),
  initial: 'none',
  on: {
    // It was made before a rule asked for it anew: that the partner has it is still waited for.
    'partner.confirmed': { guard: 'isWaitedFor', actions: has },
    'incident.waits-no-longer': { guard: 'isWaitedFor', actions: leave },
    'incident.waits-again': { guard: 'isLeft', actions: comeBack },
  },
  states: {
    none: { on: { 'partner.owed': owed, 'partner.referred': made, 'referral.redirected': redirected } },
    /** A rule asks for it and nobody has made it. */
    owed: {
      after: { 'referral-due': { target: 'unmade', actions: [escalateLater, raise('referral-not-made')] } },
      on: {
        'partner.owed': askedToo,
        'partner.referred': madeAgain,
        'partner.elsewhere': elsewhere,
        'partner.excepted': excepted,
        'referral.redirected': redirected,
        'referral.withdrawn': withdrawn,
      },
    },
    unmade: {
      after: { 'referral-escalation': { target: 'escalated', actions: raise('referral-escalated') } },
      on: {
        'partner.owed': askedToo,
        'partner.referred': madeAgain,
        'partner.elsewhere': elsewhere,
        'partner.excepted': excepted,
        'referral.redirected': redirected,
        'referral.withdrawn': withdrawn,
      },
    },
    waiting: {
      initial: 'made',
      on: {
        'deadline.missed': { target: 'overdue', actions: escalateLater },
        'incident.waits-no-longer': { target: '.left', actions: leave },
        'incident.waits-again': { guard: 'isLeft', target: '.made', actions: comeBack },
        'partner.owed': [owedForChild, askedToo],
        'partner.referred': made,
        'partner.confirmed': confirmed,
        'referral.answered': answered,
        'referral.bounced': { target: '.bounced', actions: keepBounced },
        'referral.sent': { target: '.sent', actions: keepSent },
        'referral.joint-visit': jointVisit,
        'referral.redirected': redirected,
        'referral.withdrawn': withdrawn,
      },
      states: {
        made: {},
        sent: {},
        bounced: {},
        /** The incident was closed: its obligation ended, and this clock alone goes on. */
        left: {
          after: { 'referral-acknowledgement': { target: '#referral.overdue', actions: escalateLater } },
          on: { 'referral.bounced': { actions: keepBounced }, 'referral.sent': { actions: keepSent } },
        },
      },
    },
    /** The partner has not said that it has it. The obligation has raised its alert, `referral-overdue`. */
    overdue: {
      after: { 'referral-escalation': { target: 'escalated', actions: raise('referral-escalated') } },
      on: late,
    },
    /** Above the unit: not made, or not acknowledged, for too long. */
    escalated: {
      on: { ...late, 'partner.elsewhere': { guard: 'isUnmade', ...elsewhere }, 'partner.excepted': excepted },
    },
    acknowledged: {
      tags: 'over',
      on: {
        'partner.owed': [owedForChild, askedToo],
        'partner.referred': made,
        'referral.joint-visit': jointVisit,
        'referral.withdrawn': withdrawn,
        'referral.answered': { actions: keepOutcome },
      },
    },
    /** The partner has nobody there; its fallback was asked. */
    redirected: { tags: 'over', on: { 'partner.owed': owed, 'partner.referred': made } },
    /** Made and followed as a matter of its own. */
    elsewhere: { tags: 'over', on: { 'partner.owed': owed, 'partner.referred': made } },
    withdrawn: { tags: 'over', on: { 'partner.owed': owed, 'partner.referred': made } },
  },
})

function issues(event: Public): Issue[] {
  if (event.type === 'referral.redirected' && event.data.fallback === event.data.partner)
    return [{ pointer: '/data/fallback', detail: 'must be another partner' }]
  if (event.type === 'referral.joint-visit' && event.data.answer === 'declined' && event.data.because === undefined)
    return [{ pointer: '/data/because', detail: 'say why it was declined' }]
  return []
}

/** Of what was to be made; and of what was left at the closing. Otherwise its obligation says so. */
function passed({ madeAt, dueBy, acknowledgeBy, leftAtClosing }: ReferralContext, state: string): PassedDeadline | null {
  if (!['unmade', 'overdue', 'escalated'].includes(state)) return null
  if (madeAt === null) return passedBy('referral-due', dueBy)
  return leftAtClosing ? passedBy('referral', acknowledgeBy) : null
}

export const referralSays = ({ value, context }: { readonly value: unknown; readonly context: object }): ReferralSays => {
  const { stands, children, redirectedTo } = context as ReferralContext
  return { stands, children, redirectedTo, unmade: value === 'owed' || value === 'unmade' }
}

export const referral = matter<Public['type'], ReferralContext>({
  machine,
  about: 'A referral to one partner: asked for by a rule, made, sent, acknowledged, answered.',
  field: 'partner',
  issues,
  passed,
})
