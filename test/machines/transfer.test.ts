import {
  arrived,
  closed,
  dashReviewed,
  dashSubmitted,
  deadlinePasses,
  gradedP2,
  noCrime,
  reported,
  thriveAssessed,
  transferAcknowledged,
  transferred,
  until,
} from '../support/happenings.ts'
import { given } from '../support/incident.ts'

describe('handing an incident over to another force', () => {
  it('owes their word that they have it, and moves no clock of hers', () =>
    given(gradedP2('20:00'))
      .when(transferred('20:10'))
      .then({
        due: { transfer: '20:15', attendance: '21:00' },
        state: { attendance: 'waiting.unassigned', risk: 'settled' },
        alerts: [],
      }))

  it('can be done before anybody has graded: a misrouted call waits for no form', () =>
    given(reported('20:00'))
      .when(transferred('20:01'))
      .then({ due: { transfer: '20:06', grading: '20:15' } }))

  it('says nothing just before their answer is due, and escalates from it', async () => {
    await given(gradedP2('20:00'), transferred('20:10')).when(until('20:14')).then({ alerts: [] })
    await given(gradedP2('20:00'), transferred('20:10'))
      .when(deadlinePasses('transfer'))
      .then({ alerts: ['transfer-unacknowledged'], deadlines: { transfer: 'missed' } })
    await given(gradedP2('20:00'), transferred('20:10'))
      .when(until('20:30'))
      .then({ alerts: ['transfer-unacknowledged level 2'] })
  })

  it('is over with their word for it, and the wait is not', () =>
    given(gradedP2('20:00'), transferred('20:10'))
      .when(transferAcknowledged('20:13'))
      .then({ deadlines: { transfer: 'met' }, due: { attendance: '21:00' }, state: { attendance: 'waiting.unassigned' } }))

  it('late, their word resolves the alert; she waits here all the same', () =>
    given(gradedP2('20:00'), transferred('20:10'), transferAcknowledged('20:40'))
      .when(deadlinePasses('attendance'))
      .then({ state: { attendance: 'overdue.unassigned', risk: 'demanded' }, demands: { d1: 'attendance-overdue open' } }))

  it('to the same force again moves no clock and takes no word back', async () => {
    await given(gradedP2('20:00'), transferred('20:10'))
      .when(transferred('20:13'))
      .then({ due: { transfer: '20:15' } })
    await given(gradedP2('20:00'), transferred('20:10'), transferAcknowledged('20:12'))
      .when(transferred('20:13'))
      .then({ deadlines: { transfer: 'met' } })
  })

  it('is acknowledged by nobody who was not asked', () =>
    given(gradedP2('20:00'), transferred('20:10'))
      .when(transferAcknowledged('20:12', 'third-force'))
      .thenRefused('invalid-event', ['/data/to']))

  it('keeps it from being closed until they have it, whoever attended', async () => {
    const done = [...gradedP2('20:00'), thriveAssessed('20:02'), transferred('20:10'), arrived('20:30')]
    const reviewed = [...done, noCrime('20:32'), dashSubmitted('20:35'), dashReviewed('20:40')]
    await given(reviewed)
      .when(until('20:43'))
      .then({ blockers: ['transfer-not-acknowledged'] })
    await given(reviewed, transferAcknowledged('20:44'))
      .when(closed('20:50'))
      .then({ state: { closure: 'closed' } })
  })
})
