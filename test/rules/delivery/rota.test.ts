import fc from 'fast-check'
import { DateTime } from 'luxon'
import { DAYS, type Override, type Rota, type Shift } from '../../../machines/rules/delivery/plan.ts'
import { dutySpans, holesIn, onDuty } from '../../../machines/rules/delivery/rota.ts'

const zone = 'Europe/London'
const shift = (days: string, from: string, to: string, ...people: string[]): Shift => ({
  days: days === 'daily' ? DAYS : (days.split(' ') as Shift['days']),
  from,
  to,
  people,
})
const override = (from: string, to: string, people: string[], instead: string[] | null = null): Override => ({
  id: null,
  ...{ from, to, people, instead },
})
const rota = (shifts: Shift[], overrides: Override[] = []): Rota => ({ zone, shifts, overrides })
const people = (of: Rota, at: string) => onDuty(of, at).map(({ person }) => person)
const spans = (of: Rota, from: string, to: string) =>
  dutySpans(of, from, to).map((span) => `${span.from.slice(0, 16)} ${span.people.map(({ person }) => person).join(',') || '-'}`)

const DAY_AND_NIGHT = rota([shift('daily', '07:00', '19:00', 'day'), shift('daily', '19:00', '07:00', 'night')])

describe('the weekly pattern', () => {
  it('names who is on duty: up to the end of a shift, from the beginning of the next, on two days of which one begins', () => {
    expect(people(DAY_AND_NIGHT, '2026-11-30T06:59:59.999Z')).toEqual(['night'])
    expect(people(DAY_AND_NIGHT, '2026-11-30T07:00:00.000Z')).toEqual(['day'])
    expect(people(DAY_AND_NIGHT, '2026-11-30T18:59:59.999Z')).toEqual(['day'])
    expect(people(DAY_AND_NIGHT, '2026-11-30T19:00:00.000Z')).toEqual(['night'])
  })

  it('is in London time: an hour earlier in summer', () => {
    expect(people(DAY_AND_NIGHT, '2026-07-01T05:59:59.999Z')).toEqual(['night'])
    expect(people(DAY_AND_NIGHT, '2026-07-01T06:00:00.000Z')).toEqual(['day'])
  })

  it('gives a night to the day on which it begins', () => {
    const weekend = rota([shift('fri', '22:00', '06:00', 'late')])
    // 4 December 2026 is a Friday.
    expect(spans(weekend, '2026-12-03T00:00:00.000Z', '2026-12-07T00:00:00.000Z')).toEqual([
      '2026-12-03T00:00 -',
      '2026-12-04T22:00 late',
      '2026-12-05T06:00 -',
    ])
  })

  it('names all of several shifts, in the order of the file, each once', () => {
    const several = rota([shift('daily', '07:00', '19:00', 'a', 'b'), shift('daily', '12:00', '16:00', 'c', 'a')])
    expect(people(several, '2026-11-30T13:00:00.000Z')).toEqual(['a', 'b', 'c'])
    expect(onDuty(several, '2026-11-30T13:00:00.000Z')[2]).toEqual({
      person: 'c',
      why: { by: 'pattern', shift: several.shifts[1] },
    })
  })

  it('takes a whole day', () => {
    expect(spans(rota([shift('daily', '00:00', '24:00', 'a')]), '2026-10-24T00:00:00.000Z', '2026-10-27T00:00:00.000Z')).toEqual([
      '2026-10-24T00:00 a',
    ])
  })
})

