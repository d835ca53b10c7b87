/** Shows each mistake that a refusal found beside its field, and lists it above the form. What was typed stays. */
import { bullets, el, fill } from './dom.js'

/**
 * @param {HTMLFormElement} form with a `.summary` in it
 * @param {import('./api.js').Refused | Error} error
 */
export function showGaps(form, error) {
  clearGaps(form)
  const errors = error.errors ?? []
  const summary = form.querySelector('.summary')
  fill(
    summary,
    el('h3', {}, error.title ?? 'Not sent'),
    el('p', {}, error.message),
    errors.length === 0 ? null : bullets(errors.map((gap) => placed(form, gap))),
    el('p', {}, 'What you typed is still here. Nothing has been answered.'),
  )
  summary.dataset.code = error.code ?? ''
  summary.hidden = false
  summary.focus()
}

/**
 * Sends the form when somebody submits it, once at a time; a refusal is shown in it.
 *
 * @param {HTMLElement} sent says what became of it, until somebody types again
 * @param {() => Promise<unknown>} send
 * @param {(answer: unknown) => void} onSent once the form is empty again
 */
export function submits(form, sent, send, onSent) {
  form.addEventListener('input', () => {
    sent.hidden = true
    form.dataset.dirty = 'yes'
  })
  for (const changed of ['input', 'change']) form.addEventListener(changed, ({ target }) => clearField(target.closest('.field')))
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const button = form.querySelector('button[type="submit"]')
    if (button.disabled) return
    button.disabled = true
    try {
      const noTimes = noTimesIn(form)
      if (noTimes.length > 0) throw notSent('A time cannot be read.', noTimes)
      const answer = await send()
      clearGaps(form)
      form.reset()
      delete form.dataset.dirty
      onSent(answer)
    } catch (error) {
      showGaps(form, error)
    } finally {
      button.disabled = false
    }
  })
}

/** A mistake that the page finds itself, shown as the server's would be. @param errors `[{ pointer, detail }]` */
export const notSent = (message, errors) => Object.assign(new Error(message), { errors })

export function clearGaps(form) {
  for (const field of form.querySelectorAll('.field')) clearField(field)
  form.querySelector('.summary').hidden = true
}

/** What was said of a field holds no longer once the field has changed. */
function clearField(field) {
  const said = field?.querySelectorAll(':scope > .gap') ?? []
  if (said.length === 0) return
  for (const gap of said) gap.remove()
  const control = controlOf(field)
  control.removeAttribute('aria-invalid')
  describe(control, control.dataset.hint ?? '')
}
const controlOf = (field) => field.querySelector('input, textarea, select')

const NO_TIME = 'no-time'
/** The server would get no time, and call it missing; where it asks for none, nobody would hear that it was lost. */
const noTimesIn = (form) =>
  [...form.querySelectorAll('input[data-instant=""]')]
    .filter((input) => input.value.trim() !== '' && input.closest('[hidden]') === null)
    .map((input) => ({
      code: NO_TIME,
      pointer: input.closest('.field').dataset.pointer,
      detail: `“${short(input.value.trim())}” is no time: write it as 21:05`,
    }))

let shown = 0

/** Puts a gap beside its field. @returns its line in the summary: a link to the field when the form has that field */
function placed(form, gap) {
  const { pointer, code } = gap
  const field = fieldOf(form, pointer)
  if (field === null) return `${gap.detail} (${pointer})`
  field.closest('details')?.setAttribute('open', '')
  const label = field.querySelector('label, legend')
  const control = controlOf(field)
  const id = `gap-${++shown}`
  const detail = quoted(gap, control.value)
  const said = field.querySelectorAll(':scope > .gap')
  const ofSentence = gap.start !== undefined
  const missing = ofSentence || code === NO_TIME ? null : el('span', { class: 'unseen' }, 'Missing: ')
  ;([...said].at(-1) ?? label).after(
    el('p', { class: 'gap', id, 'data-code': code, 'data-sentence': ofSentence }, missing, detail),
  )
  control.setAttribute('aria-invalid', 'true')
  control.dataset.hint ??= control.getAttribute('aria-describedby') ?? ''
  describe(control, [...[...said].map((other) => other.id), id, control.dataset.hint].join(' ').trim())
  const go = (event) => {
    event.preventDefault()
    control.focus()
  }
  const name = field.dataset.name ?? label.textContent
  return el('a', { href: '#', click: go }, `${name}${name.endsWith('?') ? '' : ':'} ${detail}`)
}

const QUOTED = 80
export const short = (text) => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text)

/** A mistake with the words that it is about, where it names a place in a text. */
export const quoted = ({ detail, start, end }, text) =>
  start === undefined || !text
    ? detail
    : `“${short(text.slice(start, end).trim())}” ${detail.replace(/^characters \d+ to \d+: /, '')}`

const describe = (control, ids) =>
  ids === '' ? control.removeAttribute('aria-describedby') : control.setAttribute('aria-describedby', ids)

/** The field of a pointer, or of the nearest part above it: `/data/alsoAnswers/0` is shown at `/data/alsoAnswers`. */
function fieldOf(form, pointer) {
  const fields = [...form.querySelectorAll('[data-pointer]')].filter((field) => field.closest('[hidden]') === null)
  for (let path = pointer; path.length > 1; path = path.slice(0, path.lastIndexOf('/'))) {
    const field = fields.find(({ dataset }) => dataset.pointer.split(' ').includes(path))
    if (field) return field
  }
  return null
}
