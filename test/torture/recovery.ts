/** How soon the system is itself again: measured and printed, not judged, since it says as much of the machine. */
import { herd } from './herd.ts'
import { beginNight, type Night } from './night.ts'
import { outage } from './outage.ts'
import { CALM } from './policy.ts'

export interface RecoveryOptions {
  readonly random: () => number
  /** Incidents with a clock that runs, and how many of them are overdue when the system comes back. */
  readonly open: number
  readonly overdue: number
  readonly say: (line: string) => void
}

/** @returns what was wrong. */
export async function measureRecovery(options: RecoveryOptions): Promise<string[]> {
  const { random, say } = options
  const night = await beginNight({ apis: 1, workers: 2, policy: CALM })
  if ('skipped' in night) {
    say(`recovery is not measured: ${night.skipped}`)
    return []
  }
  try {
    return [
      ...(await afterAKilledWorker(night, random, say)),
      ...(await afterARedisRestart(night, random, say)),
      ...(await afterAnOutage(night, options)),
      ...(await theHerd(night, random, say)),
    ]
  } finally {
    await night.end()
  }
}

async function afterAKilledWorker(night: Night, random: () => number, say: RecoveryOptions['say']): Promise<string[]> {
  const [worker] = night.living('worker') as [Night['lives'][number]]
  const { latenessMs, wrong } = await herd(night, { size: 500, random, inMs: 8_000, meanwhile: () => night.kill9(worker) })
  say(`a worker killed as 500 timers fall due: ${spread(latenessMs)} (aim 3,000 ms)`)
  await night.start('worker')
  return [...wrong]
}

async function afterARedisRestart(night: Night, random: () => number, say: RecoveryOptions['say']): Promise<string[]> {
  let awayMs = 0
  const meanwhile = async () => {
    const from = performance.now()
    await night.redis.restart()
    awayMs = performance.now() - from
  }
  const { latenessMs, wrong } = await herd(night, { size: 500, random, inMs: 8_000, meanwhile })
  say(`Redis restarted as 500 timers fall due, away for ${Math.round(awayMs)} ms: ${spread(latenessMs)} (aim 2,000 ms after it)`)
  return [...wrong]
}

async function afterAnOutage(night: Night, options: RecoveryOptions): Promise<string[]> {
  const { open, overdue, say } = options
  const { drainedMs, outOfOrder, mostOvertaken, fresh, wrong } = await outage(night, options)
  say(`${overdue} overdue of ${open} open: drained ${(drainedMs / 1000).toFixed(1)} s after all processes were told to start`)
  say(`  order violations: ${outOfOrder}; at most ${mostOvertaken} lesser ones went before a worse one`)
  say(`  ${fresh.latenessMs.length} fresh ones set meanwhile: ${spread(fresh.latenessMs)}`)
  say(`  of the ${fresh.early} that were due in its first half, ${fresh.stalled} fired after its end`)
  return outOfOrder === 0 ? [...wrong] : [...wrong, `${outOfOrder} of the overdue were not in order of severity`]
}

async function theHerd(night: Night, random: () => number, say: RecoveryOptions['say']): Promise<string[]> {
  const { latenessMs, freshLatenessMs, wrong } = await herd(night, { size: 10_000, random, inMs: 45_000 })
  say(`10,000 timers in one instant: ${spread(latenessMs)}; fresh ones meanwhile: ${spread(freshLatenessMs)}`)
  return [...wrong]
}

/** @param sorted ascending, milliseconds. */
function spread(sorted: readonly number[]): string {
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)
  return `late by p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms`
}
