/** What an occurrence says of a school's year: a day is closed only by an event of the whole school and the whole day. */
import { lengthOf, mayBeHoliday, type SchoolHolidays } from '../../machines/rules/calendar/index.ts'
import type { Days } from '../../machines/rules/calendar/schema.ts'
import type { SchoolEvent } from './icalendar/events.ts'
import { isTooLong, touchedDays, wholeDays } from './icalendar/moments.ts'
import type { Occurrence } from './icalendar/occurrences.ts'
import type { Reader } from './schoolsName.ts'
import { hasLimits, isHalfTerm, isOfAPart } from './schoolWords.ts'

export interface Told {
  readonly what: 'term' | 'closed' | 'first-day' | 'last-day'
  readonly name: string
  readonly days: Days
}

/** `why` is empty where the name tells it. */
type Left = { readonly why: string }

export function toldBy(occurrence: Occurrence, reader: Reader, zone: string, holidays: SchoolHolidays): Told | Left {
  const { event } = occurrence
  const { name, categories } = event
  if (event.isTentative) return { why: 'is tentative' }
  if (isTooLong(occurrence)) return { why: 'lasts more than 400 days' }
  const days = touchedDays(occurrence, zone)
  if (categories.includes('term')) return { what: 'term', name, days }
  const meaning = reader(name)
  if (categories.includes('closed')) return isOfAPart(name) ? { why: '' } : closing(occurrence, zone, holidays)
  if (meaning === 'closed') return closing(occurrence, zone, holidays)
  const isLong = days.from < days.to
  if (meaning === 'term' && isLong) return { what: 'term', name, days }
  if (meaning === 'half' && lengthOf(days) > holidays.halfTermDays) return { what: 'term', name, days }
  if ((meaning === 'first-day' || meaning === 'last-day') && !isLong) return { what: meaning, name, days }
  return { why: '' }
}

function closing(occurrence: Occurrence, zone: string, holidays: SchoolHolidays): Told | Left {
  const { event } = occurrence
  const days = wholeDays(occurrence, zone)
  if (days === null) return { why: 'is a part of a day' }
  if (hasLimits(event.about)) return { why: 'its description limits it' }
  if (isLongerThanHolidays(event, days, holidays)) return { why: `${days.from} to ${days.to}: too long for closed days` }
  return { what: 'closed', name: event.name, days }
}

/** Days that one event closes again and again, with no more than a weekend between them, where they are longer than a holiday may be. */
export function tooLongTogether(told: readonly Told[], holidays: SchoolHolidays): Days | undefined {
  const closed = told.filter(({ what }) => what === 'closed').sort((a, b) => (a.days.from < b.days.from ? -1 : 1))
  let run: Days | undefined
  for (const { name, days } of closed) {
    const goesOn: boolean = run !== undefined && lengthOf({ from: run.to, to: days.from }) <= OVER_A_WEEKEND
    run = { from: goesOn && run !== undefined ? run.from : days.from, to: days.to }
    if (isLongerThanHolidays({ name }, run, holidays)) return run
  }
  return undefined
}
/** Days that one event closes week after week for longer than a school year: a mistake would close that weekday for ever. */
export function closesForYears(told: readonly Told[], isEndless: boolean): boolean {
  const days = told.filter(({ what }) => what === 'closed').map(({ days }) => days)
  const from = days.map(({ from }) => from).sort()[0]
  const to = days
    .map(({ to }) => to)
    .sort()
    .at(-1)
  if (from === undefined || to === undefined) return false
  return isEndless || lengthOf({ from, to }) > DAYS_OF_A_YEAR
}
const DAYS_OF_A_YEAR = 366
/** From a Friday to the Monday after it, both counted. */
const OVER_A_WEEKEND = 4

const isLongerThanHolidays = ({ name }: Pick<SchoolEvent, 'name'>, days: Days, holidays: SchoolHolidays): boolean =>
  isHalfTerm(name) ? lengthOf(days) > holidays.halfTermDays : !mayBeHoliday(days, holidays)
