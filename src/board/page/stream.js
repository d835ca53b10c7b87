/**
 * The live stream by hand: a browser's own EventSource cannot send a key. Comes back by itself with the last id it has
 * seen, so that nothing is missed, and takes silence for a lost line: the server says something every fifteen seconds.
 */
import { session } from './session.js'
import { heardTime } from './time.js'

const SILENT_MS = 25_000
const AGAIN_MS = 1500

/**
 * @param {{onOpen: () => void, onItem: (kind: string, item: object) => void, onReset: () => void,
 *   onLost: (why: string) => void, onRefused: (status: number) => void}} listener
 * @returns {() => void} stops listening
 */
export function follow(listener) {
  const stopped = new AbortController()
  listen(listener, stopped.signal)
  return () => stopped.abort()
}

async function listen(listener, stopped) {
  let last = null
  while (!stopped.aborted) {
    const line = new AbortController()
    const hangUp = () => line.abort()
    stopped.addEventListener('abort', hangUp)
    let silence = setTimeout(hangUp, SILENT_MS)
    const heard = () => {
      clearTimeout(silence)
      silence = setTimeout(hangUp, SILENT_MS)
    }
    try {
      const answer = await fetch('/v1/stream', { headers: headersOf(last), cache: 'no-store', signal: line.signal })
      heardTime(answer.headers.get('date'))
      if (answer.ok) {
        listener.onOpen()
        for await (const frame of frames(answer.body, heard)) {
          last = frame.id ?? last
          if (frame.event === 'reset') listener.onReset()
          else if (frame.data !== '') listener.onItem(frame.event, JSON.parse(frame.data))
        }
      } else if (answer.status === 401 || answer.status === 403) {
        listener.onRefused(answer.status)
        return
      }
    } catch {
      // Cut off, silent or never there: all the same, it is opened again.
    } finally {
      clearTimeout(silence)
      stopped.removeEventListener('abort', hangUp)
      line.abort()
    }
    if (stopped.aborted) return
    listener.onLost('the live connection is cut off')
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}

const headersOf = (last) => ({
  accept: 'text/event-stream',
  authorization: `Bearer ${session()?.key}`,
  ...(last === null ? {} : { 'last-event-id': last }),
})

/** The frames of server-sent events; comments count as a sign of life only. */
async function* frames(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    heard()
    const whole = (text + value).split('\n\n')
    text = whole.pop()
    for (const frame of whole) yield frameOf(frame)
  }
}

function frameOf(text) {
  const frame = { id: null, event: 'message', data: '' }
  for (const line of text.split('\n')) {
    const [, field, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? []
    if (field === 'data') frame.data += value
    else if (field === 'id' || field === 'event') frame[field] = value
  }
  return frame
}
