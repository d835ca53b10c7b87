import { el } from './dom.js'
import { ago, at, clock, isPast, left } from './time.js'

/** The time left until an instant, updated each second while it is on the page. */
export function countdown(iso) {
  const shown = el('time', { datetime: iso, 'data-until': iso, title: `due ${at(iso)}` })
  update(shown)
  return shown
}

function update(shown) {
  const { until } = shown.dataset
  shown.textContent = left(until)
  shown.classList.toggle('late', isPast(until))
}

/** How long ago an instant was, updated likewise. */
export const since = (iso) => el('time', { datetime: iso, 'data-since': iso }, ago(iso))

/** Updates everything on the page that shows time. */
export function tick() {
  for (const shown of document.querySelectorAll('[data-until]')) update(shown)
  for (const shown of document.querySelectorAll('[data-since]')) {
    const said = ago(shown.dataset.since)
    if (shown.textContent !== said) shown.textContent = said
  }
  document.getElementById('clock').textContent = clock()
  wind(document.getElementById('frozen'))
}

/** Restarts the style sheet's own countdown, which runs out, and shows, when this is not called for a while. */
function wind(frozen) {
  for (const animation of frozen.getAnimations()) animation.currentTime = 0
}
