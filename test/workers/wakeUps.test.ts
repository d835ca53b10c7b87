import { jest } from '@jest/globals'
import pino from 'pino'
import type { DueTimer } from '../../src/engine/dueTimers.ts'
import { answerWakeUps } from '../../workers/wakeUps.ts'

const MIDNIGHT = Date.parse('2026-03-01T00:00:00.000Z')
const at = (ms: number) => new Date(MIDNIGHT + ms).toISOString()
const timer = (name: string, dueMs: number): DueTimer => ({
  force: 'northshire',
  reference: 'NS-1',
  timer: name,
  dueAt: at(dueMs),
})

/** A worker that hears wake-ups, the timers of a record, and what it fired when. */
const given = (timers: DueTimer[]) => {
  jest.useFakeTimers({ now: MIDNIGHT })
  const world = {
    timers,
    fired: [] as { timer: string; at: number; by: string }[],
    pages: [] as number[],
    looks: 0,
    outage: null as Error | null,
    logged: [] as string[],
    hear: (_at: string): void => {},
  }
  const log = pino({ level: 'info' }, { write: (line: string) => world.logged.push((JSON.parse(line) as { msg: string }).msg) })
  const wakeUps = answerWakeUps(
    {
      engine: {
        async fireTimers(due) {
          world.pages.push(due.length)
          await new Promise((resolve) => setTimeout(resolve, 5))
          return due.map(() => 'fired')
        },
      },
      due: {
        async leaseDue(limit, _leaseMs, freshMs) {
          world.looks++
          if (world.outage) throw world.outage
          const now = new Date().toISOString()
          const oldest = new Date(Date.now() - (freshMs ?? Number.POSITIVE_INFINITY)).toISOString()
          const due = world.timers.filter(({ dueAt }) => dueAt <= now && dueAt > oldest).slice(0, limit)
          world.timers = world.timers.filter((one) => !due.includes(one))
          const next =
            world.timers
              .map(({ dueAt }) => dueAt)
              .sort()
              .find((dueAt) => dueAt > now) ?? null
          return { now, next, timers: due }
        },
        putOff: async () => {},
        release: async () => {},
      },
      onPutOff: () => {},
      onFired: ({ dueAt, by }) => world.fired.push({ timer: dueAt, at: Date.now() - MIDNIGHT, by }),
    },
    { work: (onWakeUp) => (world.hear = onWakeUp) },
    log,
  )
  return { world, wakeUps }
}
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms)

describe('a wake-up', () => {
  afterEach(() => {
    jest.clearAllTimers()
    jest.useRealTimers()
  })

  it('is handed out early and stands for all instants until its own: each timer fires at its instant, none before', async () => {
    const { world } = given([timer('a', 250), timer('b', 263), timer('c', 490), timer('later', 700)])
    world.hear(at(500))
    await pass(249)
    expect(world.fired).toEqual([])
    await pass(1_000)
    expect(world.fired.map(({ timer: due }) => due)).toEqual([at(250), at(263), at(490)])
    for (const { timer: due, at: firedMs } of world.fired) expect(firedMs - (Date.parse(due) - MIDNIGHT)).toBeLessThan(50)
  })

  it('that comes while another is open is kept open as well', async () => {
    const { world } = given([timer('soon', 200), timer('late', 900)])
    world.hear(at(250))
    await pass(20)
    world.hear(at(1_000))
    await pass(1_500)
    expect(world.fired.map(({ timer: due }) => due)).toEqual([at(200), at(900)])
  })

  it('sees a timer that is set while it waits for a later one', async () => {
    const { world } = given([timer('late', 450)])
    world.hear(at(500))
    await pass(100)
    world.timers.push(timer('new', 150))
    await pass(120)
    expect(world.fired.map(({ timer: due }) => due)).toEqual([at(150)])
  })

  it('fires a herd page by page, one at a time, so that events of the control room come in between', async () => {
    const { world } = given(Array.from({ length: 1_000 }, (_, n) => timer(`t${n}`, 0)))
    world.hear(at(0))
    world.hear(at(20))
    await pass(1_000)
    expect(world.fired).toHaveLength(1_000)
    expect(Math.max(...world.pages)).toBeLessThanOrEqual(100)
  })

  it('leaves what fell due long ago to the sweep: a fresh deadline does not wait behind an outage', async () => {
    const { world } = given([timer('old', -60_000), timer('fresh', 10)])
    world.hear(at(20))
    await pass(100)
    expect(world.fired.map(({ timer: due }) => due)).toEqual([at(10)])
  })

  it('looks no more once its instant has passed', async () => {
    const { world } = given([])
    world.hear(at(100))
    await pass(200)
    const { looks } = world
    await pass(60_000)
    expect(world.looks).toBe(looks)
  })

  it('for an instant far ahead, as after the clock was set back, is left to the sweep', async () => {
    const { world } = given([])
    world.hear(at(3_600_000))
    await pass(1_000)
    const { looks } = world
    await pass(60_000)
    expect(world.looks).toBe(looks)
  })

  it('says once that the record is away, and rings again when it is back', async () => {
    const { world } = given([timer('t', 1_500)])
    world.outage = new Error('the record is away')
    world.hear(at(100))
    await pass(200)
    world.hear(at(300))
    await pass(200)
    expect(world.logged).toEqual(['firing timers at a wake-up: failing'])
    world.outage = null
    world.hear(at(1_500))
    await pass(5_000)
    expect(world.fired).toHaveLength(1)
    expect(world.logged).toEqual(['firing timers at a wake-up: failing', 'firing timers at a wake-up: well again'])
  })

  it('that was heard is looked at once more when the worker stops, without waiting for its instant', async () => {
    const { world, wakeUps } = given([timer('due', 0)])
    world.hear(at(200))
    let stopped = false
    void wakeUps.stop().then(() => {
      stopped = true
    })
    await pass(50)
    expect(stopped).toBe(true)
    expect(world.fired).toHaveLength(1)
  })
})
