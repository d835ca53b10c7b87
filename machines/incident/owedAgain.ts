/**
 * Closing ends every wait, also that for the harm assessment unit. Once the incident is open again, what the unit had not done is
 * owed again: the receipt of a reviewed DASH or of somebody vulnerable, its checks, an acknowledgement that closing did not wait for. Schools are not among
 * it: an incident whose schools were not told cannot be closed. Source: docs/sources.md#safeguarding.
 */
import type { AlertKind, DeadlineName } from '../rules/vocabulary.ts'
import { owedAfter } from './owed.ts'
import { incidentSetup } from './setup.ts'
import { entersWithDash, entersWithoutDash } from './unit.ts'

export const oweUnitAgain = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { policy, dash, received, checksSettled, referrals, riskGrade } = context
  if (!policy.hau.owedAgain) return
  const owe = (deadline: DeadlineName, within: string, late: AlertKind, of?: string) =>
    enqueue({
      type: 'owe',
      params: owedAfter({ context, event }, { deadline, within, late, ...(of === undefined ? {} : { of }) }),
    })
  // What was closed with a form was closed with its review.
  if (!received && (dash !== null ? entersWithDash(context) : entersWithoutDash(context)))
    owe('hau-receipt', policy.hau.receiveWithin, 'hau-overdue')
  if (received && !checksSettled) owe('hau-checks', policy.hau.checksWithin[riskGrade ?? 'high'], 'hau-overdue')
  for (const [partner, state] of Object.entries(referrals))
    if (state === 'made') owe('referral', policy.referrals.acknowledgeWithin, 'referral-overdue', partner)
})
