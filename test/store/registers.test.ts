/** Registers on a real PostgreSQL: each shows what it should and nothing that was done, page by page. */

import type { CaseStore } from '../../src/engine/ports.ts'
import type { Page } from '../../src/engine/reads.ts'
import { partsOf, type RegisterFilter, type RegisterName } from '../../src/engine/registers.ts'
import type { RegisterItem } from '../../src/engine/registerViews.ts'
import type { MatterItem } from '../../src/engine/views.ts'
import { BadCursor } from '../../src/store/cursor.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import * as happens from '../support/happenings.ts'
import { REFERENCE } from '../support/happenings.ts'
import { KEY, policyWith, startNight } from '../support/incident.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()

/** One of a kind in an incident. @param due of its one clock. */
const one = (incident: string, kind: string, state: string, due: string | null, facts: object = {}): MatterItem => ({
  ...{ kind, name: `${incident}-1`, incident, state, ended: ['ended', 'decided', 'withdrawn'].includes(state) },
  deadlines: due === null ? [] : [{ name: 'a-clock', dueAt: `2026-${due}T12:00:00.000Z` }],
  facts: { ...facts },
})
const put = (matter: MatterItem, version = 0, force = FORCE) =>
  $.store.commit([changeOf(matter.incident, version, { force, matters: [matter] })])

async function read(name: RegisterName, filter: RegisterFilter & { from?: string; to?: string } = {}, force = FORCE) {
  const items: RegisterItem[] = []
  for (let page: Page | null = { limit: 2 }; page !== null; ) {
    const some = await $.store.register(force, partsOf(name, filter), filter, page)
    expect(some.items.length).toBeLessThanOrEqual(2)
    items.push(...some.items)
    page = some.next === null ? null : { limit: 2, cursor: some.next }
  }
  return items
}
const names = async (...asked: Parameters<typeof read>) => (await read(...asked)).map(({ incident }) => incident)

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

  it('come by risk to the victim, one that nobody graded before a medium one', async () => {
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

it('lists a night as the engine records it: a demand that climbed until it is answered, a form that nobody made until it is', async () => {
  const night = startNight(
    policyWith(),
    (memory): CaseStore => ({
      ...memory,
      commit: async (changes) => {
        await $.store.commit(changes)
        return memory.commit(changes)
      },
    }),
  )
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
  expect(climbed.overdue[0]?.dueAt).toBe(night.store.caseOf(KEY)?.timers.find(({ deadline }) => deadline === 'answer')?.dueAt)
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

it.each(['', 'x', 'WyJhIl0', 'WzEsMiwzLDQsNV0'])('refuses the cursor %j', async (cursor) => {
  const asked = $.store.register(FORCE, partsOf('no-activity'), {}, { limit: 2, cursor })
  await expect(asked).rejects.toBeInstanceOf(BadCursor)
})
