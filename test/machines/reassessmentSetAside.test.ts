/** A second person finds that a reassessment explains: it answered nothing, and what it did is undone. */
import type { Happening, Posted } from '../support/happenings.ts'
import {
  arrived,
  attendanceFailed,
  but,
  callCutOff,
  callReceived,
  closed,
  delayNoted,
  diverted,
  doubtful,
  entered,
  everythingDone,
  graded,
  gradedP2,
  instant,
  read,
  reassessed,
  reassessedDown,
  reopened,
  resolvedByTelephone,
  sendsNobody,
  until,
} from '../support/happenings.ts'
import { KEY, policyWith, startNight, underPolicy } from '../support/incident.ts'

/** Nothing is drawn here, and nobody is asked to tell the victim of the delay: those have tests of their own. */
const QUIET = { victimTold: undefined, reassessment: { doubtBelow: 0.7, sample: 0, sampleWithin: 'PT24H' } }
const { given } = underPolicy(QUIET)

/** Lines 1 to 3 of the record. */
const P2 = gradedP2('20:00')
/** The call is line 4, the reassessment line 5. */
const doubted = [...P2, callReceived('20:10'), doubtful(reassessed('20:12', 'd1'))]
const explains = (time: string, sequence = 5) => read(time, sequence, 'explains')

async function played(...happenings: readonly (Happening | readonly Happening[])[]) {
  const night = startNight(policyWith(QUIET))
  for (const happening of happenings.flat()) {
    const outcome = await night.go(happening)
    if (outcome?.status === 'refused') throw new Error(JSON.stringify(outcome.problem))
  }
  const view = await night.engine.view(KEY)
  if (view === null) throw new Error('nothing was reported')
  return { view, entries: night.store.entries(KEY) }
}

describe('a reassessment that is found to explain', () => {
  it('answered nothing: a demand asks again, in the time of an answer from the verdict on', () =>
    given(doubted)
      .when(explains('20:20'))
      .then({
        state: { risk: 'demanded', attendance: 'waiting.unassigned' },
        demands: { d1: 'further-call answered', d2: 'reassessment-set-aside open' },
        alerts: ['reassessment-demanded', 'reassessment-doubtful resolved'],
        deadlines: { 'reassessment-check': 'met', answer: ['missed', 'pending'], 'next-review': 'cancelled' },
        due: { answer: '20:35', attendance: '21:00' },
      }))

  it('is shown as set aside, with what it had answered', async () => {
    const { view } = await played(doubted, explains('20:20'))
    expect(view.demands).toMatchObject([
      { reason: 'further-call', status: 'answered', setAside: true },
      { reason: 'reassessment-set-aside', causes: [{ at: '2026-11-20T20:12:00.000Z', sequence: 6 }] },
    ])
    expect(view.checks).toMatchObject([{ reassessment: 5, verdict: 'explains', by: { id: 'sup-2' } }])
  })

  it('is asked again at the level that its demand had reached', () =>
    given(P2, callReceived('20:10'), until('20:25'), doubtful(reassessed('20:26', 'd1')))
      .when(explains('20:30', 6))
      .then({
        demands: { d1: 'further-call answered level 2', d2: 'reassessment-set-aside open level 2' },
        alerts: ['reassessment-demanded level 2', 'reassessment-doubtful level 2 resolved'],
        due: { answer: '20:45' },
      }))

  it('is asked again at the level that its check had reached since', () =>
    given(doubted, until('20:27'))
      .when(explains('20:30', 5))
      .then({ demands: { d1: 'further-call answered', d2: 'reassessment-set-aside open level 2' } }))

  it('goes up from there as every demand, and a note answers it no more than any', () =>
    given(doubted, until('20:27'), explains('20:30'), delayNoted('20:35'))
      .when(until('20:45'))
      .then({ alerts: ['attendance-warning', 'reassessment-overdue level 3'] }))

  it('is answered by a reassessment after it', () =>
    given(doubted, explains('20:20'))
      .when(reassessed('20:25', 'd2'))
      .then({
        state: { risk: 'settled' },
        demands: { d1: 'further-call answered', d2: 'reassessment-set-aside answered' },
        due: { 'next-review': '20:55' },
      }))

  it('is superseded by an arrival that sees the victim', () =>
    given(doubted, explains('20:20'))
      .when(arrived('20:30'))
      .then({
        state: { risk: 'settled', attendance: 'attended' },
        demands: { d1: 'further-call answered', d2: 'reassessment-set-aside superseded' },
      }))

  it('is put before a third person where the next one leaves doubt too, at the level of the second demand', () =>
    given(doubted, until('20:27'), explains('20:30'), doubtful(reassessed('20:32', 'd2')))
      .when(explains('20:35', 8))
      .then({
        demands: {
          ...{ d1: 'further-call answered', d2: 'reassessment-set-aside answered level 2' },
          d3: 'reassessment-set-aside open level 2',
        },
      }))

  it('asks once for several demands that it had answered', () =>
    given(P2, callReceived('20:10'), callCutOff('20:11'), doubtful(reassessed('20:12', 'd2', { also: ['d1'] })))
      .when(explains('20:20', 6))
      .then({
        demands: { d1: 'further-call answered', d2: 'cut-off answered', d3: 'reassessment-set-aside open' },
        due: { answer: '20:35' },
      }))

  it('asks again though nobody had asked for it', () =>
    given(P2, doubtful(reassessed('20:12', null)))
      .when(explains('20:20', 4))
      .then({ demands: { d1: 'reassessment-set-aside open' }, due: { 'next-review': null } }))

  it('leaves what came after it open, and asks beside it', () =>
    given(doubted, callReceived('20:15'))
      .when(explains('20:20'))
      .then({
        demands: { d1: 'further-call answered', d2: 'further-call open', d3: 'reassessment-set-aside open' },
      }))

  it('asks though somebody has reassessed the risk since: what it had answered is looked at by name', () =>
    given(doubted, reassessed('20:15', null))
      .when(explains('20:20'))
      .then({
        demands: { d1: 'further-call answered', d2: 'reassessment-set-aside open' },
        due: { 'next-review': '20:45' },
      }))

  it('joins the demand that a first such verdict opened, and lifts it to its own level', () =>
    given(
      ...[P2, callReceived('20:10'), callCutOff('20:11'), doubtful(reassessed('20:12', 'd1')), explains('20:20', 6)],
      ...[until('20:26'), doubtful(reassessed('20:28', 'd2'))],
    )
      .when(explains('20:30', 9))
      .then({
        demands: { d1: 'further-call answered', d2: 'cut-off answered level 2', d3: 'reassessment-set-aside open level 2' },
        alerts: ['reassessment-overdue level 2', 'reassessment-doubtful level 2 resolved'],
        due: { answer: '20:45' },
      }))

  it('is a verdict that may be entered late: its demand is asked from when that is known', () =>
    given(doubted, until('21:00'))
      .when(entered('21:10', explains('20:20')))
      .then({ due: { answer: ['21:12', '21:15', '21:25'] } }))
})

