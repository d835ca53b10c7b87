/** Registers on a real PostgreSQL: each shows what it should and nothing that was done, page by page. */

import type { RegisterName } from '../../machines/rules/catalogue/registers.ts'
import { lateIn, partsOf } from '../../src/engine/registers/registers.ts'
import { BadCursor } from '../../src/store/lists/cursor.ts'
import { HAU_QUEUE } from '../../src/store/timers.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import * as happens from '../support/happenings.ts'
import { REFERENCE } from '../support/happenings.ts'
import { KEY } from '../support/incident.ts'
import { one, useRegisters } from './registerReads.ts'

const $ = useRegisters()
const { put, read, names, recordedNight } = $

describe('suspects outstanding', () => {
  beforeAll(async () => {
    await put(one('STANDARD', 'suspect', 'outstanding.circulated', '11-01', { risk: 'standard' }))
    await put(one('MEDIUM', 'suspect', 'outstanding.notCirculated', '11-02', { risk: 'medium' }))
    await put(one('HIGH-LATER', 'suspect', 'outstanding.notCirculated', '11-09', { risk: 'high' }))
    await put(one('HIGH', 'suspect', 'outstanding.circulated', '11-05', { risk: 'high' }))
    await put(one('HIGH-NO-CLOCK', 'suspect', 'outstanding.circulated', null, { risk: 'high' }))
    await put(one('NOT-GRADED', 'suspect', 'outstanding.notCirculated', '11-08', { risk: null }))
    await put(one('ARRESTED', 'suspect', 'dealtWith', null, { risk: 'high' }))
    await put(one('CHARGED', 'suspect', 'decided', null, { risk: 'high' }))
    await put(one('ELSEWHERE', 'suspect', 'outstanding.circulated', '11-01', { risk: 'high' }), 0, 'kent')
  })
  const all = ['HIGH', 'HIGH-LATER', 'HIGH-NO-CLOCK', 'NOT-GRADED', 'MEDIUM', 'STANDARD']

  it('come by risk to the victim, an ungraded suspect before a medium risk', async () => {
    expect(await names('suspects-outstanding')).toEqual(all)
  })

  it('are those of one force', async () => {
    expect(await names('suspects-outstanding', {}, 'kent')).toEqual(['ELSEWHERE'])
    expect(await names('suspects-outstanding', {}, 'essex')).toEqual([])
  })

  it('leave the list when they are dealt with, and move in it when the risk changes', async () => {
    await put(one('GONE', 'suspect', 'outstanding.circulated', '10-01', { risk: 'high' }))
    expect(await names('suspects-outstanding')).toEqual(['GONE', ...all])
    await put(one('GONE', 'suspect', 'outstanding.circulated', '10-01', { risk: 'standard' }), 1)
    expect((await names('suspects-outstanding')).slice(-2)).toEqual(['GONE', 'STANDARD'])
    await put(one('GONE', 'suspect', 'dealtWith', null, { risk: 'standard' }), 2)
    expect(await names('suspects-outstanding')).toEqual(all)
  })

  it.each([
    [{ state: 'outstanding.circulated' }, ['HIGH', 'HIGH-NO-CLOCK', 'STANDARD']],
    [{ state: 'dealtWith' }, []],
    [{ kind: 'marker' }, []],
    [{ to: '2026-11-05T12:00:00.000Z' }, ['MEDIUM', 'STANDARD']],
    [{ from: '2026-11-05T12:00:00.000Z', to: '2026-11-09T12:00:00.000Z' }, ['HIGH', 'NOT-GRADED']],
  ])('are narrowed by %j', async (filter, expected) => {
    expect(await names('suspects-outstanding', filter)).toEqual(expected)
  })

  it('are counted, no further than asked', async () => {
    const parts = partsOf('suspects-outstanding')
    expect(await $.store.registerCount(FORCE, parts, {}, 100)).toBe(6)
    expect(await $.store.registerCount(FORCE, parts, {}, 4)).toBe(4)
    expect(await $.store.registerCount(FORCE, parts, { to: '2026-11-05T12:00:00.000Z' }, 100)).toBe(2)
  })
})

it('puts bail and releases under investigation on one list, by what ends first', async () => {
  await put(one('BAIL', 'bail', 'standing.ending', '12-02', { risk: 'high', endsAt: '2026-12-02T12:00:00.000Z' }))
  await put(one('LAPSED', 'bail', 'lapsed', '11-20', { risk: 'standard' }))
  await put(one('OVER', 'bail', 'ended', null, { risk: 'high' }))
  await put(one('RELEASED', 'suspect', 'underInvestigation.unjustified', '11-30', { risk: 'high' }))
  const items = await read('bail-and-release')
  expect(items.map(({ incident }) => incident)).toEqual(['LAPSED', 'RELEASED', 'BAIL'])
  expect(items.at(-1)).toEqual({
    ...{ incident: 'BAIL', kind: 'bail', name: 'BAIL-1', state: 'standing.ending' },
    ...{ dueAt: '2026-12-02T12:00:00.000Z', deadline: 'a-clock', priority: 'P2', riskGrade: null },
    facts: { risk: 'high', endsAt: '2026-12-02T12:00:00.000Z' },
  })
})

