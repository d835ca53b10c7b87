import { jest } from '@jest/globals'
import pino from 'pino'
import type { DueTimer } from '../../src/engine/dueTimers.ts'
import type { WakeOutcome } from '../../src/engine/engine.ts'
import { startSweep } from '../../workers/sweep.ts'

const NOW = '2026-03-01T20:00:00.000Z'

const dueTimers = (count: number): DueTimer[] =>
  Array.from({ length: count }, (_, n) => ({
    force: 'northshire',
    reference: `NS-${n}`,
    timer: `t${n}`,
    dueAt: NOW,
  }))

/** A record with timers that are due, an engine that fires them, and what was seen of both. */
const given = (due: DueTimer[]) => {
  const world = {
    due,
    fired: [] as string[],
    putOff: [] as string[],
    /** Timers whose machine throws. */
    poisoned: [] as string[],
    /** Timers of cases that a newer build has moved since they were leased. */
    newer: [] as string[],
    released: [] as string[],
    metric: [] as string[],
    wakeUps: 0,
    logged: [] as string[],
    running: 0,
    mostRunning: 0,
    longestLeaseMs: 0,
    outage: null as Error | null,
    /** Each call of the engine takes this long. */
    takesMs: 0,
  }
  const log = pino({ level: 'info' }, { write: (line: string) => world.logged.push((JSON.parse(line) as { msg: string }).msg) })
  const sweep = startSweep({
    engine: {
      async fireTimers(timers) {
        world.running++
        world.mostRunning = Math.max(world.mostRunning, world.running)
        if (world.takesMs) await new Promise((resolve) => setTimeout(resolve, world.takesMs))
        world.running--
        world.fired.push(...timers.map(({ timer }) => timer))
        return timers.map(({ timer }, n): WakeOutcome => {
          if (world.newer.includes(timer)) return 'newer'
          return world.poisoned.includes(timer) ? 'failed' : n === 0 ? 'superseded' : 'fired'
        })
      },
    },
    due: {
      async leaseDue(limit, leaseMs) {
        world.longestLeaseMs = Math.max(world.longestLeaseMs, leaseMs)
        if (world.outage) throw world.outage
        return { now: NOW, next: null, timers: world.due.splice(0, limit) }
      },
      async putOff(timers) {
        world.putOff.push(...timers.map(({ timer }) => timer))
      },
      async release(timers) {
        world.released.push(...timers.map(({ timer }) => timer))
      },
      dueSoon: async () => ({ now: NOW, instants: ['2026-03-01T20:00:04.000Z'] }),
    },
    alarms: {
      ring: (instants, now) => {
        world.wakeUps += instants.length
        expect(now).toBe(NOW)
      },
    },
    log,
    onFired: ({ by }) => world.metric.push(by),
    onPutOff: () => {},
  })
  return { world, sweep }
}
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms)

describe('the sweep', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.clearAllTimers()
    jest.useRealTimers()
  })

  it('fires all that is due in one round, however many', async () => {
    const { world } = given(dueTimers(1_203))
    await pass(10)
    expect(world.fired).toHaveLength(1_203)
  })

  it('counts as fired by the sweep only what took effect', async () => {
    const { world } = given(dueTimers(3))
    await pass(10)
    expect(world.metric).toEqual(['sweep', 'sweep'])
  })

  it('leases for so long only that what a killed process held is had by another, a second apart, within three seconds', async () => {
    const { world } = given(dueTimers(3))
    await pass(10)
    expect(world.longestLeaseMs).toBeGreaterThan(0)
    expect(world.longestLeaseMs).toBeLessThanOrEqual(2_000)
  })

  it('puts off what could not be fired, and nothing else', async () => {
    const { world } = given(dueTimers(3))
    world.poisoned = ['t1']
    await pass(10)
    expect(world.putOff).toEqual(['t1'])
    expect(world.metric).toEqual(['sweep'])
  })

  it('gives what only a newer build can fire back at once, and puts it off for nobody', async () => {
    const { world } = given(dueTimers(3))
    world.newer = ['t1']
    await pass(10)
    expect(world.released).toEqual(['t1'])
    expect(world.putOff).toEqual([])
  })

  it('looks again every second', async () => {
    const { world } = given([])
    await pass(500)
    world.due = dueTimers(1)
    await pass(600)
    expect(world.fired).toEqual(['t0'])
  })

  it('never overlaps itself, also when a round takes longer than a second', async () => {
    const { world } = given(dueTimers(1))
    world.takesMs = 3_500
    for (let second = 0; second < 20; second++) {
      world.due.push(...dueTimers(1))
      await pass(1_000)
    }
    expect(world.fired.length).toBeGreaterThan(1)
    expect(world.mostRunning).toBe(1)
  })

  it('says once that the record is away, goes on, and says once that it is back', async () => {
    const { world } = given([])
    await pass(10)
    world.outage = new Error('the record is away')
    await pass(30_000)
    expect(world.logged).toEqual(['sweep: failing'])
    world.outage = null
    world.due = dueTimers(2)
    await pass(1_000)
    expect(world.fired).toHaveLength(2)
    expect(world.logged).toEqual(['sweep: failing', 'sweep: well again'])
  })

  it('orders the wake-ups of the next seconds each second, also while it fires a long backlog', async () => {
    const { world } = given(dueTimers(3_000))
    world.takesMs = 2_000
    await pass(10)
    expect(world.wakeUps).toBe(1)
    await pass(5_000)
    expect(world.wakeUps).toBe(6)
    expect(world.due.length).toBeGreaterThan(0)
  })

  it('lets the running round finish when it is stopped, and begins no other', async () => {
    const { world, sweep } = given(dueTimers(1))
    world.takesMs = 2_000
    await pass(100)
    let stopped = false
    void sweep.stop().then(() => {
      stopped = true
    })
    await pass(1_000)
    expect(stopped).toBe(false)
    await pass(1_000)
    expect(stopped).toBe(true)
    expect(world.fired).toEqual(['t0'])
    world.due = dueTimers(5)
    await pass(10_000)
    expect(world.fired).toHaveLength(1)
  })

  it('waits no longer than five seconds for a round that hangs', async () => {
    const { world, sweep } = given(dueTimers(1))
    world.takesMs = 60_000
    await pass(100)
    let stopped = false
    void sweep.stop().then(() => {
      stopped = true
    })
    await pass(5_000)
    expect(stopped).toBe(true)
  })
})
