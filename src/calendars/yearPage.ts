/** A school's year on one page, as the engine will count it: a person sees at a glance what a calendar was understood to say. */
import { addDays, type ForceCalendar, holiday, isWorkingDay, schoolDay, weekdayOf } from '../../machines/rules/calendar/index.ts'
import type { Days, LocalDate } from '../../machines/rules/calendar/schema.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MOST_YEARS = 3

type What = 'open' | 'closed' | 'unknown'
const MARK: Readonly<Record<What, string>> = { open: 'o', closed: '#', unknown: '?' }
const LEGEND = 'Monday to Friday:  o school  # closed  ? nobody has said, taken for a school day  b bank holiday'

/** The years of a school, from the year of `today`; the last one where all are over. Lines without their ends. */
export function yearPages(school: string, force: ForceCalendar, today: LocalDate): string[] {
  const { terms } = calendarOf(school, force)
  const days = terms.flatMap(({ from, to }) => [from, to]).sort()
  const [first, last] = [days.at(0), days.at(-1)]
  if (first === undefined || last === undefined) return []
  const years = Array.from({ length: yearOf(last) - yearOf(first) + 1 }, (_, index) => yearOf(first) + index)
  const coming = years.filter((year) => year >= yearOf(today)).slice(0, MOST_YEARS)
  return (coming.length > 0 ? coming : years.slice(-1)).flatMap((year) => ['', ...yearPage(school, force, year)])
}

/** Twelve months from September, a line for each. */
export function yearPage(school: string, force: ForceCalendar, year: number): string[] {
  const months = Array.from({ length: 12 }, (_, index) => {
    const month = (index + 8) % 12
    return monthLine(school, force, `${month < 8 ? year + 1 : year}-${String(month + 1).padStart(2, '0')}`)
  })
  return [`${school}, September ${year} to August ${year + 1}`, LEGEND, ...months]
}

function monthLine(school: string, force: ForceCalendar, month: string): string {
  const weekdays = daysFrom(`${month}-01`, endOf(month)).filter((date) => weekdayOf(date) <= 5)
  const before = ' '.repeat(Math.min(weekdayOf(`${month}-01`), 6) - 1)
  const marks = weekdays.map((date) => {
    const mark = holiday(date, force) !== null ? 'b' : MARK[whatOn(date, school, force)]
    return weekdayOf(date) === 1 && date !== weekdays[0] ? ` ${mark}` : mark
  })
  const line = (before.length < 5 ? before : '') + marks.join('')
  const told = (['closed', 'unknown'] as const).flatMap((what) => {
    const runs = runsOf(weekdays, what, school, force).map(({ from, to }) => span(Number(from.slice(8)), Number(to.slice(8))))
    return runs.length === 0 ? [] : [`${what} ${runs.join(', ')}`]
  })
  const name = `${MONTHS[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`
  return `${name}  ${told.length === 0 ? line : `${line.padEnd(31)}${told.join('; ')}`}`
}

const span = (from: number, to: number): string => (from === to ? `${from}` : `${from}-${to}`)

export interface Unknown {
  readonly runs: readonly Days[]
  /** The share of its weekdays, from the first to the last day that the calendar names, of which it says nothing. */
  readonly share: number
}

/** Days between the first and the last that a calendar names, of which it does not say whether the school is open. */
export function unknownOf(school: string, force: ForceCalendar): Unknown {
  const { terms, closed } = calendarOf(school, force)
  const named = [...terms, ...closed]
  const [first] = named.map(({ from }) => from).sort()
  const last = named
    .map(({ to }) => to)
    .sort()
    .at(-1)
  if (first === undefined || last === undefined) return { runs: [], share: 0 }
  const weekdays = daysFrom(first, last).filter((date) => isWorkingDay(date, force))
  const count = weekdays.filter((date) => whatOn(date, school, force) === 'unknown').length
  return { runs: runsOf(weekdays, 'unknown', school, force), share: weekdays.length === 0 ? 0 : count / weekdays.length }
}

function calendarOf(school: string, { calendars }: ForceCalendar): { terms: readonly Days[]; closed: readonly Days[] } {
  const schools = calendars?.schools ?? {}
  const own = Object.hasOwn(schools, school) ? schools[school] : undefined
  return (own?.follows === undefined ? own : schools[own.follows]) ?? { terms: [], closed: [] }
}

function whatOn(date: LocalDate, school: string, force: ForceCalendar): What {
  const { open, calendar } = schoolDay(date, school, force)
  return calendar === 'unknown' ? 'unknown' : open ? 'open' : 'closed'
}

/** Days of one kind that follow each other; bank holidays between them are passed over. */
function runsOf(weekdays: readonly LocalDate[], what: What, school: string, force: ForceCalendar): Days[] {
  const runs: { from: LocalDate; to: LocalDate }[] = []
  let going = false
  for (const date of weekdays) {
    if (holiday(date, force) !== null) continue
    const is = whatOn(date, school, force) === what
    const last = runs.at(-1)
    if (is && going && last !== undefined) last.to = date
    else if (is) runs.push({ from: date, to: date })
    going = is
  }
  return runs
}

/** Each day from the first to the last. */
function daysFrom(first: LocalDate, last: LocalDate): LocalDate[] {
  const days: LocalDate[] = []
  for (let date = first; date <= last; date = addDays(date, 1)) days.push(date)
  return days
}

const endOf = (month: string): LocalDate => {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, number ?? 0, 0)).toISOString().slice(0, 10)
}

/** A school's year begins in September. */
const yearOf = (date: LocalDate): number => Number(date.slice(0, 4)) - (date.slice(5) < '09' ? 1 : 0)
