import { outstanding } from '../../rules/hau/referrals.ts'
import { incidentSetup } from '../setup.ts'
import { act, cancel, complete, type On, remember, schedule } from '../words.ts'
import {
  asksToCheckAgain,
  checkAgain,
  checksLeft,
  checksOwed,
  confirmRisk,
  hasSaid,
  hauSays,
  RECHECKING,
  sayComplete,
} from './hau.ts'
import { marac } from './marac.ts'
import { scheduleByRisk, scheduleSchools, tellConfirmed, tellReferred, tellSchool } from './referring.ts'
import { tellSupport } from './supporting.ts'

const nothingLeft = ({ context }: On): boolean =>
  outstanding(context).length === 0 && !checksLeft(context) && (!hauSays(context) || hasSaid(context))
const somethingLeft = (it: On): boolean => !nothingLeft(it)
const mustCheck = ({ context }: On): boolean => checksLeft(context)

/** Its matters say how they stand now. */
const hear = [tellSupport, remember(({ event }: On<'matters.changed'>) => ({ safeguarded: event.safeguarded }))]
const made = { target: 'referring' as const, actions: tellReferred }
const acknowledged = { actions: tellConfirmed }
/**
 * Each system that was checked is a line of its own. The first check is enough, unless the policy names systems: then each of
 * them is settled by its check, or by the reason for no check. Remembered only where the policy asks after it, so that a case
 * of an older policy stays as it was to the byte.
 */
const settleChecks = (end: typeof complete | typeof cancel) =>
  act<'hau.checked' | 'hau.not-checked'>(({ context, event: { data } }) => {
    const { checks, checksRequired, owedAgain } = context.policy.hau
    const over = [end('hau-checks'), remember({ checksSettled: context.checksSettled || checksRequired || owedAgain })]
    if (checks.length === 0) return over
    const systemsSettled = [...new Set([...context.systemsSettled, ...(data.system === undefined ? checks : [data.system])])]
    const checksAgain = context.checksAgain.filter((again) => !systemsSettled.includes(again))
    const left = checks.some((asked) => !systemsSettled.includes(asked))
    return [remember({ systemsSettled, checksAgain }), ...(left ? [] : over)]
  })
const again = { guard: asksToCheckAgain, actions: checkAgain }
const checks = settleChecks(complete)
/** A reason stands in for the checks: they were not made, and nobody waits for them. */
const noChecks = settleChecks(cancel)
const untilComplete = { guard: nothingLeft, target: 'complete' as const }
const underWay = {
  'hau.checked': { actions: checks },
  'hau.not-checked': { actions: noChecks },
  'referral.made': made,
  'hau.risk-confirmed': confirmRisk,
  'hau.completed': { actions: sayComplete },
}

/**
 * The harm assessment unit: received, checked on other systems, referred, complete. Which referrals a case needs, and of which
 * risk only the HAU says that it is complete, is the policy's; each child's school, or children's services, is told before the
 * next school day. News of weight makes checks that are older than it owed again.
 * Source: docs/sources.md#safeguarding (seed 39-43, Operation Encompass).
 */
export const safeguarding = incidentSetup.createStateConfig({
  initial: 'waiting',
  on: {
    ...marac,
    ...Object.fromEntries(RECHECKING.map((name) => [name, again])),
    'matters.changed': { actions: hear },
    'school.notified': { actions: tellSchool },
    // Whoever is at the door refers at once; the unit may have it or not.
    'referral.made': { actions: tellReferred },
    'referral.acknowledged': acknowledged,
  },
  states: {
    waiting: {
      // At the latest with the report, attended or not (Domestic Abuse Act 2021 s.49A: as soon as is reasonably practicable).
      entry: scheduleSchools,
      on: {
        'hau.received': {
          target: 'received',
          actions: [remember({ received: true }), scheduleByRisk, complete('hau-receipt'), schedule(checksOwed)],
        },
      },
    },
    received: {
      on: {
        'hau.checked': { target: 'checking', actions: checks },
        'hau.not-checked': { target: 'checking', actions: noChecks },
        'referral.made': made,
        'hau.risk-confirmed': confirmRisk,
        'hau.completed': { target: 'checking', actions: sayComplete },
      },
    },
    checking: { always: untilComplete, on: underWay },
    referring: { always: untilComplete, on: underWay },
    complete: {
      always: [
        { guard: mustCheck, target: 'checking' },
        { guard: somethingLeft, target: 'referring' },
      ],
      on: {
        'hau.checked': { actions: checks },
        'referral.made': made,
        'hau.risk-confirmed': confirmRisk,
      },
    },
  },
})
