import { outstanding } from '../../rules/hau/referrals.ts'
import { type EventOf, type IncidentContext, type IncidentEvent, incidentSetup, type MattersChanged } from '../setup.ts'
import { asksToCheckAgain, checkAgain, checksLeft, complete, confirmRisk, hasSaid, hauSays, RECHECKING } from './hau.ts'
import { marac } from './marac.ts'
import { owedAfter } from './owedAfter.ts'
import { scheduleByRisk, tellConfirmed, tellReferred, tellSchool } from './referring.ts'
import { tellSupport } from './supporting.ts'

type Anything = { readonly context: IncidentContext; readonly event: IncidentEvent }

const nothingToTell = ({ context }: Anything): boolean => outstanding(context).length === 0
const nothingLeft = (it: Anything): boolean =>
  nothingToTell(it) && !checksLeft(it.context) && (!hauSays(it.context) || hasSaid(it.context))
const somethingLeft = (it: Anything): boolean => !nothingLeft(it)
const mustCheck = ({ context }: Anything): boolean => checksLeft(context)

/** Its matters say how they stand now. */
const hear = [
  tellSupport,
  { type: 'remember' as const, params: ({ event }: { readonly event: MattersChanged }) => ({ safeguarded: event.safeguarded }) },
]
const made = { target: 'referring' as const, actions: tellReferred }
const acknowledged = { actions: tellConfirmed }
/**
 * Each system that was checked is a line of its own. The first check is enough, unless the policy names systems: then each of
 * them is settled by its check, or by the reason for no check. Remembered only where the policy asks after it, so that a case
 * of an older policy stays as it was to the byte.
 */
const settleChecks = (how: 'complete' | 'cancel') =>
  incidentSetup.enqueueActions(({ context, event, enqueue }) => {
    const { system } = (event as EventOf<'hau.checked'> | EventOf<'hau.not-checked'>).data
    const { checks, checksRequired, owedAgain } = context.policy.hau
    if (checks.length > 0) {
      const settled = [...new Set([...context.systemsSettled, ...(system === undefined ? checks : [system])])]
      const checksAgain = context.checksAgain.filter((again) => !settled.includes(again))
      enqueue({ type: 'remember', params: { systemsSettled: settled, checksAgain } })
      if (checks.some((asked) => !settled.includes(asked))) return
    }
    enqueue({ type: how, params: { deadline: 'hau-checks', of: null } })
    enqueue({ type: 'remember', params: { checksSettled: context.checksSettled || checksRequired || owedAgain } })
  })
const again = { guard: asksToCheckAgain, actions: checkAgain }
const checks = settleChecks('complete')
/** A reason stands in for the checks: they were not made, and nobody waits for them. */
const noChecks = settleChecks('cancel')

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
      on: {
        'hau.received': {
          target: 'received',
          actions: [
            { type: 'remember', params: { received: true } },
            scheduleByRisk,
            { type: 'complete', params: { deadline: 'hau-receipt', of: null } },
            {
              type: 'schedule',
              params: ({ context, event }) => {
                // A risk that nobody has graded yet is not taken for a low one.
                const within = context.policy.hau.checksWithin[context.riskGrade ?? 'high']
                return owedAfter({ context, event }, { deadline: 'hau-checks', within })
              },
            },
          ],
        },
      },
    },
    received: {
      on: {
        'hau.checked': { target: 'checking', actions: checks },
        'hau.not-checked': { target: 'checking', actions: noChecks },
        'referral.made': made,
        'hau.risk-confirmed': confirmRisk,
        'hau.completed': { target: 'checking', actions: complete },
      },
    },
    checking: {
      always: { guard: nothingLeft, target: 'complete' },
      on: {
        'hau.checked': { actions: checks },
        'hau.not-checked': { actions: noChecks },
        'referral.made': made,
        'hau.risk-confirmed': confirmRisk,
        'hau.completed': { actions: complete },
      },
    },
    referring: {
      always: { guard: nothingLeft, target: 'complete' },
      on: {
        'hau.checked': { actions: checks },
        'hau.not-checked': { actions: noChecks },
        'hau.risk-confirmed': confirmRisk,
        'hau.completed': { actions: complete },
      },
    },
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
