/** A referral to a MARAC on the real engine: whether it is a repeat, for which meeting it is listed, and that nothing of it is lost. */
import fc from 'fast-check'
import { type CaseEventData, type EventName, parseData } from '../../machines/rules/events.ts'
import type { Outcome } from '../../src/engine/engine.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Case, Entry } from '../../src/engine/step/case.ts'
import type { MatterItem } from '../../src/engine/views/views.ts'
import * as happens from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'

const by = { id: 'hau-1', role: 'harm-assessment-unit' }
const keyOf = (reference: string) => ({ force: KEY.force, reference })
const CALENDARS = {
  calendars: {
    bankHolidays: { source: 'test', coveredTo: '2027-12-31', dates: { '2026-12-25': 'Christmas Day' } },
    marac: {
      north: { weekly: [{ days: ['thursday'], everyWeeks: 2, from: '2026-11-05', time: '10:00' }], papersWorkingDays: 5 },
      daily: { weekly: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '2026-11-02', time: '09:30' }] },
    },
  },
}
const pinned = policyWith(CALENDARS)
/** The same; what is late returns so seldom that years can be played. */
const unhurried = policyWith({ ...CALENDARS, marac: { climbEvery: 'P90D' } })

type Data<Name extends EventName> = Partial<CaseEventData[Name]>
const referral = { marac: 'R1', area: 'north', criteria: ['judgement'], rationale: 'She is afraid.', by }

function county(policy = pinned) {
  const { engine, store } = startNight(policy)
  let posted = 0
  const clockReaches = async (at: string) => {
    for (let due = store.nextDue(); due !== null && due.timer.dueAt <= at; due = store.nextDue()) {
      store.setNow(due.timer.dueAt)
      await engine.fireTimers([{ force: due.force, reference: due.reference, timer: due.timer.id }])
    }
    store.setNow(at)
  }
  const post = async (reference: string, at: string, type: EventName, data: object): Promise<Outcome> => {
    await clockReaches(at)
    const event = { kind: 'event', type, at, recordedAt: at, role: 'hau', data } as unknown as happens.Posted
    posted += 1
    const [outcome] = await engine.record([{ ...arrivedEvent(event, `e${posted}`), reference }])
    return outcome as Outcome
  }
  /** Reported and dealt with at once: nothing of the night itself stays to be answered. */
  const report = async (reference: string, at: string, suspect = 'P-81') => {
    const persons = [
      { role: 'victim', personRef: 'P-80' },
      { role: 'suspect', personRef: suspect },
    ]
    await post(reference, at, 'incident.reported', { ...happens.reported('20:00').data, receivedAt: at, persons })
    await post(reference, at, 'thrive.assessed', happens.thriveAssessed('20:00').data)
    await post(reference, at, 'incident.graded', happens.graded('20:00', 'P2').data)
    await post(reference, at, 'unit.arrived', happens.arrived('20:00').data)
  }
  const refer = (reference: string, at: string, data: Data<'marac.referred'> = {}) =>
    post(reference, at, 'marac.referred', { ...referral, ...data })
  const matter = async (reference: string): Promise<MatterItem | undefined> =>
    (await engine.view(keyOf(reference)))?.matters.find(({ kind }) => kind === 'marac')
  return { engine, store, post, report, refer, matter, clockReaches }
}

const codes = (outcome: Outcome) => (outcome.status === 'refused' ? [] : outcome.warnings.map(({ code }) => code))
const pointers = (outcome: Outcome) =>
  outcome.status === 'refused' && 'errors' in outcome.problem ? outcome.problem.errors.map(({ pointer }) => pointer) : []

