/** The words of an incident's policy that events about it name: what a form offers. */
import type { Policy } from '../../../machines/rules/policy/policy.ts'

export const policyWords = ({
  id,
  version,
  priorities,
  thrive,
  hau,
  referrals,
  investigation,
  highRiskFlags,
  victimsCode,
}: Policy) => ({
  ...{ id, version },
  priorities: Object.entries(priorities)
    .sort(([, one], [, other]) => one.rank - other.rank)
    .map(([name]) => name),
  elements: [...thrive.elements],
  historyChecks: [...thrive.historyChecks],
  flags: [
    ...new Set([
      ...highRiskFlags,
      ...(referrals.rules ?? []).flatMap(({ when }) => when.flag ?? []),
      ...(victimsCode?.enhancedFlags ?? []),
    ]),
  ],
  systems: [...hau.checks],
  partners: [...new Set((referrals.rules ?? []).map(({ to }) => to))],
  handover: [...(investigation?.handover ?? [])],
  evidence: [...(investigation?.outcomes.evidence ?? [])],
})
