/**
 * The server's time, shown as London's. The local machine's clock is not asked: it may be wrong, and a wrong countdown is worse
 * than no countdown.
 */
const ZONE = 'Europe/London'
const format = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, ...options })
const minutes = format({ hour: '2-digit', minute: '2-digit' })
const seconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const days = format({ weekday: 'short', day: 'numeric', month: 'short' })

const dates = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })

/** Milliseconds to add to `performance.now()`; null until the server has told the time. */
let ahead = null

/** Takes the `Date` header of an answer. It has whole seconds only, so a smaller difference is no news. */
export function heardTime(header) {
  const told = Date.parse(header ?? '')
  if (Number.isNaN(told)) return
  const offset = told + 500 - performance.now()
  if (ahead === null || Math.abs(offset - ahead) > 1500) ahead = offset
}

/** Milliseconds since 1970. */
export const now = () => (ahead === null ? Date.now() : ahead + performance.now())

export const clock = () => seconds.format(now())

/** With the day when it is not today in London. */
const dayTime = (time) => (iso) => {
  const instant = Date.parse(iso)
  const today = days.format(instant) === days.format(now())
  return today ? time.format(instant) : `${time.format(instant)} ${days.format(instant)}`
}

/** `03:12`. */
export const at = dayTime(minutes)

/** `Mon 23 Nov 2026`: a distant date needs no minute. */
export const day = (iso) => dates.format(Date.parse(iso))

/** `03:12:07`, for the order of things within a minute. */
export const exactly = dayTime(seconds)

const MINUTE_MS = 60_000
/** A day of 24 hours, and the hour that the clocks put back in autumn. */
const MINUTES_BACK = 25 * 60

/** `21:05`, for a field. */
export const clockTime = (iso) => minutes.format(Date.parse(iso))

/** The last time that London's clocks showed `21:05`, `2105` or `9.05`, as an instant; empty for what is no time. */
export function lastTime(written) {
  const [, hours = '', past = ''] = /^(\d{1,2})[:.]?(\d\d)$/.exec(written.trim()) ?? []
  const shown = `${hours.padStart(2, '0')}:${past}`
  const last = Math.floor(now() / MINUTE_MS) * MINUTE_MS
  for (let back = 0; back < MINUTES_BACK; back++) {
    const instant = last - back * MINUTE_MS
    if (minutes.format(instant) === shown) return new Date(instant).toISOString()
  }
  return ''
}

/** `4 min 10 s`: the two largest parts, rounded down. */
export function lasting(ms) {
  const whole = Math.floor(Math.abs(ms) / 1000)
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ]
  const from = parts.findIndex(([count]) => count > 0)
  if (from === -1) return '0 s'
  return parts
    .slice(from, from + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

/** `1 h 12 min ago`. */
export function ago(iso) {
  const whole = Math.floor((now() - Date.parse(iso)) / MINUTE_MS)
  return whole < 1 ? 'just now' : `${lasting(whole * MINUTE_MS)} ago`
}

export const isPast = (iso) => Date.parse(iso) <= now()

/** `4 min 10 s left` or `2 min overdue`. */
export const left = (iso) =>
  isPast(iso) ? `${lasting(now() - Date.parse(iso))} overdue` : `${lasting(Date.parse(iso) - now())} left`
