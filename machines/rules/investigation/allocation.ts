/**
 * Who should investigate: by offence, by the risk to the victim, by flags, in the order of the policy's rules, so that the one for
 * serious injury and sexual offences stands over all. Source: docs/sources.md#investigation (seed 44-47, 80).
 */
import type { Warning } from '../issue.ts'
import type { AllocationRule } from '../policy/investigation.ts'
import type { RiskGrade } from '../vocabulary.ts'
import { plain } from '../words.ts'

export type { AllocationRule }

interface Crime {
  readonly offences: readonly string[]
  /** Null while nobody has graded it: then only rules that ask for no risk fit. */
  readonly risk: RiskGrade | null
  readonly flags: readonly string[]
}

/** The rule that decides; null where none fits. */
export const allocationRuleFor = (rules: readonly AllocationRule[], { offences, risk, flags }: Crime): AllocationRule | null =>
  rules.find(
    (rule) =>
      (rule.offences?.some((code) => offences.some((offence) => isOffence(code, offence))) ?? true) &&
      (rule.risk === undefined || (risk !== null && rule.risk.includes(risk))) &&
      (rule.flags?.some((flag) => flags.includes(flag)) ?? true),
  ) ?? null

/** Codes are compared without case and punctuation: `Common assault` is `common-assault`, and `sexual-*` all that begin so. */
export const isOffence = (code: string, offence: string): boolean =>
  code.endsWith('*') ? plain(offence).startsWith(plain(code)) : plain(offence) === plain(code)

/** Whether the team is one of the rule's; without a rule it may be any. */
export const allowsTeam = (rule: AllocationRule | null, team: string): boolean => rule === null || rule.teams.includes(team)

/** Somebody may decide otherwise than the rule; that it is otherwise is said, with the rule's name. */
export function allocationWarnings(
  rule: AllocationRule | null,
  { team, accreditation }: { readonly team: string; readonly accreditation?: string | undefined },
): Warning[] {
  if (rule === null) return []
  const asked = rule.accreditation ?? []
  return [
    ...(allowsTeam(rule, team)
      ? []
      : [
          {
            code: 'allocated-against-rule',
            pointer: '/data/team',
            detail: `The rule ${rule.rule} sends this to ${rule.teams.join(' or ')}.`,
          },
        ]),
    ...(asked.length === 0 || asked.includes(accreditation ?? '')
      ? []
      : [
          {
            code: 'accreditation-missing',
            pointer: '/data/accreditation',
            detail: `The rule ${rule.rule} asks for an officer in the case with ${asked.join(' or ')}.`,
          },
        ]),
  ]
}
