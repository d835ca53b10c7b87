/** Nothing gives away time waited, and what comes back gets its clock back (contract §4). */
import {
  arrived,
  as,
  but,
  callReceived,
  deadlinePasses,
  entered,
  graded,
  gradedP2,
  logNoted,
  type Posted,
  reassessed,
  reassessedDown,
  sendsNobody,
  shiftChanged,
  until,
} from '../support/happenings.ts'
import { given } from '../support/incident.ts'

const noNeed = (grade: Posted): Posted => but(grade, { attend: { needed: false, reason: 'She has left for the refuge.' } })

describe('a clock that was met or missed', () => {
  it('stays what it was where a grade that is news would end at the same instant: the new clock is missed by itself', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'))
      .when(entered('21:05', graded('20:45', 'P1')))
      .then({ alerts: ['attendance-warning resolved', 'attendance-overdue'], demands: { d1: 'attendance-overdue open' } }))

  it('pulls no later clock back to itself', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'))
      .when(graded('21:05', 'P1'))
      .then({ alerts: [], due: { attendance: '21:20' } }))
})

describe('a grade that was lowered by mistake and is put right', () => {
  it('goes back to the deadline that it had', () =>
    given(gradedP2('20:00'), graded('20:30', 'P3'))
      .when(graded('20:31', 'P2'))
      .then({ due: { attendance: '21:00' } }))

  it('is never due later than a more urgent grade was', () =>
    given(gradedP2('20:00'), graded('20:03', 'P1'), graded('20:04', 'P3'))
      .when(graded('20:10', 'P2'))
      .then({ due: { attendance: '20:18' } }))

  it('may be due sooner than it was, by a more urgent grade', () =>
    given(gradedP2('20:00'), graded('20:30', 'P3'))
      .when(graded('20:31', 'P1'))
      .then({ due: { attendance: '20:46' } }))

  it('breaches at once where its deadline has passed meanwhile, and a fresh clock runs', () =>
    given(gradedP2('20:00'), graded('20:30', 'P3'), until('21:10'))
      .when(graded('21:10', 'P2'))
      .then({
        state: { attendance: 'waiting.unassigned', risk: 'demanded' },
        due: { attendance: '22:10' },
        demands: { d1: 'attendance-overdue open' },
        alerts: ['attendance-overdue', 'reassessment-demanded'],
      }))

  it('does not breach twice for one deadline', () =>
    given(gradedP2('20:00'), deadlinePasses('attendance'), reassessedDown('21:01', 'd1', 'P3'))
      .when(graded('21:10', 'P2'))
      .then({ due: { attendance: '22:10' }, demands: { d1: 'attendance-overdue answered' } }))

  it('keeps the fresh clock after a breach too', () =>
    given(
      gradedP2('20:00'),
      deadlinePasses('attendance'),
      reassessedDown('21:01', 'd1', 'P3'),
      graded('21:10', 'P2'),
      as('force-incident-manager', but(graded('21:20', 'P3'), { approvedBy: { id: 'ds-1', role: 'superintendent' } })),
    )
      .when(graded('21:30', 'P2'))
      .then({ due: { attendance: '22:10' } }))

  it('told late, of before its deadline, breaches when that passed', () =>
    given(gradedP2('20:00'), graded('20:30', 'P3'))
      .when(entered('21:10', graded('20:50', 'P2')))
      .then({ state: { attendance: 'overdue.unassigned' }, demands: { d1: 'attendance-overdue open' } }))
})

describe('news after the victim was seen', () => {
  const back = [...gradedP2('20:00'), arrived('20:30'), callReceived('22:00')]

  it('starts a clock with the reassessment that answers it, at the same grade', () =>
    given(back)
      .when(reassessed('22:04', 'd1'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '23:04' } }))

  it('starts a clock at a lower grade too', () =>
    given(back)
      .when(reassessed('22:04', 'd1', { priority: 'P3' }))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21 22:04' } }))

  it('starts a clock with a grade that is given while its demand is open', () =>
    given(back)
      .when(graded('22:04', 'P2'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '23:04' }, demands: { d1: 'further-call open' } }))

  it('starts none where a supervisor says that nobody has to go again', () =>
    given(back)
      .when(sendsNobody(reassessed('22:04', 'd1')))
      .then({ state: { attendance: 'attended' }, due: { attendance: null } }))

  it('starts none with a grade that says so', () =>
    given(back)
      .when(as('supervisor', noNeed(graded('22:04', 'P2'))))
      .then({ state: { attendance: 'attended' } }))

  it('starts one clock only: the next reassessment leaves the clock that runs', () =>
    given(back, reassessed('22:04', 'd1'), logNoted('22:20', true))
      .when(reassessed('22:25', 'd2'))
      .then({ due: { attendance: '23:04' } }))

  it('ends no clock that runs, whatever is said of attending', () =>
    given(back, reassessed('22:04', 'd1'), logNoted('22:20', true))
      .when(sendsNobody(reassessed('22:25', 'd2')))
      .then({ due: { attendance: '23:04' } }))

  it('starts none where a clock was started since she was seen, though a car that saw nobody stopped it', () =>
    given(
      gradedP2('20:00'),
      arrived('20:30'),
      graded('21:00', 'P1'),
      arrived('21:05', { victimSeen: false }),
      callReceived('21:10'),
    )
      .when(reassessed('21:12', 'd2', { priority: 'P1' }))
      .then({ state: { attendance: 'attended' } }))

  it('does not start a clock for a cause from before she was seen', () =>
    given(gradedP2('20:00'), callReceived('20:40'), entered('20:45', arrived('20:41', { victimSeen: false })))
      .when(reassessed('20:50', 'd1'))
      .then({ state: { attendance: 'attended' } }))

  it('does not start a clock for a review alone', () =>
    given(back, sendsNobody(reassessed('22:04', 'd1')), until('22:40'))
      .when(reassessed('22:41', 'd2'))
      .then({ state: { attendance: 'attended' }, demands: { d1: 'further-call answered', d2: 'review-due answered' } }))

  it('runs to a breach of its own, though the first visit was in time', () =>
    given(back, reassessed('22:04', 'd1'))
      .when(until('23:05'))
      .then({ state: { attendance: 'overdue.unassigned' }, deadlines: { attendance: 'missed' } }))

  it('is no change of shift, which opens no demand once attended', () =>
    given(gradedP2('20:00'), arrived('20:30'), shiftChanged('22:00'))
      .when(graded('22:01', 'P2'))
      .then({ state: { attendance: 'attended' } }))
})
