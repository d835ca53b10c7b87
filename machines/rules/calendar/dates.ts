/** Deadlines that count in dates: due at the end of a day, some days or months after the day on which they start. [derived] */
import type { Instant } from '../vocabulary.ts'
import { instantOf, local } from './days.ts'

/** The end of the day so many days later. The day of the start is not counted: 28 days from a Monday is a Monday. */
export const dueInDays = (start: Instant, days: number, zone: string): Instant =>
  instantOf(local(start, zone).plus({ days }).endOf('day'))

/** The end of the same day of the month so many months later, or of the month's last day where it has no such day. */
export const dueInMonths = (start: Instant, months: number, zone: string): Instant =>
  instantOf(local(start, zone).plus({ months }).endOf('day'))
