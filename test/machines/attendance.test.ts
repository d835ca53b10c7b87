import {
  arrived,
  as,
  assigned,
  attendanceFailed,
  but,
  dashSubmitted,
  deadlinePasses,
  diverted,
  downgraded,
  entered,
  graded,
  gradedP2,
  reassessed,
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

describe('arrival', () => {
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
      .when(entered('21:05', arrived('20:50', { victimSeen: false })))
      .then({
        state: { attendance: 'attended', risk: 'demanded' },
        deadlines: { attendance: 'met' },
        demands: { d1: 'attendance-overdue open', d2: 'attendance-failed open' },
        warnings: ['breach-settled-in-time'],
      }))

  it('settles nothing without the victim seen where the policy waits for that', () =>
    underPolicy({ clock: { stop: 'victim-seen' } })
      .given(breached)
      .when(entered('21:05', arrived('20:50', { victimSeen: false })))
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

describe('an upgrade', () => {
  it('takes the new target from now when that is earlier', () =>
    given(gradedP2('20:00'))
      .when(graded('20:20', 'P1'))
      .then({ priority: 'P1', due: { attendance: '20:35', 'attendance-warning': '20:27:30' }, alerts: [] }))

  it('keeps the old deadline when that is earlier, and its one warning', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance-warning'))
      .when(graded('20:50', 'P1'))
      .then({ due: { attendance: '21:00', 'attendance-warning': null }, alerts: [] }))

  it('keeps the breach and starts a fresh clock with an alert of its own', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'), graded('21:05', 'P1'))
      .when(until('21:20'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        deadlines: { attendance: ['missed', 'missed'] },
        alerts: [
          'attendance-warning resolved',
          'attendance-overdue',
          'reassessment-overdue level 2',
          'reassessment-overdue level 3 count 2',
          'victim-not-told',
        ],
        demands: { d1: 'attendance-overdue open level 3 count 2' },
      }))

  it('shortens the answers that are owed, and never lengthens one', () =>
    given(gradedP2('20:00'), diverted('20:20'))
      .when(graded('20:25', 'P1'))
      .then({ due: { answer: '20:30' } }))

  it('leaves an answer alone that is due sooner', () =>
    given(gradedP2('20:00'), diverted('20:20'))
      .when(graded('20:32', 'P1'))
      .then({ due: { answer: '20:35' } }))

  it('starts a fresh clock after attendance', () =>
    given(gradedP2('20:00'), arrived('20:30'))
      .when(graded('22:00', 'P1'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '22:15' } }))

  it('slows no answer that was asked for at the pace of an ungraded incident', () =>
    given(reported('20:00'), diverted('20:01'), graded('20:02', 'P3'), graded('20:03', 'P2'))
      .when(until('20:06'))
      .then({ due: { answer: '20:11' }, demands: { d1: 'diverted open level 2' } }))
})

describe('a downgrade', () => {
  it('is anybody’s before the warning point, counts from the original start and tells the supervisor', () =>
    given(gradedP2('20:00'))
      .when(graded('20:44:59.999', 'P3'))
      .then({ priority: 'P3', due: { attendance: '21 20:00', 'attendance-warning': '21 17:36' }, alerts: ['downgraded'] }))

  it('takes rank and a second person on the warning point', () =>
    given(gradedP2('20:00'))
      .when(graded('20:45', 'P3'))
      .thenRefused('downgrade-not-approved', ['/data/priority', '/data/approvedBy']))

  it('takes a second person whatever the rank', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance-warning'))
      .when(as('duty-superintendent', graded('20:50', 'P3')))
      .thenRefused('downgrade-not-approved', ['/data/approvedBy']))

  it('takes rank whoever approved', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance-warning'))
      .when(as('supervisor', downgraded('20:50', 'P3')))
      .thenRefused('downgrade-not-approved', ['/data/priority']))

  it('takes another person than the one who decides', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance-warning'))
      .when(but(downgraded('20:50', 'P3'), { approvedBy: { id: 'fim-1', role: 'superintendent' } }))
      .thenRefused('downgrade-not-approved', ['/data/approvedBy']))

  it('is accepted with both, and the warning that was raised stays', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance-warning'))
      .when(downgraded('20:50', 'P3'))
      .then({
        priority: 'P3',
        due: { attendance: '21 20:00' },
        alerts: ['downgraded'],
        open: ['attendance-warning', 'downgraded'],
      }))

  it('after a breach goes on waiting, closes no demand and leaves breach and alert', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'))
      .when(downgraded('21:05', 'P3'))
      .then({
        state: { attendance: 'waiting.unassigned', risk: 'demanded' },
        due: { attendance: '21 20:00', answer: '21:15' },
        demands: { d1: 'attendance-overdue open' },
        deadlines: { attendance: ['missed', 'pending'] },
        open: ['attendance-overdue', 'downgraded', 'reassessment-demanded'],
      }))

  it('cannot slip in before a breach that no worker has fired yet', () =>
    given(gradedP2('20:00'), withoutWorkers())
      .when(graded('21:00', 'P3'))
      .thenRefused('downgrade-not-approved', ['/data/priority', '/data/approvedBy']))

  it('erases no time waited before an upgrade', () =>
    given(gradedP2('20:00'), graded('20:20', 'P1'))
      .when(graded('20:21', 'P2'))
      .then({ due: { attendance: '21:00' } }))

  it('back to a grade that was breached already is that breach and no second one', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'), graded('21:05', 'P1'))
      .when(downgraded('21:06', 'P2'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        alerts: ['downgraded'],
        demands: { d1: 'attendance-overdue open' },
        due: { attendance: null },
        deadlines: { attendance: 'missed' },
      }))

  it('back to a grade that was breached ends the warning of the grade between', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'), graded('21:05', 'P1'), until('21:13'))
      .when(downgraded('21:14', 'P2'))
      .then({ state: { attendance: 'overdue.unassigned' }, alerts: ['attendance-warning resolved', 'downgraded'] }))

  it('to a target that has passed stays overdue', () =>
    given(reported('20:00'), thriveAssessed('20:00'), graded('20:00', 'P1'), deadlinePasses('attendance'), until('21:10'))
      .when(downgraded('21:10', 'P2'))
      .then({ state: { attendance: 'overdue.unassigned' }, priority: 'P2', alerts: ['downgraded'] }))

  it('tells nobody once attended', () =>
    given(gradedP2('20:00'), arrived('20:30'))
      .when(graded('20:40', 'P3'))
      .then({ priority: 'P3', alerts: [], state: { attendance: 'attended' } }))
})

it('gives the same grade again without moving a clock', () =>
  given(gradedP2('20:00'))
    .when(graded('20:30', 'P2'))
    .then({ due: { attendance: '21:00', 'attendance-warning': '20:45' }, alerts: [] }))

it('takes no DASH before somebody attended', () =>
  given(gradedP2('20:00')).when(dashSubmitted('20:10')).thenRefused('not-accepted-now'))

describe('a grade that had risen before an arrival, and is news only after it', () => {
  const late = (happened: string, priority = 'P1') => entered('20:50', graded(happened, priority))

  it.each([
    ['in time by the new grade', '20:22', 'met'],
    ['late by the new grade', '20:26', 'missed'],
  ])('judges that arrival by it: %s', (_, came, attendance) =>
    given(gradedP2('20:00'), arrived(came))
      .when(late('20:10'))
      .then({ state: { attendance: 'attended' }, priority: 'P1', deadlines: { attendance }, due: { attendance: null } }),
  )

  it('comes to the same as if it had been known at once', () =>
    given(gradedP2('20:00'), graded('20:10', 'P1'))
      .when(arrived('20:22'))
      .then({ state: { attendance: 'attended' }, priority: 'P1', deadlines: { attendance: 'met' } }))

  it('keeps a breach that came before it, and was a fresh wait after that', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'), arrived('21:20'))
      .when(entered('21:50', graded('21:10', 'P1')))
      .then({ state: { attendance: 'attended' }, deadlines: { attendance: ['missed', 'met'] } }))

  it('sends somebody again when it rose once they were there', () =>
    given(gradedP2('20:00'), arrived('20:22'))
      .when(entered('20:24', graded('20:22', 'P1')))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '20:37' } }))

  it('sends somebody again where the policy says so', () =>
    underPolicy({ clock: {} })
      .given(gradedP2('20:00'), arrived('20:22'))
      .when(entered('20:24', graded('20:10', 'P1')))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '20:25' } }))

  it('holds for one in a reassessment', () =>
    given(gradedP2('20:00'), arrived('20:22'))
      .when(entered('20:50', reassessed('20:10', null, { priority: 'P1' })))
      .then({ state: { attendance: 'attended' }, priority: 'P1', deadlines: { attendance: 'met' } }))
})
