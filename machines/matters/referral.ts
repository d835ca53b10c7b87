import { type ToReferral, toReferral } from '../incident/hau/tellings.ts'
import type { HeardBy } from '../rules/events.ts'
import { isMadeAnew } from '../rules/hau/referrals.ts'
import type { ReferralSays } from '../rules/hau/safeguarded.ts'
import { issueIf } from '../rules/issue.ts'
import { known } from '../rules/time/happened.ts'
import { plus } from '../rules/time/instants.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { cancel, complete } from './asks.ts'
import { defineMatter, type On, type Remembered } from './defineMatter.ts'
import { type DeadlineMissed, type MatterEvent, passedBy, type Told, within } from './matter.ts'

const memory = {
  stands: null as ReferralSays['stands'],
  children: [] as ReferralSays['children'],
  redirectedTo: null as ReferralSays['redirectedTo'],
  /** The rules of the policy that asked for it. */
  askedBy: [] as readonly string[],
  /** By when it is to be made; null for a referral that nobody asked for. */
  dueBy: null as Instant | null,
  /** The partner in whose place this one is asked. */
  insteadOf: null as string | null,
  /** Who is asked where this partner has nobody there: by the policy, or as it was redirected. */
  fallback: null as string | null,
  madeAt: null as Instant | null,
  legalBasis: null as string | null,
  /** Codes of the fields that were given. */
  shared: [] as readonly string[],
  sentAt: null as Instant | null,
  channel: null as string | null,
  bouncedAt: null as Instant | null,
  /** By when the partner is to say that it has it; of a referral that was made anew before it did, from the first making. */
  acknowledgeBy: null as Instant | null,
  /** The incident was closed before the partner had said so. */
  leftAtClosing: false,
  escalateAt: null as Instant | null,
  outcome: null as string | null,
  jointVisit: null as string | null,
  jointVisitBecause: null as string | null,
}
type ReferralContext = Remembered<typeof memory>
type Heard = DeadlineMissed | (Told & ToReferral)
type Event = MatterEvent<HeardBy<'referral'>> | Heard
type OnAny = On<ReferralContext, Event>
type OnOwed = On<ReferralContext, Extract<Event, { readonly type: 'partner.owed' }>>

const { act, remember, schedule, raise, resolve, lifecycle } = defineMatter({
  kind: 'referral',
  about: 'A referral to one partner: asked for by a rule, made, sent, acknowledged, answered.',
  field: 'partner',
  memory,
  clocks: {
    'referral-due': ({ dueBy }) => dueBy,
    'referral-acknowledgement': ({ acknowledgeBy }) => acknowledgeBy,
    'referral-escalation': ({ escalateAt }) => escalateAt,
  },
  types: { hears: {} as Heard },
})

/** What one rule has asked for it asks for once, however often it is looked at. */
const isNewRule = ({ context, event }: OnOwed): boolean => !context.askedBy.includes(event.rule)
/** What was made before did not tell of this child. */
const isNewChild = (it: OnOwed): boolean => it.event.child !== null && isNewRule(it)
const isMade = ({ context }: OnAny): boolean => context.madeAt !== null
const isMadeBefore = (it: OnOwed): boolean => isMade(it) && isNewChild(it)
const isUnmade = ({ context }: OnAny): boolean => context.madeAt === null
const isNeverMade = ({ context }: OnAny): boolean => context.stands === null
/** The partner has not said that it has it. */
const isWaitedFor = ({ context }: OnAny): boolean => context.stands === 'made'
const isLeft = ({ context }: OnAny): boolean => context.leftAtClosing
/** Its obligation is scheduled and not done, in time or late. */
const isOwed = ({ stands, leftAtClosing }: ReferralContext): boolean => stands === 'made' && !leftAtClosing
/** Made again it stays as it was, unless it is made for a child who was found after it. */
const canBeMade = ({ context, event }: OnAny): boolean => context.stands === null || isMadeAnew(event.incident, context.name)
const isMadeLate = ({ context, event }: OnAny): boolean =>
  isOwed(context) && (context.acknowledgeBy ?? '') <= known(event) && isMadeAnew(event.incident, context.name)

