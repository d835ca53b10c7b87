/** `Now` beside a field for a date and time: the server's time as London's. Without this script the buttons stay hidden. */
import { now } from './time.js'

const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'medium' })

/** @param {ParentNode} root */
export function offerNow(root) {
  for (const button of root.querySelectorAll('.moment button[data-now-for]')) {
    button.removeAttribute('hidden')
    button.addEventListener('click', () => fillIn(button.closest('.moment')?.querySelector('input')))
  }
}

/** @param {HTMLInputElement | null | undefined} field */
function fillIn(field) {
  if (!field) return
  field.value = format.format(now()).replace(' ', 'T')
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))
}
