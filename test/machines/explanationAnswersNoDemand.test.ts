import { ELEMENTS } from '../../machines/rules/vocabulary.ts'
import {
  but,
  callCutOff,
  callReceived,
  deadlinePasses,
  delayNoted,
  entered,
  gradedP2,
  reassessed,
  reassessedDown,
  reported,
  thriveAssessed,
} from '../support/happenings.ts'
import { underPolicy } from '../support/incident.ts'

/** Nobody is asked to tell the victim of the delay here: that obligation has a test of its own. */
const { given } = underPolicy({ victimTold: undefined })

const breached = [...gradedP2('20:00'), deadlinePasses('attendance')]

describe('an answer', () => {
  it('ends the demand that it names, late on the instant it was due', () =>
    given(breached)
      .when(reassessed('21:15', 'd1'))
      .then({
        state: { risk: 'settled', attendance: 'overdue.unassigned' },
        demands: { d1: 'attendance-overdue answered level 2' },
        deadlines: { answer: 'missed' },
        due: { 'next-review': '21:45', answer: null },
      }))

  it('is in time just before the answer is due', () =>
    given(breached)
      .when(reassessed('21:14:59.999', 'd1'))
      .then({ demands: { d1: 'attendance-overdue answered' }, deadlines: { answer: 'met' } }))

  it('is judged on when it was recorded', () =>
    given(breached)
      .when(entered('21:20', reassessed('21:10', 'd1')))
      .then({ demands: { d1: 'attendance-overdue answered level 2' }, deadlines: { answer: 'missed' } }))

  it('leaves a demand open that it does not name', () =>
    given(breached, callCutOff('21:02'))
      .when(reassessed('21:05', 'd2'))
      .then({ state: { risk: 'demanded' }, demands: { d1: 'attendance-overdue open', d2: 'cut-off answered' } }))

  it('ends others that it names too', () =>
    given(breached, callCutOff('21:02'))
      .when(reassessed('21:05', 'd1', { also: ['d2'] }))
      .then({ state: { risk: 'settled' }, demands: { d1: 'attendance-overdue answered', d2: 'cut-off answered' } }))

  it('is taken unasked, answers nothing and comes back for review', () =>
    given(gradedP2('20:00'), callCutOff('20:05'))
      .when(reassessed('20:10', null))
      .then({ demands: { d1: 'cut-off open' }, due: { 'next-review': '20:40', answer: '20:20' } }))

  it('is refused for a demand that was answered', () =>
    given(breached, reassessed('21:05', 'd1')).when(reassessed('21:06', 'd1')).thenRefused('not-accepted-now'))

  it('is refused when one of those it also names was answered, and then answers none', () =>
    given(breached, callCutOff('21:02'), reassessed('21:05', 'd1'))
      .when(reassessed('21:06', 'd2', { also: ['d1'] }))
      .thenRefused('not-accepted-now'))

  it('is refused for a demand that was never made', () =>
    given(breached)
      .when(reassessed('21:05', 'd1', { also: ['d7', 'd01'] }))
      .thenRefused('invalid-event', ['/data/alsoAnswers/0', '/data/alsoAnswers/1']))

  it('cannot know of a cause that came after it', () =>
    given(breached, callCutOff('21:10'))
      .when(entered('21:12', reassessed('21:09:59.999', 'd2')))
      .thenRefused('invalid-event', ['/time']))

  it('may come in the same instant as the cause', () =>
    given(breached, callCutOff('21:10'))
      .when(entered('21:12', reassessed('21:10', 'd2')))
      .then({ demands: { d1: 'attendance-overdue open', d2: 'cut-off answered' } }))

  it('takes a cause whose time ran ahead of the record as recorded when it was', () =>
    given(breached, entered('21:10', callCutOff('21:11:59')))
      .when(reassessed('21:10:30', 'd2'))
      .then({ demands: { d1: 'attendance-overdue open', d2: 'cut-off answered' } }))

  it('is not the author’s of the latest THRIVE', () =>
    given(breached)
      .when(reassessed('21:05', 'd1', { assessor: { id: 'ch-1', role: 'supervisor' } }))
      .thenRefused('reassessment-incomplete', ['/data/assessor/id']))

  it('names everything that is missing at once, the next review that lies behind it among it', () =>
    given(breached)
      .when(
        but(reassessed('21:05', 'd1'), {
          interimRisk: ' ',
          nextReviewAt: '2026-11-20T21:05:00.000Z',
          victimContact: { attempted: false },
          resourceAction: undefined,
        }),
      )
      .thenRefused('reassessment-incomplete', [
        '/data/victimContact/notAttemptedReason',
        '/data/interimRisk',
        '/data/resourceAction',
        '/data/nextReviewAt',
      ]))
})