describe('overrides', () => {
  it('replace everybody, from their first instant to the one before their last', () => {
    const christmas = override('2026-12-25T07:00:00.000Z', '2026-12-25T19:00:00.000Z', ['c', 'd'])
    const of = rota([...DAY_AND_NIGHT.shifts], [christmas])
    expect(spans(of, '2026-12-25T00:00:00.000Z', '2026-12-26T00:00:00.000Z')).toEqual([
      '2026-12-25T00:00 night',
      '2026-12-25T07:00 c,d',
      '2026-12-25T19:00 night',
    ])
    expect(onDuty(of, '2026-12-25T07:00:00.000Z')[0]?.why).toEqual({ by: 'override', override: christmas })
  })

  it('of which the later overrides the earlier', () => {
    const of = rota(
      [],
      [
        override('2026-12-01T00:00:00.000Z', '2026-12-03T00:00:00.000Z', ['a']),
        override('2026-12-02T00:00:00.000Z', '2026-12-04T00:00:00.000Z', ['b']),
      ],
    )
    expect(spans(of, '2026-12-01T00:00:00.000Z', '2026-12-05T00:00:00.000Z')).toEqual([
      '2026-12-01T00:00 a',
      '2026-12-02T00:00 b',
      '2026-12-04T00:00 -',
    ])
  })

  it('a swap replaces only the person whom it names, in their place', () => {
    const pattern = [shift('daily', '00:00', '12:00', 'a', 'b', 'c')]
    const of = rota(pattern, [override('2026-12-01T00:00:00.000Z', '2026-12-02T00:00:00.000Z', ['x'], ['b'])])
    expect(people(of, '2026-12-01T10:00:00.000Z')).toEqual(['a', 'x', 'c'])
    // Nobody stands in for somebody who is off duty.
    expect(people(of, '2026-12-01T12:00:00.000Z')).toEqual([])
    expect(people(of, '2026-12-02T10:00:00.000Z')).toEqual(['a', 'b', 'c'])
  })

  it('somebody who is away without a stand-in leaves the others, and alone a hole', () => {
    const away = override('2026-12-01T00:00:00.000Z', '2026-12-02T00:00:00.000Z', [], ['a'])
    expect(people(rota([shift('daily', '00:00', '24:00', 'a', 'b')], [away]), '2026-12-01T10:00:00.000Z')).toEqual(['b'])
    const alone = rota([shift('daily', '00:00', '24:00', 'a')], [away])
    expect(holesIn(dutySpans(alone, '2026-11-30T00:00:00.000Z', '2026-12-03T00:00:00.000Z'))).toEqual([
      { from: '2026-12-01T00:00:00.000Z', to: '2026-12-02T00:00:00.000Z', people: [] },
    ])
  })

  it('two people who swap are there once', () => {
    const of = rota(
      [shift('daily', '00:00', '24:00', 'a', 'b')],
      [override('2026-12-01T00:00:00.000Z', '2026-12-02T00:00:00.000Z', ['b'], ['a'])],
    )
    expect(people(of, '2026-12-01T10:00:00.000Z')).toEqual(['b'])
  })
})

