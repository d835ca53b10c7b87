/** One reassessment for the second person who reads it, beside the assessment before it. What was said is read from the record. */
import type { CaseEventData } from '../../../machines/rules/events.ts'
import type { KeptEntry } from '../step/case.ts'
import type { LiveCase } from '../step/live.ts'
import type { ReassessmentView } from './views.ts'

type ReadEntries = (upTo: number, types: readonly string[], from: number) => AsyncIterable<KeptEntry>

const TYPES = ['thrive.assessed', 'risk.reassessed'] as const

export async function reassessmentOf(
  { live, version }: { readonly live: LiveCase; readonly version: number },
  readEntries: ReadEntries,
  sequence: number,
): Promise<ReassessmentView | null> {
  const { context } = live.incident
  const isOf = (one: { readonly reassessment: number }): boolean => one.reassessment === sequence
  const verdict = context.checked.find(isOf)
  if (verdict === undefined && !context.checks.some(isOf)) return null
  const lineAt = async (place: number): Promise<KeptEntry | null> => {
    for await (const line of readEntries(place, TYPES, place)) return line
    return null
  }
  const line = await lineAt(sequence)
  if (line === null) return null
  const { at, recordedAt } = line
  const last = context.assessments.findLast((one) => one.sequence < sequence && one.at <= at)
  const before = last === undefined ? null : await lineAt(last.sequence)
  const note = verdict === undefined ? null : await noteOf(readEntries, version, sequence)
  const reading = verdict === undefined ? undefined : line.consequences.reading
  return {
    ...{ incident: live.reference, sequence, at, recordedAt },
    timeline: `/v1/incidents/${encodeURIComponent(live.reference)}/timeline`,
    reassessment: dataOf<'risk.reassessed'>(line),
    check: verdict === undefined ? null : { at: verdict.at, by: verdict.by, verdict: verdict.verdict, note },
    detector: reading === undefined ? null : { verdict: reading.verdict, doubts: [...reading.doubts] },
    before:
      before === null
        ? null
        : {
            ...{ sequence: before.sequence, at: before.at },
            type: before.type as (typeof TYPES)[number],
            data: dataOf<(typeof TYPES)[number]>(before),
          },
  }
}

/** The first verdict counts: a second is refused. */
async function noteOf(readEntries: ReadEntries, version: number, sequence: number): Promise<string | null> {
  for await (const line of readEntries(version, ['reassessment.checked'], sequence)) {
    const said = dataOf<'reassessment.checked'>(line)
    if (said?.reassessment === sequence) return said.note ?? null
  }
  return null
}

const dataOf = <Name extends keyof CaseEventData>({ content }: KeptEntry): CaseEventData[Name] | null =>
  content === null ? null : (JSON.parse(content) as CaseEventData[Name])
