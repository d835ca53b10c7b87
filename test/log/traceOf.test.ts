import { traceOf } from '../../src/log/traceOf.ts'

class Quotes extends RangeError {
  readonly code: string
  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}

it('says where an error broke and what it is called, and nothing that it quotes', () => {
  const trace = traceOf(new Quotes('Mrs Jones\n    at 4 High Street', 'cannot-carry-over'))
  expect(trace).toEqual({ name: 'RangeError', code: 'cannot-carry-over', at: expect.any(Array) })
  expect(trace.at[0]).toMatch(/^at .*traceOf\.test\.ts/)
  expect(trace.at.length).toBeLessThanOrEqual(12)
  expect(JSON.stringify(trace)).not.toMatch(/Jones|High Street/)
})

it.each([
  [new Quotes('x', 'Mrs Jones is upstairs'), { name: 'RangeError', at: expect.any(Array) }],
  ['Mrs Jones is upstairs', { name: 'string', at: [] }],
  [null, { name: 'object', at: [] }],
])('takes no sentence for a code, and what was thrown may be anything', (thrown, expected) => {
  expect(traceOf(thrown)).toEqual(expected)
})
