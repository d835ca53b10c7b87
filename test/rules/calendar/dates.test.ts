import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import {
  addWorkingDays,
  type BailRank,
  bailEnds,
  chargeBy,
  disclosureDue,
  dueInDays,
  dueInMonths,
  isWorkingDay,
  monthsAfter,
  nextWorkingDay,
  type OffenceKind,
  victimToldBy,
} from '../../../machines/rules/calendar/index.ts'
import { anyInstant, FORCE, forceWith, LONDON, london } from './force.ts'

/** The last millisecond of a day in London: `Tue 13 Jan 2026`. */
const endOf = (day: string): string => new Date(Date.parse(london(`${day} 23:59`)) + 59_999).toISOString()

describe('working days', () => {
  it.each([
    ['Mon 12 Jan 2026 09:00', 1, 'Tue 13 Jan 2026'],
    ['Mon 12 Jan 2026 23:59', 1, 'Tue 13 Jan 2026'],
    ['Fri 16 Jan 2026 09:00', 1, 'Mon 19 Jan 2026'],
    ['Sat 17 Jan 2026 09:00', 1, 'Mon 19 Jan 2026'],
    ['Fri 16 Jan 2026 09:00', 5, 'Fri 23 Jan 2026'],
    ['Thu 2 Apr 2026 12:00', 1, 'Tue 7 Apr 2026'],
    ['Wed 23 Dec 2026 12:00', 5, 'Mon 4 Jan 2027'],
    ['Fri 24 Dec 2027 12:00', 1, 'Wed 29 Dec 2027'],
    ['Sat 28 Mar 2026 22:00', 1, 'Mon 30 Mar 2026'],
    ['Sat 24 Oct 2026 22:00', 1, 'Mon 26 Oct 2026'],
    ['Wed 1 Jul 2026 00:30', 1, 'Thu 2 Jul 2026'],
    ['Mon 12 Jan 2026 09:00', 0, 'Mon 12 Jan 2026'],
  ])('from %s, %d of them end with %s', (start, count, day) => {
    expect(addWorkingDays(london(start), count, FORCE)).toBe(endOf(day))
  })

  it('know Saturdays, holidays and a day by proclamation', () => {
    const force = forceWith({ oneOffHolidays: { '2026-06-09': 'A funeral' } })
    const days = ['2026-01-12', '2026-01-17', '2026-12-25', '2026-04-03', '2026-05-04', '2026-06-09']
    expect(days.map((day) => isWorkingDay(day, force))).toEqual([true, false, false, false, false, false])
    expect(nextWorkingDay('2026-06-08', force)).toBe('2026-06-10')
  })
})