describe('an explanation is not a reassessment', () => {
  it('keeps the demand open when a supervisor only explains the delay', () =>
    given(breached)
      .when(delayNoted('21:05', 'no unit free'))
      .then({
        state: { risk: 'demanded' },
        alerts: [],
        due: { answer: '21:15' },
        demands: { d1: 'attendance-overdue open' },
        warnings: ['demand-still-open'],
      }))

  const only = 'No units available.'
  const explained = Object.fromEntries(
    ['threat', 'harm', 'risk', 'investigation', 'vulnerability', 'engagement'].map((element) => [
      element,
      { change: 'unchanged', rationale: only },
    ]),
  )
  const explanation = (time: string, priority = 'P2') =>
    but(reassessed(time, 'd1'), { thrive: explained, interimRisk: only, decision: { priority, rationale: only } })

  it('refuses a record in which every rationale speaks of resources, and names each sentence', () =>
    given(breached)
      .when(explanation('21:05'))
      .thenRefused('explains-delay-not-risk', [
        '/data/decision/rationale',
        '/data/interimRisk',
        ...ELEMENTS.map((element) => `/data/thrive/${element}/rationale`),
      ]))

  it('never when the grade rises', () =>
    given(breached)
      .when(explanation('21:05', 'P1'))
      .then({
        priority: 'P1',
        demands: { d1: 'attendance-overdue answered' },
        warnings: ['elements-copied'],
      }))

  it('never when an element has increased', () =>
    given(breached)
      .when(but(explanation('21:05'), { thrive: { ...explained, threat: { change: 'increased', rationale: only } } }))
      .then({
        demands: { d1: 'attendance-overdue answered' },
        warnings: [...Array(9).fill('reassessment-doubtful'), 'elements-copied'],
      }))
})

describe('a decision inside a reassessment regrades under the same rules', () => {
  it('upgrades: a fresh clock, and the answer clock of what stays open is shortened', () =>
    given(breached, callCutOff('21:02'))
      .when(reassessed('21:05', 'd1', { priority: 'P1' }))
      .then({ priority: 'P1', state: { attendance: 'waiting.unassigned' }, due: { attendance: '21:20', answer: '21:10' } }))

  it('refuses a downgrade without rank and a second person', () =>
    given(breached)
      .when(reassessed('21:05', 'd1', { priority: 'P3' }))
      .thenRefused('downgrade-not-approved', ['/data/decision/priority', '/data/decision/approvedBy']))

  it('downgrades with both, answers, and tells the supervisor', () =>
    given(breached)
      .when(reassessedDown('21:05', 'd1', 'P3'))
      .then({
        priority: 'P3',
        demands: { d1: 'attendance-overdue answered' },
        alerts: ['downgraded', 'reassessment-demanded resolved'],
        due: { attendance: '21 20:00', 'next-review': '22:05' },
      }))

  it('refuses a priority that the policy does not have', () =>
    given(breached)
      .when(reassessed('21:05', 'd1', { priority: 'P9' }))
      .thenRefused('invalid-event', ['/data/decision/priority']))

  it('grades what nobody had graded', () =>
    given(reported('20:00'), thriveAssessed('20:01'), callReceived('20:02'))
      .when(reassessed('20:05', 'd1'))
      .then({ priority: 'P2', state: { grading: 'graded', attendance: 'waiting.unassigned' }, deadlines: { grading: 'met' } }))
})

it('is answered by one sentence under all six elements, and its author is told', () => {
  const words = { change: 'unchanged' as const, rationale: 'He is still outside and shouting.' }
  const thrive = Object.fromEntries(ELEMENTS.map((name) => [name, words]))
  return given(breached)
    .when(reassessed('21:05', 'd1', { thrive }))
    .then({ demands: { d1: 'attendance-overdue answered' }, warnings: ['elements-copied'] })
})
