import { createPoster } from './api.js'
import { el, fill } from './dom.js'
import { textField } from './fields.js'
import { submits } from './gaps.js'
import { me } from './session.js'

/** A note on why nobody came. It is kept and answers no demand: the form says so before and after. */
export function delayForm(reference, onSent) {
  const post = createPoster('delay.noted')
  const sent = el('div', { class: 'sent', role: 'status', hidden: true })
  const form = el(
    'form',
    { class: 'delay', novalidate: true, autocomplete: 'off' },
    el('p', {}, 'A delay note answers nothing: every open demand stays open and keeps escalating until the risk is reassessed.'),
    sent,
    el('div', { class: 'summary', tabindex: '-1', role: 'alert', hidden: true }),
    textField('reason', 'Why it is late', { pointer: '/data/reason', rows: 2 }),
    el('button', { type: 'submit' }, 'Record delay note'),
  )
  const reason = () => String(new FormData(form).get('reason')).trim()
  submits(
    form,
    sent,
    () => post(reference, { reason: reason(), by: me() }),
    ({ warnings }) => {
      fill(
        sent,
        el('strong', {}, 'Noted.'),
        warnings.map(({ detail }) => el('p', { class: 'warning' }, detail)),
      )
      sent.hidden = false
      onSent()
    },
  )
  return el('details', { class: 'panel' }, el('summary', {}, 'Note why it is late (answers nothing)'), form)
}
