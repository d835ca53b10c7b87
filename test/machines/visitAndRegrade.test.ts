import {
  arrived,
  assigned,
  atScene,
  attendanceFailed,
  cleared,
  corrected,
  downgraded,
  entered,
  graded,
  gradedP2,
  reassessed,
  reported,
  sendsNobody,
  standsDown,
  thriveAssessed,
  until,
} from '../support/happenings.ts'
import { given, KEY, startNight, underPolicy } from '../support/incident.ts'

/** The visit stops the clock of 21:00; she has to be seen by 21:05. */
const stopped = [...gradedP2('20:00'), assigned('20:05'), atScene('20:50')]
/** Raised after 21:00 had passed: a fresh clock runs to 21:17. */
const raised = [...stopped, graded('21:02', 'P1')]

describe('an upgrade during a visit, after the deadline that the visit had stopped', () => {
  it('breaches nothing while somebody looks for her', () =>
    given(stopped)
      .when(graded('21:02', 'P1'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21:17', 'victim-seen': '21:05' }, demands: {} }))

  it.each([
    ['its time has passed', until('21:05')],
    ['its last unit leaves', cleared('21:04')],
    ['its last unit is stood down', standsDown('21:04')],
    ['somebody says that the attendance failed', attendanceFailed('21:04')],
  ])('is a breach of that deadline once the visit has failed, beside the fresh clock: %s', (_, fails) =>
    given(raised)
      .when(fails)
      .then({
        state: { attendance: 'waiting.unassigned' },
        due: { attendance: '21:17', 'victim-seen': null },
        deadlines: { attendance: ['missed', 'pending'] },
        demands: { d1: 'attendance-failed open', d2: 'attendance-overdue open' },
      }),
  )

  it('raises one alert for the breach, and another for the next', () =>
    given(raised, until('21:05'))
      .when(until('21:17'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        deadlines: { attendance: ['missed', 'missed'] },
        open: [
          'attendance-overdue',
          'attendance-overdue',
          'reassessment-demanded',
          'reassessment-demanded',
          'reassessment-overdue',
          'reassessment-overdue',
          'reassessment-overdue',
          'reassessment-overdue',
        ],
        demands: { d1: 'attendance-failed open level 3', d2: 'attendance-overdue open level 3' },
      }))

  it('breaches nothing where she is seen in time', () =>
    given(raised)
      .when(arrived('21:04'), until('21:30'))
      .then({ state: { attendance: 'attended' }, deadlines: { attendance: 'met', 'victim-seen': 'met' }, demands: {} }))

  it('opens the alert of a breach again that was there before the visit', () =>
    given(gradedP2('20:00'), until('21:00'), atScene('21:10'), graded('21:12', 'P1'))
      .when(until('21:25'))
      .then({
        due: { attendance: '21:27' },
        deadlines: { attendance: ['missed', 'pending'] },
        open: [
          'attendance-overdue',
          'reassessment-demanded',
          'reassessment-demanded',
          'reassessment-overdue',
          'reassessment-overdue',
          'attendance-warning',
          'victim-not-told',
        ].sort(),
        demands: { d1: 'attendance-overdue open level 3 count 2', d2: 'attendance-failed open' },
      }))

  it('remembers each deadline that a unit of the visit had stopped', () =>
    underPolicy({ attendance: { seenWithin: 'PT60M' } })
      .given(stopped, graded('21:02', 'P1'), atScene('21:10', 'C07'), downgraded('21:20', 'P2'), graded('21:21', 'P1'))
      .when(until('21:50'))
      .then({ deadlines: { attendance: ['missed', 'missed', 'missed'] } }))

  it('goes back to the breach where the grade is lowered again', () =>
    given(raised, until('21:05'))
      .when(downgraded('21:06', 'P2'))
      .then({ state: { attendance: 'overdue.unassigned' }, deadlines: { attendance: 'missed' } }))

  it('is one breach where the grade is lowered again during the visit', () =>
    given(raised, downgraded('21:03', 'P2'))
      .when(until('21:05'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        deadlines: { attendance: 'missed' },
        demands: { d1: 'attendance-overdue open', d2: 'attendance-failed open' },
      }))

  it('starts no clock where nobody has to go, and the visit gives its own back', () =>
    given(stopped, sendsNobody(reassessed('21:02', null, { priority: 'P1' })))
      .when(until('21:05'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        demands: { d1: 'attendance-failed open', d2: 'attendance-overdue open' },
      }))
})

describe('news, after such a visit failed, that she was seen', () => {
  it('since the upgrade settles the breach and stops the fresh clock', () =>
    given(raised, until('21:05'))
      .when(entered('21:09', arrived('21:03')))
      .then({
        state: { attendance: 'attended', risk: 'settled' },
        deadlines: { attendance: ['met', 'met'], 'victim-seen': 'met' },
        demands: { d1: 'attendance-failed superseded', d2: 'attendance-overdue superseded' },
        open: [],
        warnings: ['breach-settled-in-time'],
      }))

  it('before the upgrade settles the breach, and the fresh clock goes on: that is a wait of its own', () =>
    given(raised, until('21:05'))
      .when(entered('21:09', arrived('21:01')))
      .then({
        state: { attendance: 'waiting.unassigned', risk: 'settled' },
        due: { attendance: '21:17' },
        deadlines: { attendance: ['met', 'pending'], 'victim-seen': 'met' },
        demands: { d1: 'attendance-failed superseded', d2: 'attendance-overdue superseded' },
        open: [],
        warnings: ['breach-settled-in-time'],
      }))

  it('before the upgrade comes to the same as news that was not late', () =>
    given(stopped, arrived('21:01'))
      .when(graded('21:02', 'P1'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21:17' }, demands: {} }))

  it('lets an arrival since the upgrade stop the fresh clock, however late it is entered', () =>
    given(raised, until('21:05'), entered('21:09', arrived('21:01')))
      .when(entered('21:10', arrived('21:04', { unit: 'C07' })))
      .then({ state: { attendance: 'attended' }, deadlines: { attendance: ['met', 'met'] } }))

  it('settles no breach that came before the visit', () =>
    given(gradedP2('20:00'), until('21:00'), atScene('21:10'), graded('21:12', 'P1'), until('21:25'))
      .when(entered('21:26', arrived('21:20')))
      .then({ state: { attendance: 'attended' }, deadlines: { attendance: ['missed', 'met'] }, warnings: [] }))

  it('a moment too late settles nothing', () =>
    given(raised, until('21:05'))
      .when(entered('21:09', arrived('21:05:00.001')))
      .then({ state: { attendance: 'attended' }, deadlines: { attendance: ['missed', 'met'], 'victim-seen': 'missed' } }))
})

describe('the other orders of a regrade and a visit', () => {
  it('an upgrade before the visit: the clock that goes on is the nearer clock', () =>
    given(gradedP2('20:00'), graded('20:20', 'P1'), atScene('20:30'))
      .when(until('20:45'))
      .then({ state: { attendance: 'overdue.unassigned' }, deadlines: { attendance: 'missed' } }))

  it('an upgrade during the visit, before the deadline: that deadline runs under the new grade, and is breached once', () =>
    given(gradedP2('20:00'), atScene('20:46'), graded('20:50', 'P1'))
      .when(until('21:01'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        deadlines: { attendance: 'missed' },
        demands: { d1: 'attendance-overdue open', d2: 'attendance-failed open' },
      }))

  it('an upgrade after the visit failed: the breach stays, and a fresh clock runs', () =>
    given(stopped, until('21:05'))
      .when(graded('21:06', 'P1'))
      .then({ due: { attendance: '21:21' }, deadlines: { attendance: ['missed', 'pending'] } }))

  it('a downgrade during the visit leaves the deadline that the visit had stopped', () =>
    given(gradedP2('20:00'), atScene('20:40'), graded('20:42', 'P3'))
      .when(until('20:55'))
      .then({ due: { attendance: '21:00' } }))

  it('a downgrade and an upgrade during the visit give nothing away', () =>
    given(stopped, downgraded('21:01', 'P3'), graded('21:02', 'P2'))
      .when(until('21:05'))
      .then({ due: { attendance: '22:02' }, deadlines: { attendance: ['missed', 'pending'] } }))

  it('a grade from before the arrival that is news during the visit moves the clock that goes on', () =>
    given(gradedP2('20:00'), atScene('20:30'), entered('20:40', graded('20:10', 'P1')))
      .when(until('20:45'))
      .then({ state: { attendance: 'overdue.unassigned' }, deadlines: { attendance: 'missed' } }))

  it('a unit that is still coming after an upgrade is the next to look for her', () =>
    given(gradedP2('20:00'), assigned('20:05'), assigned('20:06', 'C07'), atScene('20:50'), graded('21:02', 'P1'))
      .when(cleared('21:03'))
      .then({ state: { attendance: 'waiting.assigned' }, due: { 'victim-seen': '21:05' }, demands: {} }))
})

describe('an attendance that failed before the visit began', () => {
  it('is news that does not end the visit', () =>
    given(gradedP2('20:00'), atScene('20:50'))
      .when(entered('20:52', attendanceFailed('20:30')))
      .then({ state: { attendance: 'attended' }, due: { 'victim-seen': '21:05' } }))
})

describe('an area that is corrected while a unit looks for her', () => {
  const rural = [reported('20:00', { area: 'rural' }), thriveAssessed('20:01'), graded('20:02', 'P1')]
  const inTown = (time: string) => corrected(time, { location: { area: 'urban' } })

  it('brings the clock nearer that goes on when the visit has failed', () =>
    underPolicy({ attendance: { seenWithin: 'PT2M' } })
      .given(rural, atScene('20:10'), inTown('20:11'))
      .when(until('20:12'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '20:15' } }))

  it('is a breach at once where the nearer deadline has passed', () =>
    given(rural, atScene('20:12'), inTown('20:16'), until('20:18'))
      .when(cleared('20:19'))
      .then({
        state: { attendance: 'overdue.unassigned' },
        deadlines: { attendance: 'missed' },
        demands: { d1: 'attendance-failed open', d2: 'attendance-overdue open' },
      }))

  it('judges the arrival by it, and opens nothing while somebody is there', () =>
    given(rural, atScene('20:17'))
      .when(inTown('20:18'))
      .then({ state: { attendance: 'attended' }, deadlines: { attendance: 'missed' }, demands: {} }))

  it('never moves it away', () =>
    given(reported('20:00'), graded('20:02', 'P1'), atScene('20:10'), corrected('20:11', { location: { area: 'rural' } }))
      .when(cleared('20:12'))
      .then({ due: { attendance: '20:15' } }))

  it('leaves a breach as it was', () =>
    given(rural, until('20:20'), atScene('20:21'), inTown('20:22'))
      .when(cleared('20:23'))
      .then({ state: { attendance: 'overdue.unassigned' }, deadlines: { attendance: 'missed' } }))

  it('moves nothing before a grade and nothing once she was seen', async () => {
    await given(reported('20:00', { area: 'rural' }), atScene('20:01'))
      .when(inTown('20:02'))
      .then({ state: { attendance: 'attended' } })
    await given(rural, arrived('20:17'))
      .when(inTown('20:18'))
      .then({ deadlines: { attendance: 'met' } })
  })
})

it('names the grade that the stopped clock was started for', async () => {
  const night = startNight()
  for (const each of [...stopped, downgraded('21:01', 'P3'), graded('21:02', 'P1'), until('21:05')]) await night.go(each)
  const [breach] = (night.store.caseOf(KEY)?.incident.context.breaches as object[] | undefined) ?? []
  expect(breach).toMatchObject({ priority: 'P2', demand: 'WK-1-d2', dueAt: '2026-11-20T21:00:00.000Z' })
})
