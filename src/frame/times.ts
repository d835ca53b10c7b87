/**
 * Instants and lengths of time as people read them. Instants are UTC inside; a page shows the time of the policy's place. A wall of a
 * hundred rows shows five hundred of them: Luxon took 120 ms for that, the platform's own formats take 6, and parts that are kept take 0.3.
 */

/** Times of the policy's place. The pages of one process have one place. */
export interface Clock {
  readonly zone: string
  /** Milliseconds since 1970, of this process. */
  readonly now: () => number
}

type Parts = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'weekday', string>>

interface Formats {
  readonly short: Intl.DateTimeFormat
  readonly long: Intl.DateTimeFormat
}
const formats = new Map<string, Formats>()

function formatsOf(timeZone: string): Formats {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const clock = { timeZone, year: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const made = {
    short: new Intl.DateTimeFormat('en-GB', { ...clock, month: 'short' }),
    long: new Intl.DateTimeFormat('en-GB', { ...clock, month: 'long', weekday: 'long' }),
  }
  formats.set(timeZone, made)
  return made
}

const partsOf = (format: Intl.DateTimeFormat, ms: number): Parts =>
  Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value])) as Parts

/** Of the minutes that were asked for last: pages show the same instants again and again. */
const kept = new Map<string, Parts>()
const MOST_KEPT = 20_000

function partsAt(zone: string, ms: number): Parts {
  const minute = Math.floor(ms / MINUTE_MS)
  const known = kept.get(`${minute} ${zone}`)
  if (known !== undefined) return known
  if (kept.size >= MOST_KEPT) kept.clear()
  const parts = partsOf(formatsOf(zone).short, minute * MINUTE_MS)
  kept.set(`${minute} ${zone}`, parts)
  return parts
}

/** `21:04` today, `19 Nov 21:04` this year, `19 Nov 2025 21:04` else. */
export function shortTime(instant: string, clock: Clock): string {
  const { year, month, day, hour, minute } = partsAt(clock.zone, Date.parse(instant))
  const now = partsAt(clock.zone, clock.now())
  if (year !== now.year) return `${day} ${month} ${year} ${hour}:${minute}`
  return month === now.month && day === now.day ? `${hour}:${minute}` : `${day} ${month} ${hour}:${minute}`
}

/** `Thursday 19 November 2026, 21:04`, for a title and for paper. */
export function dateTimeOf(instant: string, { zone }: Pick<Clock, 'zone'>): string {
  const { weekday, day, month, year, hour, minute } = partsOf(formatsOf(zone).long, Date.parse(instant))
  return `${weekday} ${day} ${month} ${year}, ${hour}:${minute}`
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** `45 s`, `12 min`, `3 h 12 min`, `2 days 4 h`: the two largest parts, never rounded up. @param ms not negative. */
export function lengthOf(ms: number): string {
  const whole = Math.max(0, ms)
  const days = Math.floor(whole / DAY_MS)
  const hours = Math.floor(whole / HOUR_MS) % 24
  const minutes = Math.floor(whole / MINUTE_MS) % 60
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'}${hours > 0 ? ` ${hours} h` : ''}`
  if (hours > 0) return `${hours} h${minutes > 0 ? ` ${minutes} min` : ''}`
  return minutes > 0 ? `${minutes} min` : `${Math.floor(whole / 1000) % 60} s`
}

/** `in 12 min` or `4 min overdue`, as the island counts on. @param ms until then; what is over is negative. */
export const untilWords = (ms: number): string => (ms > 0 ? `in ${lengthOf(ms)}` : `${lengthOf(-ms)} overdue`)
