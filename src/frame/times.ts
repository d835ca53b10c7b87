/** Instants and lengths of time as people read them. Instants are UTC inside; a page shows the time of the policy's place. */
import { DateTime, Duration } from 'luxon'

/** Times of the policy's place. The pages of one process have one place. */
export interface Clock {
  readonly zone: string
  /** Milliseconds since 1970, of this process. */
  readonly now: () => number
}

const localOf = (instant: string, zone: string): DateTime => DateTime.fromISO(instant, { zone }).setLocale('en-GB')

/** `21:04` today, `19 Nov 21:04` this year, `19 Nov 2025 21:04` else. */
export function shortTime(instant: string, { zone, now }: Clock): string {
  const at = localOf(instant, zone)
  const today = DateTime.fromMillis(now(), { zone })
  if (at.hasSame(today, 'day')) return at.toFormat('HH:mm')
  return at.toFormat(at.hasSame(today, 'year') ? 'd MMM HH:mm' : 'd MMM yyyy HH:mm')
}

/** `Thursday 19 November 2026, 21:04`, for a title and for paper. */
export const dateTimeOf = (instant: string, { zone }: Pick<Clock, 'zone'>): string =>
  localOf(instant, zone).toFormat("cccc d MMMM yyyy', 'HH:mm")

/** `45 s`, `12 min`, `3 h 12 min`, `2 days 4 h`: the two largest parts, never rounded up. @param ms not negative. */
export function lengthOf(ms: number): string {
  const { days, hours, minutes, seconds } = Duration.fromMillis(Math.max(0, ms)).shiftTo('days', 'hours', 'minutes', 'seconds')
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'}${hours > 0 ? ` ${hours} h` : ''}`
  if (hours > 0) return `${hours} h${minutes > 0 ? ` ${minutes} min` : ''}`
  return minutes > 0 ? `${minutes} min` : `${Math.floor(seconds)} s`
}
