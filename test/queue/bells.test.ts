import { jest } from '@jest/globals'
import pino from 'pino'
import { createBells } from '../../src/queue/bells.ts'
import type { DelayedJob } from '../../src/queue/job.ts'

const NOW = '2026-03-01T20:00:00.000Z'
const inMs = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString()

const given = () => {
  const world = { orders: [] as DelayedJob[], calls: 0, away: false }
  const bells = createBells(
    async (jobs) => {
      world.calls++
      if (world.away) throw new Error('away')
      world.orders.push(...jobs)
    },
    pino({ level: 'silent' }),
  )
  const instants = () => world.orders.map(({ data }) => ('at' in data ? data.at : null))
  return { world, bells, instants }
}
const pass = () => jest.advanceTimersByTimeAsync(1)

describe('bells', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it('are one for all timers of a step, at its end, in one order, and not again for the same instant', async () => {
    const { world, bells, instants } = given()
    bells.ring([inMs(1_001), inMs(1_019), inMs(1_250), inMs(1_251)], NOW)
    await pass()
    expect(instants()).toEqual([inMs(1_250), inMs(1_500)])
    bells.ring([inMs(1_100)], NOW)
    await pass()
    expect(world.calls).toBe(1)
  })

  it('are handed out early, since a queue takes its time', async () => {
    const { world, bells } = given()
    bells.ring([inMs(2_000)], NOW)
    await pass()
    expect(world.orders[0]?.delayMs).toBeLessThan(1_900)
    expect(world.orders[0]?.delayMs).toBeGreaterThan(1_000)
  })

  it('are ordered for the next seconds only: what is further away is a row, and the sweep asks in time', async () => {
    const { bells, instants } = given()
    bells.ring([inMs(4_000), inMs(6_000), inMs(9 * 30 * 86_400_000), 'no instant'], NOW)
    await pass()
    expect(instants()).toEqual([inMs(4_000)])
  })

  it('for a timer that is due at once wait until its commit can be seen', async () => {
    const { bells, instants } = given()
    bells.ring([inMs(10)], NOW)
    await pass()
    const [bell = ''] = instants()
    expect(bell && bell > inMs(100) && bell < inMs(1_000)).toBe(true)
  })

  it('that the queue did not take are counted, kept nowhere, and ordered when they are asked for again', async () => {
    const { world, bells, instants } = given()
    world.away = true
    bells.ring([inMs(1_000), inMs(2_000)], NOW)
    await pass()
    expect(bells.dropped()).toBe(2)
    world.away = false
    await pass()
    expect(instants()).toEqual([])
    bells.ring([inMs(1_000)], NOW)
    await pass()
    expect(instants()).toEqual([inMs(1_000)])
  })

  it('are ordered anew when the queue may have lost them', async () => {
    const { bells, instants } = given()
    bells.ring([inMs(1_000)], NOW)
    await pass()
    bells.forget()
    bells.ring([inMs(1_000)], NOW)
    await pass()
    expect(instants()).toEqual([inMs(1_000), inMs(1_000)])
  })
})
