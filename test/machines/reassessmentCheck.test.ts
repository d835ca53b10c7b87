/** A doubtful reassessment is put before a second person: who is asked, when, at which level, and who may say what. */
import {
  acknowledged,
  as,
  callCutOff,
  callReceived,
  closed,
  diverted,
  doubtful,
  entered,
  everythingDone,
  graded,
  gradedP2,
  type Posted,
  read,
  reassessed,
  reassessedDown,
  until,
} from '../support/happenings.ts'
import { underPolicy } from '../support/incident.ts'

/** Nothing is drawn here, and nobody is asked to tell the victim of the delay: those have tests of their own. */
const { given } = underPolicy({
  victimTold: undefined,
  reassessment: { doubtBelow: 0.7, sample: 0, sampleWithin: 'PT24H' },
})

/** Lines 1 to 3 of the record. */
const P2 = gradedP2('20:00')
/** The call is line 4, the reassessment line 5. */
const doubted = [...P2, callReceived('20:10'), doubtful(reassessed('20:12', 'd1'))]

describe('a doubtful reassessment', () => {
  it('answers its demand, and a second person has to read it in the time of an answer', () =>
    given(P2, callReceived('20:10'))
      .when(doubtful(reassessed('20:12', 'd1')))
      .then({
        state: { risk: 'settled' },
        demands: { d1: 'further-call answered' },
        alerts: ['reassessment-demanded resolved', 'reassessment-doubtful'],
        due: { 'reassessment-check': '20:27', 'next-review': '20:42', attendance: '21:00' },
        deadlines: { answer: 'met' },
      }))

  it('is put before nobody where nothing casts doubt on it', () =>
    given(P2, callReceived('20:10'))
      .when(reassessed('20:12', 'd1'))
      .then({ alerts: ['reassessment-demanded resolved'], due: { 'reassessment-check': null } }))

  it('is read in time just before that', () =>
    given(doubted)
      .when(read('20:26:59.999', 5, 'assesses'))
      .then({
        alerts: ['reassessment-doubtful resolved'],
        deadlines: { 'reassessment-check': 'met' },
        due: { 'next-review': '20:42' },
      }))

  it('goes up a level on it', () =>
    given(doubted)
      .when(until('20:27'))
      .then({ alerts: ['reassessment-check-overdue level 2'], deadlines: { 'reassessment-check': 'missed' } }))

  it('is read late just after it', () =>
    given(doubted)
      .when(read('20:27:00.001', 5, 'assesses'))
      .then({
        open: [],
        deadlines: { 'reassessment-check': 'missed' },
        demands: { d1: 'further-call answered' },
      }))

  it('goes to the top and comes back, counted, though somebody has its alert', () =>
    given(doubted, until('20:42'), acknowledged('20:43', 'reassessment-check-overdue'))
      .when(until('20:57'))
      .then({
        // The review that was due at 20:42 is a demand, and goes up its own ladder beside it.
        alerts: ['attendance-warning', 'reassessment-check-overdue level 3 count 2', 'reassessment-overdue level 2'],
      }))

  it('asks nobody any more once it is read, on no level', () =>
    given(doubted, until('20:42'))
      .when(read('20:50', 5, 'assesses'))
      .then({
        alerts: [
          'reassessment-check-overdue level 2 resolved',
          'reassessment-check-overdue level 3 resolved',
          'reassessment-doubtful resolved',
        ],
      }))

  it('delays no clock of the attendance', () =>
    given(doubted)
      .when(until('21:00'))
      .then({ due: { attendance: null }, deadlines: { attendance: 'missed' } }))

  it('is owed a check after the closing as well', () =>
    given(everythingDone, doubtful(reassessed('20:45', null)))
      .when(closed('20:50'))
      .then({ state: { closure: 'closed' }, open: ['reassessment-doubtful'], due: { 'reassessment-check': '21:00' } }))

  it('goes up after the closing', () =>
    given(everythingDone, doubtful(reassessed('20:45', null)), closed('20:50'))
      .when(until('21:00'))
      .then({ alerts: ['reassessment-check-overdue level 2'], state: { closure: 'closed' } }))
})

