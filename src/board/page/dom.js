/**
 * Elements by hand. Text always goes in as text: nothing here can turn what a person said into markup.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] functions are listeners; false, null and undefined leave an attribute out
 * @param {...unknown} children elements, texts, lists of these; null and false are left out
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    if (typeof value === 'function') made.addEventListener(name, value)
    else made.setAttribute(name, value === true ? '' : String(value))
  }
  made.append(...nodes(children))
  return made
}

/** A list of the items, each in a bullet of its own. */
export const bullets = (items, attributes = {}) => el('ul', attributes, ...items.map((item) => el('li', {}, item)))

export const incidentLink = (incident, attributes = {}) =>
  el('a', { href: `#/incident/${encodeURIComponent(incident)}`, ...attributes }, incident)

/** Replaces all children. */
export function fill(parent, ...children) {
  parent.replaceChildren(...nodes(children))
}

const nodes = (children) => children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false)

export const byId = (id) => document.getElementById(id)

/** Read aloud by a screen reader. */
export function say(text) {
  byId('said').textContent = text
}
