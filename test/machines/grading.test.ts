import {
  acknowledged,
  but,
  deadlinePasses,
  entered,
  graded,
  reassessed,
  reported,
  thriveAssessed,
  until,
  withoutWorkers,
} from '../support/happenings.ts'
import { given, underPolicy } from '../support/incident.ts'

describe('the report', () => {
  it('starts the clocks of THRIVE and grade', () =>
    given()
      .when(reported('20:00'))
      .then({
        state: {
          grading: 'reported',
          attendance: 'ungraded',
          risk: 'settled',
          dash: 'notDue',
          safeguarding: 'waiting',
          investigation: 'unallocated',
          closure: 'open',
        },
        due: { thrive: '20:10', grading: '20:15', attendance: null },
        alerts: [],
        demands: {},
        priority: null,
      }))

  it('is taken once', () => given(reported('20:00')).when(reported('20:01')).thenRefused('not-accepted-now'))

  it('cannot say that it was received after it happened', () =>
    given()
      .when(but(reported('20:00'), { receivedAt: '2026-11-20T20:00:00.001Z' }))
      .thenRefused('invalid-event', ['/data/receivedAt']))

  it('counts the clocks that wait for a person from when it was recorded', () =>
    given()
      .when(entered('23:00', reported('20:00')))
      .then({ due: { thrive: '23:10', grading: '23:15' }, alerts: [] }))
})

describe('THRIVE', () => {
  it('assessed adequately says nothing', () =>
    given(reported('20:00'))
      .when(thriveAssessed('20:05'))
      .then({ state: { grading: 'assessed' }, deadlines: { thrive: 'met' }, alerts: [], warnings: [] }))

  it('with gaps is recorded all the same, names them, alerts, and blocks only closure', () =>
    given(reported('20:00'))
      .when(thriveAssessed('20:05', { interimRisk: '', threat: { level: 'high', rationale: '' } }))
      .then({
        state: { grading: 'assessed' },
        deadlines: { thrive: 'met' },
        warnings: ['threat-thin', 'interim-risk-missing'],
        alerts: ['thrive-inadequate'],
        blockers: ['thrive-inadequate', 'not-graded', 'not-attended', 'dash-missing'],
      }))

  it('assessed again without gaps resolves the alert', () =>
    given(reported('20:00'), thriveAssessed('20:05', { interimRisk: '' }), graded('20:06', 'P2'))
      .when(thriveAssessed('20:08'))
      .then({ state: { grading: 'graded' }, alerts: ['thrive-inadequate resolved'] }))

  it('assessed again and worse is the same alert, open again and counted', () =>
    given(reported('20:00'), thriveAssessed('20:05', { interimRisk: '' }), thriveAssessed('20:06'))
      .when(thriveAssessed('20:08', { safetyAdvice: '' }))
      .then({ alerts: ['thrive-inadequate count 2'] }))

  it('is in time just before its deadline', () =>
    given(reported('20:00'))
      .when(thriveAssessed('20:09:59.999'))
      .then({ deadlines: { thrive: 'met' }, alerts: [] }))

  it('is late on it: the deadline passes first', () =>
    given(reported('20:00'))
      .when(thriveAssessed('20:10'))
      .then({ deadlines: { thrive: 'missed' }, alerts: ['thrive-overdue resolved'] }))

  it('is judged on when it was recorded, whenever it was made', () =>
    given(reported('20:00'), withoutWorkers())
      .when(entered('20:11', thriveAssessed('20:05')))
      .then({ deadlines: { thrive: 'missed' }, open: [] }))

  it('may be made by the one who grades, and flags add up', () =>
    given(reported('20:00', { flags: ['children'] }), thriveAssessed('20:01', { flags: ['weapons'] }), graded('20:02', 'P2'))
      .when(reassessed('20:03', null))
      // A flag that the policy names as high: looked at every 15 minutes, not 30.
      .then({ due: { 'next-review': '20:18' } }))
})

describe('a THRIVE that nobody makes climbs like a demand, at the pace of the most urgent grade', () => {
  const nothing = [reported('20:00'), graded('20:01', 'P3')]

  it('says nothing just before', () => given(nothing).when(until('20:09:59.999')).then({ alerts: [] }))
  it('alerts on it', () =>
    given(nothing)
      .when(until('20:10'))
      .then({ alerts: ['thrive-overdue'], demands: {} }))
  it('rises', () =>
    given(nothing, until('20:10'))
      .when(until('20:15'))
      .then({ alerts: ['thrive-overdue level 2'] }))
  it('rises to the top and returns there, counted', () =>
    given(nothing, until('20:15'))
      .when(until('20:25'))
      .then({ alerts: ['thrive-overdue level 3 count 2'] }))
  it('is open again though acknowledged', () =>
    given(nothing, until('20:25'), acknowledged('20:26', 'thrive-overdue'))
      .when(until('20:30'))
      .then({ alerts: ['thrive-overdue level 3 count 3'], open: ['thrive-overdue'] }))
  it('is resolved by the THRIVE alone', () =>
    given(nothing, until('20:25'))
      .when(thriveAssessed('20:26'))
      .then({ alerts: ['thrive-overdue level 3 count 2 resolved'], open: [] }))
  it('is not resolved by a grade', () =>
    given(reported('20:00'), deadlinePasses('thrive'))
      .when(graded('20:11', 'P2'))
      .then({ alerts: [], open: ['thrive-overdue'] }))
})

describe('an ungraded incident', () => {
  const assessed = [reported('20:00'), thriveAssessed('20:01')]

  it('says nothing just before its deadline', () => given(assessed).when(until('20:14:59.999')).then({ alerts: [] }))
  it('alerts on it', () =>
    given(assessed)
      .when(until('20:15'))
      .then({ alerts: ['grading-overdue'] }))
  it('climbs until somebody grades', () =>
    given(assessed, until('20:30'))
      .when(graded('20:31', 'P3'))
      .then({ alerts: ['grading-overdue level 3 count 2 resolved'], open: [] }))
  it('has its clock in seconds where the policy says so', () =>
    underPolicy({ thrive: { assessWithin: 'PT2S', gradeWithin: 'PT3S' } })
      .given(reported('20:00'))
      .when(until('20:00:03'))
      .then({ alerts: ['thrive-overdue', 'grading-overdue'] }))
})
