/**
 * Why a demand is open. A trigger whose reason has an open demand joins it, so a demand has one cause or many, numbered in the
 * order in which they were recorded. Source: the public contract, section 4 (a trigger joins the open demand of its reason).
 */
import { earlier, later } from '../time/instants.ts'
import type { Instant } from '../vocabulary.ts'

export interface Cause {
  /** When it happened, or when it was recorded if that is earlier: what came after it may answer or supersede it. */
  readonly at: Instant
  /** The line of the incident's record that it came with. */
  readonly sequence: number
  /** Its place among all causes that ever joined the demand, from 1. */
  readonly number: number
  /** The attendance clock whose breach it is. Only there for a breach. */
  readonly clock?: number
  /** The visit that failed without the victim being seen. Only there for such a visit. */
  readonly visit?: number
  /** The attendance clocks whose breaches an earlier reassessment had answered that was set aside. Only there where it had. */
  readonly clocks?: readonly number[]
  /** Only there where older causes were drawn together into this one: the earliest instant and the lowest number among them. */
  readonly from?: { readonly at: Instant; readonly number: number }
}

/** What late news of the victim voids: breaches by their clocks, and visits. */
export interface Voided {
  readonly clocks: ReadonlySet<number>
  readonly visits: ReadonlySet<number>
}
export const isVoid = ({ clock, visit }: Pick<Cause, 'clock' | 'visit'>, { clocks, visits }: Voided): boolean =>
  (clock !== undefined && clocks.has(clock)) || (visit !== undefined && visits.has(visit))

/**
 * Causes that a demand keeps one by one. Older ones are drawn together, so that a thousand calls cost no more than fifty:
 * together they are answered as soon as all of them are, which is never too early.
 */
export const MOST_CAUSES = 50

/** Causes that a reader is shown, the newest. Source: the public contract, section 4. */
export const CAUSES_SHOWN = 20

/** @param causes in order of recording. */
export function joinedBy(causes: readonly Cause[], cause: Cause): readonly Cause[] {
  const all = [...causes, cause]
  if (all.length <= MOST_CAUSES) return all
  // The cause of a breach or of a failed visit stays by itself: late news may void it alone, and an answer is told to it.
  const [first, second] = all.filter(({ clock, visit, clocks }) => (clock ?? visit ?? clocks) === undefined)
  if (first === undefined || second === undefined) return all
  const from = first.from ?? first
  const drawn = {
    ...second,
    at: later(first.at, second.at),
    from: { at: earlier(from.at, second.from?.at ?? second.at), number: from.number },
  }
  return all.flatMap((one) => (one === first ? [] : one === second ? [drawn] : [one]))
}

export interface Answered {
  /** What the demand stays open for. */
  readonly left: readonly Cause[]
  /** The newest cause that was answered, by when it happened: reviews use it. Null where no cause was answered. */
  readonly newest: Pick<Cause, 'at' | 'clock' | 'visit'> | null
}

/**
 * What a reassessment answers: the causes that came at or before its time and are among those that its author had read of.
 *
 * @param seen how many causes its author had read, in order of recording.
 */
export function answeredOf(causes: readonly Cause[], at: Instant, seen = Number.POSITIVE_INFINITY): Answered {
  let newest: Answered['newest'] = null
  const left = causes.flatMap((cause): Cause[] => {
    const from = cause.from ?? cause
    if (from.number > seen || from.at > at) return [cause]
    const answered = { ...cause, at: earlier(cause.at, at) }
    if (newest === null || answered.at > newest.at) newest = answered
    if (cause.at > at) return [cause]
    if (cause.number <= seen) return []
    return [{ ...cause, from: { at: from.at, number: seen + 1 } }]
  })
  return { left, newest }
}

/** What is left once the victim was seen: causes that came after that and that the news of it does not void. */
export const leftAfterSeen = (causes: readonly Cause[], seenAt: Instant, voided: Voided): readonly Cause[] =>
  causes.filter((cause) => cause.at > seenAt && !isVoid(cause, voided))
