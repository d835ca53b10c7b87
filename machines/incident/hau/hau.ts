/**
 * What the harm assessment unit has to receive, and what is left until its part is complete: shared by the region that follows
 * its work and by what keeps an incident from being closed. Source: docs/sources.md#safeguarding (seed 39, 52, 53).
 */
import { demandReasonOf, EVENTS, NEWS } from '../../rules/events.ts'
import { isNewsToHau } from '../../rules/policy/hau.ts'
import { VULNERABLE } from '../../rules/vocabulary.ts'
import type { IncidentContext, PublicEvent } from '../setup.ts'
import { act, type On, remember, schedule } from '../words.ts'
import { owedAfter } from './owedAfter.ts'

const entersAsVulnerable = ({ policy, flags }: IncidentContext): boolean =>
  (policy.hau.intake ?? []).includes('vulnerable-flag') && flags.includes(VULNERABLE)

/** Whether the HAU has to receive a DASH that was reviewed. */
export const entersWithDash = (context: IncidentContext): boolean =>
  (context.policy.hau.intake ?? ['dash-reviewed']).includes('dash-reviewed') || entersAsVulnerable(context)

/** Whether it is decided that there is no DASH: by exception, or because it was settled on the telephone and the policy leaves it out. */
const hasNoDash = ({ dash, dashException, telephone, policy }: IncidentContext): boolean =>
  dash === null && (dashException !== null || (telephone !== null && policy.telephoneResolution.dash === 'excepted'))

/** Whether the HAU has to receive a vulnerable person without a DASH. */
export const entersWithoutDash = (context: IncidentContext): boolean => entersAsVulnerable(context) && hasNoDash(context)

export const scheduleReceipt = schedule((it: On) =>
  owedAfter(it, { deadline: 'hau-receipt', within: it.context.policy.hau.receiveWithin }),
)

/** The HAU reads every report in which somebody is vulnerable: once no DASH is to come, without one. */
export const scheduleReceiptWithoutDash = act((it) =>
  !it.context.received && entersWithoutDash(it.context) ? [schedule(scheduleReceipt.params(it))] : [],
)

/** Whether only the HAU says that safeguarding is complete. A risk that nobody graded is one of its own. */
export const hauSays = ({ policy: { hau }, riskGrade }: IncidentContext): boolean =>
  hau.completion?.of.includes(riskGrade ?? 'not-graded') ?? false

/** What it said of another risk does not count for this one. */
export const hasSaid = ({ hauDone, riskGrade }: IncidentContext): boolean => hauDone !== null && hauDone.risk === riskGrade

export const checksLeft = ({ policy, checksSettled }: IncidentContext): boolean => policy.hau.checksRequired && !checksSettled

/** Of the systems that the policy names, those that nobody has checked since the last news of weight. */
export const systemsLeft = ({ policy, systemsSettled }: IncidentContext): readonly string[] =>
  policy.hau.checks.filter((system) => !systemsSettled.includes(system))

export const riskLeft = (context: IncidentContext): boolean =>
  hauSays(context) &&
  (context.policy.hau.completion?.riskConfirmed ?? false) &&
  context.riskGrade !== null &&
  context.hauGrade !== context.riskGrade

/** What the HAU is owed to look at again: said by the demand that the news opens. */
export const asksToCheckAgain = ({ context, event }: On): boolean => {
  const { received, checksSettled, systemsSettled, policy } = context
  const reasons: readonly string[] = policy.hau.recheckOn ?? []
  if (!received || !(checksSettled || systemsSettled.length > 0) || !('data' in event)) return false
  const { type, data } = event as PublicEvent
  return reasons.includes(demandReasonOf(type, data) ?? '')
}

/** What was checked before the news is as old as the news; so is what the HAU thought of the risk. */
export const checkAgain = act((it) => {
  const { systemsSettled, checksAgain } = it.context
  return [
    remember({
      ...{ checksSettled: false, systemsSettled: [], hauGrade: null, hauDone: null },
      checksAgain: [...new Set([...checksAgain, ...systemsSettled])],
    }),
    schedule(checksOwed(it)),
  ]
})
/** A risk that nobody has graded yet is not taken for a low one. */
export function checksOwed(it: On) {
  const { policy, riskGrade } = it.context
  return owedAfter(it, { deadline: 'hau-checks', within: policy.hau.checksWithin[riskGrade ?? 'high'] })
}

/** The events that may be such news. */
export const RECHECKING = NEWS.filter((name) => EVENTS[name].opens.reasons.some((reason) => isNewsToHau(reason)))

export const confirmRisk = {
  actions: remember(({ event }: On<'hau.risk-confirmed'>) => ({ hauGrade: event.data.grade })),
}

export const sayComplete = remember(({ context, event }: On<'hau.completed'>) => ({
  hauDone: { at: event.at, risk: context.riskGrade },
}))