it.each([
  ['no-activity', 'investigation', 'open.idle', 'open.active'],
  ['markers-to-review', 'marker', 'standing.reviewDue', 'standing.reviewed'],
] as const)('has on %s what waits and not what does not', async (name, kind, waiting, fine) => {
  await put(one(`WAITS-${kind}`, kind, waiting, null))
  await put(one(`FINE-${kind}`, kind, fine, '12-24'))
  expect(await names(name)).toEqual([`WAITS-${kind}`])
})

it('turns no page twice and leaves none out where much falls due in one moment', async () => {
  for (let n = 0; n < 7; n++) {
    const each = (kind: string, state: string) => ({ ...one(`SAME-${n}`, kind, state, '12-25'), name: 'X' })
    const matters = [each('bail', 'standing.running'), { ...each('bail', 'lapsed'), name: 'Y' }]
    await $.store.commit([
      changeOf(`SAME-${n}`, 0, { force: 'surrey', matters: [...matters, each('suspect', 'underInvestigation.standing')] }),
    ])
  }
  const items = await read('bail-and-release', {}, 'surrey')
  expect(items).toHaveLength(21)
  expect(new Set(items.map(({ incident, kind, name }) => `${incident} ${kind} ${name}`)).size).toBe(21)
})

it('lists a night as the engine records it: a demand that escalated until it is answered, a form that nobody made until it is', async () => {
  const { night } = recordedNight(REFERENCE)
  const lists = async () => {
    const of = async (name: RegisterName) => (await read(name)).filter(({ incident }) => incident === REFERENCE)
    return { dash: await of('dash'), overdue: await of('demands-overdue'), answered: await of('demands-answered') }
  }
  for (const happened of happens.gradedP2('20:00')) await night.go(happened)
  await night.go(happens.deadlinePasses('attendance'))
  await night.go(happens.deadlinePasses('answer'))
  const now = night.store.entries(KEY).at(-1)?.recordedAt ?? ''
  const climbed = await lists()
  expect(climbed).toMatchObject({
    dash: [],
    overdue: [
      { kind: 'demand', state: 'overdue', deadline: 'answer', priority: 'P2', facts: { level: 2, reason: 'attendance-overdue' } },
    ],
    answered: [],
  })
  // When it was to be answered, not when it goes up the next level: what is overdue has no time left.
  expect(climbed.overdue[0]?.dueAt).toBe(happens.instant('21:15'))
  await night.go(happens.reassessed(now, 'd1'))
  await night.go(happens.arrived(now))
  await night.go(happens.deadlinePasses('dash-submission'))
  expect(await lists()).toMatchObject({
    dash: [{ kind: 'owed/dash-submission', state: 'missed', deadline: 'dash-submission', facts: { level: 1 } }],
    overdue: [],
    answered: [{ state: 'answered', dueAt: null, facts: { level: 2, endedAt: now } }],
  })
  expect(await names('demands-answered', { to: now })).toEqual([])
  expect(await names('demands-answered', { from: now })).toEqual([REFERENCE])
  await night.go(happens.dashSubmitted('29 09:00'))
  expect((await lists()).dash).toEqual([])
})

it('lists who was arrested since an instant, whatever became of them, also where only the bail says it', async () => {
  const day = (date: string, time = '12:00') => `2026-${date}T${time}:00.000Z`
  const arrested = async (reference: string, at: string) => {
    const night = recordedNight(reference)
    await night.begin(day('05-01'))
    const dealt = (when: string, how: string) => night.post('suspect.dealt-with', when, { how, suspect: 'P-2' })
    await dealt(at, 'arrested')
    return { ...night, dealt }
  }
  const long = await arrested('A-LONG-AGO', day('05-02'))
  const charged = await arrested('A-CHARGED', day('05-09'))
  await charged.dealt(day('05-10'), 'charged')
  const bailed = recordedNight('A-BAILED')
  await bailed.begin(day('05-08'))
  await bailed.post('bail.granted', day('05-11'), { bail: 'B1', suspect: 'P-2', arrestedAt: day('05-10', '22:00') })
  const briefing = async () =>
    (await read('arrests', { from: day('05-08'), to: day('05-11') })).map(({ incident, facts }) => [
      incident,
      facts.how,
      facts.arrestedAt,
      facts.suspect,
    ])
  expect(await briefing()).toEqual([
    ['A-CHARGED', 'charged', day('05-09'), 'P-2'],
    ['A-BAILED', 'bailed', day('05-10', '22:00'), 'P-2'],
  ])
  await long.dealt(day('05-11'), 'outstanding')
  await long.dealt(day('05-11', '12:30'), 'arrested')
  expect(await names('arrests', { from: day('05-08') })).toEqual(['A-CHARGED', 'A-BAILED', 'A-LONG-AGO'])
  expect(await $.store.registerCount(FORCE, partsOf('arrests'), { from: day('05-08') }, 100)).toBe(3)
  expect((await read('arrests')).filter(({ incident }) => incident.startsWith('A-'))).toHaveLength(3)
})

