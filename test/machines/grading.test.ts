import {
  acknowledged,
  arrived,
  but,
  deadlinePasses,
  entered,
  graded,
  reassessed,
  reported,
  thriveAssessed,
  until,
  withoutWorkers,
} from '../support/happenings.ts'
import { given, KEY, startNight, underPolicy } from '../support/incident.ts'

describe('the report', () => {
  it('starts the clocks of THRIVE and grade', () =>
    given()
      .when(reported('20:00'))
      .then({
        state: {
          grading: 'reported',
          attendance: 'ungraded',
          risk: 'settled',
          dash: 'notDue',
          safeguarding: 'waiting',
          investigation: 'unallocated',
          closure: 'open',
        },
        due: { thrive: '20:10', grading: '20:15', attendance: null },
        alerts: [],
        demands: {},
        priority: null,
      }))

  it('is taken once', () => given(reported('20:00')).when(reported('20:01')).thenRefused('not-accepted-now'))

  it('from a clock that is up to ten minutes ahead counts from its recording', async () => {
    await given()
      .when(entered('20:00', reported('20:10')))
      .then({ due: { thrive: '20:10', grading: '20:15' }, warnings: ['time-ahead'] })
    await given()
      .when(entered('20:00', reported('20:02')))
      .then({ warnings: [] })
    await given(entered('20:00', reported('20:10')))
      .when(graded('20:01', 'P1'))
      .then({ due: { attendance: '20:15' } })
    await given()
      .when(entered('20:00', reported('20:10:00.001')))
      .thenRefused('invalid-event', ['/time'])
  })

  it('without an area has the shorter target of each grade', async () => {
    const somewhere = but(reported('20:00'), { location: { lat: 52.41, lon: -1.51 } })
    for (const place of [somewhere, but(reported('20:00'), { location: undefined })])
      await given(place)
        .when(graded('20:01', 'P1'))
        .then({ due: { attendance: '20:15' } })
    await given(reported('20:00', { area: 'rural' }))
      .when(graded('20:01', 'P1'))
      .then({ due: { attendance: '20:20' } })
  })

  it('counts the clocks that wait for a person from when it was recorded', () =>
    given()
      .when(entered('23:00', reported('20:00')))
      .then({ due: { thrive: '23:10', grading: '23:15' }, alerts: [] }))
})

describe('THRIVE', () => {
  it('assessed adequately says nothing', () =>
    given(reported('20:00'))
      .when(thriveAssessed('20:05'))
      .then({ state: { grading: 'assessed' }, deadlines: { thrive: 'met' }, alerts: [], warnings: [] }))

  it('with gaps is recorded all the same, names them, alerts, and blocks only closure', () =>
    given(reported('20:00'))
      .when(thriveAssessed('20:05', { interimRisk: '', threat: { level: 'high', rationale: '' } }))
      .then({
        state: { grading: 'assessed' },
        deadlines: { thrive: 'met' },
        warnings: ['threat-thin', 'interim-risk-missing'],
        alerts: ['thrive-inadequate'],
        blockers: ['thrive-inadequate', 'not-graded', 'not-attended', 'dash-missing', 'crime-undecided'],
      }))

  it('assessed again without gaps resolves the alert', () =>
    given(reported('20:00'), thriveAssessed('20:05', { interimRisk: '' }), graded('20:06', 'P2'))
      .when(thriveAssessed('20:08'))
      .then({ state: { grading: 'graded' }, alerts: ['thrive-inadequate resolved'] }))

  it('assessed again and worse is the same alert, open again and counted', () =>
    given(reported('20:00'), thriveAssessed('20:05', { interimRisk: '' }), thriveAssessed('20:06'))
      .when(thriveAssessed('20:08', { safetyAdvice: '' }))
      .then({ alerts: ['thrive-inadequate count 2'] }))

  it('is in time just before its deadline', () =>
    given(reported('20:00'))
      .when(thriveAssessed('20:09:59.999'))
      .then({ deadlines: { thrive: 'met' }, alerts: [] }))

  it('is late on it: the deadline passes first', () =>
    given(reported('20:00'))
      .when(thriveAssessed('20:10'))
      .then({ deadlines: { thrive: 'missed' }, alerts: ['thrive-overdue resolved'] }))

  it('is judged on when it was recorded, whenever it was made', () =>
    given(reported('20:00'), withoutWorkers())
      .when(entered('20:11', thriveAssessed('20:05')))
      .then({ deadlines: { thrive: 'missed' }, open: [] }))

  it('may be made by the one who grades, and flags add up', () =>
    given(reported('20:00', { flags: ['children'] }), thriveAssessed('20:01', { flags: ['weapons'] }), graded('20:02', 'P2'))
      .when(reassessed('20:03', null))
      // A flag that the policy names as high: looked at every 15 minutes, not 30.
      .then({ due: { 'next-review': '20:18' } }))
})

describe('a THRIVE that nobody makes escalates like a demand, at the pace of the most urgent grade', () => {
  const nothing = [reported('20:00'), graded('20:01', 'P3')]

  it('says nothing just before', () => given(nothing).when(until('20:09:59.999')).then({ alerts: [] }))
  it('alerts on it', () =>
    given(nothing)
      .when(until('20:10'))
      .then({ alerts: ['thrive-overdue'], demands: {} }))
  it('rises', () =>
    given(nothing, until('20:10'))
      .when(until('20:15'))
      .then({ alerts: ['thrive-overdue level 2'] }))
  it('rises to the top and returns there, counted', () =>
    given(nothing, until('20:15'))
      .when(until('20:25'))
      .then({ alerts: ['thrive-overdue level 3 count 2'] }))
  it('is open again though acknowledged', () =>
    given(nothing, until('20:25'), acknowledged('20:26', 'thrive-overdue'))
      .when(until('20:30'))
      .then({ alerts: ['thrive-overdue level 3 count 3'], open: ['thrive-overdue'] }))
  it('is resolved by the THRIVE alone', () =>
    given(nothing, until('20:25'))
      .when(thriveAssessed('20:26'))
      .then({ alerts: ['thrive-overdue level 3 count 2 resolved'], open: [] }))
  it('is not resolved by a grade', () =>
    given(reported('20:00'), deadlinePasses('thrive'))
      .when(graded('20:11', 'P2'))
      .then({ alerts: [], open: ['thrive-overdue'] }))
})

