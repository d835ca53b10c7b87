/** A page that stopped must not look calm: the browser shows a warning by itself, unless this script winds it up each second. */
import { el } from './dom.js'

const STOPPED_AFTER_MS = 12_000

/** @type {Animation | null} */
let warning = null

export function showStopped() {
  const words = 'This page has stopped. What it shows is old: load it again.'
  const shown = el('div', { class: 'still', 'aria-hidden': 'true' }, words)
  document.body.append(shown)
  const steps = [{ opacity: 0 }, { opacity: 0, offset: 0.95 }, { opacity: 1 }]
  warning = shown.animate(steps, { duration: STOPPED_AFTER_MS, fill: 'forwards' })
}

export function wind() {
  if (warning !== null) warning.currentTime = 0
}
