/** Buttons and habits of the form: now, all the same, copy; `nothing` and `not known` stand alone; what does not apply is out of the way. */

const SITUATION = '/data/situation'
/** These stand alone among the answers of a list. */
const ALONE = ['nothing', 'unknown']

/** @param {HTMLFormElement} form */
export function helpAnswers(form) {
  for (const part of form.querySelectorAll('.with-script, [data-now-for]')) show(part, true)
  form.addEventListener('click', ({ target }) => pressed(form, target))
  form.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return
    standAlone(form, target)
    personChanged(form, target)
    justNow(form, target)
    applies(form)
  })
  form.addEventListener('reset', () => setTimeout(() => applies(form)))
  applies(form)
}

/** @param {Element} part @param {boolean} is */
const show = (part, is) => part.toggleAttribute('hidden', !is)

/** @param {HTMLFormElement} form @param {EventTarget | null} target */
function pressed(form, target) {
  const button = target instanceof Element ? target.closest('button') : null
  const { nowFor, allUnchanged, copy } = button?.dataset ?? {}
  if (nowFor !== undefined) setNow(form, document.getElementById(nowFor))
  else if (allUnchanged !== undefined) allTheSame(form)
  else if (copy !== undefined) copyLast(form, copy)
  else return
  form.dispatchEvent(new Event('input', { bubbles: true }))
}

/** The server's time, as it was when it wrote this page: the clock of this machine may be wrong. */
const written = Date.parse(document.body.dataset.now ?? '')
const opened = performance.now()
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'medium' })
const timeNow = () => clock.format((Number.isNaN(written) ? Date.now() - opened : written - opened) + performance.now())

/** @param {HTMLFormElement} form @param {Element | null} field */
function setNow(form, field) {
  if (!(field instanceof HTMLInputElement) || !form.contains(field)) return
  field.value = timeNow()
  field.dispatchEvent(new Event('change', { bubbles: true }))
}

/** @param {HTMLFormElement} form */
function allTheSame(form) {
  for (const input of fieldsOf(form, '.element input[value="unchanged"]')) input.checked = true
}

/**
 * Everything as the last assessment found it, with the times at which it was known: nothing of it is new.
 *
 * @param {HTMLFormElement} form @param {string} copied
 */
function copyLast(form, copied) {
  if (copied !== '') {
    const { suspect, victim, canReach, protects } = JSON.parse(copied)
    for (const [who, said] of Object.entries({ suspect, victim })) {
      choose(form, `${SITUATION}/${who}/where`, [said.where])
      choose(form, `${SITUATION}/${who}/source`, [said.source])
      setText(form, `${SITUATION}/${who}/knownAt`, said.knownAt ?? '')
      form.querySelector(`[data-answer="${who}"]`)?.setAttribute('data-taken', '')
    }
    choose(form, `${SITUATION}/canReach`, [canReach])
    choose(form, `${SITUATION}/protects`, protects)
    choose(form, `${SITUATION}/changed`, ['nothing'])
  }
  allTheSame(form)
}

/** @param {ParentNode} part @param {string} selector @returns {HTMLInputElement[]} */
const fieldsOf = (part, selector) => [...part.querySelectorAll(selector)].filter((field) => field instanceof HTMLInputElement)
/** @param {ParentNode} part @param {string} name */
const named = (part, name) => fieldsOf(part, `input[name="${name}"]`)

/** @param {HTMLFormElement} form @param {string} name @param {readonly string[]} values */
function choose(form, name, values) {
  for (const input of named(form, name)) input.checked = values.includes(input.value)
}
/** @param {HTMLFormElement} form @param {string} name @param {string} value */
function setText(form, name, value) {
  const [field] = named(form, name)
  if (field !== undefined) field.value = value
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} changed */
function standAlone(form, { type, name, value, checked }) {
  if (type !== 'checkbox' || !checked || !name.startsWith(SITUATION)) return
  for (const input of named(form, name))
    if (input.value !== value && (ALONE.includes(value) || ALONE.includes(input.value))) input.checked = false
}

/**
 * Another place has another source and time than the one that was copied, and a place that is not known has neither.
 *
 * @param {HTMLFormElement} form @param {HTMLInputElement} changed
 */
function personChanged(form, { name, value }) {
  const who = /^\/data\/situation\/(suspect|victim)\//.exec(name)?.[1]
  if (who === undefined) return
  const [where, source, knownAt] = ['where', 'source', 'knownAt'].map((part) => `${SITUATION}/${who}/${part}`)
  const answer = form.querySelector(`[data-answer="${who}"]`)
  const taken = answer?.hasAttribute('data-taken') ?? false
  if (name === where) {
    const isNobody = named(form, String(source)).some((input) => input.checked && input.value === 'none')
    if (taken || value === 'unknown' || isNobody) {
      choose(form, String(source), value === 'unknown' ? ['none'] : [])
      setText(form, String(knownAt), '')
    }
  } else if (name === source && (value === 'none' || taken)) setText(form, String(knownAt), '')
  answer?.removeAttribute('data-taken')
}

/** Tried just now is at this second, however long the rest takes. @param {HTMLFormElement} form @param {HTMLInputElement} changed */
function justNow(form, { name, value }) {
  if (name === '/data/victimContact/attempted') setText(form, '/data/victimContact/at', value === 'now' ? timeNow() : '')
}

/** What does not apply is hidden, and not sent. @param {HTMLFormElement} form */
function applies(form) {
  const attempted = named(form, '/data/victimContact/attempted').find((input) => input.checked)?.value ?? ''
  for (const part of form.querySelectorAll('[data-when]')) {
    const when = part instanceof HTMLElement ? (part.dataset.when ?? '') : ''
    off(part, attempted !== '' && !when.split(' ').includes(attempted))
  }
  const decision = form.querySelector('.decision')
  const lower = decision instanceof HTMLElement ? (decision.dataset.lower ?? '').split('\n') : []
  const grade = named(form, '/data/decision/priority').find((input) => input.checked)?.value ?? ''
  for (const part of form.querySelectorAll('[data-lowers]')) off(part, !lower.includes(grade))
}

/** @param {Element} part @param {boolean} is */
function off(part, is) {
  show(part, !is)
  for (const field of part.querySelectorAll('input, textarea, select')) field.toggleAttribute('disabled', is)
}
