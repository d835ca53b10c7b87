import { DateTime } from 'luxon'
import type { LocalDate } from '../../machines/rules/calendar/schema.ts'

/** A day as people here write it, `2026-11-23` or `23/11/2026`; null for other text. */
export function writtenDay(written: string): LocalDate | null {
  const form = /^\d{4}-\d\d-\d\d$/.test(written) ? 'yyyy-MM-dd' : 'd/M/yyyy'
  return DateTime.fromFormat(written, form, { zone: 'utc' }).toISODate()
}
