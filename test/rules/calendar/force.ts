/** A fictional force's calendars, as a policy has them. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { parse } from 'yaml'
import type { ForceCalendar } from '../../../machines/rules/calendar/index.ts'
import { calendarsSchema, type WrittenCalendars } from '../../../machines/rules/calendar/schema.ts'

const LIST = new URL('../../../src/calendars/bank-holidays.yaml', import.meta.url)
const { schema: _, ...listed } = parse(readFileSync(LIST, 'utf8'))
export const bankHolidays: WrittenCalendars['bankHolidays'] = listed

export const LONDON = 'Europe/London'

export const forceWith = (calendars: Partial<WrittenCalendars> = {}): ForceCalendar => ({
  timezone: LONDON,
  calendars: calendarsSchema.parse({ bankHolidays, ...calendars }),
})

/** Bank holidays as they are, and nothing else. */
export const FORCE = forceWith()

/** A wall time in London: `Tue 13 Jan 2026 14:00`, in the later of two where the hour comes twice. */
export function london(written: string): string {
  const time = DateTime.fromFormat(written, 'ccc d LLL yyyy HH:mm', { zone: LONDON, locale: 'en-US' })
  if (!time.isValid) throw new Error(`${written}: ${time.invalidExplanation}`)
  return time.toUTC().toISO()
}

/** In the years that the list covers, to the second, with the weeks about both clock changes as likely as all others together. */
export const anyInstant = fc
  .oneof(
    fc.date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2027-11-30T00:00:00Z'), noInvalidDate: true }),
    ...['2026-03-29', '2026-10-25', '2026-12-25', '2027-03-28'].map((day) =>
      fc.date({
        min: new Date(Date.parse(day) - 4 * 86_400_000),
        max: new Date(Date.parse(day) + 4 * 86_400_000),
        noInvalidDate: true,
      }),
    ),
  )
  .map((date) => date.toISOString())

/** In the years that the list covers. */
export const anyDate = anyInstant.map((at) => at.slice(0, 10))
