/** The texts of the assessment before a reassessment: the record has them, and no snapshot does. */
import { lastAssessment } from '../../../machines/incident/risk/assessments.ts'
import type { IncidentContext } from '../../../machines/incident/setup.ts'
import type { Assessment } from '../../../machines/rules/reassessment/judgeTexts.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { ArrivedEvent } from '../engine.ts'
import type { CaseStore } from '../ports.ts'
import type { CaseKey, Entry } from '../step/case.ts'

/** Recorded assessments by their lines of the record; null where the content was destroyed. */
export type Assessments = ReadonlyMap<number, string | null>
export const NO_ASSESSMENTS: Assessments = new Map()

/** Types of the events that assess the risk. */
const ASSESSMENTS: readonly string[] = ['thrive.assessed', 'risk.reassessed']

/**
 * What the reassessments among the events of a group may be compared with, before any of them is judged.
 *
 * @param events those of one case.
 */
export async function assessmentsFor(
  store: Pick<CaseStore, 'readEntries'>,
  key: CaseKey,
  context: IncidentContext,
  events: readonly ArrivedEvent[],
): Promise<Assessments> {
  const wanted = wantedFor(context, events)
  const read = new Map<number, string | null>()
  if (wanted.length === 0) return read
  for await (const { sequence, content } of store.readEntries(key, Math.max(...wanted), ASSESSMENTS, Math.min(...wanted)))
    if (wanted.includes(sequence)) read.set(sequence, content)
  return read
}

/** A verdict of the same group may take the last one away: then any that the incident remembers may be the last. */
function wantedFor(context: IncidentContext, events: readonly ArrivedEvent[]): readonly number[] {
  const reassessments = events.filter(({ type }) => type === 'risk.reassessed')
  if (reassessments.length === 0) return []
  if (events.some(({ type }) => type === CHECKED)) return context.assessments.map(({ sequence }) => sequence)
  return reassessments.flatMap(({ at }) => lastAssessment(context, at)?.sequence ?? [])
}
const CHECKED: string = 'reassessment.checked'

/** @returns null before the first, and where its content was destroyed. */
export function lastTold(
  { assessments, entries }: { readonly assessments: Assessments; readonly entries: readonly Entry[] },
  context: IncidentContext,
  at: Instant,
): Assessment | null {
  const last = lastAssessment(context, at)
  if (last === null) return null
  const content = entries.find(({ sequence }) => sequence === last.sequence)?.content ?? assessments.get(last.sequence)
  return typeof content === 'string' ? (JSON.parse(content) as Assessment) : null
}
