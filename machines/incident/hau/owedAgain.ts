/**
 * Closing ends every wait, also that for the harm assessment unit. Once the incident is open again, what the HAU had not done is
 * owed again: the receipt of a reviewed DASH or of somebody vulnerable, its checks, an acknowledgement that closing did not wait for. Schools are not among
 * it: an incident whose schools were not told cannot be closed. Source: docs/sources.md#safeguarding.
 */
import type { DEADLINES, DeadlineName } from '../../rules/catalogue/deadlines.ts'
import type { IncidentContext } from '../setup.ts'
import { act, schedule } from '../words.ts'
import { entersWithDash, entersWithoutDash } from './hau.ts'
import { owedAfter } from './owedAfter.ts'
import { toReferral } from './tellings.ts'

/** Whose clock the incident keeps: a referral schedules its own. */
type OwedAgain = Exclude<
  { [Name in DeadlineName]: (typeof DEADLINES)[Name]['whenClosed'] extends 'owed-again' ? Name : never }[DeadlineName],
  'referral'
>
/** How long it may take; empty where it was done. */
type Left = readonly { readonly within: string }[]

/** What was not done, of each deadline that the catalogue says is owed again. */
const LEFT: Readonly<Record<OwedAgain, (context: IncidentContext) => Left>> = {
  // What was closed with a form was closed with its review.
  'hau-receipt': (context) =>
    !context.received && (context.dash !== null ? entersWithDash(context) : entersWithoutDash(context))
      ? [{ within: context.policy.hau.receiveWithin }]
      : [],
  'hau-checks': ({ received, checksSettled, policy, riskGrade }) =>
    received && !checksSettled ? [{ within: policy.hau.checksWithin[riskGrade ?? 'high'] }] : [],
}

export const scheduleHauAgain = act((it) => {
  if (!it.context.policy.hau.owedAgain) return []
  const owed = (Object.keys(LEFT) as readonly OwedAgain[]).flatMap((deadline) =>
    LEFT[deadline](it.context).map((left) => schedule(owedAfter(it, { deadline, ...left }))),
  )
  return [...owed, toReferral(null, { type: 'incident.waits-again' })]
})
