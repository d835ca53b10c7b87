import { keepTold, takeTold } from '../../src/board/told.ts'

/** A browser: what it is told to keep comes back with its next request. */
function browser() {
  const kept = new Map<string, string>()
  const res = {
    append: (_: string, line: string) => {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0/i.test(line)) kept.delete(name)
      else kept.set(name, value)
    },
  }
  const req = () => ({ headers: { cookie: [...kept].map(([name, value]) => `${name}=${value}`).join('; ') } })
  return { res: res as never, req: req as () => never, kept }
}

it('tells once what was warned of, of that event alone', () => {
  const { res, req } = browser()
  keepTold(res, 'e1', ['The area is not known.'])
  expect(takeTold(req(), res, 'e2')).toBeNull()
  expect(takeTold(req(), res, 'e1')).toEqual({ warnings: ['The area is not known.'], more: 0 })
  expect(takeTold(req(), res, 'e1')).toBeNull()
})

it('keeps nothing where nothing was warned of', () => {
  const { res, kept } = browser()
  keepTold(res, 'e1', [])
  expect(kept.size).toBe(0)
})

it('counts what has no room in a cookie', () => {
  const { res, req, kept } = browser()
  keepTold(
    res,
    'e1',
    Array.from({ length: 90 }, (_, at) => `Warning ${at}: ${'x'.repeat(80)}`),
  )
  expect([...kept.values()].join('').length).toBeLessThan(4_000)
  const told = takeTold(req(), res, 'e1')
  expect(told?.warnings.length).toBeGreaterThan(20)
  expect((told?.warnings.length ?? 0) + (told?.more ?? 0)).toBe(90)
})

it('reads nothing of a cookie that is not ours', () => {
  const { res } = browser()
  const req = { headers: { cookie: '__Host-told=bm90IGpzb24' } }
  expect(takeTold(req as never, res, 'e1')).toBeNull()
})