describe('is listed for the next suitable meeting', () => {
  it.each([
    ['north', '2026-11-26T23:59:59.999Z', '2026-12-03T10:00:00.000Z', 'in time for the papers, to their last millisecond'],
    ['north', '2026-11-27T00:00:00.000Z', '2026-12-17T10:00:00.000Z', 'too late for the papers'],
    ['daily', '2026-11-27T09:29:00.000Z', '2026-11-27T09:30:00.000Z', 'a daily one that begins in a minute'],
    ['daily', '2026-12-24T10:00:00.000Z', '2026-12-28T09:30:00.000Z', 'over a bank holiday and a weekend'],
    ['south', '2026-11-26T12:00:00.000Z', null, 'an area whose calendar nobody gave'],
  ])('%s, referred at %s: %s, %s', async (area, at, meetingAt, _) => {
    const { report, refer, matter } = county()
    await report('WK-1', '2026-11-20T20:00:00.000Z')
    const outcome = await refer('WK-1', at, { area })
    const calendar = meetingAt === null ? 'unknown' : 'known'
    expect(codes(outcome).includes('calendar-unknown')).toBe(meetingAt === null)
    expect(await matter('WK-1')).toMatchObject({
      state: meetingAt === null ? 'referred.unlisted' : 'referred.listed',
      facts: { meetingAt, calendar, referredAt: at },
      deadlines: [{ name: meetingAt === null ? 'marac-listing' : 'marac-hearing' }],
    })
  })

  it('and where nobody lists it in two days, the unit is told until somebody does', async () => {
    const { engine, post, report, refer, clockReaches } = county()
    await report('WK-1', '2026-11-20T20:00:00.000Z')
    await refer('WK-1', '2026-11-20T21:00:00.000Z', { area: 'south' })
    const unlisted = async () => (await engine.view(keyOf('WK-1')))?.alerts.find(({ kind }) => kind === 'marac-unlisted')
    await clockReaches('2026-11-22T20:59:59.999Z')
    expect(await unlisted()).toBeUndefined()
    await clockReaches('2026-11-23T21:00:00.000Z')
    expect(await unlisted()).toMatchObject({ audience: 'hau', status: 'open', count: 2 })
    await post('WK-1', '2026-11-23T22:00:00.000Z', 'marac.listed', {
      marac: 'R1',
      meetingAt: '2026-11-26T10:00:00.000Z',
      meeting: 'ad-hoc',
      by,
    })
    expect(await unlisted()).toMatchObject({ status: 'resolved' })
  })
})

describe('is a repeat', () => {
  it.each([
    ['2027-11-20T23:59:59.999Z', true],
    ['2027-11-21T00:00:00.000Z', false],
  ])('to the end of the day twelve months after the last referral, at %s: %s', async (at, repeat) => {
    const { report, refer, matter } = county()
    await report('WK-1', '2026-11-20T20:00:00.000Z')
    await refer('WK-1', '2026-11-20T21:00:00.000Z')
    await report('WK-2', '2027-11-20T20:00:00.000Z')
    const outcome = await refer('WK-2', at)
    expect(codes(outcome).includes('marac-repeat')).toBe(repeat)
    expect((await matter('WK-2'))?.facts).toMatchObject({
      repeat,
      repeatRule: repeat ? 'any-instance-of-abuse' : null,
      criteria: ['judgement', ...(repeat ? ['repeat'] : [])],
      lastReferredAt: '2026-11-20T21:00:00.000Z',
    })
  })

  it('only between the same two people: with another suspect the poster is asked', async () => {
    const { report, refer, matter } = county()
    await report('WK-1', '2026-11-20T20:00:00.000Z')
    await refer('WK-1', '2026-11-20T21:00:00.000Z')
    await report('WK-2', '2026-12-20T20:00:00.000Z', 'P-99')
    expect(codes(await refer('WK-2', '2026-12-20T21:00:00.000Z'))).toContain('marac-perhaps-repeat')
    expect((await matter('WK-2'))?.facts).toMatchObject({ repeat: false, lastReferredAt: null })
    expect(codes(await refer('WK-2', '2026-12-20T21:10:00.000Z', { marac: 'R2' }))).toContain('marac-repeat')
  })

  it('by what another agency says, and not without anybody having said when', async () => {
    const { report, refer } = county()
    await report('WK-1', '2026-11-20T20:00:00.000Z')
    const at = '2026-11-20T21:00:00.000Z'
    const repeat: Data<'marac.referred'> = { criteria: ['repeat'] }
    expect(pointers(await refer('WK-1', at, repeat))).toEqual(['/data/lastReferredAt'])
    expect(pointers(await refer('WK-1', at, { ...repeat, lastReferredAt: '2026-11-20T21:00:00.001Z' }))).toEqual([
      '/data/lastReferredAt',
    ])
    expect(pointers(await refer('WK-1', at, { ...repeat, lastReferredAt: '2025-11-19T23:59:59.999Z' }))).toEqual([
      '/data/criteria',
    ])
    expect(await refer('WK-1', at, { ...repeat, lastReferredAt: '2025-11-20T00:00:00.000Z' })).toMatchObject({
      status: 'accepted',
    })
  })

  it('under a rule that names acts, only of one of those, and the version is kept', async () => {
    const acts = { repeat: { version: 'listed-acts', acts: ['violence', 'stalking'] } }
    const { report, refer, matter } = county(policyWith({ marac: acts }))
    await report('WK-1', '2026-11-20T20:00:00.000Z')
    const last = { criteria: ['repeat'] as const, lastReferredAt: '2026-06-01T12:00:00.000Z' }
    const at = '2026-11-20T21:00:00.000Z'
    expect(pointers(await refer('WK-1', at, { ...last, criteria: [...last.criteria], repeatAct: 'contact' }))).toEqual([
      '/data/repeatAct',
    ])
    await refer('WK-1', at, { ...last, criteria: [...last.criteria], repeatAct: 'stalking' })
    expect((await matter('WK-1'))?.facts).toMatchObject({ repeat: true, repeatRule: 'listed-acts' })
  })
})

