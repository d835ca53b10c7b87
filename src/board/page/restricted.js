/** What the board shows of a restricted incident: what that means, whom to ask, and a box for the reason of a user who may open it. */
import { sayWhy } from './api.js'
import { el } from './dom.js'

const HEADERS = { '/headers/x-reason': 'x-reason', '/headers/x-break-glass': 'x-break-glass' }
const READER = 'You are named to read it. The access log keeps your reason, for the auditors.'
const WARNING =
  'You are not named to read it. Your rank may open it: the record keeps your name and your reason, an alert tells the rank above you, and somebody else looks into it.'

/** Whether the server closes an incident, or asks why somebody reads it. */
export const isRestriction = ({ code }) => code === 'restricted' || code === 'reason-required'

/** @param again reads the incident again, once somebody has said why. @param wasAsked a reason was given, and was not taken. */
export function restrictedNote(reference, { message, code, errors }, { again, wasAsked }) {
  const header = HEADERS[errors[0]?.pointer]
  return [
    el('h1', {}, reference, ' ', el('span', { class: 'priority' }, 'Restricted')),
    code === 'restricted' && header === undefined ? el('p', {}, message) : null,
    header === undefined ? null : whyForm(reference, header, { again, mistake: wasAsked ? errors[0].detail : null }),
  ]
}

function whyForm(reference, header, { again, mistake }) {
  const reason = el('input', { id: 'why', name: 'reason', type: 'text', maxlength: '500', required: true, autocomplete: 'off' })
  const send = (event) => {
    event.preventDefault()
    sayWhy(reference, header, reason.value)
    again()
  }
  return el(
    'form',
    { class: 'why', 'data-header': header, submit: send },
    header === 'x-break-glass' ? el('p', { class: 'warning' }, WARNING) : el('p', {}, READER),
    el('label', { for: 'why' }, 'Why do you read it?'),
    mistake === null ? null : el('p', { class: 'gap', role: 'alert' }, `Your reason was not taken: it ${mistake}.`),
    reason,
    el('p', { class: 'act' }, el('button', { type: 'submit' }, 'Open it')),
  )
}
