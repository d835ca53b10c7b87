import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type SchoolHolidays, schoolDay, schoolDue } from '../../../machines/rules/calendar/index.ts'
import { nextSchoolMorning } from '../../../machines/rules/time/instants.ts'
import { anyInstant, FORCE, forceWith, LONDON, london } from './force.ts'

/** An authority's year, a school that follows it with a training day of its own, and one with other half-terms. */
const force = forceWith({
  schools: {
    'Wessex County': {
      terms: [
        { from: '2026-09-02', to: '2026-12-18' },
        { from: '2027-01-04', to: '2027-03-25' },
        { from: '2027-04-12', to: '2027-07-21' },
      ],
      closed: [{ from: '2026-10-26', to: '2026-10-30' }],
    },
    'St Brigid': { follows: 'Wessex County', closed: [{ from: '2026-11-23', to: '2026-11-23' }] },
    'The Grange': {
      terms: [
        { from: '2026-09-07', to: '2026-10-16' },
        { from: '2026-11-02', to: '2026-12-11' },
      ],
      closed: [{ from: '2026-12-12', to: '2027-01-10' }],
    },
  },
})
const due = (at: string, school: string | null) => schoolDue(london(at), school, '08:00', force)
const goesOn = (morning: string, day: string) => ({
  dueBy: london(morning),
  schoolDay: day,
  calendar: 'known',
  sendNow: false,
  remindAt: null,
})
const shutUntil = (morning: string, day: string) => ({
  dueBy: london(morning),
  schoolDay: day,
  calendar: 'known',
  sendNow: true,
  remindAt: london(morning),
})

