import {
  arrived,
  assigned,
  attendanceFailed,
  dashSubmitted,
  deadlinePasses,
  diverted,
  entered,
  graded,
  gradedP2,
  reassessed,
  reported,
  thriveAssessed,
} from '../support/happenings.ts'
import { given, underPolicy } from '../support/incident.ts'

describe('arrival', () => {
  it('comes before any DASH is taken', () =>
    given(gradedP2('20:00')).when(dashSubmitted('20:10')).thenRefused('not-accepted-now'))

  it('stops the clock in time', () =>
    given(gradedP2('20:00'), assigned('20:05'))
      .when(arrived('20:40'))
      .then({
        state: { attendance: 'attended', dash: 'due', risk: 'settled' },
        deadlines: { attendance: 'met', 'attendance-warning': 'met' },
        due: { 'dash-submission': '21 04:40' },
        alerts: [],
      }))

  it('resolves the overdue alert, which no reassessment did', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'), reassessed('21:05', 'd1'))
      .when(arrived('21:10'))
      .then({ alerts: ['attendance-overdue resolved'], open: [] }))

  it('leaves the overdue alert open on a reassessment', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'))
      .when(reassessed('21:05', 'd1'))
      .then({ open: ['attendance-overdue'], alerts: ['reassessment-demanded resolved'] }))

  it('is taken before anybody graded, and the grade then judges it', () =>
    given(reported('20:00'), arrived('20:10'))
      .when(graded('20:12', 'P1'))
      .then({ state: { attendance: 'attended' }, deadlines: { attendance: 'met' }, due: { attendance: null }, alerts: [] }))

  it('was late before anybody graded', () =>
    given(reported('20:00'), thriveAssessed('20:01'), arrived('20:20'))
      .when(graded('20:21', 'P1'))
      .then({ state: { attendance: 'attended' }, deadlines: { attendance: 'missed' }, due: { attendance: null } }))

  it('stops the clock without the victim seen, demands, and a later arrival is taken', () =>
    given(gradedP2('20:00'), arrived('20:40', { victimSeen: false }))
      .when(arrived('20:50', { unit: 'C07' }))
      .then({
        state: { attendance: 'attended', risk: 'settled' },
        demands: { d1: 'attendance-failed superseded' },
        alerts: ['reassessment-demanded resolved'],
      }))

  it('does not stop the clock without the victim seen where the policy waits for that', () =>
    underPolicy({ clock: { stop: 'victim-seen' } })
      .given(gradedP2('20:00'), assigned('20:05'))
      .when(arrived('20:40', { victimSeen: false }))
      .then({
        state: { attendance: 'waiting.assigned', dash: 'notDue', risk: 'demanded' },
        due: { attendance: '21:00' },
        demands: { d1: 'attendance-failed open' },
      }))

  it('takes a second arrival as no news', () => given(gradedP2('20:00'), arrived('20:40')).when(arrived('20:50')).thenNothing())
})

describe('a failed attendance', () => {
  it('goes on waiting on the original clock', () =>
    given(gradedP2('20:00'), arrived('20:30', { victimSeen: false }))
      .when(attendanceFailed('20:40'))
      .then({
        state: { attendance: 'waiting.unassigned' },
        due: { attendance: '21:00' },
        demands: { d1: 'attendance-failed open' },
      }))

  it('is overdue again without a second breach, once the clock had passed', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'), arrived('21:05', { victimSeen: false }))
      .when(attendanceFailed('21:10'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        alerts: ['attendance-overdue count 2'],
        demands: { d1: 'attendance-overdue open', d2: 'attendance-failed open' },
        deadlines: { attendance: 'missed' },
      }))

  it('breaches now when the clock passed while somebody was believed to be there', () =>
    given(gradedP2('20:00'), arrived('20:56', { victimSeen: false }))
      .when(attendanceFailed('21:10'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        demands: { d1: 'attendance-failed open', d2: 'attendance-overdue open' },
        due: { attendance: null },
      }))

  it('takes back that a breach was settled: nobody had been there in time', () =>
    given(gradedP2('20:00'), entered('21:05', arrived('20:50', { victimSeen: false })))
      .when(attendanceFailed('21:10'))
      .then({ state: { attendance: 'overdue.unassigned' }, deadlines: { attendance: 'missed' } }))

  it('undoes no arrival that saw the victim', () =>
    given(gradedP2('20:00'), arrived('20:30'))
      .when(attendanceFailed('20:40'))
      .then({ state: { attendance: 'attended', risk: 'demanded' }, demands: { d1: 'attendance-failed open' } }))

  it('undoes a second visit that saw nobody, though the first one had', () =>
    given(gradedP2('20:00'), arrived('20:30'), graded('21:30', 'P1'), arrived('21:40', { victimSeen: false }))
      .when(attendanceFailed('21:42'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21:45' } }))

  it('undoes no arrival that came after it', () =>
    given(gradedP2('20:00'), arrived('20:50', { victimSeen: false }))
      .when(entered('20:55', attendanceFailed('20:40')))
      .then({ state: { attendance: 'attended' } }))

  it('is not undone by late news of an arrival before it', () =>
    given(gradedP2('20:00'), attendanceFailed('20:40'))
      .when(entered('20:45', arrived('20:30', { victimSeen: false })))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21:00' } }))

  it('leaves an ungraded incident ungraded', () =>
    given(reported('20:00'), arrived('20:05', { victimSeen: false }))
      .when(attendanceFailed('20:08'))
      .then({ state: { attendance: 'ungraded' }, due: { grading: '20:15' } }))
})

describe('late news of an arrival in time', () => {
  const breached = [...gradedP2('20:00'), assigned('20:05'), deadlinePasses('attendance')]

  it('settles the breach and says so, and ends its demand when the victim was seen', () =>
    given(breached)
      .when(entered('21:05', arrived('20:50')))
      .then({
        state: { attendance: 'attended', risk: 'settled' },
        deadlines: { attendance: 'met' },
        demands: { d1: 'attendance-overdue superseded' },
        warnings: ['breach-settled-in-time'],
        alerts: ['attendance-overdue resolved', 'reassessment-demanded resolved'],
      }))

  it('settles it without the victim seen too, but leaves the demand and opens one', () =>
    given(breached)
      .when(entered('21:04', arrived('20:50', { victimSeen: false })))
      .then({
        state: { attendance: 'attended', risk: 'demanded' },
        deadlines: { attendance: 'met' },
        demands: { d1: 'attendance-overdue open', d2: 'attendance-failed open' },
        warnings: ['breach-settled-in-time'],
      }))

  it('settles nothing without the victim seen where the policy waits for that', () =>
    underPolicy({ clock: { stop: 'victim-seen' } })
      .given(breached)
      .when(entered('21:04', arrived('20:50', { victimSeen: false })))
      .then({ state: { attendance: 'overdue.assigned' }, deadlines: { attendance: 'missed' }, warnings: [] }))

  it('ends no demand whose cause came after that arrival', () =>
    given(breached, diverted('21:02'))
      .when(entered('21:05', arrived('20:50')))
      .then({ state: { risk: 'demanded' }, demands: { d1: 'attendance-overdue superseded', d2: 'diverted open' } }))

  it('is no news of that kind when the arrival was late', () =>
    given(breached)
      .when(entered('21:10', arrived('21:01')))
      .then({ deadlines: { attendance: 'missed' }, warnings: [], demands: { d1: 'attendance-overdue superseded' } }))
})
