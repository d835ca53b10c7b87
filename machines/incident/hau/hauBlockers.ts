/** What the harm assessment unit has left to do, as blockers: of its own completion, and of the closing if the closing waits for the unit. */
import { type Outstanding, outstanding, unmade } from '../../rules/hau/referrals.ts'
import { type Blocker, say } from '../closure/blocker.ts'
import type { IncidentContext } from '../setup.ts'
import { checksLeft, entersWithDash, entersWithoutDash, hauSays, riskLeft, systemsLeft } from './hau.ts'

const REFERRAL_BLOCKERS = {
  'not-referred': (partner: string) => say('referral-not-made', `No referral to ${partner} has been made: post referral.made.`),
  'not-acknowledged': (partner: string) =>
    say('referral-not-acknowledged', `${partner} has not acknowledged the referral: post referral.acknowledged once it has.`),
  'school-not-told': (child: string) =>
    say('school-not-notified', `The school of child ${child} has not been notified: post school.notified.`),
} as const

export const referralBlocker = (left: Outstanding): Blocker =>
  REFERRAL_BLOCKERS[left.what]('partner' in left ? left.partner : left.child)

/** The HAU's own work. Closing itself names the referrals that it requires, so they are left out here. */
export function hauBlockers(context: IncidentContext): readonly Blocker[] {
  const required = outstanding(context).flatMap((left) => (left.what === 'not-referred' ? [left.partner] : []))
  return [
    ...(checksLeft(context) ? checkBlockers(context) : []),
    ...unmade(context)
      .filter((partner) => !required.includes(partner))
      .map(REFERRAL_BLOCKERS['not-referred']),
    ...(riskLeft(context)
      ? [
          say(
            'risk-not-confirmed',
            `The harm assessment unit still has to confirm the risk, which is ${context.riskGrade}: post hau.risk-confirmed, or dash.submitted with secondaryTo.`,
          ),
        ]
      : []),
  ]
}

function checkBlockers(context: IncidentContext): readonly Blocker[] {
  const left = systemsLeft(context)
  const which = left.length === 0 ? 'any other system' : left.join(', ')
  return [
    say(
      'hau-checks-open',
      `The harm assessment unit still has to check on ${which}: post hau.checked, or hau.not-checked with the reason.`,
    ),
  ]
}

/** The HAU must receive a high risk, and a vulnerable person without a DASH, before the incident closes. */
export const receiptBlockers = (context: IncidentContext, dash: string): readonly Blocker[] =>
  !context.received &&
  ((dash !== 'due' && entersWithoutDash(context)) || (dash === 'accepted' && entersWithDash(context) && hauSays(context)))
    ? [say('hau-not-received', 'The harm assessment unit has not received it: post hau.received.')]
    : []
