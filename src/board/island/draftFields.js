/** What is written in a form, by JSON pointer, and how it comes back into the form. */
import { el } from './dom.js'

/** @typedef {Record<string, string | string[]>} Fields */

/** @param {HTMLFormElement} form @returns {Fields} */
export function fieldsOf(form) {
  /** @type {Fields} */
  const fields = {}
  const data = new FormData(form)
  for (const name of new Set(data.keys())) {
    if (!name.startsWith('/')) continue
    const texts = data.getAll(name).map(String)
    fields[name] = texts.length === 1 ? (texts[0] ?? '') : texts
  }
  return fields
}

/** The same text for the same fields. @param {Fields} fields */
export const textOf = (fields) => JSON.stringify(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)))

/** What is another text now than it was. A box that is no longer ticked has no text. @param {Fields} now @param {Fields} before
 * @returns {Fields} */
export const changedSince = (now, before) =>
  Object.fromEntries(
    [...new Set([...Object.keys(now), ...Object.keys(before)])]
      .filter((name) => !isSame(now[name], before[name]))
      .map((name) => [name, now[name] ?? []]),
  )

/** @param {string | string[] | undefined} one @param {string | string[] | undefined} other */
export const isSame = (one, other) => JSON.stringify([one ?? []].flat()) === JSON.stringify([other ?? []].flat())

/** @param {HTMLFormElement} form @param {Fields} fields */
export function fillIn(form, fields) {
  const left = new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat()]))
  for (const field of /** @type {Iterable<HTMLInputElement>} */ (form.elements)) {
    if (!field.name?.startsWith('/') || field.type === 'hidden') continue
    const texts = left.get(field.name) ?? []
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = texts.includes(field.value)
    else field.value = texts.shift() ?? ''
    // What was written must not stay in a closed part.
    const isFilled = field.type === 'radio' || field.type === 'checkbox' ? field.checked : isText(field.value)
    if (isFilled) field.closest('details')?.setAttribute('open', '')
  }
  form.dispatchEvent(new Event('change', { bubbles: true }))
}

/** @param {Fields} fields @returns {[string, string][]} */
export const entries = (fields) =>
  Object.entries(fields).flatMap(([name, value]) => [value].flat().map((text) => pair(name, text)))

/** @param {string} name @param {string} text @returns {[string, string]} */
const pair = (name, text) => [name, text]

/** Whether the form has a field for everything: a new page has no field for a row that was added. @param {HTMLFormElement} form
 * @param {Fields} fields */
export function hasAll(form, fields) {
  const names = new Set([
    ...new FormData(form).keys(),
    ...[...form.querySelectorAll('[name]')].map((field) => field.getAttribute('name')),
  ])
  return Object.keys(fields).every((name) => names.has(name) || !isText(fields[name]))
}

/** @param {string | string[] | undefined} value */
export const isText = (value) => value !== undefined && String(value).trim() !== ''

/** Texts to read and copy. @param {Fields} fields */
export const textsOf = (fields) =>
  el(
    'div',
    { class: 'texts' },
    Object.values(fields)
      .flat()
      .filter((text) => text.includes(' '))
      .map((text) => el('p', { class: 'said' }, text)),
  )
