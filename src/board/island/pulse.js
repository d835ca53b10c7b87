/**
 * Whether the page may be relied on: the stream runs, the server answers, its timers fire, its record takes events, and the list has
 * been read since. Otherwise a banner says what is wrong, since when, and what to do. A stopped board must never look calm.
 */
import { byId, el, fill } from './dom.js'
import { clock, shortTime } from './time.js'

/** @typedef {{text: string, since: string, todo: import('./dom.js').Child | import('./dom.js').Child[], bannerAt: number}} Trouble */

/** What is wrong, by its cause. @type {Map<string, Trouble>} */
const troubles = new Map()
/** Whether the page shows anything that changes: else it says only when it was made. */
let renews = true
let isSlow = false
/** Until then a page that was just made connects, and is not called old; null once it has connected, or something failed.
 * @type {number | null} */
let connectsUntil = null
let said = ''

const GOES_ON = 'Use the telephone and the control room’s own system until this is gone. The page goes on by itself.'

/** @param {boolean} itself whether this page brings itself up to date */
export function begin(itself) {
  renews = itself
  connectsUntil = performance.now() + QUIET_MS
}

/** The server tells this person of no changes. @param {boolean} isReadAnyway whether the page is read again every half minute */
export function hearsNothing(isReadAnyway) {
  isSlow = isReadAnyway
  renews = false
  show()
}

/** Whoever comes back to a page that the browser kept must not see it live before it is looked at. */
export function leave() {
  if (document.body.dataset.live === 'live') document.body.dataset.live = 'stale'
  showClock()
}

/** A page that was just opened, or a computer that just woke, is mostly up to date within this time. Project default. */
export const QUIET_MS = 1500

/**
 * The page counts as old from now on, and the banner says so.
 *
 * @param {string} cause
 * @param {string} text
 * @param {{todo?: Trouble['todo'], after?: number}} [more] what to do about it; after how many milliseconds the banner opens
 */
export function trouble(cause, text, { todo = null, after = 0 } = {}) {
  const before = troubles.get(cause)
  if (before?.text === text) return
  const bannerAt = performance.now() + after
  // What was wrong already and is named anew did not begin now.
  troubles.set(cause, { text, todo, since: before?.since ?? clock(), bannerAt: Math.min(bannerAt, before?.bannerAt ?? bannerAt) })
  show()
  if (after > 0) setTimeout(show, after + 1)
}

/** It works again. @param {string} cause */
export function works(cause) {
  if (troubles.delete(cause)) show()
}

function show() {
  const isFirst = troubles.size > 0 && [...troubles.keys()].every((cause) => cause === 'checking')
  if (connectsUntil !== null && !(isFirst && performance.now() < connectsUntil)) connectsUntil = null
  const state = connectsUntil !== null ? 'off' : troubles.size > 0 ? 'stale' : renews ? 'live' : 'off'
  if (document.body.dataset.live !== state) document.body.dataset.live = state
  showClock()
  const banner = byId('banner')
  if (banner === null) return
  const open = [...troubles.values()].filter(({ bannerAt }) => bannerAt <= performance.now())
  banner.hidden = open.length === 0
  // Read aloud anew only when it says something else.
  const says = open.map(({ text, since }) => text + since).join()
  if (says === said) return
  said = says
  fill(banner, el('strong', {}, 'Do not rely on this board.'), el('ul', {}, open.map(lineOf)), el('p', {}, GOES_ON))
}

/** @param {Trouble} trouble */
const lineOf = ({ text, since, todo }) => el('li', {}, `${text} Since ${since}. `, ...[todo].flat())

/** The words at the top, with the server's time. */
export function showClock() {
  const pulse = byId('pulse')
  if (pulse === null) return
  const state = document.body.dataset.live
  const made = document.body.dataset.now
  const words = {
    live: `Live ${clock()}`,
    stale: `Not live ${clock()}`,
    off:
      renews && connectsUntil !== null
        ? `Connecting … ${clock()}`
        : isSlow
          ? `Read again every half minute. ${clock()}`
          : `Made at ${made === undefined ? '--:--' : shortTime(made)}. It does not update by itself.`,
  }
  const text = words[/** @type {keyof typeof words} */ (state)] ?? words.off
  if (pulse.textContent !== text) pulse.textContent = text
}
