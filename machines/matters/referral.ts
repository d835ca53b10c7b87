/**
 * A referral to one partner, from the rule that asks for it to the partner's answer. Its making and acknowledgement are the
 * incident's to take (`referral.made`, `referral.acknowledged`), which tells it here; the rest is posted about it.
 * Source: docs/sources.md#referrals.
 */
import { and, assign, setup } from 'xstate'
import { BOUNDED } from '../effects.ts'
import type { HeardBy } from '../rules/events.ts'
import type { Issue } from '../rules/issue.ts'
import { known } from '../rules/time/happened.ts'
import { plus, until } from '../rules/time/instants.ts'
import type { Instant } from '../rules/vocabulary.ts'
import {
  alertsOf,
  type MatterContext,
  type MatterEvent,
  type MatterTag,
  matter,
  matterEffects,
  type PassedDeadline,
  passedBy,
  type Told,
} from './matter.ts'

interface ReferralContext extends MatterContext {
  /** The rules of the policy that asked for it. */
  readonly askedBy: readonly string[]
  /** By when it is to be made; null for one that nobody asked for. */
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
  readonly acknowledgeBy: Instant | null
  readonly escalateAt: Instant | null
  readonly outcome: string | null
  readonly jointVisit: string | null
  readonly jointVisitBecause: string | null
}

/** A rule asks for it. */
export interface Asked {
  readonly type: 'partner.owed'
  readonly rule: string
  /** Whom it is about, where it is one child of several. */
  readonly child: string | null
  readonly dueBy: Instant
  readonly insteadOf: string | null
}
export interface Referred {
  readonly type: 'partner.referred'
  readonly legalBasis: string | null
  readonly shared: readonly string[]
}
/** It is made as a matter of its own, and followed there: the referral to a MARAC. */
export interface Elsewhere {
  readonly type: 'partner.elsewhere'
}
export interface Confirmed {
  readonly type: 'partner.confirmed'
}

type Public = MatterEvent<HeardBy<'referral'>>
type Event = Public | (Told & (Asked | Referred | Elsewhere | Confirmed))
type Of<Type extends Event['type']> = { readonly context: ReferralContext; readonly event: Extract<Event, { type: Type }> }
type Anything = { readonly context: ReferralContext; readonly event: Event }

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
    isMadeBefore: and(['isMade', 'isNewChild']),
    isUnmade: ({ context }) => context.madeAt === null,
  },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<ReferralContext>) => learnt) },
})

const KINDS = ['referral-not-made', 'referral-bounced', 'referral-escalated'] as const

const { raise, resolve } = alertsOf('referral')
const settle = KINDS.map(resolve)
/** From the deadline that passed, however late it fired: what it was counts from when somebody could know already. */
const escalateLater = {
  type: 'remember' as const,
  params: ({ event }: Anything) => {
    const { policy } = event.incident
    return { escalateAt: plus(event.at, policy.referrals.escalateWithin, policy.timezone) }
  },
}

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
const made = {
  target: 'waiting' as const,
  actions: [
    {
      type: 'remember' as const,
      params: ({ event }: Of<'partner.referred'>) => {
        const { policy } = event.incident
        return {
          madeAt: event.at,
          legalBasis: event.legalBasis,
          shared: event.shared,
          sentAt: null,
          channel: null,
          bouncedAt: null,
          outcome: null,
          // The same instant as the incident's own clock: sending it again gives nobody more time.
          acknowledgeBy: plus(known(event), policy.referrals.acknowledgeWithin, policy.timezone),
        }
      },
    },
    ...settle,
  ],
}
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
const answered = { target: 'acknowledged' as const, actions: [keepOutcome, ...settle] }
const elsewhere = { target: 'elsewhere' as const, actions: settle }
const confirmed = { target: 'acknowledged' as const, actions: settle }
const withdrawn = { target: 'withdrawn' as const, actions: settle }
const redirected = {
  target: 'redirected' as const,
  actions: [
    { type: 'remember' as const, params: ({ event }: Of<'referral.redirected'>) => ({ fallback: event.data.fallback }) },
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
        } satisfies Asked,
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
    escalateAt: null,
    outcome: null,
    jointVisit: null,
    jointVisitBecause: null,
  }),
  initial: 'none',
  states: {
    none: { on: { 'partner.owed': owed, 'partner.referred': made, 'referral.redirected': redirected } },
    /** A rule asks for it and nobody has made it. */
    owed: {
      after: { 'referral-due': { target: 'unmade', actions: [escalateLater, raise('referral-not-made')] } },
      on: {
        'partner.owed': askedToo,
        'partner.referred': made,
        'partner.elsewhere': elsewhere,
        'referral.redirected': redirected,
        'referral.withdrawn': withdrawn,
      },
    },
    unmade: {
      after: { 'referral-escalation': { target: 'escalated', actions: raise('referral-escalated') } },
      on: {
        'partner.owed': askedToo,
        'partner.referred': made,
        'partner.elsewhere': elsewhere,
        'referral.redirected': redirected,
        'referral.withdrawn': withdrawn,
      },
    },
    waiting: {
      initial: 'made',
      after: { 'referral-acknowledgement': { target: 'overdue', actions: escalateLater } },
      on: {
        'partner.owed': [owedForChild, askedToo],
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
      },
    },
    /** The partner has not said that it has it. The alert is the incident's own, `referral-overdue`. */
    overdue: {
      after: { 'referral-escalation': { target: 'escalated', actions: raise('referral-escalated') } },
      on: late,
    },
    /** Above the unit: not made, or not acknowledged, for too long. */
    escalated: { on: { ...late, 'partner.referred': made, 'partner.elsewhere': { guard: 'isUnmade', ...elsewhere } } },
    acknowledged: {
      tags: 'over',
      on: {
        'partner.owed': [owedForChild, askedToo],
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

/** Of what was to be made, or of what the partner was to say. */
function passed({ madeAt, dueBy, acknowledgeBy }: ReferralContext, state: string): PassedDeadline | null {
  if (!['unmade', 'overdue', 'escalated'].includes(state)) return null
  return madeAt === null ? passedBy('referral-due', dueBy) : passedBy('referral-acknowledgement', acknowledgeBy)
}

export const referral = matter<Public['type'], ReferralContext>({
  machine,
  about: 'A referral to one partner: asked for by a rule, made, sent, acknowledged, answered.',
  field: 'partner',
  issues,
  passed,
})
