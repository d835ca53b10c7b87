import { BOUNDED } from '../../effects.ts'
import { hearingTerms, ORDER_AFTER, regimeAt } from '../../rules/orders.ts'
import { matter } from '../matter.ts'
import { breaches } from './breaches.ts'
import { monitor, notified, oweChange, oweNotification } from './dapo.ts'
import { gaps, warnings } from './gaps.ts'
import { check, comeIntoForce, expiringCause, oweHearing, oweNextHearing, tell, waiveAll } from './owed.ts'
import { blankOrder, type On, type OrderContext, type OrderEventName, orderSetup } from './setup.ts'
import { answer, list, oweHearingAsked, oweProsecutor, sayUnsupported, seek, settleUnsupported } from './sought.ts'

const remember = <Name extends OrderEventName>(learn: (it: On<Name>) => Partial<OrderContext>) => ({
  type: 'remember' as const,
  params: learn,
})
const done = (deadline: 'order-application' | 'order-hearing') => ({
  type: 'done' as const,
  params: ({ context }: { readonly context: OrderContext }) => ({ deadline, of: context.name }),
})

const propose = remember<'order.proposed'>(({ event: { at, data, incident } }) => {
  const regime = regimeAt(at, incident.policy)
  return { what: regime, regime, subject: data.subject, protects: data.protects }
})
/** The law is that of the day on which it is authorised. */
const authorise = remember<'order.authorised'>(({ event: { at, data, incident } }) => {
  const regime = regimeAt(at, incident.policy)
  return { what: regime, regime, authorisedAt: at, authorisedBy: data.by.role, prohibitions: data.prohibitions }
})
const serve = remember<'order.served'>(({ event: { at, data, incident } }) => {
  const court = data.court ?? null
  const { hearingBy, leftOut, lastSitting } = hearingTerms(at, court, incident.policy)
  return { servedAt: at, court, hearingBy, leftOut, lastSitting }
})
const apply = [
  remember<'order.applied'>(({ context, event: { at, data, incident } }) => {
    const court = data.court ?? context.court
    const { lastSitting } = hearingTerms(context.servedAt ?? at, court, incident.policy)
    return { appliedAt: at, hearingAt: data.hearingAt ?? null, court, lastSitting }
  }),
  done('order-application'),
]
/** The notice goes on until the court has decided. */
const adjourn = [
  remember<'order.adjourned'>(({ event: { data } }) => ({ hearingBy: data.hearingAt, hearingAt: data.hearingAt })),
  oweNextHearing,
]
const grant = [
  remember<'order.granted'>(({ context, event: { at, data } }) => ({
    what: context.regime === null ? context.what : ORDER_AFTER[context.regime],
    madeAt: at,
    expiresAt: data.expiresAt,
    prohibitions: data.prohibitions,
  })),
  done('order-application'),
  done('order-hearing'),
  comeIntoForce,
  oweNotification,
  monitor,
]
const vary = [
  { type: 'resolveAlerts' as const, params: ({ context }: On<'order.varied'>) => ({ cause: expiringCause(context) }) },
  remember<'order.varied'>(({ event: { data } }) => ({ expiresAt: data.expiresAt, prohibitions: data.prohibitions })),
  monitor,
]
const record = remember<'order.recorded'>(({ event: { data } }) => {
  const { what, issuer, subject, protects, prohibitions, madeAt, expiresAt } = data
  return { what, issuer, subject, protects, prohibitions, madeAt, expiresAt }
})
const end = remember<OrderEventName>(({ event }) => ({ endedAt: event.at }))
const refuse = { target: 'refused' as const, actions: [done('order-hearing'), end] }
const ask = [
  { guard: 'asksProsecutor' as const, target: 'asked', actions: [seek, oweProsecutor] },
  { target: 'applied', actions: [seek, oweHearingAsked] },
]
const withdraw = { target: 'withdrawn' as const, actions: end }

const untilHeard = { after: { 'order-hearing': 'overdue' as const } }
const whileInForce = {
  'order.told': { actions: tell },
  'order.tasked': {
    actions: [
      remember<'order.tasked'>(({ event }) => ({ taskedAt: event.at })),
      {
        type: 'done' as const,
        params: ({ context }: On<'order.tasked'>) => ({ deadline: 'order-tasking' as const, of: context.name }),
      },
    ],
  },
  'order.checked': { actions: check },
  ...breaches,
}
/** Late news of what happened while it was in force, and what the court made of it. */
const over = { tags: 'over' as const, entry: waiveAll, on: { 'order.checked': { actions: check }, ...breaches } }

