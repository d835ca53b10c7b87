/**
 * Who is on duty, and why. Shifts are in wall time, and the clocks change twice a year: where a shift begins or ends in the hour that
 * comes twice in October, it begins at the first and ends at the second, so that two shifts overlap and leave no hole; in the hour
 * that is left out in March it begins or ends with the jump (decision 0059).
 */
import { shownAt, wallTimeAt } from '../time/wallTime.ts'
import type { Instant } from '../vocabulary.ts'
import { DAYS, type Override, type Rota, type Shift } from './plan.ts'

export type Why = { readonly by: 'pattern'; readonly shift: Shift } | { readonly by: 'override'; readonly override: Override }

export interface OnDuty {
  readonly person: string
  readonly why: Why
}

/** A time in which the same people are on duty for the same reasons; a hole where nobody is. */
export interface DutySpan {
  readonly from: Instant
  readonly to: Instant
  /** In the order in which they are told. */
  readonly people: readonly OnDuty[]
}

/** The people on duty at an instant, each once, in the order in which they are told. */
export function onDuty(rota: Rota, at: Instant): readonly OnDuty[] {
  const ms = Date.parse(at)
  const known = lastDay.get(rota)
  const spans = known !== undefined && known.from <= ms && ms < known.to ? known.spans : spansOfDay(rota, ms)
  return spans.find(({ from, to }) => from <= ms && ms < to)?.people ?? []
}

/** Who is on duty from one instant to another, without gaps between the spans. */
export const dutySpans = (rota: Rota, from: Instant, to: Instant): DutySpan[] =>
  spansBetween(rota, Date.parse(from), Date.parse(to)).map((span) => ({
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    people: span.people,
  }))

/** The spans in which nobody is on duty. */
export const holesIn = (spans: readonly DutySpan[]): DutySpan[] => spans.filter(({ people }) => people.length === 0)

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** In milliseconds of the epoch. */
interface Span {
  readonly from: number
  readonly to: number
  readonly people: readonly OnDuty[]
}

/** An alert asks for each of its roles who is on duty now: the day of the last answer is kept. */
const lastDay = new WeakMap<Rota, { readonly from: number; readonly to: number; readonly spans: readonly Span[] }>()

function spansOfDay(rota: Rota, at: number): readonly Span[] {
  const from = Math.floor(at / DAY_MS) * DAY_MS
  const day = { from, to: from + DAY_MS, spans: spansBetween(rota, from, from + DAY_MS) }
  lastDay.set(rota, day)
  return day.spans
}

/** A shift of one day, or an override. */
interface Stretch {
  readonly from: number
  readonly to: number
  /** In the rota: shifts first, then the overrides. */
  readonly place: number
  readonly why: Why
}

function spansBetween(rota: Rota, from: number, to: number): Span[] {
  const stretches = stretchesOf(rota, from, to).sort((a, b) => a.from - b.from)
  const edges = new Set([from, ...stretches.flatMap((stretch) => [stretch.from, stretch.to])])
  const starts = [...edges].filter((edge) => edge >= from && edge < to).sort((a, b) => a - b)
  const spans: Span[] = []
  let running: Stretch[] = []
  let next = 0
  for (const [index, start] of starts.entries()) {
    running = running.filter((stretch) => stretch.to > start)
    for (let stretch = stretches[next]; stretch !== undefined && stretch.from <= start; stretch = stretches[++next])
      if (stretch.to > start) running.push(stretch)
    const people = peopleOf(running.sort((a, b) => a.place - b.place))
    const before = spans.at(-1)
    const end = starts[index + 1] ?? to
    if (before !== undefined && areSame(before.people, people)) spans[spans.length - 1] = { ...before, to: end }
    else spans.push({ from: start, to: end, people })
  }
  return spans
}

function stretchesOf({ zone, shifts, overrides }: Rota, from: number, to: number): Stretch[] {
  // A shift that began on the day before may end on this one.
  const firstDay = Math.floor(wallTimeAt(from, zone) / DAY_MS) - 1
  const lastDay = Math.floor(wallTimeAt(to, zone) / DAY_MS)
  const stretches: Stretch[] = []
  const add = (stretch: Stretch): void => {
    if (stretch.from < to && stretch.to > from && stretch.from < stretch.to) stretches.push(stretch)
  }
  for (const [place, shift] of shifts.entries()) {
    const [begins, ends] = [minuteOf(shift.from), minuteOf(shift.to)]
    for (let day = firstDay; day <= lastDay; day++) {
      if (!shift.days.includes(weekdayOf(day))) continue
      const begin = day * DAY_MS + begins * MINUTE_MS
      const end = (ends > begins ? day : day + 1) * DAY_MS + ends * MINUTE_MS
      add({ from: shownAt(begin, zone).first, to: shownAt(end, zone).last, place, why: { by: 'pattern', shift } })
    }
  }
  for (const [index, override] of overrides.entries())
    add({
      from: Date.parse(override.from),
      to: Date.parse(override.to),
      place: shifts.length + index,
      why: { by: 'override', override },
    })
  return stretches
}

/** Of `HH:MM`; `24:00` is the end of the day. */
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** @param day of the epoch, which began on a Thursday. */
const weekdayOf = (day: number) => DAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon'

/** @param running in the order of the rota. */
function peopleOf(running: readonly Stretch[]): readonly OnDuty[] {
  // What came before an override of everybody does not count.
  const begin = running.findLastIndex(({ why }) => why.by === 'override' && why.override.instead === null)
  let people: OnDuty[] = []
  for (const { why } of running.slice(Math.max(begin, 0))) {
    if (why.by === 'override') people = overridden(people, why)
    else for (const person of why.shift.people) people.push({ person, why })
  }
  return eachOnce(people)
}

function overridden(people: OnDuty[], why: Extract<Why, { by: 'override' }>): OnDuty[] {
  const { instead, people: named } = why.override
  const standIns = named.map((person) => ({ person, why }))
  if (instead === null) return standIns
  const place = people.findIndex(({ person }) => instead.includes(person))
  // Nobody stands in for somebody who is off duty.
  if (place === -1) return people
  const others = (some: readonly OnDuty[]) => some.filter(({ person }) => !instead.includes(person))
  return [...others(people.slice(0, place)), ...standIns, ...others(people.slice(place))]
}

function eachOnce(people: readonly OnDuty[]): readonly OnDuty[] {
  const seen = new Set<string>()
  return people.filter(({ person }) => !seen.has(person) && seen.add(person))
}

const sourceOf = ({ why }: OnDuty): Shift | Override => (why.by === 'pattern' ? why.shift : why.override)

const areSame = (one: readonly OnDuty[], other: readonly OnDuty[]): boolean =>
  one.length === other.length &&
  one.every((duty, place) => {
    const beside = other[place] as OnDuty
    return duty.person === beside.person && sourceOf(duty) === sourceOf(beside)
  })
