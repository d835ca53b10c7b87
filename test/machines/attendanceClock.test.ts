import {
  arrived,
  assigned,
  deadlinePasses,
  diverted,
  entered,
  graded,
  gradedP2,
  reported,
  thriveAssessed,
  until,
  withoutWorkers,
} from '../support/happenings.ts'
import { given, underPolicy } from '../support/incident.ts'

describe('the first grade starts the attendance clock', () => {
  it('counts from when the call was received, not from the grade', () =>
    given(reported('20:00'))
      .when(graded('20:10', 'P2'))
      .then({
        state: { grading: 'graded', attendance: 'waiting.unassigned' },
        due: { attendance: '21:00', 'attendance-warning': '20:45', grading: null },
        deadlines: { grading: 'met' },
        alerts: [],
      }))

  it('refuses a priority that the policy does not have', () =>
    given(reported('20:00')).when(graded('20:01', 'P9')).thenRefused('invalid-event', ['/data/priority']))

  it('waits for no THRIVE', () =>
    given(reported('20:00'))
      .when(graded('20:01', 'P1'))
      .then({ due: { attendance: '20:15', thrive: '20:10' }, alerts: [] }))

  it('gives a rural incident the rural time', () =>
    given(reported('20:00', { area: 'rural' }))
      .when(graded('20:01', 'P1'))
      .then({ due: { attendance: '20:20' } }))

  it('counts from the grade where the policy says so', () =>
    underPolicy({ clock: { start: 'graded' } })
      .given(reported('20:00'))
      .when(graded('20:10', 'P2'))
      .then({ due: { attendance: '21:10', 'attendance-warning': '20:55' } }))

  it('has passed already when the grade comes after its target', () =>
    given(reported('20:00'), thriveAssessed('20:01'))
      .when(graded('20:14:59', 'P1'), graded('20:14:59.500', 'P1'), until('20:15'))
      .then({ state: { attendance: 'overdue.unassigned', risk: 'demanded' }, demands: { d1: 'attendance-overdue open' } }))

  it('breaches at once on a grade given after the target, as of the instant it fell due', () =>
    underPolicy({ thrive: { gradeWithin: 'PT2H' } })
      .given(reported('20:00'), thriveAssessed('20:01'))
      .when(graded('20:40', 'P1'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        alerts: ['attendance-warning resolved', 'attendance-overdue', 'reassessment-demanded'],
        deadlines: { attendance: 'missed' },
        // A person can be told at 20:40 and not before.
        due: { answer: '20:45' },
      }))
})

describe('where the policy counts from the first assignment', () => {
  const fromAssignment = underPolicy({ clock: { start: 'assigned' } })

  it('counts from the grade while nobody is assigned', () =>
    fromAssignment
      .given(reported('20:00'))
      .when(graded('20:10', 'P2'))
      .then({ due: { attendance: '21:10' } }))

  it('counts from the first unit', () =>
    fromAssignment
      .given(reported('20:00'), graded('20:10', 'P2'))
      .when(assigned('20:20'))
      .then({ state: { attendance: 'waiting.assigned' }, due: { attendance: '21:20' } }))

  it('is moved by no later unit and no diversion', () =>
    fromAssignment
      .given(reported('20:00'), graded('20:10', 'P2'), assigned('20:20'), diverted('20:25'))
      .when(assigned('20:40', 'C07'))
      .then({ state: { attendance: 'waiting.assigned' }, due: { attendance: '21:20' } }))

  it('counts from a unit that was sent before anybody graded', () =>
    fromAssignment
      .given(reported('20:00'), assigned('20:05'))
      .when(graded('20:10', 'P2'))
      .then({ state: { attendance: 'waiting.assigned' }, due: { attendance: '21:05' } }))
})

describe('warning and breach, each at its edge', () => {
  it('says nothing just before the warning point', () =>
    given(gradedP2('20:00'))
      .when(until('20:44:59.999'))
      .then({ alerts: [], state: { attendance: 'waiting.unassigned' }, demands: {} }))

  it('warns on it, once, and demands nothing', () =>
    given(gradedP2('20:00'))
      .when(until('20:59:59.999'))
      .then({ alerts: ['attendance-warning'], demands: {}, state: { risk: 'settled' } }))

  it('breaches on the deadline: one alert, one demand', () =>
    given(gradedP2('20:00'), until('20:59:59.999'))
      .when(deadlinePasses('attendance'))
      .then({
        state: { attendance: 'overdue.unassigned', risk: 'demanded' },
        // Soon overdue ends when overdue begins.
        alerts: ['attendance-warning resolved', 'attendance-overdue', 'reassessment-demanded'],
        demands: { d1: 'attendance-overdue open' },
        due: { attendance: null, answer: '21:15' },
        deadlines: { attendance: 'missed', 'attendance-warning': 'missed' },
      }))

  it('is on time on the deadline itself, entered a moment later', () =>
    given(gradedP2('20:00'), assigned('20:05'))
      .when(entered('21:00:00.001', arrived('21:00')))
      .then({
        deadlines: { attendance: 'met' },
        warnings: ['breach-settled-in-time'],
        demands: { d1: 'attendance-overdue superseded' },
      }))

  it('is late just after it', () =>
    given(gradedP2('20:00'), assigned('20:05'))
      .when(arrived('21:00:00.001'))
      .then({ deadlines: { attendance: 'missed' }, warnings: [] }))

  it('breaches once however often and late it is looked at', () =>
    given(gradedP2('20:00'), withoutWorkers(), until('22:00'))
      .when(assigned('22:01'), assigned('22:02', 'C07'))
      .then({
        alerts: ['attendance-warning resolved', 'attendance-overdue', 'reassessment-demanded'],
        demands: { d1: 'attendance-overdue open' },
        // Nobody could be told before 22:01.
        due: { answer: '22:16' },
      }))
})

describe('units come and go', () => {
  it('moves no clock when a unit is assigned', () =>
    given(gradedP2('20:00'))
      .when(assigned('20:30'))
      .then({
        state: { attendance: 'waiting.assigned' },
        due: { attendance: '21:00', 'attendance-warning': '20:45' },
        alerts: [],
      }))

  it('moves no clock when it is diverted, and demands a reassessment', () =>
    given(gradedP2('20:00'), assigned('20:05'))
      .when(diverted('20:30'))
      .then({
        state: { attendance: 'waiting.unassigned', risk: 'demanded' },
        due: { attendance: '21:00', 'attendance-warning': '20:45', answer: '20:45' },
        demands: { d1: 'diverted open' },
        alerts: ['reassessment-demanded'],
      }))

  it('is still on its way when one unit of two is diverted', () =>
    given(gradedP2('20:00'), assigned('20:05'), assigned('20:06', 'C07'))
      .when(diverted('20:10', 'C07'))
      .then({ state: { attendance: 'waiting.assigned' } }))

  it('stays overdue whoever comes and goes', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'), assigned('21:05'))
      .when(diverted('21:10'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        due: { attendance: null },
        demands: { d1: 'attendance-overdue open', d2: 'diverted open' },
        alerts: ['reassessment-demanded'],
      }))
})
