import { type Policy, parsePolicy } from '../../machines/rules/policy/policy.ts'

/** A stored policy cannot be read any more: it was written by another version, or damaged. */
class PolicyUnreadable extends Error {
  readonly code = 'policy-unreadable'
}

/**
 * A policy from the canonical JSON that a case pinned.
 *
 * @throws PolicyUnreadable when it is not a policy.
 */
export function policyOf(canonical: string): Policy {
  const read = parsePolicy(JSON.parse(canonical))
  if (!read.ok) throw new PolicyUnreadable(read.mistakes.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
  return read.policy
}
