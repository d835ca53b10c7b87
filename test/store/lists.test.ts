import type { CaseColumns } from '../../src/engine/ports.ts'
import type { AlertFilter, Listed, Page, Refusal } from '../../src/engine/reads.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { AT, alertOf, CONTROL_ROOM, changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const key = (reference: string) => ({ force: FORCE, reference })

/** Everything a list has, two at a time. */
async function all<T>(list: (page: Page) => Promise<Listed<T>>): Promise<T[]> {
  const items: T[] = []
  for (let page: Page | null = { limit: 2 }; page !== null; ) {
    const { items: some, next }: Listed<T> = await list(page)
    items.push(...some)
    page = next === null ? null : { limit: 2, cursor: next }
  }
  return items
}

describe('incidents', () => {
  const incidents: Record<string, Partial<CaseColumns>> = {
    worst: { sortKey: '1', attention: ['demanded', 'overdue'], states: ['overdue', 'overdue.assigned'], demandLevel: 2 },
    capital: { sortKey: 'B', attention: ['warning'], states: ['waiting'] },
    small: { sortKey: 'a', attention: ['warning'], states: ['waiting', 'waiting.assigned'], priority: 'P1' },
    same1: { sortKey: 'x', attention: ['unassessed'], priority: null },
    same2: { sortKey: 'x', attention: ['none'] },
    done: { sortKey: 'z', attention: ['none'], states: ['closed'], closed: true },
  }
  const everything = { openOnly: false }
  const found = async (filter: Parameters<typeof $.store.incidents>[1], force = FORCE) =>
    (await all((page) => $.store.incidents(force, filter, page))).map(({ incident }) => incident)

  beforeAll(async () => {
    for (const [reference, columns] of Object.entries(incidents)) await $.store.commit([changeOf(reference, 0, { columns })])
    await $.store.commit([changeOf('elsewhere', 0, { force: 'kent' })])
  })

  it('come worst first, page by page, of one force', async () => {
    expect(await found(everything)).toEqual(['worst', 'capital', 'small', 'same1', 'same2', 'done'])
    expect(await found(everything, 'kent')).toEqual(['elsewhere'])
  })

  it.each([
    [{ openOnly: true }, ['worst', 'capital', 'small', 'same1', 'same2']],
    [{ ...everything, attention: 'warning' as const }, ['capital', 'small']],
    [{ ...everything, priority: 'P1' }, ['small']],
    [{ ...everything, state: 'waiting' }, ['capital', 'small']],
    [{ ...everything, state: 'waiting', priority: 'P2', attention: 'warning' as const }, ['capital']],
    [{ openOnly: true, state: 'closed' }, []],
    [{ ...everything, state: '\u0000' }, []],
  ])('are filtered by %j', async (filter, expected) => {
    expect(await found(filter)).toEqual(expected)
  })
})

it('shows a timeline in order of sequence', async () => {
  const entries = Array.from({ length: 5 }, (_, n) => ({ content: JSON.stringify({ n }), consequences: noConsequences }))
  await $.store.commit([changeOf('long', 0, { entries })])
  const timeline = await all((page) => $.store.timeline(key('long'), page))
  expect(timeline.map(({ sequence, data }) => ({ sequence, data }))).toEqual(
    entries.map((_, n) => ({ sequence: n + 1, data: { n } })),
  )
  expect(timeline[0]).toMatchObject({ type: 'log.noted', actor: CONTROL_ROOM, at: AT, consequences: noConsequences })
  expect(await $.store.timeline({ force: 'kent', reference: 'long' }, { limit: 2 })).toEqual({ items: [], next: null })

  const backwards = await all((page) => $.store.timeline(key('long'), page, 'newest'))
  expect(backwards).toEqual(timeline.toReversed())
  const { next } = await $.store.timeline(key('long'), { limit: 2 }, 'newest')
  await expect($.store.timeline(key('long'), { limit: 2, cursor: next ?? '' })).rejects.toMatchObject({ code: 'invalid-cursor' })
})

it('shows no reader of a timeline what the texts of a reassessment were found to say', async () => {
  const reading = { weights: 'test', score: 0.93, verdict: 'assesses', doubts: [], drawn: true } as const
  const consequences = { ...noConsequences, reading }
  await $.store.commit([changeOf('read', 0, { entries: [{ content: '{}', consequences }] })])
  const [line] = await all((page) => $.store.timeline(key('read'), page))
  expect(line?.consequences).toEqual(noConsequences)
})
const noConsequences = { timersSet: [], timersEnded: [], alerts: [], demands: [] }

