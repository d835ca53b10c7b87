/** Times as the pages show them, in London's time. */
import { DateTime } from 'luxon'
import { dateTimeOf, lengthOf, shortTime } from '../../src/frame/times.ts'

const clock = (now: string) => ({ zone: 'Europe/London', now: () => Date.parse(now) })

it.each([
  ['today', '2026-11-19T21:04:59.999Z', '2026-11-19T23:59:59.000Z', '21:04'],
  ['yesterday, a minute before midnight', '2026-11-18T23:59:00.000Z', '2026-11-19T00:01:00.000Z', '18 Nov 23:59'],
  ['midnight', '2026-11-19T00:00:00.000Z', '2026-11-19T00:01:00.000Z', '00:00'],
  ['last year', '2025-12-31T23:59:00.000Z', '2026-01-01T00:00:00.000Z', '31 Dec 2025 23:59'],
  ['summer: an hour later than UTC', '2026-07-01T23:30:00.000Z', '2026-07-02T10:00:00.000Z', '00:30'],
  ['the hour that is there twice, first', '2026-10-25T00:30:00.000Z', '2026-10-25T12:00:00.000Z', '01:30'],
  ['the hour that is there twice, again', '2026-10-25T01:30:00.000Z', '2026-10-25T12:00:00.000Z', '01:30'],
])('says a time of %s', (_, instant, now, said) => expect(shortTime(instant, clock(now))).toBe(said))

it('says a date as Luxon does, all the year round', () => {
  for (let day = 0; day < 366; day++) {
    const instant = new Date(Date.UTC(2026, 0, 1, 3, 7) + day * 86_400_000).toISOString()
    const local = DateTime.fromISO(instant, { zone: 'Europe/London' }).setLocale('en-GB')
    expect(dateTimeOf(instant, { zone: 'Europe/London' })).toBe(local.toFormat("cccc d MMMM yyyy', 'HH:mm"))
    expect(shortTime(instant, clock('2031-01-01T00:00:00.000Z'))).toBe(local.toFormat('d MMM yyyy HH:mm'))
  }
})

it.each([
  [-5, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [11_520_000, '3 h 12 min'],
  [86_399_999, '23 h 59 min'],
  [86_400_000, '1 day'],
  [187_200_000, '2 days 4 h'],
])('says %d ms as %s', (ms, said) => expect(lengthOf(ms)).toBe(said))
