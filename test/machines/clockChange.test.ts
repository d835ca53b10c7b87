/** Minutes are minutes on the nights London's clocks change; mornings are the clock on the wall. */
import type { Happening } from '../support/happenings.ts'
import { arrived, assigned, graded, reported, thriveAssessed, until } from '../support/happenings.ts'
import { given, underPolicy } from '../support/incident.ts'

const night = (time: string, priority: string, children: string[] = []): Happening[] => [
  reported(time, { children }),
  thriveAssessed(time),
  graded(time, priority),
]

// 25 October 2026, 02:00 BST becomes 01:00 GMT: 01:30 comes twice.
it('gives an hour, not two, on the night the clocks go back', () =>
  given()
    .when(night('2026-10-25T00:30:00Z', 'P2'))
    .then({ due: { 'attendance-warning': '2026-10-25T01:15:00Z', attendance: '2026-10-25T01:30:00Z' } }))

it('breaches in the hour that comes twice, once', () =>
  given(night('2026-10-25T00:30:00Z', 'P2'), until('2026-10-25T01:29:59.999Z'))
    .when(until('2026-10-25T01:35:00Z'))
    .then({
      alerts: ['attendance-warning resolved', 'attendance-overdue', 'reassessment-demanded'],
      demands: { d1: 'attendance-overdue open' },
    }))

it('gives 24 hours across it, not a day of 25', () =>
  given()
    .when(night('2026-10-24T20:00:00Z', 'P3'))
    .then({ due: { attendance: '2026-10-25T20:00:00Z' } }))

// 29 March 2026, 01:00 GMT becomes 02:00 BST: 01:30 on the wall never comes.
it('gives the whole hour on the night the clocks go forward', () =>
  given()
    .when(night('2026-03-29T00:30:00Z', 'P2'))
    .then({ due: { attendance: '2026-03-29T01:30:00Z' } }))

it('wants the school told by eight on the wall, before and after the change', async () => {
  // The Saturday before each change; Monday 08:00 is 08:00 UTC in winter and 07:00 UTC in summer.
  await given(night('2026-10-24T20:00:00Z', 'P2', ['P-3']), assigned('2026-10-24T20:01:00Z'))
    .when(arrived('2026-10-24T20:30:00Z'))
    .then({ due: { school: '2026-10-26T08:00:00Z' } })
  await given(night('2026-03-28T20:00:00Z', 'P2', ['P-3']), assigned('2026-03-28T20:01:00Z'))
    .when(arrived('2026-03-28T20:30:00Z'))
    .then({ due: { school: '2026-03-30T07:00:00Z' } })
})

it('counts days of the policy by the wall and hours by the hand', async () => {
  await underPolicy({ thrive: { assessWithin: 'P1D', gradeWithin: 'PT24H' } })
    .given()
    .when(reported('2026-10-24T20:00:00Z'))
    .then({ due: { thrive: '2026-10-25T21:00:00Z', grading: '2026-10-25T20:00:00Z' } })
})
