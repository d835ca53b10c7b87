/**
 * A listener at its own pace: reads from the record what follows its position and writes it; a bell only wakes it. Nothing is
 * buffered, and a lost wake-up costs at most a heartbeat.
 */
import type { Response } from 'express'
import type { Breath } from '../door/turns.ts'
import type { Limits } from '../limits.ts'
import type { Bell } from './bell.ts'
import type { News } from './sharedReads.ts'

/** How soon a listener tries again when the record could not be read. */
const ASK_AGAIN_MS = 1000
const HEARTBEAT = Buffer.from(': still here\n\n')

export interface Listener {
  readonly res: Response
  position: string
  readonly isOpen: () => boolean
  /** When it must reconnect, by `performance.now()`. */
  readonly until: number
  readonly bell: Bell
  readonly read: (position: string) => Promise<News | null>
  readonly head: () => Promise<string>
  /** So many items were written, up to a position. */
  readonly sent: (items: number, position: string) => void
  /** Shared by all listeners: a change wakes all of them at once. */
  readonly breath: Breath
  readonly limits: Pick<Limits, 'heartbeatMs' | 'slowListenerMs'>
}

/** Runs until the listener is gone, must reconnect, or the process stops. */
export async function follow(listener: Listener): Promise<void> {
  const { res, bell, limits, until } = listener
  let silentSince = performance.now()
  const isOpen = () => listener.isOpen() && performance.now() < until
  while (isOpen()) {
    bell.arm()
    const news = await next(listener)
    if (!listener.isOpen()) return
    // However often the bell rings without news, a heartbeat is due by the time since the last write.
    const left = silentSince + limits.heartbeatMs - performance.now()
    const frames = news !== null && news.length > 0 ? news : left <= 0 ? HEARTBEAT : null
    if (frames === null) {
      await bell.rung(Math.max(1, Math.min(left, until - performance.now(), news === null ? ASK_AGAIN_MS : left)))
      continue
    }
    await listener.breath()
    silentSince = performance.now()
    if (!res.write(frames) && !(await drained(res, limits.slowListenerMs))) res.destroy()
  }
}

/** The frames after the listener's position, which moves on; empty when nothing is new, null when the record is away. */
async function next(listener: Listener): Promise<Buffer | null> {
  try {
    const news = await listener.read(listener.position)
    // The listener's place no longer exists, as after a restore of the record.
    if (news === null) {
      listener.position = await listener.head()
      return Buffer.from(`id: ${listener.position}\nevent: reset\ndata: {}\n\n`)
    }
    listener.position = news.position ?? listener.position
    listener.sent(news.items, listener.position)
    return news.frames
  } catch {
    // Keep the connection while the record is away: a browser that is cut off and answered 503 does not return.
    return null
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
