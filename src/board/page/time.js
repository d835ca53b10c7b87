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

export const isPast = (iso) => Date.parse(iso) <= now()

/** `4 min 10 s left` or `2 min overdue`. */
export const left = (iso) =>
  isPast(iso) ? `${lasting(now() - Date.parse(iso))} overdue` : `${lasting(Date.parse(iso) - now())} left`
