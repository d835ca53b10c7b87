import {
  acknowledged,
  arrived,
  assigned,
  attendanceFailed,
  callCutOff,
  callReceived,
  deadlinePasses,
  delayNoted,
  diverted,
  entered,
  graded,
  gradedP2,
  logNoted,
  reassessed,
  reported,
  shiftChanged,
  thriveAssessed,
  until,
  victimContacted,
  withoutWorkers,
} from '../support/happenings.ts'
import { KEY, startNight, underPolicy } from '../support/incident.ts'

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

it('a demand that is answered keeps the time that it had, whatever the grade becomes', async () => {
  const night = startNight()
  for (const posted of [...gradedP2('20:00'), callReceived('20:10'), reassessed('20:20', 'd1', { priority: 'P1' })])
    expect(await night.go(posted)).toMatchObject({ status: 'accepted' })
  const answer = (await night.engine.view(KEY))?.deadlines.find(({ name }) => name === 'answer')
  expect(answer).toMatchObject({ dueAt: '2026-11-20T20:25:00.000Z', status: 'met' })
})
