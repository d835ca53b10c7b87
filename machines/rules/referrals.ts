/**
 * Whom a case has to reach before it is safe to close: partners by risk and by children, and each child's school.
 * Who that is, is the policy's `referrals.required`. Source: docs/sources.md#safeguarding (seed 40, 43; routing table).
 */
import type { Policy } from './policy.ts'
import type { RiskGrade } from './vocabulary.ts'

interface Referred {
  readonly policy: Policy
  readonly riskGrade: RiskGrade | null
  readonly children: readonly string[]
  readonly schoolsTold: readonly string[]
  readonly referrals: Readonly<Record<string, 'made' | 'acknowledged'>>
}

export type Outstanding =
  | { readonly what: 'not-referred'; readonly partner: string }
  | { readonly what: 'not-acknowledged'; readonly partner: string }
  | { readonly what: 'school-not-told'; readonly child: string }

const requiredPartners = ({ policy, riskGrade, children }: Referred): readonly string[] => [
  ...(riskGrade === 'high' ? policy.referrals.required.high : []),
  ...(children.length > 0 ? policy.referrals.required.child : []),
]

/** What is left to do, by name: referrals required and not made, made and not acknowledged, schools not told. */
export function outstanding(case_: Referred): readonly Outstanding[] {
  const missing = requiredPartners(case_).filter((partner) => !(partner in case_.referrals))
  const waiting = Object.keys(case_.referrals).filter((partner) => case_.referrals[partner] === 'made')
  const untold = case_.children.filter((child) => !case_.schoolsTold.includes(child))
  return [
    ...missing.map((partner) => ({ what: 'not-referred' as const, partner })),
    ...waiting.map((partner) => ({ what: 'not-acknowledged' as const, partner })),
    ...untold.map((child) => ({ what: 'school-not-told' as const, child })),
  ]
}
