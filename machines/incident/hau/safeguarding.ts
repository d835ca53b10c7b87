import { isMadeAnew, outstanding } from '../../rules/hau/referrals.ts'
import { type EventOf, type IncidentContext, type IncidentEvent, incidentSetup } from '../setup.ts'
import { asksToCheckAgain, checkAgain, checksLeft, complete, confirmRisk, hasSaid, hauSays, RECHECKING } from './hau.ts'
import { marac } from './marac.ts'
import { owedAfter } from './owedAfter.ts'
import { redirected, referredTo, scheduleByRisk, tellConfirmed, tellSchool, withdrawn } from './referring.ts'
import { tellSupport } from './supporting.ts'

type Anything = { readonly context: IncidentContext; readonly event: IncidentEvent }
type Made = { readonly context: IncidentContext; readonly event: EventOf<'referral.made'> }
type Acknowledged = { readonly context: IncidentContext; readonly event: EventOf<'referral.acknowledged' | 'referral.answered'> }
type Answered = { readonly context: IncidentContext; readonly event: EventOf<'referral.answered'> }

const nothingToTell = ({ context }: Anything): boolean => outstanding(context).length === 0
const nothingLeft = (it: Anything): boolean =>
  nothingToTell(it) && !checksLeft(it.context) && (!hauSays(it.context) || hasSaid(it.context))
const somethingLeft = (it: Anything): boolean => !nothingLeft(it)
const mustCheck = ({ context }: Anything): boolean => checksLeft(context)

/** A referral made again neither moves its clock nor undoes an acknowledgement, unless it is made for a child who was found after it. */
const refer = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { data } = event as Made['event']
  const stands = context.referrals[data.partner]
  const again = stands === 'made' || stands === 'acknowledged'
  if (again && !isMadeAnew(context, data.partner)) return enqueue({ type: 'keepOnLog', params: undefined })
  const within = context.policy.referrals.acknowledgeWithin
  const owed = owedAfter({ context, event }, { deadline: 'referral', of: data.partner, within })
  const referrals = { ...context.referrals, [data.partner]: 'made' as const }
  enqueue({ type: 'remember', params: { referrals } })
  if (context.policy.referrals.rules !== undefined) {
    const childrenReferred = { ...context.childrenReferred, [data.partner]: context.children }
    enqueue({ type: 'remember', params: { childrenReferred } })
  }
  enqueue({ type: 'schedule', params: owed })
  for (const tell of referredTo(context, event as Made['event'])) enqueue(tell)
  for (const tell of tellSupport({ ...context, referrals }, data.partner)) enqueue(tell)
})
const made = { target: 'referring' as const, actions: refer }
const partnerHasIt = [
  {
    type: 'remember' as const,
    params: ({ context, event }: Acknowledged) => ({
      referrals: { ...context.referrals, [event.data.partner]: 'acknowledged' as const },
    }),
  },
  { type: 'complete' as const, params: ({ event }: Acknowledged) => ({ deadline: 'referral' as const, of: event.data.partner }) },
]
const acknowledged = { actions: [...partnerHasIt, tellConfirmed] }
/** Who answers has it, though nobody said so. The referral itself has heard of it. */
const answered = {
  guard: ({ context, event }: Answered) => context.referrals[event.data.partner] === 'made',
  actions: partnerHasIt,
}
/**
 * Each system that was checked is a line of its own. The first one is enough, unless the policy names systems: then each of them is
 * settled by its check, or by the reason why there is none. What is remembered here is so only where the policy asks after it, so
 * that a case of an older one stays as it was to the byte.
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
    'school.notified': {
      actions: [
        {
          type: 'remember',
          params: ({ context, event }) => ({ schoolsTold: [...new Set([...context.schoolsTold, event.data.child])] }),
        },
        { type: 'complete', params: ({ event }) => ({ deadline: 'school', of: event.data.child }) },
        tellSchool,
      ],
    },
    'referral.answered': answered,
    'referral.withdrawn': withdrawn,
    'referral.redirected': redirected,
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
        'referral.made': { actions: refer },
        'referral.acknowledged': acknowledged,
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
        'referral.acknowledged': acknowledged,
        'hau.risk-confirmed': confirmRisk,
      },
    },
  },
})
