import { jest } from '@jest/globals'
import { createCanary } from '../../src/queue/canary.ts'

/** A queue that takes the canary and does with it what the test says. */
const perch = ({ working, does }: { working: boolean; does: 'fire' | 'nothing' | 'refuse' }) => {
  const held = new Set<string>()
  const queue = {
    does,
    reopened: 0,
    released: 0,
    add: async (jobs: readonly { id: string }[]) => {
      if (queue.does === 'refuse') throw new Error('away')
      for (const { id } of jobs) held.add(id)
      if (queue.does !== 'fire') return
      setTimeout(() => {
        held.clear()
        if (working) canary.heard(0)
      }, 200)
    },
    holds: async (id: string) => {
      if (queue.does === 'refuse') throw new Error('away')
      return held.has(id)
    },
    working: () => working,
    release: async () => {
      queue.released++
    },
    reopen: () => {
      queue.reopened++
    },
    onExchange: () => {},
  }
  const canary = createCanary(queue)
  return { queue, canary }
}
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms)

describe('the canary', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.clearAllTimers()
    jest.useRealTimers()
  })

  it.each([true, false])('says firing while its jobs are done (by a worker of this process: %s)', async (working) => {
    const { queue, canary } = perch({ working, does: 'fire' })
    expect(canary.firing()).toBe(false)
    await pass(3_000)
    expect(canary.firing()).toBe(true)
    await pass(60_000)
    expect(canary.firing()).toBe(true)
    expect([queue.reopened, queue.released]).toEqual([0, 0])
  })

  it('says stalled within 15 seconds when the queue takes jobs but fires nothing, and asks for a new connection', async () => {
    const { queue, canary } = perch({ working: true, does: 'fire' })
    await pass(5_000)
    queue.does = 'nothing'
    await pass(15_000)
    expect(canary.firing()).toBe(false)
    expect(queue.reopened).toBeGreaterThan(0)
    queue.does = 'fire'
    await pass(10_000)
    expect(canary.firing()).toBe(true)
  })

  it('does not count a job that the queue gave long ago as a proof that it works now', async () => {
    const { queue, canary } = perch({ working: true, does: 'fire' })
    await pass(5_000)
    queue.does = 'nothing'
    await pass(11_000)
    canary.heard(11_000)
    await pass(3_000)
    expect(canary.firing()).toBe(false)
    canary.heard(1_000)
    expect(canary.firing()).toBe(true)
  })

  it('asks for a new connection every second or two while the queue refuses, after giving the old connection time to recover', async () => {
    const { queue, canary } = perch({ working: false, does: 'refuse' })
    await pass(7_900)
    expect(queue.reopened).toBe(0)
    await pass(20_000)
    expect(canary.firing()).toBe(false)
    expect(queue.reopened).toBeGreaterThanOrEqual(10)
    expect(queue.reopened).toBeLessThanOrEqual(20)
  })

  it('keeps the connection when only a worker is missing, in a process without a worker', async () => {
    const { queue, canary } = perch({ working: false, does: 'nothing' })
    await pass(60_000)
    expect(canary.firing()).toBe(false)
    expect(queue.reopened).toBe(0)
  })
})
