/**
 * What whoever is sent has to know, at the moment of asking: markers, orders and the like that are in force here and in the earlier
 * incidents of the same people or place, with the words of whoever placed a marker. Source: docs/sources.md#markers (seed 15).
 */
import type { CaseEventData } from '../../../machines/rules/events.ts'
import type { standing } from '../answers/briefing.ts'
import type { Answer } from '../answers/shapes.ts'
import type { KeptEntry } from '../step/case.ts'
import type { LiveCase } from '../step/live.ts'
import { mattersOf, shownOf } from './matters.ts'

/** `text`: as it was written when it was placed; null where nothing was, or the words were destroyed at retention. */
export type StandingItem = Answer<typeof standing>

/** Lines in which the words stand. */
export const WORDED_LINES = ['marker.placed'] as const

/** The most earlier incidents that one briefing reads, newest first: project default [derived], because a read must stay small. */
const MOST_READ = 10

/** The earlier incidents that are worth reading: something stood there when they were recognised. */
export const whereItStood = ({ incident }: LiveCase): readonly string[] =>
  incident.context.repeat
    .filter(({ standing }) => standing !== undefined)
    .slice(0, MOST_READ)
    .map((earlier) => earlier.incident)

/** @param lines those of the case that have words. */
export async function standingIn(live: LiveCase, lines: AsyncIterable<KeptEntry>): Promise<StandingItem[]> {
  const shown = shownOf(mattersOf(live))
  const words = new Map<string, string>()
  for await (const { content } of lines) {
    const { marker, text } = JSON.parse(content ?? '{}') as Partial<CaseEventData['marker.placed']>
    if (marker !== undefined && text !== undefined) words.set(`marker/${marker}`, text)
  }
  return shown.map((one) => ({ incident: live.reference, ...one, text: words.get(`${one.kind}/${one.name}`) ?? null }))
}

/** What an earlier incident had when it was recognised. */
export const rememberedOf = ({ incident }: LiveCase, reference: string): readonly StandingItem[] =>
  incident.context.repeat
    .filter((earlier) => earlier.incident === reference)
    .flatMap(({ standing }) => (standing ?? []).map((one) => ({ incident: reference, ...one, text: null })))