describe('pre-charge bail', () => {
  // Police and Criminal Evidence Act 1984 s.47ZB(1), (4): months beginning with the day after the arrest.
  it.each<[BailRank, string, string]>([
    ['custody-officer', 'Fri 16 Jan 2026 03:00', 'Thu 16 Apr 2026'],
    ['inspector', 'Fri 16 Jan 2026 03:00', 'Thu 16 Jul 2026'],
    ['superintendent', 'Fri 16 Jan 2026 03:00', 'Fri 16 Oct 2026'],
    ['assistant-chief-constable', 'Fri 16 Jan 2026 03:00', 'Sat 16 Jan 2027'],
    // The day after is the first of a month, and the period is of whole months.
    ['custody-officer', 'Sun 28 Feb 2027 12:00', 'Mon 31 May 2027'],
    ['custody-officer', 'Tue 29 Feb 2028 12:00', 'Wed 31 May 2028'],
    ['custody-officer', 'Thu 30 Apr 2026 12:00', 'Fri 31 Jul 2026'],
    ['inspector', 'Mon 30 Nov 2026 12:00', 'Mon 31 May 2027'],
    ['superintendent', 'Mon 31 Aug 2026 12:00', 'Mon 31 May 2027'],
    ['custody-officer', 'Thu 31 Dec 2026 23:30', 'Wed 31 Mar 2027'],
    // In a leap year 28 February is not the last day.
    ['custody-officer', 'Mon 28 Feb 2028 12:00', 'Sun 28 May 2028'],
    // The last month has no such day, or just has it.
    ['custody-officer', 'Sun 29 Nov 2026 12:00', 'Sun 28 Feb 2027'],
    ['custody-officer', 'Mon 30 Nov 2026 12:00', 'Sun 28 Feb 2027'],
    ['custody-officer', 'Sat 28 Nov 2026 12:00', 'Sun 28 Feb 2027'],
    ['custody-officer', 'Fri 27 Nov 2026 12:00', 'Sat 27 Feb 2027'],
    ['custody-officer', 'Mon 29 Nov 2027 12:00', 'Tue 29 Feb 2028'],
    ['custody-officer', 'Sun 28 Nov 2027 12:00', 'Mon 28 Feb 2028'],
    ['custody-officer', 'Fri 30 Jan 2026 12:00', 'Thu 30 Apr 2026'],
    ['custody-officer', 'Thu 29 Jan 2026 12:00', 'Wed 29 Apr 2026'],
    // The day is that of London.
    ['custody-officer', 'Wed 1 Jul 2026 00:30', 'Thu 1 Oct 2026'],
    ['custody-officer', 'Sun 29 Mar 2026 00:30', 'Mon 29 Jun 2026'],
    ['custody-officer', 'Sun 25 Oct 2026 23:30', 'Mon 25 Jan 2027'],
  ])('authorised by a %s after an arrest on %s ends with %s', (rank, arrested, day) => {
    expect(bailEnds(london(arrested), rank, LONDON)).toBe(endOf(day))
  })

  it('is the day before the bail start date of so many months later, or the end of a month without that day', () =>
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 1, max: 24 }), (arrestedAt, months) => {
        const start = DateTime.fromISO(arrestedAt, { zone: LONDON }).startOf('day').plus({ days: 1 })
        const end = DateTime.fromISO(monthsAfter(arrestedAt, months, LONDON), { zone: LONDON })
        const monthLater = start.startOf('month').plus({ months })
        const has = start.day <= (monthLater.daysInMonth ?? 0)
        const next = has ? monthLater.set({ day: start.day }) : monthLater.plus({ months: 1 })
        expect(end.plus({ milliseconds: 1 }).toMillis()).toBe(next.toMillis())
      }),
    ))
})

describe('dates', () => {
  it('28 days are four weeks, across a clock change too', () => {
    expect(dueInDays(london('Mon 12 Oct 2026 23:30'), 28, LONDON)).toBe(endOf('Mon 9 Nov 2026'))
  })
  it('twelve months from 29 February end on the 28th', () => {
    expect(dueInMonths(london('Tue 29 Feb 2028 12:00'), 12, LONDON)).toBe(endOf('Wed 28 Feb 2029'))
  })
})

describe("Clare's Law", () => {
  it('asked over Easter', () => {
    expect(disclosureDue(london('Thu 2 Apr 2026 17:00'), FORCE)).toEqual({
      initialReviewBy: london('Fri 3 Apr 2026 17:00'),
      meetingBy: endOf('Mon 20 Apr 2026'),
      completeBy: endOf('Thu 30 Apr 2026'),
    })
  })
  it('reviews within 24 real hours on the night when clocks go back', () => {
    const { initialReviewBy } = disclosureDue(london('Sat 24 Oct 2026 12:00'), FORCE)
    expect(initialReviewBy).toBe(london('Sun 25 Oct 2026 11:00'))
  })
})

describe("the Victims' Code", () => {
  it('is a working day under Enhanced Rights and five without', () => {
    const released = london('Fri 1 May 2026 21:00')
    expect(victimToldBy(released, 'enhanced', FORCE)).toBe(endOf('Tue 5 May 2026'))
    expect(victimToldBy(released, 'standard', FORCE)).toBe(endOf('Mon 11 May 2026'))
  })
})

