import { describe, expect, it } from '@jest/globals'
import { nextMaracMeeting } from '../../../machines/rules/calendar/index.ts'
import { forceWith, london } from './force.ts'

const force = forceWith({
  marac: {
    North: {
      weekly: [{ days: ['tuesday'], everyWeeks: 2, from: '2026-11-03', time: '09:30' }],
      dates: [{ date: '2026-11-20', time: '14:00', kind: 'ad-hoc' }],
      cancelled: ['2026-12-01'],
      papersWorkingDays: 3,
    },
    South: {
      dates: [
        { date: '2026-11-26', time: '10:00' },
        { date: '2026-12-31', time: '10:00' },
      ],
    },
    Daily: { weekly: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '2026-01-01', time: '08:30' }] },
    Ended: { weekly: [{ days: ['monday'], from: '2025-01-06', until: '2025-12-31', time: '09:00' }] },
  },
})
const next = (at: string, area: string | null) => nextMaracMeeting(london(at), area, force)
const meeting = (at: string, papersBy = at, kind = 'regular') => ({
  calendar: 'known',
  meeting: {
    at: london(at),
    kind,
    papersBy: papersBy === at ? london(at) : new Date(Date.parse(london(papersBy)) + 59_999).toISOString(),
  },
})

describe('the next meeting of an area', () => {
  it.each([
    [
      'takes papers to the end of the third working day before',
      'Thu 12 Nov 2026 23:00',
      'North',
      meeting('Tue 17 Nov 2026 09:30', 'Thu 12 Nov 2026 23:59'),
    ],
    [
      'is one called ad hoc when the regular one is closed',
      'Fri 13 Nov 2026 00:00',
      'North',
      meeting('Fri 20 Nov 2026 14:00', 'Fri 20 Nov 2026 14:00', 'ad-hoc'),
    ],
    ['passes over a cancelled one', 'Fri 20 Nov 2026 14:00', 'North', meeting('Tue 15 Dec 2026 09:30', 'Thu 10 Dec 2026 23:59')],
    ['comes from a list', 'Thu 26 Nov 2026 10:00', 'South', meeting('Thu 31 Dec 2026 10:00')],
    ['may be daily, but not at weekends and holidays', 'Thu 24 Dec 2026 09:00', 'Daily', meeting('Tue 29 Dec 2026 08:30')],
    ['keeps its wall time over the clock change', 'Fri 23 Oct 2026 09:00', 'Daily', meeting('Mon 26 Oct 2026 08:30')],
  ])('%s', (_, at, area, expected) => expect(next(at, area)).toEqual(expected))

  it('is not known of an area nobody listed, of none, and after the dates have run out', () => {
    const unknown = { calendar: 'unknown', meeting: null }
    expect([
      next('Thu 31 Dec 2026 10:00', 'South'),
      next('Thu 31 Dec 2026 10:00', 'Ended'),
      next('Thu 31 Dec 2026 10:00', 'West'),
      next('Thu 31 Dec 2026 10:00', null),
    ]).toEqual([unknown, unknown, unknown, unknown])
  })
})
