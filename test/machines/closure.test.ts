import type { Blocker } from '../../machines/incident/closure/blocker.ts'
import type { EventName } from '../../machines/rules/events.ts'
import type { Happening } from '../support/happenings.ts'
import {
  allocated,
  arrived,
  atScene,
  attendanceFailed,
  but,
  callCutOff,
  callReceived,
  closed,
  crimeRecorded,
  dashExcepted,
  dashReviewed,
  dashSubmitted,
  deadlinePasses,
  delayNoted,
  diverted,
  everythingDone,
  graded,
  gradedP2,
  hauChecked,
  hauCompleted,
  hauNotChecked,
  hauReceived,
  identified,
  logNoted,
  maracExcepted,
  maracReferred,
  noCrime,
  reassessed,
  referralAcknowledged,
  referred,
  reopened,
  reported,
  riskConfirmed,
  schoolTold,
  sendsNobody,
  shiftChanged,
  thriveAssessed,
  transferAcknowledged,
  transferred,
  until,
  victimContacted,
} from '../support/happenings.ts'
import { arrivedEvent, given, KEY, type Night, startNight, underPolicy } from '../support/incident.ts'

const over = [...everythingDone, closed('21:00')]

interface Alone {
  /** Everything is done except one thing. */
  readonly before: readonly Happening[]
  readonly mending: readonly Happening[]
  /** Where the blocker itself hides a second blocker. */
  readonly beside?: readonly Blocker['code'][]
}
const without = (...types: readonly EventName[]) => everythingDone.filter(({ type }) => !types.includes(type))
const inTheHands = [...everythingDone, hauReceived('20:41')]
const highRisk = [
  ...without('dash.submitted', 'dash.reviewed'),
  dashSubmitted('20:30', 'high'),
  dashReviewed('20:35'),
  hauReceived('20:41'),
  ...['daro', 'marac', 'idva'].flatMap((partner) => [referred('20:42', partner), referralAcknowledged('20:43', partner)]),
]
const highRiskReferred = [...highRisk, maracReferred('20:43')]
const byVideo = { mode: 'video' as const }

