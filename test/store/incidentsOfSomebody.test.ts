/** The list of incidents, narrowed to an area and to those of which somebody has an alert now. */
import type { Taker } from '../../src/engine/taker.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { alertOf, changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const ANN = { id: 'Ann', role: 'supervisor' }
const account = { issuer: 'https://id.example', subject: 'a-1' }
const signedIn = { key: 'session-1', role: 'supervisor', person: { ...account, name: 'Ann' } } as const
const key = { key: 'key-1', role: 'supervisor' } as const

let version = 0
/** A change of an incident of its own, whose alert stands so. */
async function incident(name: string, alert: Partial<AlertItem>, actor: typeof signedIn | typeof key = key) {
  const one = alertOf(name, `${name}-a1`, alert)
  const told = { id: one.id, kind: one.kind, level: 1, count: 1, status: one.status }
  const entry = {
    type: 'alert.acknowledged',
    actor,
    consequences: { timersSet: [], timersEnded: [], demands: [], alerts: [told] },
  }
  await $.store.commit([
    changeOf(name, 0, { alerts: [one], entries: [entry], columns: { area: ++version % 2 === 0 ? 'rural' : 'urban' } } as never),
  ])
}
beforeAll(async () => {
  await incident('BY-KEY', { status: 'acknowledged', acknowledgedBy: ANN })
  await incident('SIGNED-IN', { status: 'acknowledged', acknowledgedBy: ANN }, signedIn)
  await incident('OVER', { status: 'resolved', acknowledgedBy: ANN })
  await incident('OF-NOBODY', {})
  await incident('OF-BOB', { status: 'acknowledged', acknowledgedBy: { id: 'Bob', role: 'supervisor' } })
})

const found = async (filter: object, cursor?: string): Promise<readonly string[]> => {
  const page = await $.store.incidents(FORCE, { openOnly: false, ...filter }, { limit: 1, cursor })
  const rest = page.next === null ? [] : await found(filter, page.next)
  return [...page.items.map(({ incident: name }) => name), ...rest].sort()
}
const mine = (taker: Taker, more = {}) => found({ mine: taker, ...more })

it.each<[string, Taker, string[]]>([
  ['a name however it is spelled', { id: 'ANN ' }, ['BY-KEY', 'SIGNED-IN']],
  ['an account', { id: 'Ann', account }, ['BY-KEY', 'SIGNED-IN']],
  ['an account of the same name', { id: 'Ann', account: { ...account, subject: 'a-2' } }, ['BY-KEY']],
  ['nobody', { id: '\u0000' }, []],
])('finds what %s has now, page by page', async (_, taker, expected) => {
  expect(await mine(taker)).toEqual(expected)
})

it('finds it together with the other filters, and without what is hidden', async () => {
  expect(await mine({ id: 'Ann' }, { hidden: ['BY-KEY'] })).toEqual(['SIGNED-IN'])
  expect(await mine({ id: 'Ann' }, { area: 'rural' })).toEqual(['SIGNED-IN'])
  expect(await mine({ id: 'Ann' }, { state: 'closure.open', openOnly: true })).toEqual(['BY-KEY', 'SIGNED-IN'])
  expect(await mine({ id: 'Ann' }, { state: 'reported' })).toEqual(['BY-KEY', 'SIGNED-IN'])
})

it('finds an area', async () => {
  expect(await found({ area: 'rural' })).toEqual(['OF-NOBODY', 'SIGNED-IN'])
  expect(await found({ area: 'unknown' })).toEqual([])
})

it('tells a page that this cursor is of another list', async () => {
  const { next } = await $.store.incidents(FORCE, { openOnly: false, mine: { id: 'Ann' } }, { limit: 1 })
  await expect($.store.incidents(FORCE, { openOnly: false }, { limit: 1, cursor: next ?? '' })).rejects.toThrow('cursor')
})
