/**
 * Whether the board can be trusted: the stream runs, the server answers, its timers fire, its record takes events. Otherwise a
 * banner says what is wrong and since when. A stopped board must never look calm.
 */
import { readiness } from './api.js'
import { bullets, byId, el, fill } from './dom.js'
import { clock } from './time.js'

const ASK_MS = 5000

/** What is wrong, by its cause: a sentence, since when, and what to do, as elements. */
const troubles = new Map([['stream', { text: 'The board is not connected yet.', since: null, todo: null }]])

/** @param {string | null} text null when it works again */
export function trouble(cause, text, todo = null) {
  const before = troubles.get(cause)
  if ((before?.text ?? null) === text) return
  if (text === null) troubles.delete(cause)
  else troubles.set(cause, { text, since: before?.since ?? clock(), todo })
  show()
}

function show() {
  const live = troubles.size === 0
  document.body.dataset.live = byId('pulse').dataset.live = live ? 'yes' : 'no'
  byId('pulse-word').textContent = live ? 'Live' : 'Not live'
  const banner = byId('banner')
  banner.hidden = live
  fill(
    banner,
    el('strong', {}, 'Do not rely on this board.'),
    bullets([...troubles.values()].map(({ text, since, todo }) => [since === null ? text : `${text} Since ${since}.`, todo])),
  )
}

/** Asks the server every few seconds how it is. @returns {() => void} stops asking */
export function watchServer() {
  let stopped = false
  const ask = async () => {
    const told = await readiness()
    if (stopped) return
    trouble('server', told === null ? 'The server does not answer.' : null)
    if (told !== null) {
      trouble('timers', told.timers === 'firing' ? null : 'Timers are stalled: deadlines pass and nobody is alerted.')
      trouble('record', told.record === 'writable' ? null : 'The record cannot be written: nothing new can be recorded.')
    }
    timer = setTimeout(ask, ASK_MS)
  }
  let timer = setTimeout(ask, 0)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
