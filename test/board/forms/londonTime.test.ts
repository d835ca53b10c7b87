import fc from 'fast-check'
import { readLondonTime, writtenInLondon } from '../../../src/board/forms/londonTime.ts'

describe('a time in London', () => {
  it.each([
    ['2026-11-20T21:05', '2026-11-20T21:05:00.000Z'],
    ['2026-07-20T21:05', '2026-07-20T20:05:00.000Z'],
    ['2026-07-20 21:05', '2026-07-20T20:05:00.000Z'],
    ['2026-07-20T21:05:30', '2026-07-20T20:05:30.000Z'],
    // The last minute before and the first after the hour that is left out.
    ['2026-03-29T00:59', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T02:00', '2026-03-29T01:00:00.000Z'],
    // The last minute before and the first after the hour that comes twice.
    ['2026-10-25T00:59', '2026-10-24T23:59:00.000Z'],
    ['2026-10-25T02:00', '2026-10-25T02:00:00.000Z'],
  ])('%s is %s', (written, instant) => {
    expect(readLondonTime(written, null)).toEqual({ ok: true, instant })
  })

  it('takes an instant as it is', () => {
    expect(readLondonTime('2026-07-20T21:05:00+01:00', null)).toEqual({ ok: true, instant: '2026-07-20T21:05:00+01:00' })
  })

  it.each(['01:00', '01:30', '01:59'])('refuses %s on the night on which no clock showed it', (time) => {
    expect(readLondonTime(`2026-03-29T${time}`, null)).toEqual({ ok: false, why: 'left-out' })
  })

  it.each(['01:00', '01:30', '01:59'])('asks which %s is meant on the night on which it came twice', (time) => {
    const written = `2026-10-25T${time}`
    expect(readLondonTime(written, null)).toEqual({ ok: false, why: 'comes-twice' })
    const minutes = time.slice(2)
    expect(readLondonTime(written, 'first')).toEqual({ ok: true, instant: `2026-10-25T00${minutes}:00.000Z` })
    expect(readLondonTime(written, 'second')).toEqual({ ok: true, instant: `2026-10-25T01${minutes}:00.000Z` })
  })

  it.each(['', 'now', '21:05', '2026-02-30T10:00', '2026-11-20T24:00', '20/11/2026 21:05'])('cannot read %j', (written) => {
    expect(readLondonTime(written, null)).toEqual({ ok: false, why: 'not-a-time' })
  })

  it('reads back every instant that it writes', () => {
    const night = (day: string) => fc.integer({ min: Date.parse(`${day}T22:00:00Z`), max: Date.parse(`${day}T22:00:00Z`) + 2e7 })
    const instants = fc.oneof(
      night('2026-03-28'),
      night('2026-10-24'),
      fc.integer({ min: Date.parse('1973-01-01'), max: Date.parse('2100-01-01') }),
    )
    fc.assert(
      fc.property(instants, (at) => {
        const instant = new Date(at).toISOString()
        const { written, which } = writtenInLondon(instant)
        expect(readLondonTime(written, which)).toEqual({ ok: true, instant })
      }),
    )
  })
})
