import type { Happening } from '../support/happenings.ts'
import {
  arrived,
  as,
  atScene,
  callReceived,
  cancelledByCaller,
  closed,
  corrected,
  dashReviewed,
  dashSubmitted,
  deadlinePasses,
  entered,
  graded,
  gradedP2,
  hauCompleted,
  hauNotChecked,
  hauReceived,
  logNoted,
  noCrime,
  reassessed,
  reported,
  resolvedByTelephone,
  sendsNobody,
  shiftChanged,
  thriveAssessed,
  until,
  victimContacted,
} from '../support/happenings.ts'
import { given, KEY, policyWith, startNight, underPolicy } from '../support/incident.ts'

const allowing = (more: object = {}) =>
  underPolicy({ telephoneResolution: { allowed: true, override: ['force-incident-manager'], ...more } })
const bySupervisor = (time: string, data: object = {}) =>
  as('supervisor', resolvedByTelephone(time, { approvedBy: undefined, ...data }))

async function blockersOf(policy: object, happenings: readonly Happening[]): Promise<readonly string[]> {
  const night = startNight(policyWith(policy))
  for (const happening of happenings.slice(0, -1)) await night.go(happening)
  const outcome = await night.go(happenings.at(-1) as Happening)
  if (outcome?.status !== 'refused') throw new Error(`was ${outcome?.status}`)
  expect(outcome.problem.code).toBe('telephone-resolution-blocked')
  return (outcome.problem.blockers ?? []).map(({ code }) => code)
}

describe('resolving on the telephone', () => {
  it.each<[string, object, readonly Happening[], readonly string[]]>([
    ['a policy that has every incident attended', {}, [...gradedP2('20:00'), bySupervisor('20:20')], ['policy-forbids']],
    [
      'a rank that no policy names',
      { telephoneResolution: { allowed: false, override: [] } },
      [...gradedP2('20:00'), resolvedByTelephone('20:20')],
      ['policy-forbids'],
    ],
    [
      'a victim who neither agreed nor is safe',
      {},
      [...gradedP2('20:00'), resolvedByTelephone('20:20', { victimAgreed: false, safe: false })],
      ['victim-not-agreed', 'victim-not-safe'],
    ],
    ['an open demand', {}, [...gradedP2('20:00'), callReceived('20:10'), resolvedByTelephone('20:20')], ['demand-open']],
    [
      'a rationale of resources',
      {},
      [...gradedP2('20:00'), resolvedByTelephone('20:20', { rationale: 'No units available.' })],
      ['explains-resources'],
    ],
    [
      'a high risk, without rank and second person',
      { telephoneResolution: { allowed: true } },
      [reported('20:00', { flags: ['weapons'] }), graded('20:01', 'P2'), bySupervisor('20:20')],
      ['rank-missing', 'second-person-missing'],
    ],
    [
      'a wait that has come to its warning, with one person alone',
      {},
      [...gradedP2('20:00'), until('20:46'), resolvedByTelephone('20:46', { approvedBy: { id: 'fim-1', role: 'inspector' } })],
      ['second-person-missing'],
    ],
  ])('is blocked by %s', async (_, policy, happenings, blockers) =>
    expect(await blockersOf(policy, happenings)).toEqual(blockers),
  )

  it('ends the wait by rank and reason; a DASH is owed all the same, and the risk stays what it was', () =>
    given(gradedP2('20:00'))
      .when(resolvedByTelephone('20:20'))
      .then({
        state: { attendance: 'resolvedByTelephone', dash: 'due' },
        priority: 'P2',
        riskGrade: null,
        deadlines: { attendance: 'cancelled' },
        due: { 'dash-submission': '21 04:20' },
        blockers: ['dash-missing', 'crime-undecided'],
        alerts: [],
      }))

  it('is an ordinary decision where the policy allows it, the risk is not high and the wait is young', () =>
    allowing()
      .given(gradedP2('20:00'))
      .when(bySupervisor('20:20'))
      .then({ state: { attendance: 'resolvedByTelephone' } }))

  it('owes the harm assessment unit somebody vulnerable where it leaves the DASH out', () =>
    underPolicy({ telephoneResolution: { dash: 'excepted' }, hau: { intake: ['vulnerable-flag'] } })
      .given(gradedP2('20:00'))
      .when(resolvedByTelephone('20:20'))
      .then({ due: { 'hau-receipt': '21 08:20' }, blockers: ['hau-not-received', 'crime-undecided'] }))

  it('leaves the DASH out where the policy does, and shows who decided that', async () => {
    const night = startNight(policyWith({ telephoneResolution: { dash: 'excepted' } }))
    for (const each of [...gradedP2('20:00'), resolvedByTelephone('20:20'), noCrime('20:21'), ...byUnit]) await night.go(each)
    const view = await night.engine.view(KEY)
    const decided = { because: 'resolved-by-telephone', at: '2026-11-20T20:20:00.000Z', by: { id: 'fim-1' } }
    expect(view).toMatchObject({
      closureBlockers: [],
      closureExceptions: [
        { blocker: 'not-attended', ...decided, approvedBy: { id: 'supt-1' } },
        { blocker: 'dash-missing', ...decided, approvedBy: { id: 'supt-1' } },
        { blocker: 'crime-undecided', because: 'no-crime', by: { id: 'pc-1' }, approvedBy: null },
      ],
      state: { dash: 'notDue' },
    })
    expect(await night.go(closed('20:30'))).toMatchObject({ status: 'accepted' })
  })

  it('answers no demand and keeps the alert of a breach until the incident is closed', () =>
    underPolicy({ telephoneResolution: { dash: 'excepted' } })
      .given(
        gradedP2('20:00'),
        deadlinePasses('attendance'),
        reassessed('21:05', 'd1'),
        resolvedByTelephone('21:10'),
        noCrime('21:10'),
        hauReceived('21:10'),
        hauNotChecked('21:10'),
        hauCompleted('21:10'),
      )
      .when(closed('21:11'))
      .then({ state: { closure: 'closed' }, alerts: ['attendance-overdue resolved'] }))

  it.each([
    ['before a grade', [reported('20:00'), thriveAssessed('20:01')]],
    ['once somebody has attended', [...gradedP2('20:00'), arrived('20:10')]],
  ])('is not taken %s', (_, before) => given(before).when(resolvedByTelephone('20:20')).thenRefused('not-accepted-now'))
})

