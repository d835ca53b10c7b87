/** Asks the server every few seconds how it is: whether it answers, its timers fire and its record takes events. */
import { trouble, works } from './pulse.js'
import { heardTime } from './time.js'

/** A server that hangs is named within both together: eight seconds at most. */
const ASK_MS = 3000
const ANSWER_WITHIN_MS = 4000

/** @param {{onAnswer: () => void, onUnasked: () => void}} told `onUnasked`: somebody looks again, and it was not asked for long */
export function watchServer({ onAnswer, onUnasked }) {
  let toldAt = performance.now()
  const ask = async () => {
    const told = document.hidden ? undefined : await readiness()
    if (told === null) trouble('server', 'The server does not answer.')
    else if (told !== undefined) {
      works('server')
      toldAt = performance.now()
      say('timers', told.timers === 'firing', 'Timers are stalled: deadlines pass and nobody is alerted.')
      say('record', told.record === 'writable', 'The record cannot be written: nothing new can be recorded.')
      onAnswer()
    }
    timer = setTimeout(ask, ASK_MS)
  }
  /** @type {ReturnType<typeof setTimeout>} */
  let timer = setTimeout(ask, 0)
  // Whoever looks again is told how it is now.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    if (performance.now() - toldAt > ASK_MS + ANSWER_WITHIN_MS) onUnasked()
    clearTimeout(timer)
    timer = setTimeout(ask, 0)
  })
}

/** @param {string} cause @param {boolean} isWell @param {string} text */
const say = (cause, isWell, text) => (isWell ? works(cause) : trouble(cause, text))

/** It answers 503 with the same body when something is wrong. @returns {Promise<{timers: string, record: string} | null>} */
async function readiness() {
  try {
    const answer = await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    heardTime(answer.headers.get('date'))
    return await answer.json()
  } catch {
    return null
  }
}
