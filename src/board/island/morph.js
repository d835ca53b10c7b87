/**
 * Makes one piece of the page like another, in place: what is the same stays the same element. So the focus, the place to which somebody
 * has scrolled, an opened fold and what somebody types stay.
 */

/** What names an element among its neighbours. An `id` may go from the first row to another. */
const NAMES = ['data-incident', 'data-alert', 'data-key']

/** Makes what is inside an element like what is inside another. @param {Element} from @param {Element} to */
export function morph(from, to) {
  const held = document.activeElement
  const isInside = held !== null && held !== document.body && from.contains(held)
  const place = isInside ? placeIn(held) : null
  morphChildren(from, to)
  if (isInside && held !== document.activeElement && held.isConnected) refocus(/** @type {HTMLElement} */ (held), place)
}

/** @param {Node} from @param {Node} to */
function morphChildren(from, to) {
  const named = new Map([...from.childNodes].map((node) => [nameOf(node), node]))
  named.delete(null)
  /** @type {ChildNode | null} */
  let at = from.firstChild
  for (const wanted of [...to.childNodes]) {
    const name = nameOf(wanted)
    const same = name === null ? alikeFrom(at, wanted) : (named.get(name) ?? null)
    if (same === null || same.nodeName !== wanted.nodeName) {
      from.insertBefore(document.importNode(wanted, true), at)
      continue
    }
    // A neighbour that is wanted nowhere, or further down, is passed over.
    if (same !== at) move(from, same, at)
    else at = same.nextSibling
    if (name !== null) named.delete(name)
    morphNode(same, wanted)
  }
  while (at !== null) {
    const next = at.nextSibling
    at.remove()
    at = next
  }
}

/** @param {Node} from @param {Node} to */
function morphNode(from, to) {
  if (isSameVersion(from, to) || from.isEqualNode(to)) return
  if (!(from instanceof Element) || !(to instanceof Element)) {
    from.nodeValue = to.nodeValue
    return
  }
  // Somebody is at work in it, or was refused: what they typed is read from no newer answer.
  if (from.matches('form[data-dirty], form[data-refused]')) return
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !isOwn(from, name)) from.removeAttribute(name)
  for (const { name, value } of to.attributes)
    if (from.getAttribute(name) !== value && !isOwn(from, name)) from.setAttribute(name, value)
  if (from instanceof HTMLInputElement && from.type === 'hidden') from.value = to.getAttribute('value') ?? ''
  morphChildren(from, to)
}

/** What the server gave the same `data-v` says the same. @param {Node} from @param {Node} to */
const isSameVersion = (from, to) =>
  from instanceof HTMLElement && to instanceof Element && 'v' in from.dataset && from.dataset.v === to.getAttribute('data-v')

/** Attributes that the reader sets, and not the server. @param {Element} element @param {string} name */
const isOwn = (element, name) => name === 'open' && element.nodeName === 'DETAILS'

/** @param {Node} node */
function nameOf(node) {
  if (!(node instanceof Element)) return null
  const name = NAMES.find((attribute) => node.getAttribute(attribute))
  return name === undefined ? null : `${name}=${node.getAttribute(name)}`
}

/** The next element of the same kind: a fold stays the same where a paragraph before it goes. @param {ChildNode | null} at
 * @param {Node} wanted */
function alikeFrom(at, wanted) {
  if (!(wanted instanceof Element)) return at?.nodeName === wanted.nodeName ? at : null
  const kind = kindOf(wanted)
  let node = at
  while (node !== null && (nameOf(node) !== null || kindOf(node) !== kind)) node = node.nextSibling
  return node
}

/** @param {Node} node */
const kindOf = (node) => `${node.nodeName} ${node instanceof Element ? node.getAttribute('class') : ''}`

/** Newer browsers move an element without taking the focus from it. @param {Node} parent @param {Node} node @param {Node | null} before */
function move(parent, node, before) {
  const { moveBefore } = /** @type {{moveBefore?: (node: Node, before: Node | null) => void}} */ (/** @type {unknown} */ (parent))
  if (moveBefore === undefined) parent.insertBefore(node, before)
  else moveBefore.call(parent, node, before)
}

/** @param {Element} element */
const placeIn = (element) =>
  element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === 'text')
    ? { from: element.selectionStart, to: element.selectionEnd }
    : null

/** @param {HTMLElement} element @param {{from: number | null, to: number | null} | null} place */
function refocus(element, place) {
  element.focus({ preventScroll: true })
  if (place !== null) /** @type {HTMLTextAreaElement} */ (element).setSelectionRange(place.from, place.to)
}
