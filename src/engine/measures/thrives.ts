/** THRIVEs as the record has them: what still stands against the latest, what was found in an earlier one at its time, and which may be scored. */
import type { CaseEventData } from '../../../machines/rules/events.ts'
import { thriveIssues } from '../../../machines/rules/grading/thrive.ts'
import type { ScoredThrive } from '../../../machines/rules/grading/thriveScore.ts'
import type { Warning } from '../../../machines/rules/issue.ts'
import { replayLines } from '../replay.ts'
import type { Case, KeptEntry } from '../step/case.ts'
import type { LiveCase, PinnedPolicy } from '../step/live.ts'

type Thrive = CaseEventData['thrive.assessed']
type Line = Pick<KeptEntry, 'type' | 'sequence' | 'content' | 'actor'>

/** The types of the lines that a score is judged on. */
export const SCORED_LINES: readonly string[] = ['thrive.assessed', 'thrive.scored']

export async function scoredLines(entries: AsyncIterable<KeptEntry>): Promise<readonly Line[]> {
  const lines: Line[] = []
  for await (const { type, sequence, content, actor } of entries) lines.push({ type, sequence, content, actor })
  return lines
}

/** What is missing or thin in the latest THRIVE; nothing is read of an incident whose latest one is adequate. */
export async function standingIssues(
  { incident: { context } }: LiveCase,
  thrives: () => AsyncIterable<Line>,
): Promise<readonly Warning[]> {
  if (context.thrive === null || context.thrive.adequate) return []
  let latest: string | null = null
  for await (const { content } of thrives()) latest = content
  return latest === null ? [] : thriveIssues(JSON.parse(latest) as Thrive, context.policy.thrive, context.flags)
}

/**
 * What the rubric found in a THRIVE when it was recorded: under the policy that the incident pinned, with the flags that it had
 * then, which the lines before it give.
 *
 * @param entries the lines of the case, the THRIVE's last.
 * @returns null when that line is no THRIVE, or content that this needs was destroyed.
 */
export async function issuesAsFound(
  kept: Case,
  entries: AsyncIterable<KeptEntry>,
  sequence: number,
  pinned: PinnedPolicy,
): Promise<readonly Warning[] | null> {
  const found: { thrive?: KeptEntry } = {}
  const before = async function* () {
    for await (const entry of entries)
      if (entry.sequence === sequence) found.thrive = entry
      else yield entry
  }
  const live = await replayLines(kept, before(), pinned)
  const { thrive } = found
  if (live === null || thrive?.type !== 'thrive.assessed' || thrive.content === null) return null
  return thriveIssues(JSON.parse(thrive.content) as Thrive, pinned.policy.thrive, live.incident.context.flags)
}

/** The THRIVEs that have their text, by sequence, with who scored each. */
export function scoredThrives(lines: Iterable<Line>): ReadonlyMap<number, ScoredThrive> {
  const thrives = new Map<number, ScoredThrive>()
  for (const { type, sequence, content, actor } of lines) {
    if (content === null) continue
    if (type === 'thrive.assessed') {
      const { assessor, elements = {} } = JSON.parse(content) as Thrive
      const enteredBy = actor?.enteredBy === undefined ? {} : { enteredBy: actor.enteredBy.id }
      thrives.set(sequence, { author: assessor.id, ...enteredBy, elements: Object.keys(elements), scorers: [] })
    } else if (type === 'thrive.scored') {
      const { thrive, scorer } = JSON.parse(content) as CaseEventData['thrive.scored']
      const scored = thrives.get(thrive)
      if (scored !== undefined) thrives.set(thrive, { ...scored, scorers: [...scored.scorers, scorer.id] })
    }
  }
  return thrives
}
