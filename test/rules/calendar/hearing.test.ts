import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { custodyDue, hearingDue, lastSittingBefore } from '../../../machines/rules/calendar/index.ts'
import { anyInstant, FORCE, forceWith, LONDON, london } from './force.ts'

describe('the 48 hours after a notice', () => {
  // The worked table of Domestic Abuse Act 2021 s.29 (docs/sources.md#calendars); the last line is a Christmas of four days.
  it.each([
    ['Tue 13 Jan 2026 14:00', 'Thu 15 Jan 2026 14:00', []],
    ['Sat 28 Mar 2026 22:00', 'Tue 31 Mar 2026 22:00', ['Sunday']],
    ['Thu 2 Apr 2026 23:30', 'Tue 7 Apr 2026 23:30', ['Good Friday', 'Sunday', 'Easter Monday']],
    ['Sun 7 Jun 2026 10:00', 'Wed 10 Jun 2026 00:00', ['Sunday']],
    ['Sat 29 Aug 2026 15:00', 'Wed 2 Sep 2026 15:00', ['Sunday', 'Summer bank holiday']],
    ['Sat 24 Oct 2026 22:00', 'Tue 27 Oct 2026 22:00', ['Sunday']],
    ['Thu 24 Dec 2026 10:00', 'Tue 29 Dec 2026 10:00', ['Christmas Day', 'Sunday', 'Boxing Day (substitute day)']],
    ['Thu 31 Dec 2026 09:00', 'Mon 4 Jan 2027 09:00', ["New Year's Day", 'Sunday']],
    [
      'Fri 24 Dec 2027 10:00',
      'Thu 30 Dec 2027 10:00',
      ['Christmas Day', 'Sunday', 'Christmas Day (substitute day)', 'Boxing Day (substitute day)'],
    ],
  ])('given on %s end on %s', (given, due, why) => {
    const { dueBy, leftOut } = hearingDue(london(given), FORCE)
    expect(dueBy).toBe(london(due))
    expect(leftOut.map((day) => day.why)).toEqual(why)
  })

  it('leave out Good Friday and Christmas Day though no list names them', () => {
    const force = forceWith({ bankHolidays: { source: 'a list with nothing in it', coveredTo: '2027-12-31', dates: {} } })
    expect(hearingDue(london('Thu 2 Apr 2026 12:00'), force).dueBy).toBe(london('Mon 6 Apr 2026 12:00'))
    expect(hearingDue(london('Thu 24 Dec 2026 12:00'), force).dueBy).toBe(london('Mon 28 Dec 2026 12:00'))
  })

  it('take a holiday by proclamation from data', () => {
    const force = forceWith({ oneOffHolidays: { '2026-06-09': 'A coronation' } })
    expect(hearingDue(london('Mon 8 Jun 2026 12:00'), force)).toEqual({
      dueBy: london('Thu 11 Jun 2026 12:00'),
      leftOut: [{ date: '2026-06-09', why: 'A coronation' }],
    })
  })

  it('counts the same days under a policy from before calendars were data', () => {
    fc.assert(
      fc.property(anyInstant, (at) => {
        fc.pre(at > '2026-01-01')
        expect(hearingDue(at, { timezone: LONDON }).dueBy).toBe(hearingDue(at, FORCE).dueBy)
      }),
    )
  })

  it('are 192 quarters of an hour that pass on days which count, counted one by one', () => {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: LONDON, dateStyle: 'short' })
    const quarter = 900_000
    fc.assert(
      fc.property(anyInstant, (at) => {
        const given = Math.floor(Date.parse(at) / quarter) * quarter
        const { dueBy, leftOut } = hearingDue(new Date(given).toISOString(), FORCE)
        const out = new Set(leftOut.map(({ date }) => date))
        let counted = 0
        for (let start = given; start < Date.parse(dueBy); start += quarter) if (!out.has(day.format(start))) counted++
        expect(counted).toBe(192)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the 24 hours after an arrest for a breach', () => {
  // Domestic Abuse Act 2021 s.26(2), (4), counted as the 48 hours are.
  it.each([
    ['Tue 13 Jan 2026 14:00', 'Wed 14 Jan 2026 14:00', []],
    ['Sat 10 Jan 2026 22:00', 'Mon 12 Jan 2026 22:00', ['Sunday']],
    ['Sun 11 Jan 2026 10:00', 'Tue 13 Jan 2026 00:00', ['Sunday']],
    ['Sat 28 Mar 2026 22:00', 'Mon 30 Mar 2026 22:00', ['Sunday']],
    ['Sun 29 Mar 2026 03:00', 'Tue 31 Mar 2026 00:00', ['Sunday']],
    ['Thu 2 Apr 2026 21:30', 'Sat 4 Apr 2026 21:30', ['Good Friday']],
    ['Sat 4 Apr 2026 21:30', 'Tue 7 Apr 2026 21:30', ['Sunday', 'Easter Monday']],
    ['Sat 24 Oct 2026 22:00', 'Mon 26 Oct 2026 22:00', ['Sunday']],
    ['Sun 25 Oct 2026 00:30', 'Tue 27 Oct 2026 00:00', ['Sunday']],
    ['Thu 24 Dec 2026 10:00', 'Sat 26 Dec 2026 10:00', ['Christmas Day']],
    ['Sat 26 Dec 2026 10:00', 'Tue 29 Dec 2026 10:00', ['Sunday', 'Boxing Day (substitute day)']],
    ['Thu 31 Dec 2026 09:00', 'Sat 2 Jan 2027 09:00', ["New Year's Day"]],
    [
      'Fri 24 Dec 2027 10:00',
      'Wed 29 Dec 2027 10:00',
      ['Christmas Day', 'Sunday', 'Christmas Day (substitute day)', 'Boxing Day (substitute day)'],
    ],
  ])('arrested on %s, before the court by %s', (arrested, due, why) => {
    const { dueBy, leftOut } = custodyDue(london(arrested), 'PT24H', FORCE)
    expect(dueBy).toBe(london(due))
    expect(leftOut.map((day) => day.why)).toEqual(why)
  })

  it('are 96 quarters of an hour that pass on days which count, counted one by one', () => {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: LONDON, dateStyle: 'short' })
    const quarter = 900_000
    fc.assert(
      fc.property(anyInstant, (at) => {
        const arrested = Math.floor(Date.parse(at) / quarter) * quarter
        const { dueBy, leftOut } = custodyDue(new Date(arrested).toISOString(), 'PT24H', FORCE)
        const out = new Set(leftOut.map(({ date }) => date))
        let counted = 0
        for (let start = arrested; start < Date.parse(dueBy); start += quarter) if (!out.has(day.format(start))) counted++
        expect(counted).toBe(96)
      }),
      { numRuns: 40, examples: [[london('Thu 2 Apr 2026 21:30')], [london('Sun 25 Oct 2026 00:30')]] },
    )
  })
})

describe('the last sitting before the deadline', () => {
  const force = forceWith({
    courts: {
      Ashford: {
        weekly: [
          { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '10:00', to: '16:30' },
          { days: ['saturday'], from: '09:30', to: '12:00' },
        ],
        dates: [{ date: '2026-08-31', from: '10:00', to: '11:00' }],
        closed: [{ from: '2026-06-09', to: '2026-06-10' }],
      },
      Wells: { dates: [{ date: '2026-01-13', from: '10:00', to: '13:00' }], coveredTo: '2026-01-31' },
    },
  })
  const sitting = (given: string, court: string | null) => {
    const at = london(given)
    return lastSittingBefore(hearingDue(at, force).dueBy, at, court, force)
  }
  const known = (from: string, to: string) => ({ calendar: 'known', sitting: { from: london(from), to: london(to) } })

  it('ends with the deadline when that falls into it', () => {
    expect(sitting('Tue 13 Jan 2026 14:00', 'Ashford')).toEqual(known('Thu 15 Jan 2026 10:00', 'Thu 15 Jan 2026 14:00'))
  })
  it('is the day before when the deadline is at night', () => {
    expect(sitting('Sun 4 Jan 2026 10:00', 'Ashford')).toEqual(known('Tue 6 Jan 2026 10:00', 'Tue 6 Jan 2026 16:30'))
  })
  it('begins before the deadline, not on it', () => {
    expect(sitting('Wed 14 Jan 2026 10:00', 'Ashford')).toEqual(known('Thu 15 Jan 2026 10:00', 'Thu 15 Jan 2026 16:30'))
  })
  it('may be a single sitting on a bank holiday, where the rule has no sitting', () => {
    expect(sitting('Sat 29 Aug 2026 05:00', 'Ashford')).toEqual(known('Tue 1 Sep 2026 10:00', 'Tue 1 Sep 2026 16:30'))
    expect(lastSittingBefore(london('Tue 1 Sep 2026 05:00'), london('Sat 29 Aug 2026 05:00'), 'Ashford', force)).toEqual(
      known('Mon 31 Aug 2026 10:00', 'Mon 31 Aug 2026 11:00'),
    )
  })
  it('may be the one that sits while the notice is given', () => {
    expect(sitting('Tue 13 Jan 2026 12:00', 'Wells')).toEqual(known('Tue 13 Jan 2026 10:00', 'Tue 13 Jan 2026 13:00'))
  })
  it('is absent when the court is closed until after it', () => {
    expect(sitting('Mon 8 Jun 2026 17:00', 'Ashford')).toEqual({ calendar: 'known', sitting: null })
  })
  it('is not known of a court nobody listed, of none, and after the list ran out', () => {
    const unknown = { calendar: 'unknown', sitting: null }
    expect(sitting('Tue 13 Jan 2026 14:00', 'Elsewhere')).toEqual(unknown)
    expect(sitting('Tue 13 Jan 2026 14:00', null)).toEqual(unknown)
    expect(sitting('Fri 30 Jan 2026 14:00', 'Wells')).toEqual(unknown)
    expect(sitting('Tue 13 Jan 2026 14:00', 'constructor')).toEqual(unknown)
  })
})
