/** Cursors of every list: only the one that a list gave for the same force and filter is taken, and no other harms anything. */
import fc from 'fast-check'
import type { Listed, Page } from '../../src/engine/reads.ts'
import { partsOf } from '../../src/engine/registers/registers.ts'
import { BadCursor } from '../../src/store/lists/cursor.ts'
import { AT, alertOf, CONTROL_ROOM, changeOf, FORCE } from '../support/changes.ts'
import * as happens from '../support/happenings.ts'
import { KEY } from '../support/incident.ts'
import { startNights } from '../support/listing.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const ELSEWHERE = 'kent'
type Read = (page: Page) => Promise<Listed<unknown>>

const refusal = { force: FORCE, actor: CONTROL_ROOM, at: AT, code: 'invalid-event', incident: null, type: null, source: null }
beforeAll(async () => {
  const nights = startNights($.store)
  await nights.post(KEY.reference, ...happens.gradedP2('20:00'), happens.callReceived('20:10'), happens.callCutOff('20:11'))
  for (const name of ['A', 'B', 'C']) {
    const listed = { kind: 'referral', name, state: 'open', ended: false, weight: 0, dueAt: null, deadlines: [], facts: {} }
    const parts = { alerts: [alertOf(name, `${name}-a1`)], listed: [] }
    await $.store.commit([changeOf(name, 0, parts), changeOf(`${name}-there`, 0, { force: ELSEWHERE })])
    await $.store.commit([
      changeOf(name, 1, { listed: [{ incident: name, ...listed, kind: 'owed/dash-review', state: 'missed' }] }),
    ])
    await $.store.keep([{ ...refusal, id: name, subjects: [], problem: {}, body: Buffer.from('{}') }])
  }
})

const lists: Readonly<Record<string, (force: string, other: boolean) => Read>> = {
  incidents: (force, other) => (page) =>
    $.store.incidents(force, { openOnly: false, ...(other && { attention: 'demanded' as const }) }, page),
  alerts: (force, other) => (page) =>
    $.store.alerts(force, { openOnly: false, ...(other && { kind: 'downgraded' as const }) }, page),
  refusals: (force, other) => (page) => $.store.refusals(other ? 'nowhere' : force, null, page),
  register: (force, other) => (page) => $.store.register(force, partsOf('dash', other ? { kind: 'dash' } : {}), {}, page),
  'due from then on': (force, other) => (page) =>
    $.store.register(force, partsOf('dash'), { from: other ? '2026-01-01T00:00:00.000Z' : '2025-01-01T00:00:00.000Z' }, page),
  timeline: (force, other) => (page) => $.store.timeline({ force, reference: other ? 'A' : KEY.reference }, page),
  demands: (force, other) => (page) => $.store.demandsOfIncident({ force, reference: other ? 'A' : KEY.reference }, page),
  deadlines: (force, other) => (page) => $.store.deadlinesOfIncident({ force, reference: other ? 'A' : KEY.reference }, page),
}
const names = Object.keys(lists)
const listOf = (name: string, force = FORCE, other = false): Read => (lists[name] as (typeof lists)[string])(force, other)
const cursorOf = async (name: string): Promise<string> => {
  const { next } = await listOf(name)({ limit: 1 })
  if (next === null) throw new Error(`the list of ${name} has one page`)
  return next
}
const refused = async (read: Read, cursor: string): Promise<void> => {
  await expect(read({ limit: 1, cursor })).rejects.toBeInstanceOf(BadCursor)
}

it('names no year that nothing happens in; a deadline may come later, and what has no clock is last', async () => {
  const at = async (list: string, instant: string): Promise<string> => {
    const values = JSON.parse(Buffer.from(await cursorOf(list), 'base64url').toString()) as unknown[]
    const isTime = (value: unknown) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
    return Buffer.from(JSON.stringify(values.map((value) => (isTime(value) ? instant : value)))).toString('base64url')
  }
  for (const year of ['1899', '2201', '9999']) await refused(listOf('alerts'), await at('alerts', `${year}-12-31T00:00:00.000Z`))
  for (const list of ['alerts', 'deadlines', 'register'])
    await listOf(list)({ limit: 1, cursor: await at(list, '2200-12-31T00:00:00.000Z') })
  for (const year of ['2201', '9999'])
    await listOf('register')({ limit: 1, cursor: await at('register', `${year}-12-31T00:00:00.000Z`) })
})

it.each(names)('of %s is taken by that list alone, of that force and filter', async (name) => {
  const cursor = await cursorOf(name)
  expect((await listOf(name)({ limit: 1, cursor })).items).toHaveLength(1)
  for (const other of names) if (other !== name) await refused(listOf(other), cursor)
  await refused(listOf(name, ELSEWHERE), cursor)
  await refused(listOf(name, FORCE, true), cursor)
})

it.each(names)('of %s is refused where it is cut, or more than it was', async (name) => {
  const cursor = await cursorOf(name)
  for (const bad of [
    'x',
    '!!!',
    'bnVsbA',
    'W10',
    cursor.slice(0, -1),
    cursor.slice(0, -4),
    cursor.slice(4),
    `${cursor}A`,
    `${cursor}=`,
    ` ${cursor}`,
  ])
    await refused(listOf(name), bad)
})

const ODD: readonly unknown[] = [
  ...[0, -1, 1.5, 2 ** 31, 2 ** 53 - 1, 2 ** 60, null, true, '', '\u0000', '\ud800', 'x'.repeat(1001)],
  ...['0000-01-01T00:00:00.000Z', '1899-12-31T23:59:59.999Z', '2026-02-31T00:00:00.000Z', '2026-01-01T24:00:00.000Z'],
  ...['99999-01-01T00:00:00.000Z', '2300-01-01T00:00:00.000Z', '2026-03-01T20:00:00.000Z', '9999-12-31T00:00:00.000Z'],
  ...['0:0:', '5:4:', '5:9:9', '5:9:7,6', '5:9:6,7', '5:9:', '99999999999999999999:1:', [], {}],
]

it.each(names)('of %s is refused, or reads a page of the same force, whatever stands in it', async (name) => {
  const [mark, ...values] = JSON.parse(Buffer.from(await cursorOf(name), 'base64url').toString()) as unknown[]
  const read = async (forged: readonly unknown[]): Promise<void> => {
    const cursor = Buffer.from(JSON.stringify([mark, ...forged])).toString('base64url')
    const found = await listOf(name)({ limit: 500, cursor }).catch((error: unknown) => error)
    if (found instanceof BadCursor) return
    expect(found).toMatchObject({ items: expect.any(Array) })
    expect(JSON.stringify(found)).not.toContain('-there')
  }
  for (const place of values.keys()) for (const odd of ODD) await read(values.map((kept, at) => (at === place ? odd : kept)))
  const any = fc.oneof(fc.constantFrom(...ODD), fc.jsonValue())
  await fc.assert(fc.asyncProperty(fc.array(any, { maxLength: 7 }), read), { numRuns: 50 })
})
