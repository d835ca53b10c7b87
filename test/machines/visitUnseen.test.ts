import {
  arrived,
  assigned,
  atScene,
  callReceived,
  cleared,
  entered,
  everythingDone,
  graded,
  gradedP2,
  reassessed,
  sendsNobody,
  until,
} from '../support/happenings.ts'
import { given, underPolicy } from '../support/incident.ts'

describe('a unit at the scene that says that she was not seen', () => {
  const unseen = (time: string, unit = 'B12') => arrived(time, { victimSeen: false, unit })

  it('opens a demand at once, and has as long to find her as a unit that says nothing', () =>
    given(gradedP2('20:00'))
      .when(unseen('20:40'))
      .then({
        state: { attendance: 'attended', risk: 'demanded' },
        due: { 'victim-seen': '20:55', attendance: null },
        deadlines: { attendance: 'met' },
        demands: { d1: 'attendance-failed open' },
      }))

  it('gives the clock back that it had stopped, when its time has passed', () =>
    given(gradedP2('20:00'), unseen('20:40'))
      .when(until('20:55'))
      .then({
        state: { attendance: 'waiting.unassigned' },
        due: { attendance: '21:00', 'victim-seen': null },
        demands: { d1: 'attendance-failed open level 2' },
      }))

  it('gives it back at once when it leaves', () =>
    given(gradedP2('20:00'), assigned('20:05'), unseen('20:40'))
      .when(cleared('20:44'))
      .then({
        state: { attendance: 'waiting.unassigned' },
        due: { attendance: '21:00' },
        demands: { d1: 'attendance-failed open' },
      }))

  it('demands again when it leaves after a supervisor has looked at it: that she was not seen was answered, that nobody is there was not', () =>
    given(gradedP2('20:00'), assigned('20:05'), unseen('20:40'), reassessed('20:42', 'd1'))
      .when(cleared('20:44'))
      .then({ demands: { d1: 'attendance-failed answered', d2: 'attendance-failed open' } }))

  it('breaches where the deadline has passed meanwhile', () =>
    given(gradedP2('20:00'), unseen('20:50'))
      .when(until('21:05'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        deadlines: { attendance: 'missed', 'victim-seen': 'missed' },
        demands: { d1: 'attendance-failed open level 2', d2: 'attendance-overdue open' },
      }))

  it('has done what it came for once she is seen', () =>
    given(gradedP2('20:00'), unseen('20:40'))
      .when(arrived('20:50'), until('21:30'))
      .then({
        state: { attendance: 'attended', risk: 'settled' },
        deadlines: { attendance: 'met', 'victim-seen': 'met' },
        demands: { d1: 'attendance-failed superseded' },
      }))

  it('is settled by late news that she was seen in time', () =>
    given(gradedP2('20:00'), unseen('20:50'), until('21:05'))
      .when(entered('21:14', arrived('21:04')))
      .then({
        state: { attendance: 'attended', risk: 'settled' },
        deadlines: { attendance: 'met', 'victim-seen': 'met' },
        warnings: ['breach-settled-in-time'],
      }))

  it('leaves a visit that runs to its time', () =>
    given(gradedP2('20:00'), atScene('20:40'))
      .when(unseen('20:45', 'C07'))
      .then({ due: { 'victim-seen': '20:55' }, demands: { d1: 'attendance-failed open' } }))

  it('has that time also where the policy waits until she is seen', () =>
    underPolicy({ clock: { stop: 'victim-seen' } })
      .given(gradedP2('20:00'))
      .when(unseen('20:40'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { 'victim-seen': '20:55', attendance: '21:00' } }))

  it('keeps the incident open until she was seen', () =>
    given(everythingDone, callReceived('20:41'), unseen('20:45'), sendsNobody(reassessed('20:46', 'd1', { also: ['d2'] })))
      .when(until('20:47'))
      .then({ blockers: ['victim-not-seen-yet'] }))
})

describe('an arrival that is entered once its visit has failed', () => {
  const breached = [...gradedP2('20:00'), assigned('20:05'), until('21:00')]

  it('settles no breach, and is not said to', () =>
    given(breached)
      .when(entered('21:10', atScene('20:50')))
      .then({
        state: { attendance: 'overdue.unassigned' },
        deadlines: { attendance: 'missed', 'victim-seen': 'missed' },
        demands: { d1: 'attendance-overdue open', d2: 'attendance-failed open' },
        warnings: [],
      }))

  it('settles it as long as somebody may still see her', () =>
    given(breached)
      .when(entered('21:04', atScene('20:50')))
      .then({ state: { attendance: 'attended' }, deadlines: { attendance: 'met' }, warnings: ['breach-settled-in-time'] }))
})

describe('late news that an earlier unit had seen her, while another looks for her', () => {
  const second = [...gradedP2('20:00'), assigned('20:05'), atScene('20:10'), cleared('20:20'), atScene('20:30', 'C07')]

  it('ends the second visit: had it been known, nobody would have waited for it', () =>
    given(second)
      .when(entered('20:35', arrived('20:15')), until('21:30'))
      .then({
        state: { attendance: 'attended', risk: 'settled' },
        deadlines: { attendance: 'met', 'victim-seen': ['cancelled', 'cancelled'] },
        demands: { d1: 'attendance-failed superseded level 2' },
      }))

  it('comes to the same as news that was not late', () =>
    given(gradedP2('20:00'), assigned('20:05'), atScene('20:10'), arrived('20:15'), cleared('20:20'))
      .when(atScene('20:30', 'C07'), until('21:30'))
      .then({
        state: { attendance: 'attended', risk: 'settled' },
        deadlines: { attendance: 'met', 'victim-seen': 'met' },
        demands: {},
      }))

  it('also where the first visit had run out of time, and the deadline had passed between the two', () =>
    given(gradedP2('20:00'), atScene('20:40'), until('21:00'), atScene('21:05', 'C07'))
      .when(entered('21:10', arrived('20:50')))
      .then({
        state: { attendance: 'attended', risk: 'settled' },
        due: { 'victim-seen': null },
        deadlines: { attendance: 'met' },
        demands: { d1: 'attendance-failed superseded level 2', d2: 'attendance-overdue superseded' },
      }))

  it('leaves the second visit to its time where there was news since she was seen', () =>
    given(second, callReceived('20:32'))
      .when(entered('20:35', arrived('20:15')), until('20:45'))
      .then({
        state: { attendance: 'attended' },
        deadlines: { 'victim-seen': ['cancelled', 'missed'] },
        demands: { d1: 'attendance-failed superseded level 2', d2: 'further-call open', d3: 'attendance-failed open' },
      }))

  it('leaves the second visit where that unit has said that she was not seen', () =>
    given(second, arrived('20:33', { victimSeen: false, unit: 'C07' }))
      .when(entered('20:34', arrived('20:15')))
      .then({ due: { 'victim-seen': '20:45' }, demands: { d1: 'attendance-failed open' } }))

  it('leaves the second visit and its clock where the grade has risen since she was seen', () =>
    given(second, graded('20:32', 'P1'))
      .when(entered('20:35', arrived('20:15')))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { 'victim-seen': '20:45', attendance: '20:47' } }))
})
