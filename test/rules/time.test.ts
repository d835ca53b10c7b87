import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { DeadlineNotFinite, earlier, later, msOf, nextSchoolMorning, plus, until } from '../../machines/rules/time/instants.ts'

const LONDON = 'Europe/London'
const NIGHT = '2026-11-20T21:00:00.000Z'
const anyInstant = fc
  .date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2027-11-30T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString())

describe('until', () => {
  it('is what is left, negative once it has passed', () => {
    expect(until('2026-11-20T22:00:00.000Z', NIGHT)).toBe(3_600_000)
    expect(until(NIGHT, NIGHT)).toBe(0)
    expect(until('2026-11-20T20:59:59.999Z', NIGHT)).toBe(-1)
  })

  it.each([null, undefined, '', 'soon'])('throws on %j, which would fire at once for ever', (deadline) => {
    expect(() => until(deadline, NIGHT)).toThrow(DeadlineNotFinite)
  })
  it('throws when now is no instant', () => expect(() => until(NIGHT, '')).toThrow(DeadlineNotFinite))
})

describe('plus', () => {
  it.each([
    ['PT15M', NIGHT, '2026-11-20T21:15:00.000Z'],
    ['PT24H', '2026-10-24T12:00:00.000Z', '2026-10-25T12:00:00.000Z'],
    ['P1D', '2026-10-24T12:00:00.000Z', '2026-10-25T13:00:00.000Z'],
    ['PT24H', '2026-03-28T12:00:00.000Z', '2026-03-29T12:00:00.000Z'],
    ['P1D', '2026-03-28T12:00:00.000Z', '2026-03-29T11:00:00.000Z'],
    ['P12M', '2028-02-29T12:00:00.000Z', '2029-02-28T12:00:00.000Z'],
    ['P1M', '2026-01-31T12:00:00.000Z', '2026-02-28T12:00:00.000Z'],
    ['PT1H30M5S', NIGHT, '2026-11-20T22:30:05.000Z'],
    ['PT1.5S', NIGHT, '2026-11-20T21:00:01.500Z'],
    ['P1DT1H', NIGHT, '2026-11-21T22:00:00.000Z'],
  ])('%s after %s', (duration, from, to) => expect(plus(from, duration, LONDON)).toBe(to))

  it('in the hour that comes twice counts real minutes', () => {
    expect(plus('2026-10-25T00:30:00.000Z', 'PT60M', LONDON)).toBe('2026-10-25T01:30:00.000Z')
  })

  it('adds clock units exactly in any zone, and what was later stays so by the calendar', () => {
    const zones = fc.constantFrom(LONDON, 'UTC', 'Australia/Lord_Howe', 'America/New_York')
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 1_000_000 }), zones, (at, seconds, zone) => {
        expect(until(plus(at, `PT${seconds}S`, zone), at)).toBe(seconds * 1000)
      }),
    )
    fc.assert(
      fc.property(anyInstant, anyInstant, fc.constantFrom('P1D', 'P7D', 'PT24H'), (a, b, duration) => {
        // A wall time that does not exist moves on by an hour, so an instant before it may overtake it by no more than that.
        expect(until(plus(later(a, b), duration, LONDON), plus(earlier(a, b), duration, LONDON))).toBeGreaterThanOrEqual(
          -3_600_000,
        )
      }),
    )
  })

  it.each([
    ['15M', LONDON],
    ['PT15M', 'Mars/Base'],
    ['', LONDON],
  ])('throws on %j in %s', (duration, zone) => {
    expect(() => plus(NIGHT, duration, zone)).toThrow(DeadlineNotFinite)
  })
})

describe('msOf', () => {
  it('knows elapsed lengths only', () => {
    expect([msOf('PT15M'), msOf('P7D'), msOf('PT2S')]).toEqual([900_000, 604_800_000, 2_000])
    for (const none of ['P1M', 'P1Y', '15M', '']) expect(() => msOf(none)).toThrow(DeadlineNotFinite)
  })
})

describe('the next school morning', () => {
  it.each([
    ['a Thursday night', '2026-11-19T23:00:00.000Z', '2026-11-20T08:00:00.000Z'],
    ['before eight on a school day', '2026-11-20T07:59:59.999Z', '2026-11-20T08:00:00.000Z'],
    ['eight itself, which is not before', '2026-11-20T08:00:00.000Z', '2026-11-23T08:00:00.000Z'],
    ['Friday night', NIGHT, '2026-11-23T08:00:00.000Z'],
    ['the Saturday before clocks go back', '2026-10-24T20:00:00.000Z', '2026-10-26T08:00:00.000Z'],
    ['the Friday before that, in summer time', '2026-10-23T06:30:00.000Z', '2026-10-23T07:00:00.000Z'],
    ['the Saturday before clocks go forward', '2026-03-28T20:00:00.000Z', '2026-03-30T07:00:00.000Z'],
    ['after midnight local, before it in UTC', '2026-07-01T23:30:00.000Z', '2026-07-02T07:00:00.000Z'],
    ['Maundy Thursday', '2026-04-02T20:00:00.000Z', '2026-04-07T07:00:00.000Z'],
    ['Christmas Eve, with Boxing Day moved to Monday', '2026-12-24T20:00:00.000Z', '2026-12-29T08:00:00.000Z'],
    ['Christmas Eve 2027, with both days moved', '2027-12-24T20:00:00.000Z', '2027-12-29T08:00:00.000Z'],
  ])('after %s', (_, after, morning) => expect(nextSchoolMorning(after, '08:00', LONDON)).toBe(morning))

  it('is later than the instant, at eight local, on a weekday, within a week', () => {
    fc.assert(
      fc.property(anyInstant, (after) => {
        const morning = nextSchoolMorning(after, '08:00', LONDON)
        const local = new Date(morning).toLocaleString('en-GB', {
          timeZone: LONDON,
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
        })
        expect(local).toMatch(/^(Mon|Tue|Wed|Thu|Fri),? (at )?08:00$/)
        expect(until(morning, after)).toBeGreaterThan(0)
        expect(until(morning, after)).toBeLessThan(7 * 86_400_000)
      }),
    )
  })

  it('uses a given calendar, and says when that never opens', () => {
    expect(nextSchoolMorning(NIGHT, '08:45', LONDON, (date) => date === '2026-12-01')).toBe('2026-12-01T08:45:00.000Z')
    expect(() => nextSchoolMorning(NIGHT, '08:00', LONDON, () => false)).toThrow(DeadlineNotFinite)
  })
})