/** In 2026 the clocks go forward at 01:00 UTC on 29 March, and back at 01:00 UTC on 25 October. */
describe('when the clocks change', () => {
  const handover = (at: string) => rota([shift('daily', '13:00', at, 'before'), shift('daily', at, '13:00', 'after')])

  it('a boundary in the double hour belongs to both sides', () => {
    expect(spans(handover('01:30'), '2026-10-24T20:00:00.000Z', '2026-10-25T10:00:00.000Z')).toEqual([
      '2026-10-24T20:00 before',
      '2026-10-25T00:30 before,after',
      '2026-10-25T01:30 after',
    ])
  })

  it('so does its beginning, which is shown twice; its end is shown once', () => {
    expect(spans(handover('01:00'), '2026-10-24T20:00:00.000Z', '2026-10-25T10:00:00.000Z')).toEqual([
      '2026-10-24T20:00 before',
      '2026-10-25T00:00 before,after',
      '2026-10-25T01:00 after',
    ])
    expect(spans(handover('02:00'), '2026-10-24T20:00:00.000Z', '2026-10-25T10:00:00.000Z')).toEqual([
      '2026-10-24T20:00 before',
      '2026-10-25T02:00 after',
    ])
  })

  it.each(['01:00', '01:30', '01:59'])('a boundary at %s, which March leaves out, is the jump', (at) => {
    expect(spans(handover(at), '2026-03-28T20:00:00.000Z', '2026-03-29T10:00:00.000Z')).toEqual([
      '2026-03-28T20:00 before',
      '2026-03-29T01:00 after',
    ])
  })

  it('a shift that lies within the hour that March leaves out does not take place', () => {
    const of = rota([shift('daily', '01:15', '01:45', 'a')])
    expect(holesIn(dutySpans(of, '2026-03-29T00:00:00.000Z', '2026-03-29T12:00:00.000Z'))).toHaveLength(1)
  })

  const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 })
  const hhmm = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  /** Shifts that tile each day: somebody is on duty from each boundary to the next. */
  const tiling = fc
    .uniqueArray(minutes, { minLength: 2, maxLength: 6 })
    .map((at) => at.sort((a, b) => a - b))
    .map((at) => rota(at.map((from, n) => shift('daily', hhmm(from), hhmm(at[(n + 1) % at.length] ?? 0), `p${n}`))))
  const CHANGES = ['2026-03-29T01:00:00.000Z', '2026-10-25T01:00:00.000Z', '2027-03-28T01:00:00.000Z', '2027-10-31T01:00:00.000Z']
  const aroundAChange = fc.constantFrom(...CHANGES).map((change) => Date.parse(change))
  const iso = (ms: number) => new Date(ms).toISOString()
  const HOUR_MS = 3_600_000

  it('no shift that tiles the week leaves a hole, and nobody is there twice', () => {
    fc.assert(
      fc.property(tiling, aroundAChange, (of, change) => {
        const all = dutySpans(of, iso(change - 72 * HOUR_MS), iso(change + 72 * HOUR_MS))
        expect(holesIn(all)).toEqual([])
        for (const { people: there } of all) expect(new Set(there.map(({ person }) => person)).size).toBe(there.length)
        // Each ends where the next begins.
        expect(all.slice(1).map(({ from }) => from)).toEqual(all.slice(0, -1).map(({ to }) => to))
      }),
    )
  })

  it('whoever the wall clock names is on duty, and outside the double hour nobody else', () => {
    fc.assert(
      fc.property(tiling, aroundAChange, fc.integer({ min: -48 * 60, max: 48 * 60 }), (of, change, minute) => {
        const at = iso(change + minute * 60_000)
        const wall = DateTime.fromISO(at, { zone }).toFormat('HH:mm')
        const named = of.shifts
          .filter(({ from, to }) => (from < to ? from <= wall && wall < to : wall >= from || wall < to))
          .flatMap((one) => one.people)
        const there = people(of, at)
        expect(there).toEqual(expect.arrayContaining(named))
        const isDouble = CHANGES.some((one) => one.includes('-10-') && Math.abs(Date.parse(at) - Date.parse(one)) <= HOUR_MS)
        if (!isDouble) expect(there).toEqual(named)
      }),
    )
  })

  it('an instant and the span around it say the same', () => {
    const overriding = fc.record({
      from: fc.integer({ min: -48, max: 47 }),
      hours: fc.integer({ min: 1, max: 24 }),
      people: fc.subarray(['p0', 'p1', 'x', 'y'], { minLength: 1 }),
      instead: fc.option(fc.subarray(['p0', 'p1', 'x'], { minLength: 1 })),
    })
    fc.assert(
      fc.property(tiling, aroundAChange, fc.array(overriding, { maxLength: 5 }), (of, change, some) => {
        const overrides = some.map(({ from, hours, ...one }) =>
          override(iso(change + from * HOUR_MS), iso(change + (from + hours) * HOUR_MS), one.people, one.instead),
        )
        const changed = { ...of, overrides }
        for (const span of dutySpans(changed, iso(change - 72 * HOUR_MS), iso(change + 72 * HOUR_MS))) {
          expect(onDuty(changed, span.from)).toEqual(span.people)
          expect(onDuty(changed, iso(Date.parse(span.to) - 1))).toEqual(span.people)
        }
      }),
    )
  })
})

it('the largest rota is spread over two weeks before anybody waits for it', () => {
  const time = (n: number) => `${String(n % 24).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`
  const shifts = Array.from({ length: 200 }, (_, n) => shift('daily', time(n), time(n + 5), `p${n}`, `q${n}`))
  const overrides = Array.from({ length: 500 }, (_, n) =>
    override(
      new Date(Date.parse('2026-12-01T00:00:00Z') + n * 3_600_000).toISOString(),
      new Date(Date.parse('2026-12-01T00:00:00Z') + (n + 2) * 3_600_000).toISOString(),
      [`p${n}`],
    ),
  )
  const of = rota(shifts, overrides)
  dutySpans(of, '2026-11-30T00:00:00.000Z', '2026-12-01T00:00:00.000Z')
  const began = performance.now()
  expect(dutySpans(of, '2026-12-01T00:00:00.000Z', '2026-12-15T00:00:00.000Z').length).toBeGreaterThan(300)
  const took = performance.now() - began
  // 64 ms on a machine that does other work too.
  expect(took).toBeLessThan(2_000)
})
