/**
 * What an incident remembers of its THRIVEs and reassessments: when each was made, its line of the record, and the situation that it
 * found. Codes and instants alone.
 */
import type { Situation } from '../../rules/catalogue/incident/situation.ts'
import type { Since } from '../../rules/reassessment/situation.ts'
import { later } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { EventOf, IncidentContext } from '../setup.ts'
import type { Assessment, Found, Whereabouts } from './memory.ts'

/**
 * The newest that an incident remembers, by their time. Project default [derived]: reassessed every half hour, it is a day. An event
 * that is entered late and happened before all of them counts from the report.
 */
const MOST_ASSESSMENTS = 50

/** With one more, in the order of their times; of one instant in the order of recording. */
export function assessedBy(
  { assessments }: Pick<IncidentContext, 'assessments'>,
  { type, at, sequence = 0, data: { situation } }: EventOf<'thrive.assessed'> | EventOf<'risk.reassessed'>,
): readonly Assessment[] {
  const one: Assessment = { at, sequence, from: type, situation: situation === undefined ? null : foundIn(situation) }
  const place = assessments.findLastIndex((other) => other.at <= at) + 1
  return assessments.toSpliced(place, 0, one).slice(-MOST_ASSESSMENTS)
}

/** Without one that was found to assess nothing: it is no longer the last assessment of anything. @param sequence its line of the record. */
export const withoutAssessment = (
  { assessments }: Pick<IncidentContext, 'assessments'>,
  sequence: number,
): readonly Assessment[] => assessments.filter((one) => one.sequence !== sequence)

/** The last assessment of an event: the latest not after it, of those recorded before it. Null before the first. */
export const lastAssessment = ({ assessments }: Pick<IncidentContext, 'assessments'>, at: Instant): Assessment | null =>
  assessments.findLast((one) => one.at <= at) ?? null

/** Since when a reassessment has to have looked. */
export function lookedSince(context: Pick<IncidentContext, 'assessments' | 'receivedAt'>, at: Instant): Since {
  const last = lastAssessment(context, at)
  return last === null ? { at: context.receivedAt, what: 'the report' } : { at: last.at, what: 'the last assessment' }
}

/** Beside another word neither says anything. */
const ALONE: ReadonlySet<string> = new Set(['nothing', 'unknown'])

const placeOf = ({ where, source, knownAt }: NonNullable<Situation['suspect'] | Situation['victim']> = {}): Whereabouts => ({
  // A place that nobody told is not known; in a reassessment it is a gap.
  where: source && source !== 'none' && where ? where : 'unknown',
  source: source || 'none',
  knownAt: knownAt || null,
})
const wordsOf = (said: readonly string[] = []): readonly string[] => {
  const words = said.filter((word) => word !== '')
  const found = words.filter((word) => !ALONE.has(word))
  return found.length > 0 ? found : words.length === 1 ? words : ['unknown']
}
/** What a THRIVE leaves unanswered is not known. */
const foundIn = ({ suspect, victim, canReach, changed, protects }: Situation): Found => ({
  suspect: placeOf(suspect),
  victim: placeOf(victim),
  canReach: canReach || 'unknown',
  changed: wordsOf(changed),
  protects: wordsOf(protects),
})

type Said = Assessment & { readonly situation: Found }
const saying = ({ assessments }: Pick<IncidentContext, 'assessments'>): readonly Said[] =>
  assessments.filter((one): one is Said => one.situation !== null)

/** The situation as it was found last. Null where nobody has said it. */
export const situationNow = (context: Pick<IncidentContext, 'assessments'>): Said | null => saying(context).at(-1) ?? null

/** What the latest situation does not know, and since when. */
export type UnknownSince = { readonly [Part in 'suspect' | 'victim' | 'canReach' | 'protects']?: Instant }

/** When each part was known, as far as a situation says; null where it does not know. */
const KNOWN: { readonly [Part in keyof UnknownSince]-?: (said: Said) => Instant | null } = {
  suspect: ({ at, situation: { suspect } }) => (suspect.where === 'unknown' ? null : (suspect.knownAt ?? at)),
  victim: ({ at, situation: { victim } }) => (victim.where === 'unknown' ? null : (victim.knownAt ?? at)),
  canReach: ({ at, situation }) => (situation.canReach === 'unknown' ? null : at),
  protects: ({ at, situation }) => (situation.protects.includes('unknown') ? null : at),
}

/**
 * Since when each part is not known: since it was known last, or since the report where it never was. Where she was seen after the
 * latest situation, it is known where she is. Undefined where nobody has said a situation.
 */
export function unknownSince(
  context: Pick<IncidentContext, 'assessments' | 'receivedAt' | 'victimSeenAt'>,
): UnknownSince | undefined {
  const { receivedAt, victimSeenAt: seenAt } = context
  const said = saying(context)
  const latest = said.at(-1)
  if (latest === undefined) return undefined
  const since = (part: keyof UnknownSince): Instant | null => {
    const seen = part === 'victim' ? seenAt : null
    if (KNOWN[part](latest) !== null || (seen !== null && seen >= latest.at)) return null
    const known = said.map(KNOWN[part]).findLast((at) => at !== null) ?? receivedAt
    return seen === null ? known : later(seen, known)
  }
  const parts = (Object.keys(KNOWN) as (keyof UnknownSince)[]).map((part) => [part, since(part)] as const)
  return Object.fromEntries(parts.filter(([, at]) => at !== null))
}