const acknowledgeBy = (event: Told): Instant => within(event, event.incident.policy.referrals.acknowledgeWithin)
const escalateAfter = (from: Instant, { incident: { policy } }: Told) =>
  remember({ escalateAt: plus(from, policy.referrals.escalateWithin, policy.timezone) })
/** From the deadline that passed, however late it fired: what it was counts from when somebody could know already. */
const escalateLater = act(({ event }) => [escalateAfter(event.at, event)])
const settle = [resolve('referral-not-made'), resolve('referral-bounced'), resolve('referral-escalated')]

const ask = act<'partner.owed'>(({ context, event: { rule, dueBy, insteadOf, incident } }) => {
  const fallback = incident.policy.referrals.notRepresented[context.name] ?? null
  return [remember({ askedBy: [...context.askedBy, rule], dueBy, insteadOf, fallback, madeAt: null })]
})
const owed = { guard: isNewRule, target: 'owed', actions: ask }
/** Made already, or answered: that another rule asks for it too is only remembered. */
const askedToo = {
  guard: isNewRule,
  actions: act<'partner.owed'>(({ context, event }) => [remember({ askedBy: [...context.askedBy, event.rule] })]),
}
/** Owed anew for a child who was found after it was made. */
const owedForChild = { guard: isNewChild, target: '#referral.owed', actions: ask }

const make = act<'partner.referred'>(({ context, event, event: { at, legalBasis, shared, incident } }) => {
  // Made anew or sent again, it gives nobody more time.
  const dueAt = (isOwed(context) ? context.acknowledgeBy : null) ?? acknowledgeBy(event)
  return [
    remember({
      ...{ stands: 'made', children: incident.children, madeAt: at, legalBasis, shared },
      ...{ sentAt: null, channel: null, bouncedAt: null, outcome: null, acknowledgeBy: dueAt, leftAtClosing: false },
    }),
    ...settle,
    schedule('referral', dueAt),
  ]
})
const made = { guard: canBeMade, target: '#referral.waiting', actions: make }
/** For what may have been made before: a partner who is late stays late. */
const madeAgain = [
  {
    guard: isMadeLate,
    target: '#referral.overdue',
    actions: [make, act(({ event }) => [escalateAfter(known(event), event)])],
  },
  made,
]
/** The partner has it. */
const has = [remember({ stands: 'acknowledged', leftAtClosing: false }), complete('referral')]
const confirmed = { target: 'acknowledged', actions: [...has, ...settle] }
const keepOutcome = act<'referral.answered'>(({ event }) => [remember({ outcome: event.data.outcome })])
/** Who answers has it, though nobody said so. */
const answered = { target: 'acknowledged', actions: [keepOutcome, ...has, ...settle] }
/** Closing ends the obligation; the referral still waits. */
const leave = remember({ leftAtClosing: true })
const comeBack = act(({ event }) => {
  const dueAt = acknowledgeBy(event)
  return [remember({ leftAtClosing: false, acknowledgeBy: dueAt }), schedule('referral', dueAt)]
})
const keepSent = act<'referral.sent'>(({ event: { at, data } }) => [
  remember({ sentAt: at, channel: data.channel, bouncedAt: null }),
  resolve('referral-bounced'),
])
const keepBounced = act<'referral.bounced'>(({ event }) => [remember({ bouncedAt: event.at }), raise('referral-bounced')])
const jointVisit = {
  actions: act<'referral.joint-visit'>(({ event: { data } }) => [
    remember({ jointVisit: data.answer, jointVisitBecause: data.because ?? null }),
  ]),
}

/** Nobody waits for the partner any more: the referral may be made again. */
const standsNoLonger = (redirectedTo: string | null) => [
  remember({ stands: null, leftAtClosing: false, redirectedTo }),
  cancel('referral'),
  ...settle,
]
const withdrawn = { target: 'withdrawn', actions: standsNoLonger(null) }
const redirected = {
  target: 'redirected',
  actions: act<'referral.redirected'>(({ context: { name, dueBy }, event }) => {
    const { fallback } = event.data
    return [
      remember({ fallback }),
      ...standsNoLonger(fallback),
      toReferral(fallback, {
        ...{ type: 'partner.owed', rule: `instead-of-${name}`, child: null },
        // What was to be done by then is to be done by then; what nobody had asked for has the time of an acknowledgement.
        dueBy: dueBy ?? acknowledgeBy(event),
        insteadOf: name,
      }),
    ]
  }),
}
const elsewhere = { target: 'elsewhere', actions: settle }
/** A decision to refer nobody ends what a rule asked for, and nothing that was made. */
const excepted = { ...withdrawn, guard: isNeverMade }

