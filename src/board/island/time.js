/**
 * The server's time, shown as London's. The clock of this computer is not asked: it may be wrong, and a wrong countdown is worse than
 * no countdown.
 */
const format = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', ...options })
const minutes = format({})
const seconds = format({ second: '2-digit' })

/** Milliseconds to add to `performance.now()`; null until the server has told the time. */
let ahead = /** @type {number | null} */ (null)

/**
 * Takes the `Date` header of an answer. It has whole seconds only, so a smaller difference is no news.
 *
 * @param {string | null} header
 */
export function heardTime(header) {
  const told = Date.parse(header ?? '')
  if (Number.isNaN(told)) return
  const offset = told + 500 - performance.now()
  if (ahead === null || Math.abs(offset - ahead) > 1500) ahead = offset
}

/**
 * Takes the time at which the server made the page, until an answer tells it more exactly.
 *
 * @param {string | undefined} made
 */
export function madeAt(made) {
  const told = Date.parse(made ?? '')
  const [{ responseStart = 0 } = {}] = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('navigation'))
  if (ahead === null && !Number.isNaN(told)) ahead = told - responseStart
}

/** Milliseconds since 1970. */
export const now = () => (ahead === null ? Date.now() : ahead + performance.now())

/** `21:04:12`, now. */
export const clock = () => seconds.format(now())

/** `21:04`. @param {string} instant */
export const shortTime = (instant) => minutes.format(Date.parse(instant))

/**
 * `45 s`, `12 min`, `3 h 12 min`, `2 days 4 h`, as the server writes it.
 *
 * @param {number} ms
 */
export function lengthOf(ms) {
  const whole = Math.max(0, Math.floor(ms / 1000))
  const [days, hours, mins] = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60]
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'}${hours > 0 ? ` ${hours} h` : ''}`
  if (hours > 0) return `${hours} h${mins > 0 ? ` ${mins} min` : ''}`
  return mins > 0 ? `${mins} min` : `${whole} s`
}
