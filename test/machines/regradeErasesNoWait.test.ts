import {
  arrived,
  as,
  but,
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

it('gives the same grade again without moving a clock', () =>
  given(gradedP2('20:00'))
    .when(graded('20:30', 'P2'))
    .then({ due: { attendance: '21:00', 'attendance-warning': '20:45' }, alerts: [] }))

describe('an upgrade', () => {
  it('takes the new target from now when that is earlier', () =>
    given(gradedP2('20:00'))
      .when(graded('20:20', 'P1'))
      .then({ priority: 'P1', due: { attendance: '20:35', 'attendance-warning': '20:27:30' }, alerts: [] }))

  it('keeps the old deadline when that is earlier, and its one warning', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance-warning'))
      .when(graded('20:50', 'P1'))
      .then({ due: { attendance: '21:00', 'attendance-warning': null }, alerts: [] }))

  it('keeps the old deadline and its one warning where the new target is the same instant', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance-warning'))
      .when(graded('20:45', 'P1'))
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

  it('back to a grade that was breached opens its alert again, where a visit that saw nobody had ended it', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'), arrived('21:05', { victimSeen: false }), graded('21:06', 'P1'))
      .when(downgraded('21:07', 'P2'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        open: ['attendance-overdue', 'downgraded', 'reassessment-demanded', 'reassessment-demanded'],
      }))

  it('to a target that has passed stays overdue', () =>
    given(reported('20:00'), thriveAssessed('20:00'), graded('20:00', 'P1'), deadlinePasses('attendance'), until('21:10'))
      .when(downgraded('21:10', 'P2'))
      .then({ state: { attendance: 'overdue.unassigned' }, priority: 'P2', alerts: ['downgraded'] }))

  it('tells nobody once attended', () =>
    given(gradedP2('20:00'), arrived('20:30'))
      .when(graded('20:40', 'P3'))
      .then({ priority: 'P3', alerts: [], state: { attendance: 'attended' } }))
})

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