const byUnit = [hauReceived('20:22'), hauNotChecked('20:23'), hauCompleted('20:24')]
const resolved = [...gradedP2('20:00'), resolvedByTelephone('20:20')]

describe('once resolved on the telephone', () => {
  it('nobody is late any more', () => given(resolved).when(until('22:00')).then({ alerts: [], demands: {} }))

  it.each([
    ['another call', callReceived('20:30')],
    ['news on the log', logNoted('20:30', true)],
    ['a victim who is not safe', victimContacted('20:30', false)],
  ])('%s sends somebody after all, on the clock that was stopped', (_, news) =>
    given(resolved)
      .when(news)
      .then({
        state: { attendance: 'waiting.unassigned', risk: 'demanded' },
        due: { attendance: '21:00', answer: '20:45' },
        blockers: ['not-attended', 'demand-open', 'dash-missing', 'crime-undecided'],
        alerts: ['reassessment-demanded'],
      }),
  )

  it('news after the deadline starts a fresh clock, and no breach is made up', () =>
    given(resolved)
      .when(callReceived('23:00'))
      .then({
        state: { attendance: 'waiting.unassigned' },
        due: { attendance: '21 00:00' },
        demands: { d1: 'further-call open' },
      }))

  it('a higher grade sends somebody, never later than before', () =>
    given(resolved)
      .when(graded('20:58', 'P1'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21:00' } }))

  it.each([logNoted('20:30'), victimContacted('20:30', true)])('what is no news changes nothing', (said) =>
    given(resolved)
      .when(said)
      .then({ state: { attendance: 'resolvedByTelephone' }, alerts: [] }),
  )

  it('an arrival is an arrival', () =>
    given(resolved, arrived('20:40'), noCrime('20:45'), dashSubmitted('20:50', 'standard'), dashReviewed('20:55'))
      .when(until('20:56'))
      .then({ state: { attendance: 'attended' }, deadlines: { attendance: 'met' }, blockers: [] }))

  it('it can be closed when the rest is done, and news opens it and the wait again', () =>
    given(
      resolved,
      noCrime('20:45'),
      dashSubmitted('20:50', 'standard', { mode: 'face-to-face' }),
      dashReviewed('20:55'),
      closed('21:00'),
    )
      .when(callReceived('22:00'))
      .then({
        state: { closure: 'open', attendance: 'waiting.unassigned', risk: 'demanded' },
        due: { attendance: '23:00' },
        alerts: ['reassessment-demanded'],
      }))
})

describe('what is asked once it was resolved on the telephone, and sends nobody by itself', () => {
  const withdrawn = [...resolved, cancelledByCaller('20:30')]

  it('is a caller who no longer wants police: a demand, and no clock', () =>
    given(resolved)
      .when(cancelledByCaller('20:30'))
      .then({
        state: { attendance: 'resolvedByTelephone' },
        due: { attendance: null },
        demands: { d1: 'cancelled-by-caller open' },
      }))

  it('sends somebody with the reassessment that answers it, on the clock that was stopped', () =>
    given(withdrawn)
      .when(reassessed('20:35', 'd1'))
      .then({
        state: { attendance: 'waiting.unassigned', risk: 'settled' },
        due: { attendance: '21:00' },
        demands: { d1: 'cancelled-by-caller answered' },
      }))

  it('sends somebody also where it happened before the resolution, and came to light after it', () =>
    given(resolved)
      .when(entered('20:30', cancelledByCaller('20:15')), reassessed('20:35', 'd1'))
      .then({
        state: { attendance: 'waiting.unassigned', risk: 'settled' },
        due: { attendance: '21:00' },
        demands: { d1: 'cancelled-by-caller answered' },
      }))

  it('or on a clock of its own where that deadline has passed', () =>
    given(resolved, cancelledByCaller('21:30'))
      .when(reassessed('21:35', 'd1'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '22:35' }, deadlines: { attendance: 'pending' } }))

  it('at a lower grade from the start of the wait', () =>
    given(withdrawn)
      .when(reassessed('20:35', 'd1', { priority: 'P3' }))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21 20:00' } }))

  it('at a higher grade at the earliest of both', () =>
    given(withdrawn)
      .when(reassessed('20:35', 'd1', { priority: 'P1' }))
      .then({ due: { attendance: '20:50' } }))

  it('or with a grade that is given while it is open', () =>
    given(withdrawn)
      .when(graded('20:35', 'P2'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21:00' } }))

  it('sends nobody where a supervisor says that nobody has to go, whatever the grade', async () => {
    for (const priority of ['P1', 'P2'])
      await given(withdrawn)
        .when(sendsNobody(reassessed('20:35', 'd1', { priority })))
        .then({ state: { attendance: 'resolvedByTelephone', risk: 'settled' }, due: { attendance: null } })
  })

  it('sends nobody with a reassessment that answers nothing or a review', async () => {
    await given(withdrawn)
      .when(reassessed('20:35', null))
      .then({ state: { attendance: 'resolvedByTelephone' } })
    await given(withdrawn, sendsNobody(reassessed('20:35', 'd1')), until('21:05'))
      .when(reassessed('21:06', 'd2'))
      .then({
        state: { attendance: 'resolvedByTelephone' },
        demands: { d1: 'cancelled-by-caller answered', d2: 'review-due answered' },
      })
  })

  it('is a change of shift too', () =>
    given(resolved, shiftChanged('20:30'))
      .when(reassessed('20:35', 'd1'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21:00' } }))

  it('goes on to the nearer clock where the area is corrected meanwhile', () =>
    given(
      reported('20:00', { area: 'rural' }),
      thriveAssessed('20:01'),
      graded('20:02', 'P1'),
      resolvedByTelephone('20:08'),
      corrected('20:09', { location: { area: 'urban' } }),
    )
      .when(callReceived('20:10'))
      .then({ due: { attendance: '20:15' } }))

  it('is a visit that fails after it was resolved, in the wait of an upgrade: somebody goes', () =>
    given(gradedP2('20:00'), atScene('20:30'), graded('20:32', 'P1'), resolvedByTelephone('20:34'))
      .when(until('20:45'))
      .then({
        state: { attendance: 'waiting.unassigned' },
        due: { attendance: '20:47' },
        demands: { d1: 'attendance-failed open' },
      }))
})
