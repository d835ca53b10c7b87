/** Which case is referred to whom, as a policy writes it. Source: docs/sources.md#referrals (routing table of the seed). */
import { z } from 'zod'
import { name } from '../fields.ts'
import { duration } from '../time/durations.ts'
import { RISK_GRADES, type RiskGrade } from '../vocabulary.ts'

const rule = z.strictObject({
  /** Once in the list; the referral remembers which rules asked for it. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and hyphens, at most 64'),
  /** Everything that is named has to hold. */
  when: z
    .strictObject({
      risk: z.array(z.enum(RISK_GRADES)).min(1).max(3).optional(),
      child: z.literal(true).optional(),
      flag: name.optional(),
    })
    .refine((when) => Object.keys(when).length > 0, 'must say when'),
  to: name,
  /** From when it could be known that the rule holds. */
  within: duration,
})
export type ReferralRule = z.output<typeof rule>

export const referralRules = z
  .array(rule)
  .max(50)
  .refine((rules) => new Set(rules.map(({ name: called }) => called)).size === rules.length, 'must name each rule once')

/** A rule that holds, and of which child where it is about children: each of them is asked for. */
export interface Asking {
  readonly rule: string
  readonly child: string | null
  readonly to: string
  readonly within: string
}

/** The facts that referral rules use. */
export interface RuledCase {
  readonly policy: { readonly referrals: { readonly rules?: readonly ReferralRule[] | undefined } }
  readonly riskGrade: RiskGrade | null
  readonly children: readonly string[]
  readonly flags: readonly string[]
}

/**
 * The rules that hold of a case.
 *
 * @param risk whether the grade counts: before a supervisor has reviewed it, it is one person's.
 */
export const rulesThatHold = (
  { policy, riskGrade, children, flags }: RuledCase,
  { risk }: { readonly risk: boolean },
): readonly Asking[] =>
  (policy.referrals.rules ?? [])
    .filter(
      ({ when }) =>
        (when.risk === undefined || (risk && riskGrade !== null && when.risk.includes(riskGrade))) &&
        (when.flag === undefined || flags.includes(when.flag)),
    )
    .flatMap(({ name: rule, when, to, within }): Asking[] =>
      when.child === undefined
        ? [{ rule, child: null, to, within }]
        : children.map((child) => ({ rule: `${rule}/${child}`, child, to, within })),
    )
