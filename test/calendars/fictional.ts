/** Calendars of schools that do not exist, written as feeds write them. */
import { schoolFromICalendar } from '../../src/calendars/fromICalendar.ts'

let events = 0
/** An event with a UID of its own, unless its lines have one. */
export function event(...lines: string[]): string[] {
  events += 1
  const uid = lines.some((line) => /^UID[;:]/i.test(line)) ? [] : [`UID:${events}@school.example`]
  return ['BEGIN:VEVENT', ...uid, 'DTSTAMP:20260701T090000Z', ...lines, 'END:VEVENT']
}

export const allDay = (name: string, from: string, after?: string): string[] =>
  event(`SUMMARY:${name}`, `DTSTART;VALUE=DATE:${from}`, ...(after === undefined ? [] : [`DTEND;VALUE=DATE:${after}`]))

export const AUTUMN = allDay('Autumn term', '20260902', '20261219')
export const SPRING = allDay('Spring term', '20270104', '20270326')

export const calendar = (...lines: readonly (readonly string[])[]): string[] => [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//school//EN',
  ...lines.flat(),
  'END:VCALENDAR',
]

export const read = (lines: readonly string[], name = '') =>
  schoolFromICalendar({ file: 'school.ics', text: lines.join('\r\n') }, 'Europe/London', {
    name,
    holidays: { halfTermDays: 16, otherDays: 23, summerDays: 51 },
  })

/** The single days that a calendar closes. */
export const closedDays = (lines: readonly string[], name = ''): string[] =>
  read(lines, name).closed.flatMap(({ from, to }) => {
    const days: string[] = []
    for (let ms = Date.parse(from); ms <= Date.parse(to); ms += 86_400_000) days.push(new Date(ms).toISOString().slice(0, 10))
    return days
  })