const escalate = { 'referral-escalation': { target: 'escalated', actions: raise('referral-escalated') } }
const notMade = {
  'partner.owed': askedToo,
  'partner.referred': madeAgain,
  'partner.elsewhere': elsewhere,
  'partner.excepted': excepted,
  'referral.redirected': redirected,
  'referral.withdrawn': withdrawn,
}
const late = {
  'partner.owed': [{ ...owedForChild, guard: isMadeBefore }, askedToo],
  'partner.referred': madeAgain,
  'referral.answered': { guard: isMade, ...answered },
  'partner.confirmed': { guard: isMade, ...confirmed },
  'referral.sent': { guard: isMade, actions: keepSent },
  'referral.bounced': { guard: isMade, actions: keepBounced },
  'referral.joint-visit': jointVisit,
  'referral.redirected': redirected,
  'referral.withdrawn': withdrawn,
}
const over = { tags: 'over' as const, on: { 'partner.owed': owed, 'partner.referred': made } }

/**
 * A referral to one partner, from the rule that asks for it to the partner's answer. The incident takes its making and its
 * acknowledgement (`referral.made`, `referral.acknowledged`) and tells it here; the rest is posted about it. That the partner has it is
 * one obligation with one clock, the deadline `referral`. Closing the incident ends that one: the referral then waits by a clock of its
 * own, until the incident is open again. Source: docs/sources.md#referrals.
 */
export const referral = lifecycle({
  on: {
    // It was made before a rule asked for it anew: that the partner has it is still waited for.
    'partner.confirmed': { guard: isWaitedFor, actions: has },
    'incident.waits-no-longer': { guard: isWaitedFor, actions: leave },
    'incident.waits-again': { guard: isLeft, actions: comeBack },
  },
  states: {
    none: { on: { 'partner.owed': owed, 'partner.referred': made, 'referral.redirected': redirected } },
    /** A rule asks for it and nobody has made it. */
    owed: {
      after: {
        'referral-due': { target: 'unmade', actions: [escalateLater, raise('referral-not-made')] },
      },
      on: notMade,
    },
    unmade: { after: escalate, on: notMade },
    waiting: {
      initial: 'made',
      on: {
        'deadline.missed': { target: 'overdue', actions: escalateLater },
        'incident.waits-no-longer': { target: '.left', actions: leave },
        'incident.waits-again': { guard: isLeft, target: '.made', actions: comeBack },
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
    overdue: { after: escalate, on: late },
    /** Above the unit: not made, or not acknowledged, for too long. */
    escalated: {
      on: { ...late, 'partner.elsewhere': { guard: isUnmade, ...elsewhere }, 'partner.excepted': excepted },
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
    redirected: over,
    /** Made and followed as a matter of its own. */
    elsewhere: over,
    withdrawn: over,
  },
  issues: {
    'referral.redirected': ({ data: { fallback, partner } }) =>
      issueIf(fallback === partner, '/data/fallback', 'must be another partner'),
    'referral.joint-visit': ({ data: { answer, because } }) =>
      issueIf(answer === 'declined' && because === undefined, '/data/because', 'say why it was declined'),
  },
  /** Of what was to be made; and of what was left at the closing. Otherwise its obligation says so. */
  passed: ({ madeAt, dueBy, acknowledgeBy, leftAtClosing }, state) => {
    if (!['unmade', 'overdue', 'escalated'].includes(state)) return null
    if (madeAt === null) return passedBy('referral-due', dueBy)
    return leftAtClosing ? passedBy('referral', acknowledgeBy) : null
  },
})

export const referralSays = ({ value, context }: { readonly value: unknown; readonly context: object }): ReferralSays => {
  const { stands, children, redirectedTo } = context as ReferralContext
  return { stands, children, redirectedTo, unmade: value === 'owed' || value === 'unmade' }
}
