/** How soon the system is itself again: measured and printed, not judged, since it says as much of the machine. */
import { setTimeout as pause } from 'node:timers/promises'
import { attend, type Herd, herd, rung, setClocks, setFresh } from './herd.ts'
import { beginNight, type Night } from './night.ts'
import { CALM } from './policy.ts'

export interface RecoveryOptions {
  readonly random: () => number
  /** Incidents with a clock that runs, and how many of them are overdue when the system comes back. */
  readonly open: number
  readonly overdue: number
  readonly say: (line: string) => void
}

/** @returns what was wrong. */
export async function measureRecovery({ random, open, overdue, say }: RecoveryOptions): Promise<string[]> {
  const night = await beginNight({ apis: 1, workers: 2, policy: CALM })
  if ('skipped' in night) {
    say(`recovery is not measured: ${night.skipped}`)
    return []
  }
  try {
    return [
      ...(await afterAKilledWorker(night, random, say)),
      ...(await afterARedisRestart(night, random, say)),
      ...(await afterAnOutage(night, { random, open, overdue, say })),
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

async function afterAnOutage(night: Night, { random, open, overdue, say }: RecoveryOptions): Promise<string[]> {
  const filledAt = performance.now()
  await setClocks(night, {
    name: 'QUIET',
    size: open - overdue,
    random,
    dueAt: null,
  })
  const dueAt = Date.now() + 10_000 + overdue * 2
  await setClocks(night, { name: 'OVERDUE', size: overdue, random, dueAt: new Date(dueAt).toISOString() })
  say(`${open} open incidents set in ${seconds(performance.now() - filledAt)} s`)
  const living = [...night.living('api'), ...night.living('worker')]
  await Promise.all(living.map(night.kill9))
  await pause(Math.max(0, dueAt + 2_000 - Date.now()))
  await Promise.all(living.map(({ role }) => night.start(role)))
  const backAt = Date.now()
  const fresh = await setFresh(night, 'OVERDUE')
  const drained = await rung(night, 'OVERDUE', overdue)
  await attend(night, fresh)
  say(
    `${overdue} overdue of ${open} open, after a restart: drained ${seconds(last(drained) - backAt)} s after all processes served`,
  )
  for (const [priority, at] of Object.entries(drained.firedAt)) {
    const middle = [...at].sort((a, b) => a - b)[Math.floor(at.length / 2)] ?? Number.NaN
    say(`  half of the ${at.length} of ${priority} had fired at ${seconds(middle - backAt)} s`)
  }
  say(`  ${drained.freshLatenessMs.length} fresh ones set meanwhile: ${spread(drained.freshLatenessMs)}`)
  return [...drained.wrong]
}

async function theHerd(night: Night, random: () => number, say: RecoveryOptions['say']): Promise<string[]> {
  const { latenessMs, freshLatenessMs, wrong } = await herd(night, { size: 10_000, random, inMs: 45_000 })
  say(`10,000 timers in one instant: ${spread(latenessMs)}; fresh ones meanwhile: ${spread(freshLatenessMs)}`)
  return [...wrong]
}

const last = ({ firedAt }: Herd): number =>
  Object.values(firedAt)
    .flat()
    .reduce((latest, at) => Math.max(latest, at), 0)
const seconds = (ms: number): string => (ms / 1000).toFixed(1)

/** @param sorted ascending, milliseconds. */
function spread(sorted: readonly number[]): string {
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)
  return `late by p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms`
}