describe('the level of a check', () => {
  it('begins where the demand had come', () =>
    given(P2, callReceived('20:10'), until('20:25'))
      .when(doubtful(reassessed('20:26', 'd1')))
      .then({
        alerts: ['reassessment-demanded resolved', 'reassessment-doubtful level 2', 'reassessment-overdue level 2 resolved'],
        due: { 'reassessment-check': '20:41' },
      }))

  it('goes on from there', () =>
    given(P2, callReceived('20:10'), until('20:25'), doubtful(reassessed('20:26', 'd1')))
      .when(until('20:41'))
      .then({ alerts: ['reassessment-check-overdue level 3'] }))

  it('comes back at the top where it began there', () =>
    given(P2, callReceived('20:10'), until('20:40'), doubtful(reassessed('20:41', 'd1')))
      .when(until('20:56'))
      .then({ alerts: ['attendance-warning', 'reassessment-check-overdue level 3'] }))

  it('is the highest of several demands', () =>
    given(P2, callReceived('20:10'), callCutOff('20:20'), until('20:25'))
      .when(doubtful(reassessed('20:26', 'd2', { also: ['d1'] })))
      .then({
        demands: { d1: 'further-call answered level 2', d2: 'cut-off answered' },
        alerts: [
          ...['reassessment-demanded resolved', 'reassessment-demanded resolved', 'reassessment-overdue level 2 resolved'],
          'reassessment-doubtful level 2',
        ],
      }))

  it('is the first where nobody had asked', () =>
    given(P2)
      .when(doubtful(reassessed('20:12', null)))
      .then({ alerts: ['reassessment-doubtful'] }))

  it('comes sooner where the grade rises', () =>
    given(doubted)
      .when(graded('20:15', 'P1'))
      .then({ due: { 'reassessment-check': '20:20' } }))
})

describe('a verdict', () => {
  const approved = (time: string) => doubtful(reassessedDown(time, 'd1', 'P3'))

  it.each([
    ['whoever made it', read('20:20', 5, 'assesses', 'sup-1')],
    ['whoever made it, spelt otherwise', read('20:20', 5, 'explains', ' SUP-1')],
  ])('is not for %s', (_, verdict) => given(doubted).when(verdict).thenRefused('invalid-event', ['/data/by/id']))

  it('is not for whoever approved it', () =>
    given(P2, callReceived('20:10'), approved('20:12'))
      .when(read('20:20', 5, 'assesses', 'ds-1'))
      .thenRefused('invalid-event', ['/data/by/id']))

  it('comes after the reassessment', () =>
    given(doubted)
      .when(entered('20:20', read('20:11:59.999', 5, 'explains')))
      .thenRefused('invalid-event', ['/time']))

  it('is given once', () =>
    given(doubted, read('20:20', 5, 'assesses'))
      .when(read('20:21', 5, 'explains', 'sup-3'))
      .thenRefused('not-accepted-now'))

  it.each([
    ['a reassessment that nobody doubts', [...P2, callReceived('20:10'), reassessed('20:12', 'd1')], 5],
    ['another line of the record', doubted, 4],
    ['no line of the record', doubted, 99],
  ] as [string, Posted[], number][])('is not on %s', (_, before, sequence) =>
    given(before)
      .when(read('20:20', sequence, 'explains'))
      .thenRefused('not-accepted-now'),
  )

  it('is posted by a supervisor or a rank above', () =>
    given(doubted)
      .when(as('duty-superintendent', read('20:20', 5, 'assesses', 'ds-1')))
      .then({ open: [] }))

  it('on the first of two leaves the second waiting', () =>
    given(doubted, diverted('20:14'), doubtful(reassessed('20:15', 'd2')))
      .when(read('20:20', 5, 'assesses'))
      .then({ open: ['reassessment-doubtful'], due: { 'reassessment-check': '20:30' } }))
})
