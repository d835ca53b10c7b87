/** The parts of a form. Each field knows the part of the event that it fills, so that a mistake is shown beside it. */
import { el } from './dom.js'
import { at, clockTime, lastTime, now } from './time.js'

let made = 0

/** A text of one or more lines. */
export function textField(name, label, { pointer, hint, rows = 1, value = '', list } = {}) {
  const id = `field-${++made}`
  const attributes = { id, name, autocomplete: 'off', 'aria-describedby': hint ? `${id}-hint` : false }
  const control =
    rows > 1
      ? el('textarea', { ...attributes, rows, spellcheck: 'true' }, value)
      : el('input', { ...attributes, value, list: list ?? false })
  return el('div', { class: 'field', 'data-pointer': pointer }, el('label', { for: id }, label), hintOf(id, hint), control)
}

/** A choice from a few; `options` are pairs of value and label. */
export function choiceField(name, label, options, { pointer, hint, value = '' } = {}) {
  const id = `field-${++made}`
  const control = el(
    'select',
    { id, name, 'aria-describedby': hint ? `${id}-hint` : false },
    options.map(([option, text]) => el('option', { value: option, selected: option === value }, text)),
  )
  return el('div', { class: 'field', 'data-pointer': pointer }, el('label', { for: id }, label), hintOf(id, hint), control)
}

/** A time of the last day: written as `21:05` or `2105`, or now. The instant is in `data-instant`; a button is quicker than a clock. */
export function timeField(name, label, { pointer } = {}) {
  const id = `field-${++made}`
  const input = el('input', { id, name, autocomplete: 'off', inputmode: 'numeric', class: 'time', 'data-instant': '' })
  const read = el('span', { class: 'hint' })
  input.addEventListener('input', () => {
    input.dataset.instant = lastTime(input.value)
    read.textContent = input.value === '' ? '' : dayOf(input.dataset.instant)
  })
  const take = () => {
    setTime(input, new Date(now()).toISOString())
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }
  return el(
    'div',
    { class: 'field when', 'data-pointer': pointer },
    el('label', { for: id }, label),
    el('span', {}, input, el('button', { type: 'button', class: 'small', click: take }, 'Now'), read),
  )
}

/** @param {string} instant empty for none */
export function setTime(input, instant) {
  input.value = instant === '' ? '' : clockTime(instant)
  input.dataset.instant = instant
  input.parentElement.querySelector('.hint').textContent = instant === '' ? '' : dayOf(instant)
}

/** Empty for a time of today. */
function dayOf(instant) {
  if (instant === '') return 'Write a time as 21:05.'
  return at(instant).slice(clockTime(instant).length)
}

/** Radio buttons or boxes to tick, in a row; `options` are `[value, label, checked]`. */
export function ticks(type, name, legend, options, { pointer, hint } = {}) {
  return el(
    'fieldset',
    { class: 'field', 'data-pointer': pointer },
    el('legend', {}, legend),
    hint ? el('p', { class: 'hint' }, hint) : null,
    el('div', { class: 'ticks' }, ...options.map((option) => tick(type, name, option))),
  )
}

export const tick = (type, name, [value, label, checked = false]) =>
  el('label', {}, el('input', { type, name, value, checked }), ' ', label)

const hintOf = (id, hint) => (hint ? el('p', { class: 'hint', id: `${id}-hint` }, hint) : null)
