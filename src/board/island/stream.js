/**
 * The live stream by hand: a browser's own EventSource does not say why it was refused. It reconnects by itself with the last id, so
 * that nothing is missed, and treats silence as a lost connection: the server sends something every fifteen seconds.
 */
import { heardSession } from './session.js'
import { heardTime } from './time.js'

/**
 * @typedef {{id: string | null, event: string, data: string}} Frame
 * @typedef {{onOpen: () => void, onFrame: (frame: Frame) => void, onReset: () => void, onLost: (why: string) => void,
 *   onRefused: (status: number) => void, onAlive?: () => void}} Listener
 */

const SILENT_MS = 25_000
const AGAIN_MS = 1500
/**
 * The server ends each stream after some minutes. The board reconnects at once after a stream that lasted, and counts as old only if
 * that takes long.
 */
const LASTED_MS = 30_000
const RESUMED_WITHIN_MS = 2000

/**
 * @param {Listener} listener
 * @param {string | null} [last] the id of the last frame that this browser has heard
 * @returns {() => void} stops listening
 */
export function follow(listener, last = null) {
  const stopped = new AbortController()
  listen(listener, { last, late: undefined }, stopped.signal)
  return () => stopped.abort()
}

/** @typedef {{last: string | null, late: ReturnType<typeof setTimeout> | undefined}} Place */

/** @param {Listener} listener @param {Place} place @param {AbortSignal} stopped */
async function listen(listener, place, stopped) {
  const lost = () => stopped.aborted || listener.onLost('the live connection is cut off')
  while (!stopped.aborted) {
    const lastedMs = await listenOnce(listener, place, stopped)
    clearTimeout(place.late)
    if (stopped.aborted || lastedMs === null) return
    if (lastedMs >= LASTED_MS) {
      place.late = setTimeout(lost, RESUMED_WITHIN_MS)
      continue
    }
    lost()
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}

/**
 * @param {Listener} listener @param {Place} place @param {AbortSignal} stopped
 * @returns {Promise<number | null>} how long a stream ran until the server ended it; 0 when it was cut off, silent or never opened;
 *   null when it may not listen.
 */
async function listenOnce(listener, place, stopped) {
  const line = new AbortController()
  const hangUp = () => line.abort()
  stopped.addEventListener('abort', hangUp)
  let silence = setTimeout(hangUp, SILENT_MS)
  const heard = () => {
    clearTimeout(silence)
    silence = setTimeout(hangUp, SILENT_MS)
    listener.onAlive?.()
  }
  try {
    const answer = await fetch('/v1/stream', { headers: headersOf(place.last), cache: 'no-store', signal: line.signal })
    heardTime(answer.headers.get('date'))
    clearTimeout(place.late)
    if (heardSession(answer)) return null
    if (answer.status === 401 || answer.status === 403) {
      listener.onRefused(answer.status)
      return null
    }
    if (!answer.ok || answer.body === null) return 0
    heard()
    const openedAt = performance.now()
    listener.onOpen()
    for await (const frame of frames(answer.body, heard)) {
      place.last = frame.id ?? place.last
      if (frame.event === 'reset') listener.onReset()
      else if (frame.data !== '') listener.onFrame(frame)
    }
    return performance.now() - openedAt
  } catch {
    return 0
  } finally {
    clearTimeout(silence)
    stopped.removeEventListener('abort', hangUp)
    line.abort()
  }
}

/** @param {string | null} last @returns {Record<string, string>} */
const headersOf = (last) => ({ accept: 'text/event-stream', ...(last === null ? {} : { 'last-event-id': last }) })

/**
 * The frames of server-sent events; comments only count as a sign of life.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} heard
 */
async function* frames(body, heard) {
  const reader = body.pipeThrough(/** @type {ReadableWritablePair<string, Uint8Array>} */ (new TextDecoderStream())).getReader()
  let text = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    heard()
    const whole = (text + value).split('\n\n')
    text = whole.pop() ?? ''
    for (const frame of whole) yield frameOf(frame)
  }
}

/** @param {string} text */
function frameOf(text) {
  /** @type {Frame} */
  const frame = { id: null, event: 'message', data: '' }
  for (const line of text.split('\n')) {
    const [, field, value = ''] = /^([a-z]+): ?(.*)$/.exec(line) ?? []
    if (field === 'data') frame.data += value
    else if (field === 'id' || field === 'event') frame[field] = value
  }
  return frame
}