it('is set aside though its demand has long left the case', async () => {
  const minute = (place: number) => new Date(Date.parse(instant('20:13')) + place * 60_000).toISOString()
  const since = Array.from({ length: 55 }, (_, place) => [
    callReceived(minute(place)),
    reassessed(minute(place), `d${place + 2}`),
  ]).flat()
  const { entries, view } = await played(doubted, since, explains('21:10'))
  expect(entries.at(-1)?.consequences.demands).toEqual(
    expect.arrayContaining([expect.objectContaining({ id: 'WK-1-d1', status: 'set-aside' })]),
  )
  expect(view.demands.filter(({ status }) => status === 'open')).toMatchObject([{ reason: 'reassessment-set-aside' }])
  expect(view.endedDemands).toBe(56)
})

describe('the last assessment', () => {
  /** Somebody told at 20:08 where the two are; nobody has tried her or repeated a check since. */
  const told = (time: string, demand: string) => {
    const known = { source: 'witness', knownAt: instant('20:08') } as const
    return but(reassessed(time, demand), {
      victimContact: { attempted: false, notAttemptedReason: 'He is with her.' },
      checksRepeated: [],
      situation: {
        ...{ suspect: { where: 'nearby', ...known }, victim: { where: 'at-address', ...known } },
        ...{ canReach: 'yes', changed: ['location'], protects: ['locked-in'] },
      },
    })
  }

  it('is a doubtful reassessment as long as nobody has set it aside', () =>
    given(doubted, callReceived('20:15')).when(told('20:25', 'd2')).thenRefused('reassessment-incomplete', ['/data/situation']))

  it('is the one before it afterwards', () =>
    given(doubted, callReceived('20:15'), explains('20:20'))
      .when(told('20:25', 'd2'))
      .then({
        state: { risk: 'demanded' },
        demands: { d1: 'further-call answered', d2: 'further-call answered', d3: 'reassessment-set-aside open' },
      }))

  it('is the one before it also where she was seen since', () =>
    given(doubted, arrived('20:13'), callReceived('20:15'), explains('20:20'))
      .when(told('20:25', 'd2'))
      .then({ demands: { d1: 'further-call answered', d2: 'further-call answered' } }))
})

