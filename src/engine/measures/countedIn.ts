import type { Entry } from '../step/case.ts'
import { withAllGone } from '../step/leaving.ts'
import type { LiveCase } from '../step/live.ts'
import type { Counted, Standing } from './counted.ts'
import { countedLines } from './countedLines.ts'
import { countedStates } from './countedStates.ts'

/** What of a case is to be counted anew after these lines. @param before null for a new case. */
export function countedIn(before: Standing | null, live: LiveCase, lines: readonly Entry[]): Counted[] {
  const whole = withAllGone(live)
  return [...countedStates(before, whole), ...countedLines(whole, lines)]
}
