import { gather } from '../../src/queue/gather.ts'

describe('gathering', () => {
  it('runs what arrives together as one group, and answers each with its own', async () => {
    const groups: number[][] = []
    const double = gather(async (items: number[]) => {
      groups.push(items)
      return items.map((item) => item * 2)
    })
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
    expect(groups).toEqual([[1, 2, 3]])
  })

  it('runs no group of more than 100', async () => {
    const sizes: number[] = []
    const count = gather(async (items: number[]) => {
      sizes.push(items.length)
      return items
    })
    await Promise.all(Array.from({ length: 250 }, (_, n) => count(n)))
    expect(sizes).toEqual([100, 100, 50])
  })

  it('does not wait for ever for company that keeps coming', async () => {
    let ran = false
    const take = gather(async (items: number[]) => {
      ran = true
      return items
    })
    const start = performance.now()
    while (!ran && performance.now() - start < 1_000) {
      void take(0)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    expect(performance.now() - start).toBeLessThan(500)
  })

  it('fails all of a group that fails, and none of the next', async () => {
    let fails = true
    const take = gather(async (items: string[]) => {
      if (fails) throw new Error('no')
      return items
    })
    const failed = await Promise.allSettled([take('a'), take('b')])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await take('c')).toBe('c')
  })
})
