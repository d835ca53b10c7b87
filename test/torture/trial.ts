/** One trial: a load, faults in the middle of it, and the checks. */
import { setTimeout as pause } from 'node:timers/promises'
import { startBalancer } from './balancer.ts'
import { type Except, neverFired, whatIsWrong } from './checks.ts'
import type { Fault, Means } from './faults.ts'
import { startLoad } from './load.ts'
import { startWatch } from './watch.ts'

export interface Trial extends Means, Except {
  readonly prefix: string
  readonly faults: readonly Fault[]
  readonly senders?: number
  readonly pauseMs?: number
  /** Sent through a load balancer, and no event may be refused: nothing that an api needs is away. */
  readonly balanced?: boolean
}

export interface Result {
  readonly wrong: readonly string[]
  readonly skipped: readonly string[]
  /** When each fault began and was mended, in milliseconds of the night. */
  readonly lasted: readonly { readonly from: number; readonly to: number }[]
  readonly acknowledged: number
  readonly sentAgain: number
  readonly unanswered: number
}

/** So many milliseconds of load before the first fault and after the last, by chance. */
const QUIET_MS = 1_000

export async function tryOut({
  faults,
  prefix,
  senders,
  pauseMs,
  except = [],
  balanced = false,
  ...means
}: Trial): Promise<Result> {
  const { night, random } = means
  const watch = startWatch(night)
  const balancer = balanced ? await startBalancer(night) : null
  const load = startLoad(balancer ?? night, {
    random,
    prefix,
    refusesNothing: balanced,
    ...(senders === undefined ? {} : { senders }),
    ...(pauseMs === undefined ? {} : { pauseMs }),
  })
  const skipped: string[] = []
  const lasted: Result['lasted'][number][] = []
  try {
    for (const fault of faults) {
      await pause(500 + QUIET_MS * random())
      await load.onItsWay()
      const from = performance.now() - night.begunAt
      const said = await fault(means)
      lasted.push({ from, to: performance.now() - night.begunAt })
      if (said) skipped.push(said.skipped)
    }
    await pause(500 + QUIET_MS * random())
    if (!night.postgres.isRunning()) throw new Error('PostgreSQL gave up by itself, and nobody started it again')
    await load.fallSilent()
    const silent = await neverFired(night, except)
    await load.stop()
    const wrong = [...silent, ...(await whatIsWrong(night, { log: load.log, watch, clockIsSet: means.clockwork !== null }))]
    return {
      wrong,
      skipped,
      lasted,
      acknowledged: load.log.acknowledged.length,
      sentAgain: load.log.sentAgain,
      unanswered: load.log.unanswered,
    }
  } finally {
    await load.stop()
    await Promise.all([watch.stop(), balancer?.stop()])
  }
}
