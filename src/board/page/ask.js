/** Asks for a reason before something is done. The dialog belongs to the page, since lists are redrawn whenever something happens. */
import { el } from './dom.js'

/**
 * @param {{label: string, question: string, doIt: string, shortest?: number, longest: number}} words
 * @param {(reason: string) => Promise<void>} act what it throws is shown, and can be tried again
 */
export function askWhy({ label, question, doIt, shortest = 1, longest }, act) {
  const trouble = el('p', { class: 'gap', hidden: true, role: 'alert' })
  const bounds = { minlength: String(shortest), maxlength: String(longest) }
  const reason = el('input', { type: 'text', name: 'reason', required: true, ...bounds })
  const send = async (event) => {
    event.preventDefault()
    try {
      await act(reason.value)
      dialog.close()
    } catch (error) {
      trouble.textContent = error.message
      trouble.hidden = false
    }
  }
  const dialog = el(
    'dialog',
    { class: 'ask', 'aria-label': label, close: () => dialog.remove() },
    el(
      'form',
      { submit: send },
      el('label', {}, question, reason),
      trouble,
      el(
        'p',
        { class: 'buttons' },
        el('button', {}, doIt),
        el('button', { type: 'button', click: () => dialog.close() }, 'Cancel'),
      ),
    ),
  )
  document.body.append(dialog)
  dialog.showModal()
}