describe('the review after a reassessment that is set aside', () => {
  const earlier = [...P2, callReceived('20:05'), reassessed('20:06', 'd1')]

  it('is that of the reassessment before it, where that is still to come', () =>
    given(earlier, callCutOff('20:10'), doubtful(reassessed('20:20', 'd2')))
      .when(explains('20:30', 7))
      .then({ due: { 'next-review': '20:36' } }))

  it('is not scheduled where the earlier review would have been due meanwhile: the demand that opens asks for it', () =>
    given(earlier, callCutOff('20:10'), doubtful(reassessed('20:20', 'd2')))
      .when(explains('20:36', 7))
      .then({
        due: { 'next-review': null },
        demands: { d1: 'further-call answered', d2: 'cut-off answered', d3: 'reassessment-set-aside open level 2' },
      }))

  it('is that of whoever reassessed after it', () =>
    given(doubted, reassessed('20:18', null))
      .when(explains('20:20'))
      .then({ due: { 'next-review': '20:48' } }))

  it('stays a demand where it had fallen due', () =>
    given(doubted, until('20:42'))
      .when(explains('20:43', 5))
      .then({
        demands: { d1: 'further-call answered', d2: 'review-due open', d3: 'reassessment-set-aside open level 3' },
      }))
})

describe('a grade that it had lowered', () => {
  const lowered = [...P2, callReceived('20:10'), doubtful(reassessedDown('20:12', 'd1', 'P3'))]

  it('is put back by the engine, which says so, and the clock is the one before', async () => {
    await given(lowered)
      .when(explains('20:20'))
      .then({ priority: 'P2', due: { attendance: '21:00', answer: '20:35' } })
    const { view } = await played(lowered, explains('20:20'))
    expect(view.grades).toMatchObject([
      { priority: 'P2' },
      { priority: 'P3', by: { id: 'fim-1' } },
      { priority: 'P2', by: { id: 'engine', role: 'engine' }, setAside: 5, at: '2026-11-20T20:20:00.000Z' },
    ])
  })

  it('is read in the answer time of the grade before, which is the shorter', () =>
    given(P2, callReceived('20:10'))
      .when(doubtful(reassessedDown('20:12', 'd1', 'P3')))
      .then({ priority: 'P3', due: { 'reassessment-check': '20:27' } }))

  it('is a breach at once where the old deadline has passed, and gives away no time waited', () =>
    given(lowered, until('21:00'))
      .when(explains('21:01', 5))
      .then({
        priority: 'P2',
        state: { attendance: 'waiting.unassigned' },
        deadlines: { attendance: ['missed', 'pending'] },
        due: { attendance: '22:01' },
      }))

  it('stays where it assesses', () =>
    given(lowered)
      .when(read('20:20', 5, 'assesses'))
      .then({ priority: 'P3' }))

  it('stays as somebody has decided since', () =>
    given(lowered, graded('20:14', 'P1')).when(explains('20:20', 5)).then({ priority: 'P1' }))

  it('goes back though a later reassessment kept it', () =>
    given(lowered, reassessed('20:15', null, { priority: 'P3' }))
      .when(explains('20:20'))
      .then({ priority: 'P2' }))

  it('goes back to what it was before the first of two that are both set aside', async () => {
    // Line 5 is the warning of a P1 that is due at 20:15.
    const call = callReceived('20:13')
    const twice = [
      ...[...P2.slice(0, 2), graded('20:00', 'P1'), callReceived('20:10'), doubtful(reassessedDown('20:12', 'd1', 'P2'))],
      ...[call, doubtful(reassessedDown('20:14', 'd2', 'P3'))],
    ]
    const gradesOf = async (...verdicts: Posted[]) => (await played(twice, verdicts)).view.grades.map(({ priority }) => priority)
    expect(await gradesOf(explains('20:20', 6), explains('20:21', 8))).toEqual(['P1', 'P2', 'P3', 'P1'])
    expect(await gradesOf(explains('20:20', 8), explains('20:21', 6))).toEqual(['P1', 'P2', 'P3', 'P2', 'P1'])
  })
})

