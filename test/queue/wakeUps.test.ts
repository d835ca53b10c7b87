import { jest } from '@jest/globals'
import pino from 'pino'
import type { DelayedJob } from '../../src/queue/job.ts'
import { createWakeUps } from '../../src/queue/wakeUps.ts'

const NOW = '2026-03-01T20:00:00.000Z'
const inMs = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString()

const given = () => {
  const world = { orders: [] as DelayedJob[], calls: 0, away: false }
  const wakeUps = createWakeUps(
    async (jobs) => {
      world.calls++
      if (world.away) throw new Error('away')
      world.orders.push(...jobs)
    },
    pino({ level: 'silent' }),
  )
  const instants = () => world.orders.map(({ data }) => ('at' in data ? data.at : null))
  return { world, wakeUps, instants }
}
const pass = () => jest.advanceTimersByTimeAsync(1)

describe('wake-ups', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it('are one for all timers of a step, at its end, in one order, and not again for the same instant', async () => {
    const { world, wakeUps, instants } = given()
    wakeUps.ring([inMs(1_001), inMs(1_019), inMs(1_250), inMs(1_251)], NOW)
    await pass()
    expect(instants()).toEqual([inMs(1_250), inMs(1_500)])
    wakeUps.ring([inMs(1_100)], NOW)
    await pass()
    expect(world.calls).toBe(1)
  })

  it('are handed out early, since a queue takes its time', async () => {
    const { world, wakeUps } = given()
    wakeUps.ring([inMs(2_000)], NOW)
    await pass()
    expect(world.orders[0]?.delayMs).toBeLessThan(1_900)
    expect(world.orders[0]?.delayMs).toBeGreaterThan(1_000)
  })

  it('are ordered for the next seconds only: a later timer is a row, and the sweep asks in time', async () => {
    const { wakeUps, instants } = given()
    wakeUps.ring([inMs(4_000), inMs(6_000), inMs(9 * 30 * 86_400_000), 'no instant'], NOW)
    await pass()
    expect(instants()).toEqual([inMs(4_000)])
  })

  it('for a timer that is due at once wait until its commit can be seen', async () => {
    const { wakeUps, instants } = given()
    wakeUps.ring([inMs(10)], NOW)
    await pass()
    const [wakeUp = ''] = instants()
    expect(wakeUp && wakeUp > inMs(100) && wakeUp < inMs(1_000)).toBe(true)
  })

  it('that the queue did not take are counted, kept nowhere, and ordered when they are asked for again', async () => {
    const { world, wakeUps, instants } = given()
    world.away = true
    wakeUps.ring([inMs(1_000), inMs(2_000)], NOW)
    await pass()
    expect(wakeUps.dropped()).toBe(2)
    world.away = false
    await pass()
    expect(instants()).toEqual([])
    wakeUps.ring([inMs(1_000)], NOW)
    await pass()
    expect(instants()).toEqual([inMs(1_000)])
  })

  it('are ordered anew when the queue may have lost them', async () => {
    const { wakeUps, instants } = given()
    wakeUps.ring([inMs(1_000)], NOW)
    await pass()
    wakeUps.forget()
    wakeUps.ring([inMs(1_000)], NOW)
    await pass()
    expect(instants()).toEqual([inMs(1_000), inMs(1_000)])
  })
})
