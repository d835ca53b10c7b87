import { NoAnswer, read } from './api.js'
import { el } from './dom.js'
import { choiceField, textField } from './fields.js'
import { clearGaps, showGaps } from './gaps.js'
import { signIn } from './session.js'

const ROLES = [
  ['', 'Choose'],
  ['supervisor', 'Supervisor'],
  ['force-incident-manager', 'Force incident manager'],
  ['duty-superintendent', 'Duty superintendent'],
  ['hau', 'Harm assessment unit'],
  ['control-room', 'Control room'],
  ['officer', 'Officer'],
  ['auditor', 'Auditor'],
]

/** Asks once for the key and the person: the key decides the rights, the person is named in every event. */
export function doorPage(onIn, why = null) {
  const form = el(
    'form',
    { class: 'door', novalidate: true, autocomplete: 'off' },
    el('h1', {}, 'Sign in to the board'),
    why === null ? null : el('p', { class: 'warning' }, why),
    el('div', { class: 'summary', tabindex: '-1', role: 'alert', hidden: true }),
    secret(textField('key', 'API key', { pointer: '/key', hint: 'Kept in this tab only, and gone when it is closed.' })),
    textField('id', 'Your name or number', { pointer: '/id', hint: 'Recorded with everything you do here.' }),
    choiceField('role', 'Your role', ROLES, { pointer: '/role' }),
    el('button', { type: 'submit', class: 'main' }, 'Sign in'),
  )
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const filled = new FormData(form)
    const [key, id, role] = ['key', 'id', 'role'].map((name) => String(filled.get(name)).trim())
    const errors = [
      ...(/^[\w.~+/=-]{1,256}$/.test(key)
        ? []
        : [{ pointer: '/key', detail: key === '' ? 'give the key' : 'this is not a key' }]),
      ...(id === '' ? [{ pointer: '/id', detail: 'say who you are' }] : []),
      ...(role === '' ? [{ pointer: '/role', detail: 'choose your role' }] : []),
    ]
    if (errors.length > 0) return refuse(form, 'Something is missing.', errors)
    try {
      await read('/v1/incidents?limit=1', key)
      clearGaps(form)
      signIn({ key, id, role })
      onIn()
    } catch (error) {
      const detail =
        error instanceof NoAnswer
          ? 'The server did not answer: try again.'
          : error.status === 401
            ? 'this server does not know the key'
            : error.message
      refuse(form, 'You are not signed in.', [{ pointer: '/key', detail }])
    }
  })
  return form
}

function secret(field) {
  field.querySelector('input').type = 'password'
  return field
}

const refuse = (form, message, errors) => showGaps(form, Object.assign(new Error(message), { title: 'Not signed in', errors }))