describe('its word that nobody has to go', () => {
  const backAgain = [...P2, arrived('20:20'), callReceived('20:30')]

  it('falls: it is no exception of a closing, and the next reassessment sends somebody', async () => {
    const said = [...backAgain, doubtful(sendsNobody(reassessed('20:35', 'd1')))]
    const exceptions = async (...more: Posted[]) =>
      (await played(said, more)).view.closureExceptions.map(({ because }) => because)
    expect(await exceptions()).toEqual(['attend-not-needed'])
    expect(await exceptions(explains('20:40', 6))).toEqual([])
    await given(said, explains('20:40', 6))
      .when(reassessed('20:45', 'd2'))
      .then({ state: { attendance: 'waiting.unassigned' }, due: { attendance: '21:45' } })
  })
})

describe('where the victim was seen after it', () => {
  const seen = [...doubted, arrived('20:15')]

  it('the verdict is kept and opens nothing', () =>
    given(seen)
      .when(explains('20:20'))
      .then({
        state: { risk: 'settled', attendance: 'attended' },
        demands: { d1: 'further-call answered' },
        alerts: ['reassessment-doubtful resolved'],
        deadlines: { answer: 'missed', 'reassessment-check': 'met' },
      }))

  it('it is set aside all the same: it answered nothing', async () => {
    const { view } = await played(seen, explains('20:20'))
    expect(view.demands).toMatchObject([{ status: 'answered', setAside: true }])
  })

  it('to be seen at its very time is after it', () =>
    given(doubted, arrived('20:12'))
      .when(explains('20:20'))
      .then({ demands: { d1: 'further-call answered' } }))

  it('to be seen before it is not, however late the news', () =>
    given(doubted, entered('20:15', arrived('20:11:59.999')))
      .when(explains('20:20'))
      .then({ demands: { d1: 'further-call answered', d2: 'reassessment-set-aside open' } }))

  it('an arrival that saw nobody is no such thing', () =>
    given(doubted, arrived('20:15', { victimSeen: false }))
      .when(explains('20:20'))
      .then({
        demands: { d1: 'further-call answered', d2: 'attendance-failed open', d3: 'reassessment-set-aside open' },
      }))

  it('a grade that it lowered stays: the officers have seen for themselves', () =>
    given(P2, callReceived('20:10'), doubtful(reassessedDown('20:12', 'd1', 'P3')), arrived('20:15'))
      .when(explains('20:20'))
      .then({ priority: 'P3', state: { attendance: 'attended' } }))
})

describe('on an incident that does not wait', () => {
  /** The call is line 9, the reassessment line 10. */
  const answeredAfter = [...everythingDone, callReceived('20:41'), doubtful(sendsNobody(reassessed('20:45', 'd1')))]

  it('it opens a closed incident again', () =>
    given(answeredAfter, closed('20:50'))
      .when(explains('20:55', 10))
      .then({
        state: { closure: 'open', risk: 'demanded' },
        demands: { d1: 'further-call answered', d2: 'reassessment-set-aside open' },
      }))

  it('a closed incident stays closed where it assesses', () =>
    given(answeredAfter, closed('20:50'))
      .when(read('20:55', 10, 'assesses'))
      .then({ state: { closure: 'closed', risk: 'settled' }, open: [] }))

  it('a closed incident stays closed where she was seen after it', () =>
    given(answeredAfter, arrived('20:47'), closed('20:50'))
      .when(explains('20:55', 10))
      .then({ state: { closure: 'closed', risk: 'settled' }, open: [], demands: { d1: 'further-call answered' } }))

  it('it opens one demand more on an incident that was opened again meanwhile', () =>
    given(answeredAfter, closed('20:50'), reopened('20:52'))
      .when(explains('20:55', 10))
      .then({ demands: { d1: 'further-call answered', d2: 'reopened open', d3: 'reassessment-set-aside open' } }))

  it('somebody has to go after all where it was settled on the telephone', () =>
    given(doubted, resolvedByTelephone('20:20'))
      .when(explains('20:25'))
      .then({
        state: { attendance: 'waiting.unassigned', risk: 'demanded' },
        demands: { d1: 'further-call answered', d2: 'reassessment-set-aside open' },
        due: { attendance: '21:00' },
      }))

  it('it sends nobody where it was settled on the telephone and the verdict is that it assesses', () =>
    given(doubted, resolvedByTelephone('20:20'))
      .when(read('20:25', 5, 'assesses'))
      .then({ state: { attendance: 'resolvedByTelephone', risk: 'settled' }, open: [] }))

  it('a failed attendance before it is answered no more', () =>
    given(P2, attendanceFailed('20:10'), doubtful(reassessed('20:12', 'd1')), diverted('20:13'))
      .when(explains('20:20', 5))
      .then({
        demands: { d1: 'attendance-failed answered', d2: 'diverted open', d3: 'reassessment-set-aside open' },
      }))
})