/** Each thing that can keep an incident open, by itself, and what is posted to mend it. */
const ALONE: Readonly<Record<Blocker['code'], Alone>> = {
  'thrive-missing': { before: without('thrive.assessed'), mending: [thriveAssessed('20:50')] },
  'thrive-inadequate': {
    before: [...everythingDone, thriveAssessed('20:41', { interimRisk: '' })],
    mending: [thriveAssessed('20:50')],
  },
  'not-graded': { before: without('incident.graded'), mending: [graded('20:50', 'P2')] },
  'not-attended': { before: [...everythingDone, graded('20:41', 'P1')], mending: [arrived('20:50')] },
  'victim-not-seen-yet': { before: [...everythingDone, graded('20:41', 'P1'), atScene('20:42')], mending: [arrived('20:50')] },
  'demand-open': { before: [...everythingDone, logNoted('20:41', true)], mending: [sendsNobody(reassessed('20:50', 'd1'))] },
  'history-not-reviewed': {
    before: [...everythingDone, identified('20:41', { personRef: 'P-70' })],
    mending: [reassessed('20:50', null)],
  },
  'transfer-not-acknowledged': {
    before: [...everythingDone, transferred('20:41')],
    mending: [transferAcknowledged('20:50')],
  },
  'dash-missing': {
    before: without('dash.submitted', 'dash.reviewed'),
    mending: [dashSubmitted('20:50', 'standard'), dashReviewed('20:51')],
  },
  'dash-not-reviewed': { before: without('dash.reviewed'), mending: [dashReviewed('20:50')] },
  'dash-returned': {
    before: [...without('dash.reviewed'), dashReviewed('20:40', 'returned', { missing: ['injury'] })],
    mending: [dashSubmitted('20:50', 'standard'), dashReviewed('20:51')],
  },
  'dash-mode-exception-missing': {
    before: [
      ...without('dash.submitted', 'dash.reviewed'),
      dashSubmitted('20:30', 'standard', byVideo),
      dashReviewed('20:40', 'regraded-up', { grade: 'medium' }),
    ],
    mending: [
      dashSubmitted('20:50', 'medium', {
        ...byVideo,
        modeException: { reason: 'She is abroad.', by: { id: 'insp-1', role: 'inspector' } },
      }),
      dashReviewed('20:51'),
    ],
  },
  'referral-not-made': {
    before: [
      ...everythingDone,
      hauReceived('20:41'),
      identified('20:42', { role: 'child', personRef: 'P-3' }),
      schoolTold('20:43', 'P-3'),
    ],
    mending: [referred('20:50', 'childrens-services'), referralAcknowledged('20:51', 'childrens-services')],
  },
  'referral-not-acknowledged': {
    before: [...inTheHands, referred('20:42', 'idva')],
    mending: [referralAcknowledged('20:50', 'idva')],
  },
  'school-not-notified': {
    before: [
      ...inTheHands,
      identified('20:42', { role: 'child', personRef: 'P-3' }),
      referred('20:43', 'childrens-services'),
      referralAcknowledged('20:44', 'childrens-services'),
    ],
    mending: [schoolTold('20:50', 'P-3')],
  },
  'marac-not-referred': {
    before: [...highRisk, hauChecked('20:43'), riskConfirmed('20:43'), hauCompleted('20:44')],
    mending: [maracReferred('20:50')],
  },
  'hau-not-received': {
    before: [...without('dash.submitted', 'dash.reviewed'), dashExcepted('20:30')],
    mending: [hauReceived('20:50'), hauNotChecked('20:51'), hauCompleted('20:52')],
  },
  'hau-checks-open': {
    before: [...highRiskReferred, riskConfirmed('20:43')],
    mending: [hauChecked('20:50'), hauCompleted('20:51')],
    beside: ['safeguarding-not-complete'],
  },
  'risk-not-confirmed': {
    before: [...highRiskReferred, hauChecked('20:43')],
    mending: [riskConfirmed('20:50'), hauCompleted('20:51')],
    beside: ['safeguarding-not-complete'],
  },
  'safeguarding-not-complete': {
    before: [...highRiskReferred, hauChecked('20:43'), riskConfirmed('20:43')],
    mending: [hauCompleted('20:50')],
  },
  'crime-undecided': { before: without('crime.not-recorded'), mending: [noCrime('20:50')] },
  'investigation-not-allocated': { before: [...everythingDone, crimeRecorded('20:41')], mending: [allocated('20:50')] },
}

/** She has called before, from elsewhere. */
const earlier = but(reported('20:00'), { persons: [{ role: 'victim', personRef: 'P-70' }] })

/** A night on which somebody called the day before. */
async function nightAfter(): Promise<Night> {
  const night = startNight()
  const at = '2026-11-19T20:00:00.000Z'
  night.store.setNow(at)
  await night.engine.record([
    { ...arrivedEvent({ ...earlier, at }, 'before'), reference: 'WK-0', data: { ...earlier.data, receivedAt: at } as never },
  ])
  return night
}

describe.each(Object.entries(ALONE))('%s alone', (code, { before, mending, beside = [] }) => {
  it('keeps the incident open, says what to post, and is lifted by that', async () => {
    const night = await nightAfter()
    for (const happening of before) expect(await night.go(happening)).toMatchObject({ status: 'accepted' })
    const refused = await night.go(closed('20:45'))
    const detail = expect.stringMatching(/: post (?:a )?[a-z-]+\.[a-z-]+/)
    expect(refused).toMatchObject({
      status: 'refused',
      problem: expect.objectContaining({
        code: 'closure-blocked',
        blockers: [code, ...beside].map((each) => ({ code: each, detail })),
      }),
    })
    for (const happening of mending) expect(await night.go(happening)).toMatchObject({ status: 'accepted' })
    expect(await night.go(closed('20:59'))).toMatchObject({ status: 'accepted' })
  })
})

