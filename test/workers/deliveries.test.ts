import { jest } from '@jest/globals'
import pino from 'pino'
import { startDeliveries } from '../../workers/deliveries.ts'

/** A process, what it was told by the queue, and how often it looked. */
const given = (carries = true) => {
  const world = {
    ...{ looks: 0, told: 0, clockLooks: 0, stoppedWithin: 0 },
    outage: null as Error | null,
    logged: [] as string[],
    hear: () => {},
  }
  const deliveries = startDeliveries({
    carrier: {
      look: async () => {
        world.looks++
        if (world.outage) throw world.outage
      },
      forgetFuture: async () => {
        world.clockLooks++
      },
      stop: async (withinMs) => {
        world.stoppedWithin = withinMs
      },
    },
    clock: { tellOfDeliveries: () => world.told++, onDeliveries: (listener) => (world.hear = listener) },
    log: pino({ level: 'info' }, { write: (line: string) => world.logged.push((JSON.parse(line) as { msg: string }).msg) }),
    carries,
  })
  return { world, deliveries }
}
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms)

describe('deliveries', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.clearAllTimers()
    jest.useRealTimers()
  })

  it('are looked for right after a commit here, and other workers are told', async () => {
    const { world, deliveries } = given()
    await pass(10)
    const { looks } = world
    deliveries.written()
    expect([world.looks - looks, world.told]).toEqual([1, 1])
  })

  it('are looked for when the queue says so', async () => {
    const { world } = given()
    await pass(10)
    const { looks } = world
    world.hear()
    expect(world.looks - looks).toBe(1)
  })

  it('are looked for each second, whatever the queue says', async () => {
    const { world } = given()
    await pass(10)
    const { looks } = world
    await pass(10_000)
    expect(world.looks - looks).toBe(10)
  })

  it('are left to the workers in the role api, which tells them', async () => {
    const { world, deliveries } = given(false)
    deliveries.written()
    world.hear()
    await pass(10_000)
    expect([world.looks, world.told]).toEqual([0, 1])
    await deliveries.stop()
  })

  it('written by a clock that was ahead are put right within half a minute', async () => {
    const { world } = given()
    await pass(31_000)
    expect(world.clockLooks).toBe(2)
  })

  it('say once that the record is away, and once that it is back', async () => {
    const { world, deliveries } = given()
    await pass(10)
    world.outage = new Error('the record is away')
    deliveries.written()
    await pass(10_000)
    expect(world.logged).toEqual(['carrying deliveries: failing'])
    world.outage = null
    await pass(1_000)
    expect(world.logged).toEqual(['carrying deliveries: failing', 'carrying deliveries: well again'])
  })

  it('under way get four seconds when the process stops, and no look begins', async () => {
    const { world, deliveries } = given()
    await pass(10)
    await deliveries.stop()
    const { looks } = world
    await pass(10_000)
    expect([world.looks - looks, world.stoppedWithin]).toEqual([0, 4_000])
  })
})
