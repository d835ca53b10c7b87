/** What suspects, bail and investigations have in common: they are looked at again, sooner for a higher risk. */
import type { IncidentContext } from '../incident/setup.ts'
import { isHighRisk } from '../rules/hau/severity.ts'
import { type Issue, issueIf } from '../rules/issue.ts'
import { earlier } from '../rules/time/instants.ts'
import type { Instant, RiskGrade } from '../rules/vocabulary.ts'
import { type Told, within } from './matter.ts'

/** The risk to the victim, by which suspects and bail are ordered: what a flag or an earlier incident makes high is high here too. */
export const riskOf = (incident: IncidentContext): RiskGrade | null => (isHighRisk(incident) ? 'high' : incident.riskGrade)

/**
 * When somebody has to look again: within what the policy says for the risk, or sooner where they said so themselves. A risk that
 * nobody has graded is not taken for a low one.
 */
export function lookAgainBy(event: Told, times: Readonly<Record<RiskGrade, string>>, sooner?: Instant): Instant {
  const usual = within(event, times[riskOf(event.incident) ?? 'high'])
  return sooner === undefined ? usual : earlier(usual, sooner)
}

/** A next review that somebody names comes after this one. */
export const nextReviewIssues = ({ nextReviewAt }: { readonly nextReviewAt?: Instant | undefined }, at: Instant): Issue[] =>
  issueIf(nextReviewAt !== undefined && nextReviewAt <= at, '/data/nextReviewAt', 'the next review must come after this one')