describe('closing', () => {
  it('is granted when nothing is in the way, and ends what is owed', () =>
    given(everythingDone)
      .when(closed('21:00'))
      .then({ state: { closure: 'closed' }, blockers: [], due: { 'hau-receipt': null }, alerts: [] }))

  it('is refused with everything that is in the way, by name', () =>
    given(reported('20:00', { children: ['P-3'] }), callReceived('20:01'), crimeRecorded('20:02'))
      .when(closed('20:03'))
      .thenRefused('closure-blocked'))

  it('waits for all of it on a bare report of a child', () =>
    given(reported('20:00', { children: ['P-3'] }))
      .when(until('20:03'))
      .then({
        blockers: [
          'thrive-missing',
          'not-graded',
          'not-attended',
          'dash-missing',
          'referral-not-made',
          'school-not-notified',
          'crime-undecided',
        ],
      }))

  it('asks for every referral of a high risk', () =>
    given(everythingDone.slice(0, -1), dashSubmitted('20:35', 'high'))
      .when(dashReviewed('20:40'))
      .then({
        blockers: ['hau-not-received', 'referral-not-made', 'referral-not-made', 'referral-not-made', 'marac-not-referred'],
      }))

  it('takes a reason why a high risk goes to no MARAC, shows whose it was, and asks again after news', async () => {
    const high = [...everythingDone.slice(0, -1), dashSubmitted('20:35', 'high'), dashReviewed('20:40')]
    const others = ['daro', 'idva'].flatMap((to) => [referred('20:42', to), referralAcknowledged('20:43', to)])
    const night = startNight()
    const byUnit = [hauChecked('20:46'), riskConfirmed('20:47'), hauCompleted('20:48')]
    for (const each of [...high, hauReceived('20:41'), ...others, maracExcepted('20:45'), ...byUnit])
      expect(await night.go(each)).toMatchObject({ status: 'accepted' })
    expect(await night.engine.view({ force: 'warwickshire', reference: 'WK-1' })).toMatchObject({
      closureBlockers: [],
      closureExceptions: expect.arrayContaining([
        expect.objectContaining({
          blocker: 'marac-not-referred',
          because: 'marac-excepted',
          by: { id: 'sup-1', role: 'supervisor' },
        }),
      ]),
    })
    await given(high, hauReceived('20:41'), others, maracExcepted('20:45'), byUnit, closed('21:00'), callReceived('23:00'))
      .when(sendsNobody(reassessed('23:05', 'd1')))
      .then({
        blockers: [
          'referral-not-made',
          'marac-not-referred',
          ...['hau-checks-open', 'risk-not-confirmed', 'safeguarding-not-complete'],
          'crime-undecided',
        ],
      })
    // A risk that is not high needs no reason; a reason before it rises explains nothing.
    await given(everythingDone).when(maracExcepted('20:45')).thenRefused('not-accepted-now')
  })

  it('waits for somebody to go again after an upgrade', () =>
    given(everythingDone)
      .when(graded('20:41', 'P1'))
      .then({ blockers: ['not-attended'] }))

  it('comes once', () => given(over).when(closed('21:01')).thenRefused('not-accepted-now'))
})

