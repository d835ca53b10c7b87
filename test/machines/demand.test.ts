import { ELEMENTS } from '../../machines/rules/vocabulary.ts'
import {
  acknowledged,
  arrived,
  assigned,
  attendanceFailed,
  but,
  callCutOff,
  callReceived,
  closed,
  deadlinePasses,
  delayNoted,
  diverted,
  entered,
  everythingDone,
  graded,
  gradedP2,
  logNoted,
  reassessed,
  reassessedDown,
  reported,
  sendsNobody,
  shiftChanged,
  thriveAssessed,
  until,
  victimContacted,
  withoutWorkers,
} from '../support/happenings.ts'
import { underPolicy } from '../support/incident.ts'

/** Nobody is asked to tell the victim of the delay here: that obligation has a test of its own. */
const { given } = underPolicy({ victimTold: undefined })

const breached = [...gradedP2('20:00'), deadlinePasses('attendance')]

describe('what opens a demand', () => {
  it.each([
    ['another call', callReceived('20:30'), 'further-call'],
    ['a call that was cut off', callCutOff('20:30'), 'cut-off'],
    ['a diversion', diverted('20:30'), 'diverted'],
    ['a failed attendance', attendanceFailed('20:30'), 'attendance-failed'],
    ['an arrival that saw nobody', arrived('20:30', { victimSeen: false }), 'attendance-failed'],
    ['new information', logNoted('20:30', true), 'new-information'],
    ['a victim who is not safe', victimContacted('20:30', false), 'unsafe-contact'],
    ['a victim who was not reached', victimContacted('20:30', null), 'unsafe-contact'],
    ['news from a victim who is safe', victimContacted('20:30', true, 'He is back in the road.'), 'new-information'],
    ['not safe, which outweighs what else was learnt', victimContacted('20:30', false, 'He is back.'), 'unsafe-contact'],
    ['a change of shift', shiftChanged('20:30'), 'shift-change'],
  ])('%s', (_, news, reason) =>
    given(gradedP2('20:00'))
      .when(news)
      .then({
        state: { risk: 'demanded' },
        demands: { d1: `${reason} open` },
        alerts: ['reassessment-demanded'],
        due: { answer: '20:45' },
      }),
  )

  it.each([
    ['a note on the log', logNoted('20:30')],
    ['a note that says it is no news', logNoted('20:30', false)],
    ['a safe victim with nothing new', victimContacted('20:30', true, 'nothing new')],
    ['an explanation of the delay', delayNoted('20:30')],
  ])('not %s', (_, noted) => given(gradedP2('20:00')).when(noted).thenNothing())

  it('is any of them beside one that is open already', () =>
    given(breached, callCutOff('21:02'))
      .when(callReceived('21:03'))
      .then({
        demands: { d1: 'attendance-overdue open', d2: 'cut-off open', d3: 'further-call open' },
        due: { answer: ['21:15', '21:17', '21:18'] },
        alerts: ['reassessment-demanded'],
      }))

  it('is not a change of shift once somebody attended', () =>
    given(gradedP2('20:00'), arrived('20:20')).when(shiftChanged('22:00')).thenNothing())

  it('asks at the pace of the most urgent grade before there is one', () =>
    given(reported('20:00'), thriveAssessed('20:01'))
      .when(callReceived('20:02'))
      .then({ due: { answer: '20:07' } }))
})

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

  it('refuses a record in which every rationale speaks of resources', () =>
    given(breached).when(explanation('21:05')).thenRefused('explains-delay-not-risk', ['/data/decision/rationale']))

  it('never when the grade rises', () =>
    given(breached)
      .when(explanation('21:05', 'P1'))
      .then({
        priority: 'P1',
        demands: { d1: 'attendance-overdue answered' },
        warnings: ['rationale-speaks-of-resources', 'elements-copied'],
      }))

  it('never when an element has increased', () =>
    given(breached)
      .when(but(explanation('21:05'), { thrive: { ...explained, threat: { change: 'increased', rationale: only } } }))
      .then({ demands: { d1: 'attendance-overdue answered' }, warnings: ['rationale-speaks-of-resources', 'elements-copied'] }))
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

