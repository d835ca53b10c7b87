import { type Policy, parsePolicy } from '../../machines/rules/policy/policy.ts'
import type { CaseStore } from './ports.ts'
import type { PinnedPolicy } from './step/live.ts'

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

/** @returns the policy of that hash with its text; null when the record does not have it. @throws PolicyUnreadable */
export async function policyOnRecord(
  store: Pick<CaseStore, 'policyByHash'>,
  hash: string,
): Promise<(PinnedPolicy & { readonly canonical: string }) | null> {
  const canonical = await store.policyByHash(hash)
  return canonical === null ? null : { hash, policy: policyOf(canonical), canonical }
}
