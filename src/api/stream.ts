/**
 * `GET /v1/stream`: what was committed, as server-sent events. Every listener pulls from the record at its own pace, from
 * the position it has reached; a change only wakes it. So nothing is buffered for anybody, a listener that comes back
 * with `Last-Event-ID` misses nothing, and a wake-up that got lost costs at most a heartbeat. It ends when its key is
 * withdrawn: whoever comes back is asked for one.
 */
import type { Request, RequestHandler, Response } from 'express'
import type { Keys, Reads, StreamItem } from '../engine/reads.ts'
import { isStillKnown } from './authenticate.ts'
import { type Bell, createBell } from './bell.ts'
import type { Limits } from './limits.ts'
import { Refused } from './problems.ts'
import { readerOf } from './reads.ts'
import { sharedReads } from './sharedReads.ts'

/** Calls back after each committed change, for as long as the process lives. */
export type ListenForChanges = (onChange: () => void) => unknown

export interface StreamPorts {
  readonly reads: Pick<Reads, 'streamAfter' | 'streamHead'>
  readonly keys: Keys
  readonly listenForChanges: ListenForChanges
  readonly limits: Limits
  readonly draining: AbortSignal
}

/** How soon a listener asks again when the record could not be read. */
const ASK_AGAIN_MS = 1000
/** What a browser is told to wait before it connects again. */
const RECONNECT_MS = 2000

export function stream({ reads, keys, listenForChanges, limits, draining }: StreamPorts): RequestHandler {
  const wakeUps = new Set<() => void>()
  const shared = sharedReads(reads)
  listenForChanges(() => {
    shared.forget()
    for (const wakeUp of wakeUps) wakeUp()
  })

  return async (req, res) => {
    const { force } = readerOf(res, 'alerts')
    if (wakeUps.size >= limits.listeners) throw new Refused('too-busy', 'Too many listen already.')
    const bell = createBell()
    wakeUps.add(bell.ring)
    res.once('close', () => {
      wakeUps.delete(bell.ring)
      bell.ring()
    })
    draining.addEventListener('abort', bell.ring)
    let withdrawn = false
    const keyAgain = setInterval(async () => {
      if (await isStillKnown(keys, req)) return
      withdrawn = true
      bell.ring()
    }, limits.keyAgainMs)
    try {
      const isOpen = () => !draining.aborted && !withdrawn && !res.destroyed
      const start = await startOf(reads, force, req)
      if (res.destroyed) return
      // Also where this process is about to stop: a browser that is told nothing, or 503, does not come back.
      open(res, start)
      if (req.method === 'HEAD') return void res.end()
      await follow({
        res,
        position: start.position,
        isOpen,
        bell,
        read: (position) => shared.after(force, position),
        limits,
        head: () => reads.streamHead(),
      })
      res.end()
    } finally {
      clearInterval(keyAgain)
      wakeUps.delete(bell.ring)
      draining.removeEventListener('abort', bell.ring)
    }
  }
}

interface Start {
  readonly position: string
  /** The listener named a place that we do not know: what it shows may be old and should be read anew. */
  readonly reset: boolean
}

async function startOf(reads: StreamPorts['reads'], force: string, req: Request): Promise<Start> {
  const last = req.get('last-event-id')
  if (!last) return { position: await reads.streamHead(), reset: false }
  const known = /^[\w.:-]{1,64}$/.test(last) && (await reads.streamAfter(force, last, 1)) !== null
  return known ? { position: last, reset: false } : { position: await reads.streamHead(), reset: true }
}

function open(res: Response, { position, reset }: Start): void {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    // nginx would otherwise collect events before it passes them on.
    'X-Accel-Buffering': 'no',
  })
  // An id without data is remembered by the listener and shown to nobody: it can resume before its first event.
  res.write(`retry: ${RECONNECT_MS}\nid: ${position}\n${reset ? 'event: reset\ndata: {}\n' : ''}\n`)
}

interface Listener {
  readonly res: Response
  position: string
  readonly isOpen: () => boolean
  readonly bell: Bell
  readonly read: (position: string) => Promise<readonly StreamItem[] | null>
  readonly head: () => Promise<string>
  readonly limits: Limits
}

async function follow(listener: Listener): Promise<void> {
  const { res, bell, limits, isOpen } = listener
  while (isOpen()) {
    bell.arm()
    const news = await next(listener)
    if (news === 'unavailable') {
      await bell.rung(ASK_AGAIN_MS)
      continue
    }
    const rung = news === '' && (await bell.rung(limits.heartbeatMs))
    if (rung || !isOpen()) continue
    if (!res.write(news === '' ? ': still here\n\n' : news) && !(await drained(res, limits.slowListenerMs))) res.destroy()
  }
}

/** The frames after the listener's position, which moves on; empty when there are none. */
async function next(listener: Listener): Promise<string | 'unavailable'> {
  try {
    const items = await listener.read(listener.position)
    // The place is gone under the listener, as after a restore of the record.
    if (items === null) {
      listener.position = await listener.head()
      return `id: ${listener.position}\nevent: reset\ndata: {}\n\n`
    }
    listener.position = items.at(-1)?.id ?? listener.position
    return items.map(({ id, event, data }) => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join('')
  } catch {
    // The connection is kept while the record is away: a browser that is cut off and answered 503 does not come back.
    return 'unavailable'
  }
}

async function drained(res: Response, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (read: boolean) => () => {
      clearTimeout(timer)
      res.off('drain', onDrain).off('close', onClose)
      resolve(read)
    }
    const onDrain = settle(true)
    const onClose = settle(false)
    const timer = setTimeout(onClose, ms)
    res.once('drain', onDrain).once('close', onClose)
  })
}