it('asks whether an earlier incident of the same two was referred since it was found here', async () => {
  const { report, refer } = county()
  await report('WK-1', '2026-11-20T20:00:00.000Z')
  await report('WK-2', '2026-11-21T20:00:00.000Z')
  await refer('WK-1', '2026-11-23T10:00:00.000Z')
  const outcome = await refer('WK-2', '2026-11-25T10:00:00.000Z')
  expect(outcome).toMatchObject({ status: 'accepted' })
  const asked = outcome.status === 'accepted' ? outcome.warnings.find(({ code }) => code === 'marac-perhaps-repeat') : undefined
  expect(asked).toMatchObject({ pointer: '/data/lastReferredAt', detail: expect.stringContaining('WK-1') })
  const said = { marac: 'R2', lastReferredAt: '2026-11-23T10:00:00.000Z' }
  expect(codes(await refer('WK-2', '2026-11-25T11:00:00.000Z', said))).not.toContain('marac-perhaps-repeat')
})

describe('answers the rule that asks for a referral to MARAC', () => {
  const REFERRALS = {
    required: { high: ['marac'], child: [] },
    rules: [{ name: 'high', when: { risk: ['high'] }, to: 'marac', within: 'PT24H' }],
  }
  const ruled = policyWith({ ...CALENDARS, referrals: REFERRALS })
  /** A high risk, reviewed at 21:10. */
  async function highRisk() {
    const night = county(ruled)
    await night.report('WK-1', '2026-11-20T20:00:00.000Z')
    await night.post('WK-1', '2026-11-20T21:00:00.000Z', 'dash.submitted', happens.dashSubmitted('21:00', 'high').data)
    await night.post('WK-1', '2026-11-20T21:10:00.000Z', 'dash.reviewed', happens.dashReviewed('21:10').data)
    const asked = async () => (await night.engine.view(keyOf('WK-1')))?.matters.find(({ kind }) => kind === 'referral')?.state
    const alerted = async () =>
      (await night.engine.view(keyOf('WK-1')))?.alerts.some(
        ({ kind, status }) => kind === 'referral-not-made' && status === 'open',
      )
    const blockers = async () => {
      const outcome = await night.post('WK-1', '2026-12-01T10:00:00.000Z', 'incident.closed', { by })
      if (outcome.status !== 'refused' || !('blockers' in outcome.problem)) throw new Error('it closed')
      return outcome.problem.blockers.map(({ code }) => code).filter((code) => /marac|referral/.test(code))
    }
    return { ...night, asked, alerted, blockers }
  }

  it.each([
    ['before it is due', '2026-11-20T22:00:00.000Z'],
    ['after nobody had made it', '2026-11-22T10:00:00.000Z'],
    ['after it was told above the unit', '2026-11-23T10:00:00.000Z'],
  ])('%s', async (_, at) => {
    const { refer, asked, alerted, blockers, clockReaches } = await highRisk()
    expect(await asked()).toBe('owed')
    await refer('WK-1', at)
    expect(await asked()).toBe('elsewhere')
    await clockReaches('2026-11-30T10:00:00.000Z')
    expect(await alerted()).toBe(false)
    expect(await blockers()).toEqual([])
  })

  it('until it is withdrawn: then it is asked for again', async () => {
    const { post, refer, asked, alerted, blockers, clockReaches } = await highRisk()
    await refer('WK-1', '2026-11-20T22:00:00.000Z')
    await post('WK-1', '2026-11-21T10:00:00.000Z', 'marac.withdrawn', { marac: 'R1', rationale: 'The wrong area.', by })
    expect(await asked()).toBe('owed')
    await clockReaches('2026-11-22T10:00:00.000Z')
    expect(await alerted()).toBe(true)
    expect(await blockers()).toEqual(['referral-not-made', 'marac-not-referred'])
    await refer('WK-1', '2026-11-23T10:00:00.000Z', { marac: 'R2' })
    expect([await asked(), await alerted()]).toEqual(['elsewhere', false])
  })

  it('also where it was made before the risk was reviewed', async () => {
    const { post, report, refer, engine } = county(ruled)
    await report('WK-1', '2026-11-20T20:00:00.000Z')
    await refer('WK-1', '2026-11-20T20:30:00.000Z')
    await post('WK-1', '2026-11-20T21:00:00.000Z', 'dash.submitted', happens.dashSubmitted('21:00', 'high').data)
    await post('WK-1', '2026-11-20T21:10:00.000Z', 'dash.reviewed', happens.dashReviewed('21:10').data)
    expect((await engine.view(keyOf('WK-1')))?.matters.map(({ kind }) => kind)).not.toContain('referral')
  })
})