/**
 * A notice and the order that follows it, under whichever law the force has on that day: DVPN and DVPO, DAPN and DAPO. From
 * its service the court has 48 hours; when they have passed without a hearing the notice is said to be overdue and not to
 * have ended, because what became of it is for the court to say. A partner's order is in force from where it is recorded.
 * A court may be asked for a DAPO without a notice, and for an order on conviction.
 * Source: docs/sources.md#orders (seed 69-78).
 */
const machine = orderSetup.createMachine({
  id: 'order',
  options: BOUNDED,
  context: ({ input: { name } }) => blankOrder(name),
  initial: 'none',
  states: {
    none: {
      on: {
        'order.proposed': { target: 'proposed', actions: propose },
        'order.recorded': { target: 'active', actions: record },
        'order.sought': ask,
      },
    },
    proposed: {
      on: {
        'order.authorised': { target: 'authorised', actions: authorise },
        'order.sought': ask,
        'order.refused': refuse,
        'order.withdrawn': withdraw,
      },
    },
    authorised: {
      on: {
        'order.served': { target: 'notice', actions: [serve, oweHearing, comeIntoForce] },
        'order.withdrawn': withdraw,
      },
    },
    /** Only the prosecutor can ask the court for it, and has not said whether it will. */
    asked: {
      on: {
        'order.prosecutor-answered': [
          { guard: 'isSupported', target: 'applied', actions: [...answer, oweHearingAsked] },
          { target: 'unsupported', actions: answer },
        ],
        'order.withdrawn': withdraw,
      },
    },
    unsupported: {
      entry: sayUnsupported,
      exit: settleUnsupported,
      on: {
        'order.prosecutor-answered': [
          { guard: 'isSupported', target: 'applied', actions: [...answer, oweHearingAsked] },
          { actions: answer },
        ],
        'order.withdrawn': withdraw,
      },
    },
    /** A court is asked, and no notice protects her until it has decided. */
    applied: {
      on: {
        'order.applied': { actions: [list, oweHearingAsked] },
        'order.adjourned': { actions: adjourn },
        'order.granted': { target: 'active', actions: grant },
        'order.refused': refuse,
        'order.withdrawn': withdraw,
      },
    },
    /** The notice is in force, and the court has not decided. */
    notice: {
      initial: 'served',
      on: {
        'order.adjourned': { target: '.adjourned', actions: adjourn },
        'order.granted': { target: 'active', actions: grant },
        'order.refused': refuse,
        'order.withdrawn': withdraw,
        ...whileInForce,
      },
      states: {
        served: { ...untilHeard, on: { 'order.applied': { target: 'applied', actions: apply } } },
        applied: untilHeard,
        adjourned: untilHeard,
        overdue: { on: { 'order.applied': { actions: apply } } },
      },
    },
    active: {
      initial: 'made',
      on: {
        'order.varied': { target: 'active', reenter: true, actions: vary },
        'order.notified': { actions: notified },
        'order.details-changed': { actions: oweChange },
        'order.withdrawn': withdraw,
        ...whileInForce,
      },
      states: {
        made: { always: [{ guard: 'saysNoEnd', target: 'withoutEnd' }, { target: 'dated' }] },
        dated: {
          initial: 'running',
          after: { 'order-expiry': { target: '#order.expired', actions: end } },
          states: {
            running: {
              after: {
                'order-expiring': {
                  target: 'expiring',
                  actions: {
                    type: 'raiseAlert',
                    params: ({ context }) => ({ kind: 'order-expiring', cause: expiringCause(context) }),
                  },
                },
              },
            },
            expiring: {},
          },
        },
        withoutEnd: {},
      },
    },
    expired: over,
    refused: over,
    withdrawn: over,
  },
})

export const order = matter<OrderEventName, OrderContext>({
  machine,
  about: 'A protection notice and the order that follows it, or an order that a partner obtained.',
  hears: [
    'order.proposed',
    'order.authorised',
    'order.served',
    'order.told',
    'order.tasked',
    'order.applied',
    'order.adjourned',
    'order.breached',
    'order.granted',
    'order.checked',
    'order.varied',
    'order.breach-heard',
    'order.breach-arrested',
    'order.breach-produced',
    'order.recorded',
    'order.notified',
    'order.details-changed',
    'order.sought',
    'order.prosecutor-answered',
    'order.refused',
    'order.withdrawn',
  ],
  field: 'order',
  gaps,
  warnings,
  shown: true,
})
