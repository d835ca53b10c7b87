/** Registers on a real PostgreSQL: each shows what it should and nothing that was done, page by page. */

import type { RegisterName } from '../../machines/rules/catalogue/registers.ts'
import type { EventName } from '../../machines/rules/events.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import type { Page } from '../../src/engine/reads.ts'
import { lateIn, partsOf, type RegisterFilter } from '../../src/engine/registers/registers.ts'
import type { RegisterItem } from '../../src/engine/registers/views.ts'
import type { MatterItem } from '../../src/engine/views/views.ts'
import { BadCursor } from '../../src/store/lists/cursor.ts'
import { HAU_QUEUE } from '../../src/store/timers.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import * as happens from '../support/happenings.ts'
import { REFERENCE } from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'
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

/** What the engine makes of events, kept by both stores. */
function recordedNight(reference: string) {
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
  let posted = 0
  const post = async (type: EventName, at: string, data: object = {}) => {
    await night.go({ kind: 'clock', at })
    const whole = { ...(exampleEvent(type).data as object), ...data }
    const event = { kind: 'event', type, at, recordedAt: at, role: 'supervisor', data: whole } as unknown as happens.Posted
    posted += 1
    const arrived = { ...arrivedEvent(event, `${reference}-${type}-${posted}`), reference }
    expect(await night.engine.record([arrived])).toMatchObject([{ status: 'accepted' }])
  }
  const begin = async (at: string) => {
    for (const { type, data } of [
      happens.reported(at),
      happens.thriveAssessed(at),
      happens.graded(at, 'P2'),
      happens.arrived(at),
    ])
      await post(type, at, data)
  }
  return { night, post, begin }
}

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

