/** Lengths of time on the page, each second by one timer. A text that is the same stays as it is. */
import { lengthOf, now } from './time.js'

/** `<time datetime data-since>`: how long ago; `<time datetime data-until>`: how long still, or how long too late. */
export function tickClocks() {
  for (const shown of document.querySelectorAll('time[data-since], time[data-until]')) {
    const { dateTime, dataset } = /** @type {HTMLTimeElement} */ (shown)
    const isUntil = dataset.until !== undefined
    const instant = Date.parse(dateTime)
    const text = isUntil ? left(instant) : lengthOf(now() - instant)
    if (shown.textContent !== text) shown.textContent = text
    if (isUntil) shown.classList.toggle('late', instant <= now())
  }
}

/** `in 12 min`, or `2 min overdue`. @param {number} instant */
function left(instant) {
  const ms = instant - now()
  return ms > 0 ? `in ${lengthOf(ms)}` : `${lengthOf(-ms)} overdue`
}