describe('an ungraded incident', () => {
  const assessed = [reported('20:00'), thriveAssessed('20:01')]

  it('says nothing just before its deadline', () => given(assessed).when(until('20:14:59.999')).then({ alerts: [] }))
  it('alerts on it', () =>
    given(assessed)
      .when(until('20:15'))
      .then({ alerts: ['grading-overdue'] }))
  it('escalates until somebody grades', () =>
    given(assessed, until('20:30'))
      .when(graded('20:31', 'P3'))
      .then({ alerts: ['grading-overdue level 3 count 2 resolved'], open: [] }))
  it('has its clock in seconds where the policy says so', () =>
    underPolicy({ thrive: { assessWithin: 'PT2S', gradeWithin: 'PT3S' } })
      .given(reported('20:00'))
      .when(until('20:00:03'))
      .then({ alerts: ['thrive-overdue', 'grading-overdue'] }))
})

describe('an inadequate THRIVE', () => {
  const thin = (time: string) => thriveAssessed(time, { interimRisk: '' })
  const withTime = underPolicy({ thrive: { inadequateAfter: 'PT5M' } })

  it('leaves its author the time of the policy before the supervisor is told', () =>
    withTime
      .given(reported('20:00'))
      .when(thin('20:02'))
      .then({ due: { thrive: '20:07' }, warnings: ['interim-risk-missing'], alerts: [] }))

  it('is told once that time is over, whatever else of it was said meanwhile', () =>
    withTime
      .given(reported('20:00'), thin('20:02'), thin('20:04'))
      .when(until('20:30'))
      .then({ open: ['grading-overdue', 'thrive-inadequate'] }))

  it('mended in that time tells nobody', () =>
    withTime
      .given(reported('20:00'), thin('20:02'), thriveAssessed('20:06'))
      .when(until('20:10'))
      .then({ alerts: [], deadlines: { thrive: ['met', 'met'] } }))

  it('mended later resolves the alert', () =>
    withTime
      .given(reported('20:00'), thin('20:02'), until('20:08'))
      .when(thriveAssessed('20:09'))
      .then({ alerts: ['thrive-inadequate resolved'] }))
})

describe('a vulnerability that is found', () => {
  const vulnerability = (level: 'low' | 'medium' | 'unknown') =>
    thriveAssessed('20:01', { vulnerability: { level, rationale: 'Alone with two children.' } })

  it.each([
    ['medium', ['vulnerable']],
    ['low', []],
    ['unknown', []],
  ] as const)('%s leaves the flags %j', async (level, flags) => {
    const night = startNight()
    for (const each of [reported('20:00'), vulnerability(level)]) await night.go(each)
    expect((await night.engine.view(KEY))?.risk.flags).toEqual(flags)
  })

  it('stays flagged when a later assessment finds none, which contradicts it', () =>
    given(reported('20:00'), vulnerability('medium'))
      .when(thriveAssessed('20:10', { vulnerability: { level: 'none', rationale: 'She says she is fine.' } }))
      .then({ warnings: ['vulnerability-contradicts-flags'], alerts: ['thrive-inadequate'] }))
})

describe('a low grade beside a high risk', () => {
  const flagged = reported('20:00', { flags: ['weapons', 'children'] })

  it.each([
    ['asks why it is enough', graded('20:05', 'P3'), ['high-risk-low-grade']],
    [
      'is content once that is said',
      but(graded('20:05', 'P3'), { highRiskRationale: 'He is in custody; the knife was seized.' }),
      [],
    ],
    ['asks nothing of a higher grade', graded('20:05', 'P2'), []],
    [
      'asks for risk where the rationale speaks of resources',
      but(graded('20:05', 'P2'), { rationale: 'No units available.' }),
      ['grade-speaks-of-resources'],
    ],
  ])('%s', (_, grade, warnings) =>
    given(flagged)
      .when(grade)
      .then({ warnings, state: { grading: 'graded' } }),
  )
})

it('shows the time under each grade and since first contact, as instants', async () => {
  const night = startNight()
  for (const each of [reported('20:00'), graded('20:05', 'P2'), graded('20:30', 'P1')]) await night.go(each)
  const iso = (time: string) => `2026-11-20T${time}:00.000Z`
  expect(await night.engine.view(KEY)).toMatchObject({
    waiting: { since: iso('20:00'), until: null, underGradeSince: iso('20:30') },
    grades: [
      { priority: 'P2', at: iso('20:05'), until: iso('20:30') },
      { priority: 'P1', at: iso('20:30'), until: null },
    ],
  })
  for (const each of [arrived('20:35'), graded('20:50', 'P2')]) await night.go(each)
  expect(await night.engine.view(KEY)).toMatchObject({
    waiting: { since: iso('20:00'), until: iso('20:35'), underGradeSince: iso('20:50') },
    grades: [{ until: iso('20:30') }, { until: iso('20:35') }, { at: iso('20:50'), until: iso('20:50') }],
  })
})