describe('the last day to charge', () => {
  it.each<[OffenceKind, string, string | null, string | null]>([
    // Magistrates' Courts Act 1980 s.127(1): six months from the offence.
    ['summary', 'Mon 31 Aug 2026 22:00', null, 'Sun 28 Feb 2027'],
    ['summary', 'Mon 31 Aug 2026 22:00', 'Tue 1 Dec 2026 09:00', 'Sun 28 Feb 2027'],
    ['summary', 'Tue 31 Aug 2027 22:00', null, 'Tue 29 Feb 2028'],
    ['summary', 'Tue 29 Feb 2028 12:00', null, 'Tue 29 Aug 2028'],
    ['domestic-common-assault', 'Tue 10 Mar 2026 19:00', null, 'Thu 10 Sep 2026'],
    // Criminal Justice Act 1988 s.39A(4)(b): six months from her first statement or interview.
    ['domestic-common-assault', 'Tue 10 Mar 2026 19:00', 'Tue 10 Mar 2026 21:00', 'Thu 10 Sep 2026'],
    ['domestic-common-assault', 'Tue 10 Mar 2026 19:00', 'Wed 10 Jun 2026 10:00', 'Thu 10 Dec 2026'],
    ['domestic-common-assault', 'Mon 31 Aug 2026 22:00', 'Tue 1 Dec 2026 09:00', 'Tue 1 Jun 2027'],
    ['domestic-common-assault', 'Mon 30 Nov 2026 22:00', 'Sun 29 Aug 2027 09:00', 'Tue 29 Feb 2028'],
    // The dates of DPP v Jackson [2025] EWHC 2797 (Admin): a statement of 27 September, a charge in time on 27 March.
    ['domestic-common-assault', 'Wed 28 Jun 2023 12:00', 'Wed 27 Sep 2023 23:59', 'Wed 27 Mar 2024'],
    // s.39A(4)(a): and within two years of the offence.
    ['domestic-common-assault', 'Mon 31 Aug 2026 22:00', 'Mon 3 Jul 2028 09:00', 'Thu 31 Aug 2028'],
    ['domestic-common-assault', 'Tue 29 Feb 2028 12:00', 'Sat 1 Dec 2029 09:00', 'Thu 28 Feb 2030'],
    ['domestic-common-assault', 'Tue 10 Mar 2026 19:00', 'Fri 10 Mar 2028 23:00', 'Fri 10 Mar 2028'],
    ['domestic-common-assault', 'Tue 10 Mar 2026 19:00', 'Sat 11 Mar 2028 00:00', 'Thu 10 Sep 2026'],
    // s.127(2): nothing limits what the Crown Court may try.
    ['either-way', 'Mon 31 Aug 2026 22:00', 'Tue 1 Dec 2026 09:00', null],
    ['indictable', 'Mon 31 Aug 2026 22:00', null, null],
  ])('of a %s offence on %s, of which she gave a statement on %s, is %s', (kind, offence, statement, day) => {
    const statementAt = statement === null ? null : london(statement)
    const due = chargeBy({ kind, offenceAt: london(offence), statementAt }, LONDON)
    expect(due).toBe(day === null ? null : endOf(day))
  })

  it('is never later than two years after the offence, nor than six months after the statement, and never before s.127 ends', () =>
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 900 }), (offenceAt, days) => {
        const statementAt = new Date(Date.parse(offenceAt) + days * 86_400_000).toISOString()
        const kind = 'domestic-common-assault'
        const due = chargeBy({ kind, offenceAt, statementAt }, LONDON) ?? ''
        const atMost = dueInMonths(offenceAt, 24, LONDON)
        const withoutHers = chargeBy({ kind, offenceAt, statementAt: null }, LONDON) ?? ''
        const [limit] = [atMost, dueInMonths(statementAt, 6, LONDON)].sort()
        expect(due).toBe(statementAt <= atMost ? limit : withoutHers)
        expect(due >= withoutHers).toBe(true)
      }),
    ))
})
