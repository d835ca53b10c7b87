/**
 * How long a server process is held, beside how long a fixed piece of work takes on this machine at that moment: on a crowded one
 * both take longer, and only what is longer than the crowd explains is the server's.
 */
import { Worker } from 'node:worker_threads'

/** What the work below takes of a processor of the two-core machine that the benchmarks are from. */
const QUIET_MS = 8
/** A crowd takes the processor away for a moment now and then; what is the server's own comes again each time. */
const TRIES = 3
/** Nothing may hold the process longer, at the limits of the contract. */
const MOST_MS = 100

const CONTROL = `
const { parentPort } = require('node:worker_threads')
let all = 0
let times = 0
const work = () => {
  const began = performance.now()
  let sum = 0
  for (let n = 0; n < 6e6; n++) sum = (sum * 31 + n) | 0
  all += performance.now() - began
  times += 1
  setTimeout(work, 20, sum)
}
parentPort.on('message', () => {
  parentPort.postMessage(times === 0 ? null : all / times)
  all = times = 0
})
work()
`

export interface Held {
  readonly blockMs: number
  /** 100 ms, as long as they are on this machine now. */
  readonly mayBeMs: number
}

export interface Watchdog {
  /** Does something, again where it took too long, and tells the shortest that the server was held by it. */
  whileDoing(something: () => Promise<unknown>): Promise<Held>
  stop(): Promise<unknown>
}

/** @param longestBlock seconds, from the server's metrics; starts anew with each reading. */
export function watch(longestBlock: () => Promise<number>): Watchdog {
  const worker = new Worker(CONTROL, { eval: true })
  /** Milliseconds, on average since it was last asked. */
  const control = () =>
    new Promise<number>((resolve) => {
      worker.once('message', (ms: number | null) => resolve(ms ?? QUIET_MS))
      worker.postMessage('')
    })
  const once = async (something: () => Promise<unknown>): Promise<Held> => {
    await Promise.all([longestBlock(), control()])
    await something()
    const [seconds, ms] = await Promise.all([longestBlock(), control()])
    return { blockMs: Math.round(seconds * 1000), mayBeMs: Math.round(MOST_MS * Math.max(1, ms / QUIET_MS)) }
  }
  return {
    whileDoing: async (something) => {
      let held = await once(something)
      for (let tries = 1; tries < TRIES && held.blockMs > held.mayBeMs; tries++) {
        const again = await once(something)
        if (again.blockMs < held.blockMs) held = again
      }
      return held
    },
    stop: () => worker.terminate(),
  }
}
