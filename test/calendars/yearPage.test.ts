import { unknownOf, yearPage, yearPages } from '../../src/calendars/yearPage.ts'
import { forceWith } from '../rules/calendar/force.ts'

const force = forceWith({
  schools: {
    Wessex: {
      terms: [
        { from: '2026-09-02', to: '2026-12-18' },
        { from: '2027-01-05', to: '2027-03-25' },
        { from: '2027-06-07', to: '2027-07-21' },
        { from: '2027-09-01', to: '2027-12-17' },
      ],
      closed: [{ from: '2026-10-26', to: '2026-10-30' }],
    },
    'St Brigid': { follows: 'Wessex', closed: [{ from: '2026-11-23', to: '2026-11-23' }] },
  },
})

it('a year on one page says what the engine will count, and in words which days are not school days', () => {
  expect(yearPage('St Brigid', force, 2026)).toEqual([
    'St Brigid, September 2026 to August 2027',
    'Monday to Friday:  o school  # closed  ? nobody has said, taken for a school day  b bank holiday',
    'Sep 2026   ?ooo ooooo ooooo ooooo ooo    unknown 1',
    'Oct 2026     oo ooooo ooooo ooooo #####  closed 26-30',
    'Nov 2026  ooooo ooooo ooooo #oooo o      closed 23',
    'Dec 2026   oooo ooooo ooooo ####b b###   closed 21-31',
    'Jan 2027      b #oooo ooooo ooooo ooooo  closed 4',
    'Feb 2027  ooooo ooooo ooooo ooooo',
    'Mar 2027  ooooo ooooo ooooo oooob b??    unknown 30-31',
    'Apr 2027     ?? ????? ????? ????? ?????  unknown 1-30',
    'May 2027  b???? ????? ????? ????? b      unknown 4-28',
    'Jun 2027   ???? ooooo ooooo ooooo ooo    unknown 1-4',
    'Jul 2027     oo ooooo ooooo ooo## #####  closed 22-30',
    'Aug 2027  ##### ##### ##### ##### b#     closed 2-31',
  ])
})

const titles = (lines: readonly string[]) => lines.filter((line) => line.includes(' to August '))
it('shows the years from the present one on, and the last where all are over', () => {
  expect(titles(yearPages('Wessex', force, '2026-11-30'))).toEqual([
    'Wessex, September 2026 to August 2027',
    'Wessex, September 2027 to August 2028',
  ])
  expect(titles(yearPages('Wessex', force, '2027-09-01'))).toEqual(['Wessex, September 2027 to August 2028'])
  expect(titles(yearPages('Wessex', force, '2031-01-01'))).toEqual(['Wessex, September 2027 to August 2028'])
  expect(yearPages('Nowhere', force, '2026-11-30')).toEqual([])
})

it('names the days within a calendar of which it says nothing, and their share of its weekdays', () => {
  expect(unknownOf('Wessex', force).runs).toEqual([{ from: '2027-03-30', to: '2027-06-04' }])
  expect(unknownOf('Wessex', force).share).toBeCloseTo(46 / 325, 2)
  expect(unknownOf('Nowhere', force)).toEqual({ runs: [], share: 0 })
})
