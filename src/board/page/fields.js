/** The parts of a form. Each field knows the part of the event that it fills, so that a mistake is shown beside it. */
import { el } from './dom.js'

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
