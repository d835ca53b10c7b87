/** What ended and left the snapshots, on PostgreSQL: written with its case, read page by page, and in no register's way. */
import { exportOf } from '../../src/cli/record/exported.ts'
import type { Listed, Page } from '../../src/engine/reads.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { MOST_ENDED } from '../../src/engine/step/leaving.ts'
import { openDatabase } from '../../src/store/connection/database.ts'
import { rebuildRegisters } from '../../src/store/registers/rebuild.ts'
import * as happens from '../support/happenings.ts'
import { KEY, policyWith } from '../support/incident.ts'
import { example, startNights } from '../support/listing.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const MANY = MOST_ENDED + 5
const clock = (minute: number): string => new Date(Date.parse(happens.instant('21:00')) + minute * 60_000).toISOString()

beforeAll(async () => {
  const nights = startNights($.store)
  await nights.post('WK-2', ...happens.gradedP2('20:00'))
  await nights.post(KEY.reference, ...happens.gradedP2('20:00'), happens.arrived('20:20'))
  const sought = (minute: number) => happens.suspectDealtWith(clock(minute), 'outstanding')
  await nights.post(KEY.reference, sought(0), happens.suspectDealtWith(clock(0), 'arrested'))
  for (let each = 1; each <= MANY; each++) {
    await nights.post(KEY.reference, happens.callReceived(clock(2 * each)), happens.reassessed(clock(2 * each + 1), `d${each}`))
    const task = { task: `T-${each}` }
    const set = example('task.set', clock(2 * each + 1), { ...task, dueAt: '2026-12-25T12:00:00Z' })
    await nights.post(KEY.reference, set, example('task.done', clock(2 * each + 1), task))
  }
  await nights.post(KEY.reference, sought(2 * MANY + 2))
})

async function all<Item>(read: (page: Page) => Promise<Listed<Item>>, limit: number): Promise<Item[]> {
  const items: Item[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await read({ limit, ...(cursor === undefined ? {} : { cursor }) })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    items.push(...page.items)
    cursor = page.next
  }
  return items
}
const kept = async (): Promise<Case> => (await $.store.caseOf(KEY)) as Case

it('lists all demands and deadlines newest first, page by page, each once', async () => {
  expect(Object.keys((await kept()).demands)).toHaveLength(MOST_ENDED)
  const demands = await all((page) => $.store.demandsOfIncident(KEY, page), 7)
  expect(demands.map(({ id }) => id)).toEqual(Array.from({ length: MANY }, (_, place) => happens.demandId(`d${MANY - place}`)))
  const deadlines = await all((page) => $.store.deadlinesOfIncident(KEY, page), 7)
  expect(deadlines.filter(({ name }) => name === 'answer')).toHaveLength(MANY)
  const dues = deadlines.map(({ dueAt }) => dueAt)
  expect(dues).toEqual([...dues].sort().reverse())
  expect(deadlines).toEqual(await all((page) => $.store.deadlinesOfIncident(KEY, page), 500))
})

it('exports the incident whole', async () => {
  const { policy, hash } = policyWith()
  await $.store.pinPolicy({ id: policy.id, version: policy.version, hash, canonical: JSON.stringify(policy) })
  const exported = await exportOf($.store, KEY, '2026-12-01T12:00:00.000Z')
  if (exported === null) throw new Error('it is on record')
  expect(exported.verification).toMatchObject({ replayed: true, differences: [] })
  const { demands, deadlines, alerts, matters } = exported.incident
  const ended = matters.filter(({ kind }) => kind === 'task').length
  expect({ demands: demands.length, ended }).toEqual({ demands: MANY, ended: MANY })
  expect(alerts).toHaveLength((await kept()).alertsRaised)
  expect(deadlines.filter(({ name }) => name === 'answer')).toHaveLength(MANY)
})

it('lists all alerts of an incident, and of it alone', async () => {
  const alerts = await all((page) => $.store.alerts(KEY.force, { incident: KEY.reference, openOnly: false }, page), 9)
  const { alertsRaised } = await kept()
  expect(alerts).toHaveLength(alertsRaised)
  expect(new Set(alerts.map(({ incident }) => incident))).toEqual(new Set([KEY.reference]))
  expect(alerts.filter(({ kind }) => kind === 'suspect-outstanding')).toMatchObject([{ status: 'open', count: 2 }])
})

it('has a row for each that left and for no other: what came back has no row', async () => {
  const { left, demands, alerts, matters } = await kept()
  const rows = await $.store.readEnded(KEY, null)
  for (const home of ['demands', 'alerts', 'duties', 'matters'] as const)
    expect({ home, rows: rows.filter((part) => part.home === home).length }).toEqual({ home, rows: left[home] })
  const here: Readonly<Record<string, object>> = { demands, alerts, matters }
  expect(rows.filter(({ home, id }) => id in (here[home] ?? {}))).toEqual([])
  expect(left).toMatchObject({ demands: MANY - MOST_ENDED, matters: MANY - MOST_ENDED })
})

it('leaves no hole in the registers when they are put right', async () => {
  const database = openDatabase($.database.url)
  expect(await rebuildRegisters(database, 0)).toMatchObject({ incidents: 2, putRight: 0, left: [] })
  const own = `case_id = (select id from reassess.cases where reference = '${KEY.reference}')`
  const of = async (kind: string) =>
    (await $.database.query(`select count(*)::integer as rows from reassess.registers where kind = $1 and ${own}`, [kind]))[0]
      ?.rows
  expect({ demands: await of('demand'), tasks: await of('task') }).toEqual({ demands: MANY, tasks: MANY })
  await $.database.query(`delete from reassess.registers where kind in ('demand', 'task') and ${own}`)
  expect(await rebuildRegisters(database, 0)).toMatchObject({ putRight: 2 * MANY })
  await database.close()
})