describe('unanswered, it escalates level by level', () => {
  it('stays on the first level just before the answer is due', () =>
    given(breached)
      .when(until('21:14:59.999'))
      .then({ alerts: [], demands: { d1: 'attendance-overdue open' } }))

  it('rises on it: an alert of its own for the next audience', () =>
    given(breached)
      .when(until('21:15'))
      .then({
        alerts: ['reassessment-overdue level 2'],
        demands: { d1: 'attendance-overdue open level 2' },
        due: { answer: '21:30' },
      }))

  it('rises to the top', () =>
    given(breached, until('21:15'))
      .when(until('21:30'))
      .then({ alerts: ['reassessment-overdue level 3'], demands: { d1: 'attendance-overdue open level 3' } }))

  it('returns at the top, the same alert, counted', () =>
    given(breached, until('21:30'))
      .when(until('22:00'))
      .then({
        alerts: ['reassessment-overdue level 3 count 3'],
        demands: { d1: 'attendance-overdue open level 3 count 3' },
        due: { answer: '22:15' },
      }))

  it('is open again at the top though somebody had acknowledged it', () =>
    given(breached, until('21:30'), acknowledged('21:40', 'reassessment-overdue'))
      .when(until('21:45'))
      .then({
        alerts: ['reassessment-overdue level 3 count 2'],
        open: ['attendance-overdue', 'reassessment-demanded', 'reassessment-overdue', 'reassessment-overdue'],
      }))

  it('escalates though somebody acknowledged: that stops nothing', () =>
    given(breached, acknowledged('21:05', 'reassessment-demanded'))
      .when(until('21:15'))
      .then({ alerts: ['reassessment-overdue level 2'], due: { answer: '21:30' } }))

  it('comes back on the one level of a ladder that has one', () =>
    underPolicy({ escalation: ['supervisor'], victimTold: undefined })
      .given(breached)
      .when(until('21:30'))
      .then({
        alerts: ['reassessment-overdue count 2'],
        demands: { d1: 'attendance-overdue open count 3' },
        due: { answer: '21:45' },
      }))

  it('goes up one level and not all of them for a night entered afterwards from paper', () =>
    given(reported('20:00'), thriveAssessed('20:00'), withoutWorkers())
      .when(entered('23:00', graded('20:01', 'P2')))
      .then({ demands: { d1: 'attendance-overdue open' }, due: { answer: '23:15' } }))

  it('goes up one level and not all of them after an outage: the next audience could be told no sooner', () =>
    given(breached, withoutWorkers())
      .when(assigned('22:00'))
      .then({
        demands: { d1: 'attendance-overdue open level 2' },
        due: { answer: '22:15' },
      }))

  it('resolves all its alerts with the answer, on every level', () =>
    given(breached, until('21:30'))
      .when(reassessed('21:31', 'd1'))
      .then({
        alerts: [
          'reassessment-demanded resolved',
          'reassessment-overdue level 2 resolved',
          'reassessment-overdue level 3 resolved',
        ],
        open: ['attendance-overdue'],
      }))
})

describe('an arrival that saw the victim', () => {
  it('supersedes what came before it, and it stays listed', () =>
    given(breached, callCutOff('21:02'))
      .when(arrived('21:02'))
      .then({
        state: { risk: 'settled' },
        demands: { d1: 'attendance-overdue superseded', d2: 'cut-off superseded' },
        due: { answer: null },
      }))

  it('leaves open what came after it', () =>
    given(breached, callCutOff('21:02'))
      .when(entered('21:03', arrived('21:01:59.999')))
      .then({ state: { risk: 'demanded' }, demands: { d1: 'attendance-overdue superseded', d2: 'cut-off open' } }))

  it('cannot be answered any more afterwards', () =>
    given(breached, arrived('21:02')).when(reassessed('21:03', 'd1')).thenRefused('not-accepted-now'))
})

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

it('is answered by one sentence under all six elements, and its author is told', () => {
  const words = { change: 'unchanged' as const, rationale: 'He is still outside and shouting.' }
  const thrive = Object.fromEntries(ELEMENTS.map((name) => [name, words]))
  return given(breached)
    .when(reassessed('21:05', 'd1', { thrive }))
    .then({ demands: { d1: 'attendance-overdue answered' }, warnings: ['elements-copied'] })
})
