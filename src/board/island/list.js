/**
 * What a page shows of the record, kept up to date. An element with `data-fragment="/?fragment=rows"` is fetched again from that address
 * of the page's own, under the same filter, and changed in place where it differs. The answer has elements with the ids of those that it
 * renews, or else only what is inside the element. With `data-incident` it is fetched for changes of that incident alone.
 */
import { fetchPage, NoAnswer, pageOf } from './markup.js'
import { morph } from './morph.js'
import { trouble, works } from './pulse.js'
import { isGone } from './session.js'
import { readOnce } from './shared.js'

/** Changes that come together are read together. */
const TOGETHER_MS = 30
/** Between two reads at least, so that a busy minute leaves the page to its reader; as long as the read took, where a server is busy. */
const APART_MS = 150
const MOST_APART_MS = 1000
const ANYWAY_MS = 30_000

/** While a pointer is down nothing moves; otherwise the button under it could be another when it goes up. */
let isPressed = false

/**
 * @param {{onRead: (askedAt: number) => void, onBehind: () => void, onSwapped: () => void}} told `onRead`: what is shown is as new as when
 *   it was asked for, by `performance.now()`; `onBehind`: somebody looks again, and it is older than the last change
 */
export function createList({ onRead, onBehind, onSwapped }) {
  let isReading = false
  let isAsked = false
  /** The last change of the stream that asked; null where something else asked. @type {string | null} */
  let change = null
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon

  async function read() {
    soon = undefined
    // Nobody looks: it is read when somebody does. Of whoever signed in meanwhile nothing is read here.
    if (isReading || document.hidden || isGone()) return
    isReading = true
    isAsked = false
    const upTo = change
    const began = performance.now()
    const addresses = new Set(parts().map(({ dataset }) => dataset.fragment ?? ''))
    const found = await Promise.all([...addresses].map((address) => readPart(address, upTo))).finally(() => {
      isReading = false
    })
    if (found.every(Boolean)) onRead(began)
    if (isAsked) readSoon(Math.min(MOST_APART_MS, Math.max(APART_MS, performance.now() - began)))
  }

  /** Whether a change of an incident shows here. @param {string | null} incident */
  const shows = (incident) =>
    parts().some(({ dataset }) => incident === null || dataset.incident === undefined || dataset.incident === incident)

  /** @param {string} address @param {string | null} upTo */
  async function readPart(address, upTo) {
    let isRead = false
    const read = async () => {
      const { answer, text, isAnother } = await fetchPage(address)
      if (isAnother || answer.status === 401) return null
      if (!answer.ok) {
        refused(answer.status)
        return null
      }
      await show(address, text)
      isRead = true
      return text
    }
    try {
      // Each read of an incident is in the log of reads.
      const isShared = parts().every(({ dataset }) => dataset.fragment !== address || dataset.incident === undefined)
      const told = isShared ? await readOnce(address, upTo, read) : void (await read())
      if (told) await show(address, told)
      return isRead || Boolean(told)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      trouble('list', 'The list could not be read: it is old.')
      return false
    }
  }

  /** @param {string} address @param {string} text */
  async function show(address, text) {
    const page = pageOf(text)
    // The page answers its reader between reading a hundred rows and showing them.
    await new Promise((resolve) => setTimeout(resolve))
    await released()
    for (const part of parts().filter(({ dataset }) => dataset.fragment === address)) swap(part, page.body)
    works('list')
    onSwapped()
  }

  /** @param {string | null} id */
  function ask(id) {
    // What no change of the stream asked for, no answer of another tab can be known to hold.
    change = isAsked && change === null ? null : id
    readSoon()
  }

  function readSoon(afterMs = TOGETHER_MS) {
    isAsked = true
    if (!isReading && soon === undefined) soon = setTimeout(read, afterMs)
  }

  // An incident is read when it changes: each read of it is in the log of reads.
  const isReadAnyway = parts().some(({ dataset }) => dataset.incident === undefined)
  if (isReadAnyway) setInterval(() => ask(null), ANYWAY_MS)
  document.addEventListener('visibilitychange', () => {
    if (!isAsked || document.hidden) return
    onBehind()
    readSoon()
  })
  return {
    /** Whether this page has anything that changes. */
    isThere: parts().length > 0,
    /** Whether it is read every half minute, whatever is heard. */
    isReadAnyway,
    /** @param {string | null} incident that changed; null where anything may have @param {string | null} [id] of the change */
    readSoon: (incident, id = null) => {
      if (shows(incident)) ask(id)
    },
  }
}

/** @returns {HTMLElement[]} */
const parts = () => [...document.querySelectorAll('[data-fragment]')].map((part) => /** @type {HTMLElement} */ (part))

/** @param {number} status */
function refused(status) {
  trouble('list', `The list could not be read: it is old. The server answered ${status}.`)
}

/** @param {HTMLElement} part @param {HTMLElement} answer */
function swap(part, answer) {
  const those = [...answer.querySelectorAll(`[data-fragment="${CSS.escape(part.dataset.fragment ?? '')}"]`)]
  // Several parts may come from one address.
  const same = those.find(({ id }) => id === part.id) ?? those[0]
  if (same !== undefined) return morph(part, same)
  const named = [...answer.querySelectorAll(':scope > [id]')].flatMap((newer) => {
    const older = document.getElementById(newer.id)
    return older === null ? [] : [{ older, newer }]
  })
  for (const { older, newer } of named) morph(older, newer)
  if (named.length === 0) morph(part, answer)
}

const released = () =>
  new Promise((resolve) => {
    if (!isPressed) return resolve(undefined)
    const look = setInterval(() => {
      if (isPressed) return
      clearInterval(look)
      resolve(undefined)
    }, 50)
  })

/** Follows the pointer. */
export function watchPointer() {
  addEventListener('pointerdown', () => {
    isPressed = true
  })
  for (const ended of ['pointerup', 'pointercancel', 'blur'])
    addEventListener(ended, () => {
      isPressed = false
    })
}