it("lists applications under Clare's Law by what is due longest, with their age and stage, until they are answered", async () => {
  const asked = recordedNight('CL-1')
  await asked.begin('2026-03-02T08:00:00.000Z')
  await asked.post('disclosure.applied', '2026-03-02T10:00:00.000Z')
  const looked = recordedNight('CL-2')
  await looked.begin('2026-02-20T08:00:00.000Z')
  await looked.post('disclosure.applied', '2026-02-20T10:00:00.000Z')
  await looked.post('disclosure.checked', '2026-02-20T12:00:00.000Z')
  const items = (await read('disclosures')).filter(({ incident }) => incident.startsWith('CL-'))
  expect(items).toMatchObject([
    {
      ...{ incident: 'CL-1', state: 'applied', deadline: 'disclosure-check', dueAt: '2026-03-03T10:00:00.000Z' },
      facts: { appliedAt: '2026-03-02T10:00:00.000Z', route: 'right-to-ask', checkedAt: null },
    },
    {
      ...{ incident: 'CL-2', state: 'checked', deadline: 'disclosure-meeting', dueAt: '2026-03-06T23:59:59.999Z' },
      facts: { appliedAt: '2026-02-20T10:00:00.000Z', checkedAt: '2026-02-20T12:00:00.000Z' },
    },
  ])
  await asked.post('disclosure.checked', '2026-03-05T10:00:00.000Z')
  expect(await names('disclosures')).toEqual(['CL-2', 'CL-1'])
  await looked.post('disclosure.decided', '2026-03-05T11:00:00.000Z', { decision: 'nothing-to-disclose', recipient: undefined })
  expect(await names('disclosures')).toEqual(['CL-1'])
})

describe('the queue of the harm assessment unit', () => {
  const queued = async () => (await read('unit-queue')).map(({ incident, state, facts }) => [incident, state, facts.risk])
  const reviewed = async (reference: string, day: string, grade: string) => {
    const night = recordedNight(reference)
    await night.begin(`${day}T08:00:00.000Z`)
    await night.post('dash.submitted', `${day}T09:00:00.000Z`, { grade, secondaryTo: undefined, children: undefined })
    await night.post('dash.reviewed', `${day}T10:00:00.000Z`, { decision: 'accepted' })
    return night
  }

  it('has what is overdue first, then the higher risk, then what has waited longer, until the unit is done', async () => {
    const standard = await reviewed('U-STANDARD', '2026-04-01', 'standard')
    await standard.post('hau.received', '2026-04-01T11:00:00.000Z')
    const high = await reviewed('U-HIGH', '2026-04-02', 'high')
    await high.post('hau.received', '2026-04-02T11:00:00.000Z')
    await reviewed('U-STANDARD-LATER', '2026-04-03', 'standard')
    const late = await reviewed('U-LATE', '2026-04-03', 'standard')
    await late.night.go({ kind: 'clock', at: '2026-04-04T10:00:00.000Z' })
    expect(await queued()).toEqual([
      ['U-LATE', 'toReceive.overdue', 'standard'],
      ['U-HIGH', 'received.inTime', 'high'],
      ['U-STANDARD', 'received.inTime', 'standard'],
      ['U-STANDARD-LATER', 'toReceive.inTime', 'standard'],
    ])
    expect(await names('unit-queue', { state: 'toReceive' })).toEqual(['U-LATE', 'U-STANDARD-LATER'])
    const { parts, within } = lateIn('unit-queue', '2026-05-01T00:00:00.000Z')
    expect(await $.store.registerCount(FORCE, parts, within, 100)).toBe(1)
    await standard.post('hau.checked', '2026-04-01T12:00:00.000Z', { checkedAt: undefined })
    expect(await names('unit-queue')).toEqual(['U-LATE', 'U-HIGH', 'U-STANDARD-LATER'])
  })

  it('is measured by what it waits for, by an index of its own', async () => {
    const queue = await $.store.hauQueue()
    expect([...queue].map(([step, { incidents }]) => [step, incidents])).toEqual([
      ['received', 1],
      ['toReceive', 2],
    ])
    const [{ since } = { since: 0 }] = await $.database.query<{ since: number }>(
      "select extract(epoch from now() - timestamptz '2026-04-03T10:00:00Z')::float8 as since",
    )
    expect(Math.abs((queue.get('toReceive')?.oldestSeconds ?? 0) - Math.max(0, since))).toBeLessThan(60)
    await $.database.query('set enable_seqscan = off')
    const plan = await $.database.query<{ 'QUERY PLAN': string }>(`explain ${HAU_QUEUE.text}`, [
      '[2026-04-04T00:00:00Z,2026-04-04T00:00:00Z]',
    ])
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('registers_unit')
  })
})

it.each(['', 'x', 'WyJhIl0', 'WzEsMiwzLDQsNV0'])('refuses the cursor %j', async (cursor) => {
  const asked = $.store.register(FORCE, partsOf('no-activity'), {}, { limit: 2, cursor })
  await expect(asked).rejects.toBeInstanceOf(BadCursor)
})
