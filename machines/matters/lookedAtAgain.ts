/** What suspects, bail and investigations have in common: they are looked at again, sooner for a higher risk. */
import type { IncidentContext } from '../incident/setup.ts'
import { isHighRisk } from '../rules/hau/severity.ts'
import type { Issue } from '../rules/issue.ts'
import { type Happened, known } from '../rules/time/happened.ts'
import { earlier, plus } from '../rules/time/instants.ts'
import type { Instant, RiskGrade } from '../rules/vocabulary.ts'

/** The risk to the victim, by which suspects and bail are ordered: what a flag or an earlier incident makes high is high here too. */
export const riskOf = (incident: IncidentContext): RiskGrade | null => (isHighRisk(incident) ? 'high' : incident.riskGrade)

/**
 * When somebody has to look again: within what the policy says for the risk, or sooner where they said so themselves. A risk that
 * nobody has graded is not taken for a low one.
 */
export function lookAgainBy(
  event: Happened & { readonly incident: IncidentContext },
  within: Readonly<Record<RiskGrade, string>>,
  sooner?: Instant,
): Instant {
  const usual = plus(known(event), within[riskOf(event.incident) ?? 'high'], event.incident.policy.timezone)
  return sooner === undefined ? usual : earlier(usual, sooner)
}

/** A next review that somebody names comes after this one. */
export const nextReviewIssues = ({ nextReviewAt }: { readonly nextReviewAt?: Instant | undefined }, at: Instant): Issue[] =>
  nextReviewAt !== undefined && nextReviewAt <= at
    ? [{ pointer: '/data/nextReviewAt', detail: 'the next review must come after this one' }]
    : []