describe('the next school day of a school', () => {
  it.each([
    ['on a Thursday night', 'Thu 19 Nov 2026 23:00', 'Wessex County', goesOn('Fri 20 Nov 2026 08:00', '2026-11-20')],
    ['before eight on a school day', 'Fri 20 Nov 2026 07:59', 'Wessex County', goesOn('Fri 20 Nov 2026 08:00', '2026-11-20')],
    ['at eight', 'Thu 19 Nov 2026 08:00', 'Wessex County', goesOn('Fri 20 Nov 2026 08:00', '2026-11-20')],
    ['at a weekend', 'Sat 21 Nov 2026 22:00', 'Wessex County', goesOn('Mon 23 Nov 2026 08:00', '2026-11-23')],
    ['before a training day of its own', 'Fri 20 Nov 2026 22:00', 'St Brigid', shutUntil('Tue 24 Nov 2026 08:00', '2026-11-24')],
    [
      'in the half-term that another school has not',
      'Mon 26 Oct 2026 09:00',
      'St Brigid',
      shutUntil('Mon 2 Nov 2026 08:00', '2026-11-02'),
    ],
    [
      'in the half-term that another school has not yet',
      'Thu 15 Oct 2026 21:00',
      'St Brigid',
      goesOn('Fri 16 Oct 2026 08:00', '2026-10-16'),
    ],
    ['in its own longer half-term', 'Mon 19 Oct 2026 09:00', 'The Grange', shutUntil('Mon 2 Nov 2026 08:00', '2026-11-02')],
    [
      'the night the clocks go back, before half-term',
      'Sat 24 Oct 2026 23:00',
      'Wessex County',
      shutUntil('Mon 2 Nov 2026 08:00', '2026-11-02'),
    ],
    ['at Christmas', 'Mon 21 Dec 2026 10:00', 'Wessex County', shutUntil('Mon 4 Jan 2027 08:00', '2027-01-04')],
    ['at Easter, over the clock change', 'Sat 27 Mar 2027 20:00', 'St Brigid', shutUntil('Mon 12 Apr 2027 08:00', '2027-04-12')],
    ['before a bank holiday in term', 'Fri 30 Apr 2027 20:00', 'Wessex County', goesOn('Tue 4 May 2027 08:00', '2027-05-04')],
  ])('%s (%s, %s)', (_, at, school, expected) => expect(due(at, school)).toEqual(expected))

  it('is a weekday without a bank holiday, and said to be unknown, of a school nobody knows', () => {
    const guessed = {
      dueBy: london('Tue 4 May 2027 08:00'),
      schoolDay: '2027-05-04',
      calendar: 'unknown',
      sendNow: false,
      remindAt: null,
    }
    for (const school of ['Nowhere', null, 'constructor']) expect(due('Fri 30 Apr 2027 20:00', school)).toEqual(guessed)
    expect(schoolDue(london('Fri 30 Apr 2027 20:00'), 'St Brigid', '08:00', { timezone: LONDON })).toEqual(guessed)
  })

  it('is a weekday, and unknown, after the last day that its calendar names', () => {
    expect(due('Wed 21 Jul 2027 20:00', 'Wessex County')).toMatchObject({
      schoolDay: '2027-07-22',
      calendar: 'unknown',
      sendNow: false,
    })
    expect(due('Mon 21 Dec 2026 10:00', 'The Grange')).toMatchObject({
      schoolDay: '2027-01-11',
      calendar: 'unknown',
      sendNow: true,
    })
    expect(due('Tue 1 Sep 2026 06:00', 'The Grange')).toMatchObject({ schoolDay: '2026-09-01', calendar: 'unknown' })
  })

  describe('between terms', () => {
    const terms = (...ranges: [string, string][]) => ({ Gap: { terms: ranges.map(([from, to]) => ({ from, to })) } })
    const nextDay = (at: string, schools: object, holidays?: SchoolHolidays) => {
      const force = { ...forceWith({ schools: schools as never }), ...(holidays === undefined ? {} : { school: { holidays } }) }
      const { schoolDay, calendar, sendNow } = schoolDue(london(at), 'Gap', '08:00', force)
      return { schoolDay, calendar, sendNow }
    }
    const WEDNESDAY = 'Wed 28 Oct 2026 20:00'
    const told = (schoolDay: string) => ({ schoolDay, calendar: 'known', sendNow: true })
    const asked = (schoolDay: string) => ({ schoolDay, calendar: 'unknown', sendNow: false })

    it.each([
      ['of 23 days is a holiday', '2026-11-15', told('2026-11-16')],
      ['of 24 days is unknown, so that Thursday is a school day', '2026-11-16', asked('2026-10-29')],
    ])('a gap %s', (_, lastDay, expected) => {
      const second = new Date(Date.parse(lastDay) + 86_400_000).toISOString().slice(0, 10)
      expect(nextDay(WEDNESDAY, terms(['2026-09-02', '2026-10-23'], [second, '2026-12-18']))).toEqual(expected)
    })

    it.each([
      ['of 51 days is a holiday', '2027-09-12', told('2027-09-13')],
      ['of 52 days is unknown', '2027-09-13', asked('2027-08-12')],
    ])('a gap in summer %s', (_, lastDay, expected) => {
      const second = new Date(Date.parse(lastDay) + 86_400_000).toISOString().slice(0, 10)
      expect(nextDay('Wed 11 Aug 2027 20:00', terms(['2027-04-12', '2027-07-23'], [second, '2027-12-17']))).toEqual(expected)
    })

    it('may be as long as the policy says', () => {
      const gap = terms(['2026-09-02', '2026-10-23'], ['2026-11-16', '2026-12-18'])
      expect(nextDay(WEDNESDAY, gap, { halfTermDays: 16, otherDays: 22, summerDays: 51 })).toEqual(asked('2026-10-29'))
    })

    it('a closed period covers its own days of a longer gap, and no other', () => {
      const gap = {
        Gap: {
          ...terms(['2026-09-02', '2026-10-23'], ['2027-01-04', '2027-03-25']).Gap,
          closed: [{ from: '2026-10-26', to: '2026-10-30' }],
        },
      }
      expect(nextDay(WEDNESDAY, gap)).toEqual({ ...asked('2026-11-02'), sendNow: true })
      expect(nextDay('Mon 23 Nov 2026 20:00', gap)).toEqual(asked('2026-11-24'))
    })
  })

  it('is at the hour that the policy says', () => {
    expect(schoolDue(london('Thu 19 Nov 2026 23:00'), null, '08:45', FORCE).dueBy).toBe(london('Fri 20 Nov 2026 08:45'))
  })

  it('is a weekday, and unknown, of a calendar that never opens: a mistake in a file holds up no event', () => {
    const shut = forceWith({
      schools: {
        Shut: { terms: [{ from: '2026-01-03', to: '2026-01-04' }], closed: [{ from: '2026-01-01', to: '2027-12-31' }] },
      },
    })
    expect(schoolDue(london('Mon 2 Feb 2026 10:00'), 'Shut', '08:00', shut)).toEqual({
      dueBy: london('Tue 3 Feb 2026 08:00'),
      schoolDay: '2026-02-03',
      calendar: 'unknown',
      sendNow: false,
      remindAt: null,
    })
  })
})

it('under a policy from before calendars were data is the school morning that it was then', () => {
  fc.assert(
    fc.property(anyInstant, fc.constantFrom('08:00', '08:45', '00:00'), (after, notifyBefore) => {
      fc.pre(after > '2026-01-01')
      const { dueBy, calendar } = schoolDue(after, 'St Brigid', notifyBefore, { timezone: LONDON })
      expect(dueBy).toBe(nextSchoolMorning(after, notifyBefore, LONDON))
      expect(calendar).toBe('unknown')
    }),
  )
})

it('a school day says whether the school itself said so', () => {
  expect(schoolDay('2026-10-28', 'St Brigid', force)).toEqual({ open: false, calendar: 'known' })
  expect(schoolDay('2026-10-28', null, force)).toEqual({ open: true, calendar: 'unknown' })
  expect(schoolDay('2026-11-22', 'St Brigid', force)).toEqual({ open: false, calendar: 'known' })
})