describe('on a closed incident', () => {
  it.each([
    ['another call', callReceived('23:00'), 'further-call'],
    ['a call that was cut off', callCutOff('23:00'), 'cut-off'],
    ['a diversion', diverted('23:00'), 'diverted'],
    ['a failed attendance', attendanceFailed('23:00'), 'attendance-failed'],
    ['an arrival that saw nobody', arrived('23:00', { victimSeen: false }), 'attendance-failed'],
    ['new information', logNoted('23:00', true), 'new-information'],
    ['a victim who is not safe', victimContacted('23:00', false), 'unsafe-contact'],
    ['somebody’s decision', reopened('23:00'), 'reopened'],
  ])('%s reopens and demands', (_, news, reason) =>
    given(over)
      .when(news)
      .then({
        state: { closure: 'open', risk: 'demanded' },
        demands: { d1: `${reason} open` },
        alerts: ['reassessment-demanded'],
        due: { answer: '23:15' },
      }),
  )

  it.each([
    ['a note', logNoted('23:00')],
    ['an explanation', delayNoted('23:00')],
    ['a safe victim with nothing new', victimContacted('23:00', true)],
    ['an arrival that saw the victim', arrived('23:00')],
    ['a change of shift', shiftChanged('23:00')],
    ['a grade', graded('23:00', 'P1')],
    ['a THRIVE', thriveAssessed('23:00')],
    ['a reassessment', reassessed('23:00', null)],
    ['a DASH', dashSubmitted('23:00')],
    ['a decision that it is no crime', noCrime('23:00')],
  ])('%s is not taken', (_, event) => given(over).when(event).thenRefused('not-accepted-now'))

  it('can be closed again once the demand is answered', () =>
    given(over, callReceived('23:00'), sendsNobody(reassessed('23:05', 'd1')), noCrime('23:06'))
      .when(closed('23:07'))
      .then({ state: { closure: 'closed' } }))

  it('waits for somebody to go again where nobody said that they need not', () =>
    given(over, callReceived('23:00'))
      .when(reassessed('23:05', 'd1'))
      .then({ state: { attendance: 'waiting.unassigned' }, blockers: ['not-attended', 'crime-undecided'] }))

  it('says since when nobody has been there, where somebody had been before', async () => {
    const night = startNight()
    for (const happening of [...over, callReceived('23:00'), reassessed('23:05', 'd1')]) await night.go(happening)
    expect((await night.engine.view(KEY))?.closureBlockers[0]?.detail).toMatch(
      /^Nobody has attended since 2026-11-20T23:0[05]:00/,
    )
  })

  it('shows who said that nobody has to go again', async () => {
    const night = startNight()
    for (const happening of [...over, callReceived('23:00'), sendsNobody(reassessed('23:05', 'd1'))]) await night.go(happening)
    expect((await night.engine.view(KEY))?.closureExceptions).toContainEqual({
      ...{ blocker: 'not-attended', because: 'attend-not-needed', approvedBy: null },
      ...{ at: '2026-11-20T23:05:00.000Z', by: expect.objectContaining({ id: 'sup-1' }) },
    })
  })

  it('news asks again whether there is a crime', () =>
    given(over, callReceived('23:00'))
      .when(sendsNobody(reassessed('23:05', 'd1')))
      .then({ blockers: ['crime-undecided'] }))

  it('nothing falls due any more but what she has to be told', () =>
    given(over)
      .when(until('2026-12-20T00:00:00Z'))
      .then({ alerts: ['victim-update-overdue level 3 count 25'], demands: {} }))
})

it('is not reopened while it is open', () => given(gradedP2('20:00')).when(reopened('20:10')).thenRefused('not-accepted-now'))

it('cannot be closed while the breach waits for its answer', () =>
  given(gradedP2('20:00'), deadlinePasses('attendance')).when(closed('21:05')).thenRefused('closure-blocked'))

describe('where the policy asks for less', () => {
  it('nobody has to decide whether there is a crime', () =>
    underPolicy({ closure: {} })
      .given(without('crime.not-recorded'))
      .when(closed('20:45'))
      .then({ state: { closure: 'closed' } }))

  it('a referral that nobody acknowledged keeps nothing open', () =>
    underPolicy({ closure: { referralsAcknowledged: false } })
      .given(inTheHands, referred('20:42', 'idva'))
      .when(closed('20:45'))
      .then({ state: { closure: 'closed', safeguarding: 'referring' } }))
})

describe('a decision that it is no crime', () => {
  it('is not taken back over a crime that is recorded', () =>
    given(gradedP2('20:00'), crimeRecorded('20:10')).when(noCrime('20:20')).thenRefused('not-accepted-now'))

  it('gives way to a crime that is recorded later', () =>
    given(everythingDone)
      .when(crimeRecorded('20:41'))
      .then({ blockers: ['investigation-not-allocated'] }))
})
