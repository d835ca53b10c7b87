/** Elements with text in them, and never markup. */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @param {string} name
 * @param {Record<string, string | boolean | ((event: Event) => void)>} [attributes] a function listens to the event of that name
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(attribute, value)
    else if (value !== false) element.setAttribute(attribute, value === true ? '' : value)
  }
  return fill(element, ...children)
}

/**
 * Replaces what is in an element.
 *
 * @template {Element} Parent
 * @param {Parent} parent
 * @param {...(Child | Child[])} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat().filter(isThere))
  return parent
}

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
const isThere = (child) => child !== null && child !== undefined && child !== false

/** @param {string} id */
export const byId = (id) => document.getElementById(id)
