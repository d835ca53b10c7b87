/**
 * Grades and the attendance clock. Labels carry no minutes: everything depends on the rank and the times of the pinned
 * policy. An upgrade never moves a deadline later than any that this grade, or a more urgent one, already had in this wait; a
 * downgrade counts from the original start, so that it erases no time already waited. Sources: docs/sources.md#grading (regrade
 * trap; time under each grade).
 */
import type { CaseEventData } from '../events.ts'
import { mostUrgent, type Policy, rankOf } from '../policy/policy.ts'
import { type Happened, known } from '../time/happened.ts'
import { earlier, msOf, plus } from '../time/instants.ts'
import { type Area, ENGINE, type Instant, type Person } from '../vocabulary.ts'

/** A grade as somebody gave it, alone or inside a reassessment. */
export interface Grade extends Happened {
  readonly priority: string
  readonly by: Person
  readonly approvedBy: Person | null
  /** False where whoever graded says that nobody has to go again. */
  readonly attend: boolean
  /** Only there where the engine puts it back: the reassessment that had lowered it and was set aside. */
  readonly setAside?: number
}

/** A grade is in force again, because the reassessment that lowered it was set aside. */
export type GradePutBack = Happened & {
  readonly type: 'grade.put-back'
  readonly priority: string
  readonly reassessment: number
}

type Grading =
  | GradePutBack
  | (Happened & { readonly type: 'incident.graded'; readonly data: CaseEventData['incident.graded'] })
  | (Happened & {
      readonly type: 'risk.reassessed'
      readonly data: CaseEventData['risk.reassessed']
      /** The grade before, where the lowering waits for a second person. */
      readonly keeps?: string
    })

/** The grade in an event that gives one: a reassessment decides a grade under the same rules as a grading. A grade that is put back sends somebody, as any. */
export function gradeIn(event: Grading): Grade {
  const { at, recordedAt } = event
  if (event.type === 'grade.put-back') {
    const { priority, reassessment } = event
    return { priority, by: ENGINE, approvedBy: null, attend: true, setAside: reassessment, at, recordedAt }
  }
  if (event.type === 'incident.graded') {
    const { data } = event
    return {
      priority: data.priority,
      by: data.by,
      approvedBy: data.approvedBy ?? null,
      attend: data.attend?.needed ?? true,
      at,
      recordedAt,
    }
  }
  const { assessor, decision } = event.data
  const { priority, approvedBy, attend } = decision
  return {
    priority: event.keeps ?? priority,
    by: assessor,
    approvedBy: approvedBy ?? null,
    attend: attend?.needed ?? true,
    at,
    recordedAt,
  }
}

/** How a grade compares with the grade before it. `same` is the same rank under whatever name. */
export function changeOfGrade(policy: Policy, before: string | null, after: string): 'first' | 'same' | 'up' | 'down' {
  if (before === null) return 'first'
  const difference = (rankOf(policy, after) ?? 0) - (rankOf(policy, before) ?? 0)
  return difference === 0 ? 'same' : difference < 0 ? 'up' : 'down'
}

interface Waited {
  readonly policy: Policy
  readonly priority: string | null
  /** The last clock whose warning point was reached, 0 for none. */
  readonly warnedOn: number
  readonly breaches: readonly unknown[]
}

/** Lowers the grade from the warning point on: that takes rank and a second person. */
export const lowersLate = ({ policy, priority, warnedOn, breaches }: Waited, after: string): boolean =>
  (warnedOn > 0 || breaches.length > 0) && rankOf(policy, after) !== null && changeOfGrade(policy, priority, after) === 'down'

export interface Clock {
  readonly clockStart: Instant
  readonly attendBy: Instant
  readonly warnBy: Instant
}

/** The attendance clock of a grade, counted from an instant. Where the area is not known, the shorter of its targets counts (contract §2). */
export function clockFrom(policy: Policy, priority: string, area: Area, clockStart: Instant): Clock {
  const settings = policy.priorities[priority]
  if (settings === undefined) throw new RangeError(`the policy has no priority ${priority}`)
  const { urban, rural } = settings.attendWithin
  const within = area === 'unknown' ? (msOf(urban) < msOf(rural) ? urban : rural) : settings.attendWithin[area]
  const warnAfter = new Date(Date.parse(clockStart) + Math.round(msOf(within) * settings.warnAt))
  return { clockStart, attendBy: plus(clockStart, within, policy.timezone), warnBy: warnAfter.toISOString() }
}

/** The earlier of two clocks, by deadline. */
export const nearer = (one: Clock, other: Clock): Clock => (one.attendBy <= other.attendBy ? one : other)

/** A clock that a grade of this rank had in the present wait. */
export interface RankClock extends Clock {
  readonly rank: number
}

/** With a further clock: of each rank the one that fell due first is kept. */
export function withClock(clocks: readonly RankClock[], clock: RankClock): readonly RankClock[] {
  const before = clocks.find(({ rank }) => rank === clock.rank)
  if (before === undefined) return [...clocks, clock]
  return before.attendBy <= clock.attendBy ? clocks : clocks.map((one) => (one === before ? clock : one))
}

/** The answer time and review interval in force: the grade's, or before the first grade those of the most urgent one. */
export function paceOf(policy: Policy, priority: string | null) {
  const settings = priority === null ? undefined : policy.priorities[priority]
  return settings ?? mostUrgent(policy)
}

/**
 * When the next review falls due: the earlier of the instant that was named and the policy's interval. Both wait for a
 * person, so an instant already past when it was recorded counts from the recording instead.
 */
export function nextReview(policy: Policy, priority: string | null, highRisk: boolean, named: Instant, event: Happened): Instant {
  const { repeatEvery, repeatEveryHighRisk } = paceOf(policy, priority)
  const byPolicy = plus(known(event), highRisk ? repeatEveryHighRisk : repeatEvery, policy.timezone)
  const asked = Math.max(Date.parse(named) - Date.parse(event.at), 0)
  const byName = named > event.recordedAt ? named : new Date(Date.parse(known(event)) + asked).toISOString()
  return earlier(byPolicy, byName)
}