it('lists alerts newest first, as they are now', async () => {
  const raised = (id: string, second: number, parts: Partial<AlertItem> = {}) =>
    alertOf('alerted', id, { raisedAt: `2026-03-01T20:00:0${second}.000Z`, ...parts })
  await $.store.commit([changeOf('alerted', 0, { alerts: [raised('x1', 1), raised('x2', 5), raised('x3', 5)] })])
  await $.store.commit([
    changeOf('alerted', 1, { alerts: [raised('x1', 1, { status: 'acknowledged', count: 2 }), raised('x4', 3)] }),
  ])
  await $.store.commit([changeOf('shut', 0, { columns: { closed: true }, alerts: [alertOf('shut', 'y1')] })])
  const found = async (filter: { status?: AlertItem['status']; openOnly: boolean }) =>
    (await all((page) => $.store.alerts(FORCE, filter, page))).map(({ id }) => id)

  expect(await found({ openOnly: false })).toEqual(['x3', 'x2', 'x4', 'x1', 'y1'])
  expect(await found({ openOnly: true })).toEqual(['x3', 'x2', 'x4', 'x1'])
  expect(await found({ openOnly: false, status: 'open' })).toEqual(['x3', 'x2', 'x4', 'y1'])
  const { items } = await $.store.alerts(FORCE, { status: 'acknowledged', openOnly: false }, { limit: 5 })
  expect(items).toEqual([raised('x1', 1, { status: 'acknowledged', count: 2 })])
  expect(await $.store.alertCase('kent', 'x1')).toBeNull()

  const told = changeOf('alerted', 2, {
    alerts: [raised('x5', 6, { kind: 'downgraded' }), raised('x2', 5, { audience: 'duty-superintendent', level: 3 })],
  })
  await $.store.commit([told])
  const by = async (filter: Partial<AlertFilter>, force = FORCE) =>
    (await all((page) => $.store.alerts(force, { openOnly: false, ...filter }, page))).map(({ id }) => id)
  expect(await by({ incident: 'shut' })).toEqual(['y1'])
  expect(await by({ incident: 'shut', openOnly: true })).toEqual([])
  expect(await by({ incident: 'shut' }, 'kent')).toEqual([])
  expect(await by({ kind: 'downgraded' })).toEqual(['x5'])
  expect(await by({ audience: 'duty-superintendent' })).toEqual(['x2'])
  expect(await by({ incident: 'alerted', audience: 'supervisor', kind: 'attendance-overdue', status: 'open' })).toEqual([
    'x3',
    'x4',
  ])
})

it('keeps refusals with whatever was sent, newest first', async () => {
  const refusal = (id: string): Refusal => ({
    force: FORCE,
    actor: CONTROL_ROOM,
    at: AT,
    code: 'invalid-event',
    incident: 'a\u0000b',
    type: null,
    source: '\ud800',
    id,
    subjects: ['a b', 'ä–1', 'a\u0000b', 'a b'],
    problem: { title: 'no' },
    body: Buffer.from([0, 255, 128, 10]),
  })
  await $.store.keep([refusal('1'), refusal('2')])
  await $.store.keep([refusal('3')])
  const kept = await all((page) => $.store.refusals(FORCE, null, page))
  const { force: _, actor, body, subjects: __, ...shown } = refusal('3')
  expect(kept[0]).toEqual({ refusal: expect.any(String), ...shown, role: actor.role, subjects: ['a b', 'ä–1'] })
  expect(kept.map(({ id }) => id)).toEqual(['3', '2', '1'])
  const person = { issuer: 'urn:provider', subject: 's-1', name: 'sup-1' }
  await $.store.keep([{ ...refusal('4'), actor: { ...CONTROL_ROOM, person } }])
  const [signed] = (await $.store.refusals(FORCE, null, { limit: 1 })).items
  expect(signed).toMatchObject({ id: '4', by: 'sup-1' })
  expect(await $.store.refusal(FORCE, Number(signed?.refusal))).toMatchObject({ by: 'sup-1', role: CONTROL_ROOM.role })
  // By whatever subject is told of; what no database can keep is told of to nobody.
  for (const subject of ['a b', 'ä–1'])
    expect((await all((page) => $.store.refusals(FORCE, subject, page))).map(({ id }) => id)).toEqual(['4', '3', '2', '1'])
  for (const subject of ['a\u0000b', 'a']) expect((await $.store.refusals(FORCE, subject, { limit: 9 })).items).toEqual([])
  expect(await $.store.refusals('kent', 'a b', { limit: 9 })).toEqual({ items: [], next: null })
  expect(await $.store.refusals('kent', null, { limit: 9 })).toEqual({ items: [], next: null })
  expect(await $.database.query('select distinct body from reassess.refusals')).toEqual([{ body }])
})
