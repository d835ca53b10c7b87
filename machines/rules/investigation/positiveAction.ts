/**
 * Positive action is expected at domestic abuse: whatever was done with a suspect, or was not, has its reason. The record takes it
 * without one, because the suspect is dealt with all the same; the warning says what is missing. Source: docs/sources.md#investigation (seed 105, 109).
 */
import type { CaseEventData } from '../events.ts'
import type { Warning } from '../issue.ts'
import type { Policy } from '../policy/policy.ts'
import { saysNone } from '../words.ts'

export function dealingWarnings(
  { suspects }: Policy,
  { how, reason, codeG, suspect }: CaseEventData['suspect.dealt-with'],
): Warning[] {
  if (suspects === undefined) return []
  const warn = (code: string, pointer: string, detail: string): Warning => ({ code, pointer, detail })
  const unexplained = (how === 'not-arrested' || how === 'voluntary-attendance') && saysNone(reason)
  return [
    ...(suspect === undefined
      ? [warn('suspect-not-named', '/data/suspect', 'without a reference the register cannot tell this suspect from another')]
      : []),
    ...(how === 'arrested' && (codeG ?? []).length === 0
      ? [warn('arrest-necessity-missing', '/data/codeG', 'say why the arrest was necessary (PACE Code G)')]
      : []),
    ...(unexplained ? [warn('positive-action-unexplained', '/data/reason', 'say why there was no arrest')] : []),
    ...(how === 'bailed'
      ? [warn('bail-clock-missing', '/data/how', 'only bail.granted starts the clocks of bail: post it as well')]
      : []),
  ]
}
