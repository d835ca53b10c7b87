/** The words of an incident's policy that events about it name: what a form offers. */
import type { Policy } from '../../../machines/rules/policy/policy.ts'

export const policyWords = ({ id, version, priorities, thrive, hau, referrals, investigation }: Policy) => ({
  ...{ id, version },
  priorities: Object.entries(priorities)
    .sort(([, one], [, other]) => one.rank - other.rank)
    .map(([name]) => name),
  elements: [...thrive.elements],
  historyChecks: [...thrive.historyChecks],
  systems: [...hau.checks],
  partners: [...new Set((referrals.rules ?? []).map(({ to }) => to))],
  handover: [...(investigation?.handover ?? [])],
  evidence: [...(investigation?.outcomes.evidence ?? [])],
})