it.each([
  ['2026-12-02T15:00:00.000Z', true],
  ['2026-12-03T09:00:00.000Z', false],
  ['2026-12-03T12:00:00.000Z', false],
])('heard at %s, where it is listed for 3 December: said to be early, %s', async (at, early) => {
  const { post, report, refer, matter } = county()
  await report('WK-1', '2026-11-20T20:00:00.000Z')
  await refer('WK-1', '2026-11-20T21:00:00.000Z')
  const heard = await post('WK-1', at, 'marac.heard', { marac: 'R1', chair: 'di', agencies: ['police'], outcome: 'x', by })
  expect(codes(heard).includes('heard-before-meeting')).toBe(early)
  expect(await matter('WK-1')).toMatchObject({ state: 'heard' })
})

it('is shown to the next call while files are flagged, also after it was heard and closed', async () => {
  const { engine, post, report, refer } = county()
  await report('WK-1', '2026-11-20T20:00:00.000Z')
  await refer('WK-1', '2026-11-20T21:00:00.000Z')
  const heard = { marac: 'R1', chair: 'detective inspector', agencies: ['police', 'idva-service'], outcome: 'SECRET WORD', by }
  await post('WK-1', '2026-12-03T12:00:00.000Z', 'marac.heard', heard)
  await post('WK-1', '2026-12-03T12:10:00.000Z', 'marac.closed', { marac: 'R1', rationale: 'Done.', by })
  await report('WK-2', '2027-03-01T20:00:00.000Z')
  const [earlier] = (await engine.view(keyOf('WK-2')))?.risk.repeat.incidents ?? []
  expect(earlier?.standing).toMatchObject([{ kind: 'marac', state: 'closed', facts: { referredAt: '2026-11-20T21:00:00.000Z' } }])
  expect(JSON.stringify(earlier)).not.toContain('SECRET')
})

it('an action is owned, done once, and not of another referral', async () => {
  const { post, report, refer } = county()
  await report('WK-1', '2026-11-20T20:00:00.000Z')
  await refer('WK-1', '2026-11-20T21:00:00.000Z')
  const agreed = { marac: 'R1', action: 'A1', owner: 'housing', dueAt: '2026-11-27T12:00:00.000Z', text: 'Locks.', by }
  const done = { marac: 'R1', action: 'A1', outcome: 'Fitted.', by }
  const at = '2026-11-21T10:00:00.000Z'
  expect(pointers(await post('WK-1', at, 'marac.action-done', done))).toEqual(['/data/action'])
  expect(pointers(await post('WK-1', at, 'marac.action-agreed', { ...agreed, dueAt: at }))).toEqual(['/data/dueAt'])
  await post('WK-1', at, 'marac.action-agreed', agreed)
  expect(pointers(await post('WK-1', at, 'marac.action-agreed', agreed))).toEqual(['/data/action'])
  expect(await post('WK-1', at, 'marac.action-done', done)).toMatchObject({ status: 'accepted' })
  expect(pointers(await post('WK-1', at, 'marac.action-done', done))).toEqual(['/data/action'])
  expect(await post('WK-1', at, 'marac.closed', { marac: 'R1', rationale: 'x', by })).toMatchObject({
    problem: { code: 'not-accepted-now' },
  })
  expect(pointers(await post('WK-1', at, 'marac.closed', { marac: 'R9', rationale: 'x', by }))).toEqual(['/data/marac'])
})

