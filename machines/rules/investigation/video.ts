/**
 * When a victim may be seen by video until officers come: the suspect absent, no immediate response needed, and her consent,
 * as in the trial; and only where the policy has it. It is an interim action: no clock stops for it.
 * Source: docs/sources.md#video (Kent 2021)
 */
import type { CaseEventData } from '../events.ts'
import type { Issue } from '../issue.ts'
import { type Policy, rankOf } from '../policy/policy.ts'

interface Waiting {
  readonly policy: Policy
  readonly priority: string | null
}

/** Every condition that is not met; empty when it may be recorded as an interim action. */
export function videoIssues(
  { policy, priority }: Waiting,
  { suspectAbsent, safe, consent }: CaseEventData['video.responded'],
): Issue[] {
  // Ungraded, nobody has said yet that it is not urgent.
  const isImmediate = priority === null || rankOf(policy, priority) === 1
  const conditions: [met: boolean, pointer: string, detail: string][] = [
    [policy.videoResponse.allowed, '/data', "this force's policy has no video response"],
    [!isImmediate, '/data', 'ungraded, or of the most urgent grade, it needs somebody there at once'],
    [suspectAbsent, '/data/suspectAbsent', 'not while the suspect is there: he would hear, and see'],
    [safe, '/data/safe', 'not while she is not safe: record the contact as victim.contacted, so that the risk is reassessed'],
    [consent, '/data/consent', 'not without her consent'],
  ]
  return conditions.flatMap(([met, pointer, detail]) => (met ? [] : [{ pointer, detail }]))
}
