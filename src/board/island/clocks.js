/** Lengths of time on the page, each second by one timer. A text that is the same stays as it is. */
import { lengthOf, now } from './time.js'

/** `<time data-since>`: how long ago; `<time data-until>`: how long still, or how long too late. */
export function tickClocks() {
  for (const shown of document.querySelectorAll('time[data-since], time[data-until]')) {
    const { since, until } = /** @type {HTMLElement} */ (shown).dataset
    const text = since === undefined ? left(until ?? '') : lengthOf(now() - Date.parse(since))
    if (shown.textContent !== text) shown.textContent = text
    if (until !== undefined) shown.classList.toggle('late', Date.parse(until) <= now())
  }
}

/** `in 12 min`, or `2 min overdue`. @param {string} instant */
export function left(instant) {
  const ms = Date.parse(instant) - now()
  return ms > 0 ? `in ${lengthOf(ms)}` : `${lengthOf(-ms)} overdue`
}