it.each<[EventName, object, string[]]>([
  [
    'marac.referred',
    { marac: 'x'.repeat(65), area: ' ', criteria: ['judgement', 'judgement'], rationale: '', lastReferredAt: 'May', by },
    ['/data/marac', '/data/area', '/data/criteria', '/data/rationale', '/data/lastReferredAt'],
  ],
  ['marac.referred', { ...referral, criteria: ['hunch'], victim: 'P-1' }, ['/data/criteria/0', '/data/victim']],
  ['marac.referred', { ...referral, criteria: [] }, ['/data/criteria']],
  ['marac.listed', { marac: 'R1', meetingAt: '2026-12-03', meeting: 'weekly', by }, ['/data/meetingAt', '/data/meeting']],
  [
    'marac.heard',
    { marac: 'R1', agencies: [], by: {} },
    ['/data/chair', '/data/agencies', '/data/outcome', '/data/by/id', '/data/by/role'],
  ],
  ['marac.action-agreed', { marac: 'R1', action: '', by }, ['/data/action', '/data/owner', '/data/dueAt', '/data/text']],
  ['marac.action-done', { marac: 'R1', action: 'A1', by }, ['/data/outcome']],
  ['marac.closed', { marac: '', rationale: ' ', by }, ['/data/marac', '/data/rationale']],
  ['marac.withdrawn', { marac: 'R1', by }, ['/data/rationale']],
  ['marac.excepted', { marac: 'R1', reason: ' ', by }, ['/data/reason', '/data/marac']],
])('%s in a wrong form names what is wrong', (name, raw, wrong) => {
  const read = parseData(name, raw)
  expect(read.ok ? [] : read.issues.map(({ pointer }) => pointer)).toEqual(wrong)
})

const WORDS: Readonly<Record<string, (at: string) => [EventName, object]>> = {
  referred: () => ['marac.referred', referral],
  'referred to nobody': () => ['marac.referred', { ...referral, area: 'south' }],
  listed: (at) => ['marac.listed', { marac: 'R1', meetingAt: hoursAfter(at, 30), meeting: 'ad-hoc', rationale: 'x', by }],
  heard: () => ['marac.heard', { marac: 'R1', chair: 'di', agencies: ['police'], outcome: 'x', by }],
  agreed: (at) => ['marac.action-agreed', { marac: 'R1', action: at, owner: 'x', dueAt: hoursAfter(at, 50), text: 'x', by }],
  'agreed A1': (at) => [
    'marac.action-agreed',
    { marac: 'R1', action: 'A1', owner: 'x', dueAt: hoursAfter(at, 9), text: 'x', by },
  ],
  'done A1': () => ['marac.action-done', { marac: 'R1', action: 'A1', outcome: 'x', by }],
  closed: () => ['marac.closed', { marac: 'R1', rationale: 'x', by }],
  withdrawn: () => ['marac.withdrawn', { marac: 'R1', rationale: 'x', by }],
}
const hoursAfter = (at: string, hours: number): string => new Date(Date.parse(at) + hours * 3_600_000).toISOString()

it('in any order and at any pace it replays to the byte, ends only where it was ended, and what is late is told', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...Object.keys(WORDS)), fc.constantFrom(1, 20, 100, 9_000)), {
        minLength: 1,
        maxLength: 10,
        size: 'max',
      }),
      async (steps) => {
        const { store, post, report, matter } = county(unhurried)
        await report('WK-1', '2026-11-20T20:00:00.000Z')
        let at = '2026-11-20T20:00:00.000Z'
        const taken: string[] = []
        for (const [word, hours] of steps) {
          at = hoursAfter(at, hours)
          const [type, data] = (WORDS[word] as (at: string) => [EventName, object])(at)
          if ((await post('WK-1', at, type, data)).status === 'accepted') taken.push(type)
        }
        const kept = store.caseOf(keyOf('WK-1')) as Case
        const entries = async function* (): AsyncGenerator<Entry> {
          yield* store.entries(keyOf('WK-1'))
        }
        expect(await replay(kept, entries(), unhurried)).toMatchObject({ replayed: true, differences: [] })
        const stands = await matter('WK-1')
        if (stands === undefined) return expect(taken).toEqual([])
        const { flaggedUntil } = stands.facts as { flaggedUntil: string }
        const over = taken.includes('marac.withdrawn') || (taken.includes('marac.closed') && flaggedUntil <= at)
        expect(stands.ended).toBe(over)
        const late = stands.deadlines.filter(({ dueAt }) => dueAt <= at)
        const open = store.alerts(keyOf('WK-1')).filter(({ kind, status }) => kind.startsWith('marac-') && status !== 'resolved')
        expect(open).toHaveLength(late.length)
        if (over) expect(stands.deadlines).toEqual([])
      },
    ),
    { numRuns: Number(process.env.REASSESS_RUNS ?? 25) },
  ))
