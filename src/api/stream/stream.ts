/**
 * `GET /v1/stream`: what was committed, as server-sent events. Every listener reads the record from its own position, so a
 * listener that returns with `Last-Event-ID` misses nothing and hears nothing twice. It must reconnect after some minutes and
 * when its key is withdrawn or its session is over, and is then asked for a key or to sign in.
 */
import type { Request, RequestHandler, Response } from 'express'
import type { Reads } from '../../engine/reads.ts'
import { isStillKnown, type Known } from '../authenticate.ts'
import { watchLines } from '../door/lostLines.ts'
import { createPlaces } from '../door/places.ts'
import { createBreath } from '../door/turns.ts'
import type { Limits } from '../limits.ts'
import type { Metrics } from '../metrics.ts'
import { readerOf } from '../reads/reads.ts'
import { readerBehind } from '../reads/restricted.ts'
import { createBell } from './bell.ts'
import { follow } from './follow.ts'
import { sharedReads } from './sharedReads.ts'

/** Calls back after each committed change, as long as the process lives. */
export type ListenForChanges = (onChange: () => void) => unknown

export interface StreamPorts extends Known {
  readonly reads: Pick<Reads, 'streamAfter' | 'streamHead' | 'restricted'>
  readonly listenForChanges: ListenForChanges
  readonly limits: Limits
  readonly metrics: Pick<Metrics, 'listening'>
  readonly draining: AbortSignal
}

/** How long a browser waits before it reconnects. */
const RECONNECT_MS = 2000

export function stream({ reads, keys, sessions, listenForChanges, limits, metrics, draining }: StreamPorts): RequestHandler {
  const takePlace = createPlaces(limits, metrics.listening)
  const watchLine = watchLines(limits)
  const wakeUps = new Set<() => void>()
  const shared = sharedReads(reads)
  const breath = createBreath()
  listenForChanges(() => {
    shared.forget()
    for (const wakeUp of wakeUps) wakeUp()
  })

  return async (req, res) => {
    const caller = readerOf(res, 'alerts')
    const { force, key } = caller
    const place = takePlace(key)
    const until = performance.now() + place.ms
    const endWatch = watchLine(req.socket)
    const bell = createBell()
    wakeUps.add(bell.ring)
    res.once('close', () => {
      place.giveBack()
      wakeUps.delete(bell.ring)
      bell.ring()
    })
    draining.addEventListener('abort', bell.ring)
    let withdrawn = false
    const keyAgain = setInterval(async () => {
      if (await isStillKnown({ keys, sessions }, req)) return
      withdrawn = true
      bell.ring()
    }, limits.keyAgainMs)
    try {
      const isOpen = () => !draining.aborted && !withdrawn && !res.destroyed
      const start = await startOf(reads, force, req)
      if (res.destroyed) return
      // Also while this process stops: a browser that is answered 503 does not return.
      const streamed = { first: start.position, last: start.position, items: 0 }
      res.locals.streamed = streamed
      await res.locals.logOpened?.()
      open(res, start)
      if (req.method === 'HEAD') return void res.end()
      await follow({
        res,
        position: start.position,
        isOpen,
        until,
        bell,
        breath,
        read: (position) => shared.after(force, readerBehind(caller), position),
        limits,
        sent: (items, last) => Object.assign(streamed, { last, items: streamed.items + items }),
        head: () => reads.streamHead(force),
      })
      res.end()
    } finally {
      place.giveBack()
      endWatch()
      clearInterval(keyAgain)
      wakeUps.delete(bell.ring)
      draining.removeEventListener('abort', bell.ring)
    }
  }
}

interface Start {
  readonly position: string
  /** The listener named an unknown place: what it shows may be old and must be read again. */
  readonly reset: boolean
}

async function startOf(reads: StreamPorts['reads'], force: string, req: Request): Promise<Start> {
  const last = req.get('last-event-id')
  if (!last) return { position: await reads.streamHead(force), reset: false }
  const known = /^[\w.:-]{1,64}$/.test(last) && (await reads.streamAfter(force, last, 1)) !== null
  return known ? { position: last, reset: false } : { position: await reads.streamHead(force), reset: true }
}

/** No 4xx: a browser never returns after one, and the board would stop silently. */
const NOT_RESUMED =
  ': this Last-Event-ID is unknown, so nothing is resumed: read the lists again, the stream continues from now\n'

function open(res: Response, { position, reset }: Start): void {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    // Without it nginx collects events before it passes them on.
    'X-Accel-Buffering': 'no',
  })
  // The listener remembers an id without data and shows it to nobody: it can resume before its first event.
  res.write(`${reset ? NOT_RESUMED : ''}retry: ${RECONNECT_MS}\nid: ${position}\n${reset ? 'event: reset\ndata: {}\n' : ''}\n`)
}
