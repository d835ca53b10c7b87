import {
  acknowledged,
  arrived,
  but,
  callCutOff,
  callReceived,
  closed,
  deadlinePasses,
  doubtful,
  entered,
  everythingDone,
  graded,
  gradedP2,
  logNoted,
  read,
  reassessed,
  reassessedDown,
  reopened,
  resolvedByTelephone,
  sendsNobody,
  shiftChanged,
  until,
} from '../support/happenings.ts'
import { underPolicy } from '../support/incident.ts'

/** Nobody is asked to tell the victim of the delay here, and nothing is drawn: those have tests of their own. */
const QUIET = { victimTold: undefined, reassessment: { doubtBelow: 0.7, sample: 0, sampleWithin: 'PT24H' } }
const { given } = underPolicy(QUIET)

/** Lines 1 to 3. */
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

  it('is not what no doubt is cast on', () =>
    given(P2, callReceived('20:10'))
      .when(reassessed('20:12', 'd1'))
      .then({ alerts: ['reassessment-demanded resolved'], due: { 'reassessment-check': null } }))

  it('is checked in time just before the check is due', () =>
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

  it('comes back at the top, counted, though somebody has it', () =>
    given(doubted, until('20:42'), acknowledged('20:43', 'reassessment-check-overdue'))
      .when(until('21:12'))
      .then({
        alerts: [
          ...['reassessment-check-overdue level 3 count 3'],
          ...['reassessment-demanded', 'reassessment-demanded level 1'].slice(0, 1),
          ...['attendance-warning resolved', 'attendance-overdue'],
        ],
      }))

  it('ends with a late verdict, on every level', () =>
    given(doubted, until('20:42'))
      .when(read('20:50', 5, 'assesses'))
      .then({
        alerts: ['next-review'],
      }))
})
