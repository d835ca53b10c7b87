import {
  arrived,
  callCutOff,
  callReceived,
  closed,
  deadlinePasses,
  entered,
  everythingDone,
  graded,
  gradedP2,
  reassessed,
  reported,
  sendsNobody,
  thriveAssessed,
  until,
} from '../support/happenings.ts'
import { underPolicy } from '../support/incident.ts'

/** Nobody is asked to tell the victim of the delay here: that obligation has a test of its own. */
const { given } = underPolicy({ victimTold: undefined })

const breached = [...gradedP2('20:00'), deadlinePasses('attendance')]

describe('the next review', () => {
  it('is the one that was named when that is earlier than the policy’s', () =>
    given(breached)
      .when(reassessed('21:05', 'd1', { nextReviewAt: '2026-11-20T21:20:00.000Z' }))
      .then({ due: { 'next-review': '21:20' } }))

  it('is the policy’s when that is earlier', () =>
    given(breached)
      .when(reassessed('21:05', 'd1', { nextReviewAt: '2026-11-20T23:00:00.000Z' }))
      .then({ due: { 'next-review': '21:35' } }))

  it('is sooner for a high risk', () =>
    given(
      reported('20:00', { flags: ['strangulation'] }),
      thriveAssessed('20:00'),
      graded('20:00', 'P2'),
      deadlinePasses('attendance'),
    )
      .when(reassessed('21:05', 'd1'))
      .then({ due: { 'next-review': '21:20' } }))

  it('is the one of the grade that was decided', () =>
    given(breached)
      .when(reassessed('21:05', 'd1', { priority: 'P1' }))
      .then({ due: { 'next-review': '21:15' } }))

  it('counts from when the reassessment was recorded', () =>
    given(breached)
      .when(entered('21:14', reassessed('21:05', 'd1', { nextReviewAt: '2026-11-20T21:13:00.000Z' })))
      .then({ due: { 'next-review': '21:22' } }))

  it('says nothing just before it', () =>
    given(breached, reassessed('21:05', 'd1'))
      .when(until('21:34:59.999'))
      .then({ alerts: [], state: { risk: 'settled' } }))

  it('demands again on it', () =>
    given(breached, reassessed('21:05', 'd1'))
      .when(until('21:35'))
      .then({
        state: { risk: 'demanded' },
        demands: { d1: 'attendance-overdue answered', d2: 'review-due open' },
        alerts: ['reassessment-demanded'],
        due: { answer: '21:50', 'next-review': null },
      }))

  it('comes back after each answer', () =>
    given(breached, reassessed('21:05', 'd1'), until('21:35'))
      .when(reassessed('21:40', 'd2'))
      .then({ state: { risk: 'settled' }, due: { 'next-review': '22:10' } }))

  it('is put off by each reassessment: one runs at a time', () =>
    given(breached, reassessed('21:05', 'd1'))
      .when(reassessed('21:30', null))
      .then({ due: { 'next-review': '22:00' } }))

  it('ends with an arrival that saw the victim after the cause', () =>
    given(breached, reassessed('21:05', 'd1'))
      .when(arrived('21:10'))
      .then({ due: { 'next-review': null }, deadlines: { 'next-review': 'cancelled' } }))

  it('goes on when the victim was seen before the cause', () =>
    given(breached, callCutOff('21:04'), reassessed('21:05', 'd1', { also: ['d2'] }))
      .when(entered('21:10', arrived('21:03')))
      .then({ due: { 'next-review': '21:35' } }))

  it('goes on when somebody arrived and saw nobody', () =>
    given(breached, reassessed('21:05', 'd1'))
      .when(arrived('21:10', { victimSeen: false }))
      .then({ due: { 'next-review': '21:35' } }))

  it('ends with news that its breach was no breach', () =>
    given(breached, reassessed('21:05', 'd1'))
      .when(entered('21:10', arrived('20:50')))
      .then({ due: { 'next-review': null } }))

  it('follows news after the victim was seen, until she has been seen again', () =>
    given(gradedP2('20:00'), arrived('20:30'), callReceived('21:00'))
      .when(reassessed('21:05', 'd1'))
      .then({ due: { 'next-review': '21:35' } }))

  it('does not follow news of the very instant in which she was seen', () =>
    given(gradedP2('20:00'), arrived('20:30'), callReceived('20:30'))
      .when(reassessed('20:35', 'd1'))
      .then({ due: { 'next-review': null } }))

  it('does not follow a reassessment that nobody asked for, made before the victim was seen', () =>
    given(gradedP2('20:00'), arrived('20:30'))
      .when(entered('20:35', reassessed('20:25', null)))
      .then({ due: { 'next-review': null } }))

  it('ends at closure', () =>
    given(everythingDone, callReceived('20:50'), sendsNobody(reassessed('20:55', 'd1')))
      .when(closed('21:00'))
      .then({ state: { closure: 'closed' }, due: { 'next-review': null } }))
})