describe('orders', () => {
  const day = (date: string, time = '12:00') => `2026-${date}T${time}:00.000Z`
  const considered = Object.fromEntries(
    ['childrenWelfare', 'protectedOpinion', 'subjectRepresentations', 'occupantsOpinion'].map((what) => [
      what,
      { text: 'None.' },
    ]),
  )
  const breach = { place: 'At her door.', text: 'He knocked.' }
  const court = { hearingAt: day('03-05', '10:00') }

  /** A notice that is served, its hearing two days on. */
  async function noticed(reference: string, date: string) {
    const it = recordedNight(reference)
    await it.begin(day(date, '08:00'))
    const order = { order: 'DVPN-7' }
    await it.post('order.proposed', day(date, '09:00'), order)
    await it.post('order.authorised', day(date, '09:30'), { ...order, considerations: considered })
    await it.post('order.served', day(date, '10:00'), { ...order, court: undefined })
    for (const who of ['civil-orders', 'harm-hub-supervisors']) await it.post('order.told', day(date, '10:05'), { ...order, who })
    await it.post('order.tasked', day(date, '10:10'), order)
    return { ...it, order }
  }

  it('stand before the court until it has decided: on their way, adjourned, and a breached order', async () => {
    const proposed = recordedNight('O-PROPOSED')
    await proposed.begin(day('03-02'))
    await proposed.post('order.proposed', day('03-02'), { order: 'DVPN-7' })
    const way = await noticed('O-ON-ITS-WAY', '03-03')
    const adjourned = await noticed('O-ADJOURNED', '03-02')
    await adjourned.post('order.applied', day('03-02'), {
      ...adjourned.order,
      court: undefined,
      hearingAt: day('03-04', '09:00'),
    })
    await adjourned.post('order.checked', day('03-02', '13:00'), adjourned.order)
    await adjourned.post('order.adjourned', day('03-04', '09:00'), { ...adjourned.order, hearingAt: day('03-06', '10:00') })
    const breached = await noticed('O-BREACHED', '03-03')
    await breached.post('order.applied', day('03-03'), { ...breached.order, ...court, court: undefined })
    await breached.post('order.breached', day('03-03', '20:00'), {
      ...breached.order,
      ...breach,
      breach: 'B1',
      action: 'outstanding',
    })
    const done = await noticed('O-DECIDED', '03-03')
    await done.post('order.granted', day('03-04'), { ...done.order, expiresAt: day('03-20') })

    const items = (await read('orders-before-court')).filter(({ incident }) => incident.startsWith('O-'))
    expect(items.map(({ incident, state, deadline, dueAt }) => [incident, state, deadline, dueAt])).toEqual([
      ['O-ON-ITS-WAY', 'notice.served', 'order-check', day('03-04', '10:00')],
      ['O-BREACHED', 'notice.applied', 'order-check', day('03-04', '10:00')],
      ['O-ADJOURNED', 'notice.adjourned', 'order-hearing', day('03-06', '10:00')],
    ])
    expect(items.at(-1)?.facts).toMatchObject({
      ...{ what: 'DVPN', subject: 'P-2', servedAt: day('03-02', '10:00'), court: null },
      ...{ hearingBy: day('03-06', '10:00'), hearingAt: day('03-06', '10:00') },
    })
    await way.post('order.refused', day('03-04', '11:00'), way.order)
    const left = async (filter: Parameters<typeof read>[1]) =>
      (await names('orders-before-court', filter)).filter((one) => one.startsWith('O-'))
    expect(await left({ state: 'notice' })).toEqual(['O-BREACHED', 'O-ADJOURNED'])
    expect(await left({ from: day('03-05'), to: day('03-07') })).toEqual(['O-ADJOURNED'])
  })

  it('have each breach on a list of its own, from when it happened and for good, with what came of it', async () => {
    const it = await noticed('B-1', '03-10')
    const says = { ...it.order, ...breach }
    await it.post('order.breached', day('03-10', '20:00'), { ...says, breach: 'B1', action: 'arrested', court: undefined })
    await it.post('order.granted', day('03-11', '10:00'), { ...it.order, expiresAt: day('04-01') })
    await it.post('order.breached', day('03-15', '20:00'), { ...says, breach: 'B2', action: 'outstanding' })
    const other = await noticed('B-2', '03-09')
    await other.post('order.breached', day('03-12', '20:00'), { ...says, breach: 'B1', action: 'summonsed' })
    const lines = async (filter: Parameters<typeof read>[1] = {}) =>
      (await read('order-breaches', filter))
        .filter(({ incident }) => incident.startsWith('B-'))
        .map(({ incident, name, state, facts }) => [incident, name, state, facts.what])
    expect(await lines()).toEqual([
      ['B-1', 'DVPN-7/B1', 'arrested', 'DVPN'],
      ['B-2', 'DVPN-7/B1', 'summonsed', 'DVPN'],
      ['B-1', 'DVPN-7/B2', 'outstanding', 'DVPO'],
    ])
    const [first] = await read('order-breaches', { from: day('03-10'), to: day('03-11') })
    expect(first).toMatchObject({
      ...{ kind: 'order-breach', deadline: 'order-breach-court', dueAt: day('03-11', '20:00') },
      facts: {
        order: 'DVPN-7',
        subject: 'P-2',
        under: 'notice',
        at: day('03-10', '20:00'),
        courtBy: day('03-11', '20:00'),
        result: null,
      },
    })
    await it.post('order.breach-produced', day('03-16', '10:00'), { ...it.order, breach: 'B1' })
    await it.post('order.breach-arrested', day('03-16', '10:00'), { ...it.order, breach: 'B2' })
    await it.post('order.breach-heard', day('03-16', '11:00'), { ...it.order, breach: 'B1', result: 'proved' })
    await it.post('order.withdrawn', day('03-16', '12:00'), it.order)
    expect(await lines()).toEqual([
      ['B-1', 'DVPN-7/B1', 'heard', 'DVPN'],
      ['B-2', 'DVPN-7/B1', 'summonsed', 'DVPN'],
      ['B-1', 'DVPN-7/B2', 'arrested', 'DVPO'],
    ])
    expect(await lines({ state: 'heard' })).toEqual([['B-1', 'DVPN-7/B1', 'heard', 'DVPN']])
    const march = { from: day('03-01'), to: day('04-01') }
    expect(await $.store.registerCount(FORCE, partsOf('order-breaches', { state: 'summonsed' }), march, 100)).toBe(1)
  })
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
