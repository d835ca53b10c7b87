import type { On } from '../defineMatter.ts'
import type { DeadlineMissed } from '../matter.ts'
import {
  adjourn,
  apply,
  ask,
  authorise,
  end,
  grant,
  propose,
  record,
  refuse,
  serve,
  vary,
  whileInForce,
  withdraw,
} from './actions.ts'
import { breachElsewhere, breaches, isElsewhere } from './breaches.ts'
import { notified, scheduleChange } from './dapo.ts'
import { issues, warnings } from './issues.ts'
import { cancelAll, check, comeIntoForce, sayEnd, scheduleHearing } from './owed.ts'
import { lifecycle, type OrderContext } from './setup.ts'
import { answer, isSupported, list, sayUnsupported, scheduleHearingAsked, settleUnsupported } from './sought.ts'

const saysNoEnd = ({ context }: Pick<On<OrderContext, never>, 'context'>): boolean => context.expiresAt === null
const isHearing = ({ event }: { readonly event: DeadlineMissed }): boolean => event.deadline === 'order-hearing'
const untilHeard = { 'deadline.missed': { guard: isHearing, target: 'overdue' } }
/** Late news of what happened while it was in force, and what the court made of it. */
const over = { tags: 'over' as const, entry: cancelAll, on: { 'order.checked': { actions: check }, ...breaches } }

/**
 * A notice and the order that follows it, under whichever law the force has on that day: DVPN and DVPO, DAPN and DAPO. From
 * its service the court has 48 hours; when they have passed without a hearing the notice is said to be overdue and not to
 * have ended, because what became of it is for the court to say. A partner's order is in force from where it is recorded.
 * A court may be asked for a DAPO without a notice, and for an order on conviction.
 * Source: docs/sources.md#orders (seed 69-78).
 */
export const order = lifecycle({
  states: {
    none: {
      on: {
        'order.proposed': { target: 'proposed', actions: propose },
        'order.recorded': { target: 'active', actions: record },
        'order.sought': ask,
        'order.breached': { guard: isElsewhere, target: 'elsewhere', actions: breachElsewhere },
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
        'order.served': { target: 'notice', actions: [serve, scheduleHearing, comeIntoForce] },
        'order.withdrawn': withdraw,
      },
    },
    /** Only the prosecutor can ask the court for it, and has not said whether it will. */
    asked: {
      on: {
        'order.prosecutor-answered': [
          { guard: isSupported, target: 'applied', actions: [answer, scheduleHearingAsked] },
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
          { guard: isSupported, target: 'applied', actions: [answer, scheduleHearingAsked] },
          { actions: answer },
        ],
        'order.withdrawn': withdraw,
      },
    },
    /** A court is asked, and no notice protects her until it has decided. */
    applied: {
      on: {
        'order.applied': { actions: [list, scheduleHearingAsked] },
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
        served: { on: { ...untilHeard, 'order.applied': { target: 'applied', actions: apply } } },
        applied: { on: untilHeard },
        adjourned: { on: untilHeard },
        overdue: { on: { 'order.applied': { actions: apply } } },
      },
    },
    active: {
      initial: 'made',
      on: {
        'order.varied': { target: 'active', reenter: true, actions: vary },
        'order.notified': { actions: notified },
        'order.details-changed': { actions: scheduleChange },
        'order.withdrawn': withdraw,
        ...whileInForce,
      },
      states: {
        made: { always: [{ guard: saysNoEnd, target: 'withoutEnd' }, { target: 'dated' }] },
        dated: {
          initial: 'running',
          after: { 'order-expiry': { target: '#order.expired', actions: end } },
          states: {
            running: {
              after: {
                'order-expiring': { target: 'expiring', actions: sayEnd },
              },
            },
            expiring: {},
          },
        },
        withoutEnd: {},
      },
    },
    /** Another force's: its breaches are known here, and that force has the order. */
    elsewhere: { tags: 'over', on: breaches },
    expired: over,
    refused: over,
    withdrawn: over,
  },
  issues,
  warnings,
})
