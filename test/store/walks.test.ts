/**
 * Walks over lists whose order changes while they are walked. Between the pages incidents become worse and better, are added, closed
 * and reopened, at random by seed; whatever was on the list from the first page to the last is given, in whatever place it was.
 */
import fc from 'fast-check'
import pg from 'pg'
import type { CaseColumns } from '../../src/engine/ports.ts'
import type { IncidentFilter, Listed, Page } from '../../src/engine/reads.ts'
import { partsOf } from '../../src/engine/registers/registers.ts'
import type { RegisterRow } from '../../src/engine/registers/views.ts'
import { changeOf } from '../support/changes.ts'
import * as happens from '../support/happenings.ts'
import { KEY } from '../support/incident.ts'
import { startNights } from '../support/listing.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()

/** A force of its own for each walk, so that they share a database. */
let forces = 0
const newForce = (): string => `force-${forces++}`

/** Calls `between` after each page but the last. A walk that moves faster than it is walked would not end. */
async function walked<Item>(
  list: (page: Page) => Promise<Listed<Item>>,
  limit: number,
  between: () => Promise<void>,
): Promise<Item[]> {
  const items: Item[] = []
  for (let page: Page | null = { limit }; page !== null; ) {
    const { items: some, next }: Listed<Item> = await list(page)
    expect(some.length).toBeLessThanOrEqual(limit)
    items.push(...some)
    if (next !== null) {
      expect(next.length).toBeLessThan(2048)
      await between()
    }
    page = next === null ? null : { limit, cursor: next }
  }
  return items
}

const MOVES = ['worse', 'better', 'reported', 'closed', 'reopened', 'noted'] as const
const step = fc.record({ move: fc.constantFrom(...MOVES), which: fc.nat(1000), to: fc.nat(99) })
const walk = fc.record({
  places: fc.array(fc.nat(99), { minLength: 1, maxLength: 9 }),
  limit: fc.integer({ min: 1, max: 5 }),
  steps: fc.array(fc.array(step, { maxLength: 3 }), { minLength: 1, maxLength: 12 }),
  by: fc.constantFrom<keyof IncidentFilter | 'nothing'>('nothing', 'priority', 'attention', 'state', 'openOnly'),
})

/** Incidents as the list sees them. */
function startList(force: string) {
  const known = new Map<string, { version: number; place: number; closed: boolean; matches: boolean }>()
  const columns = ({ place, closed, matches }: { place: number; closed: boolean; matches: boolean }): Partial<CaseColumns> => ({
    sortKey: `${closed ? 1 : 0} ${String(place).padStart(2, '0')}`,
    closed,
    priority: matches ? 'P1' : 'P3',
    attention: matches ? ['demanded'] : ['none'],
    states: matches ? ['overdue'] : ['waiting'],
  })
  const put = async (name: string, change: { place?: number; closed?: boolean; matches?: boolean }) => {
    const { version, ...before } = known.get(name) ?? { version: 0, place: 0, closed: false, matches: true }
    const now = { ...before, ...change }
    await $.store.commit([changeOf(name, version, { force, columns: columns(now) })])
    known.set(name, { version: version + 1, ...now })
  }
  const filterBy = (by: string): IncidentFilter => ({
    openOnly: by === 'openOnly',
    ...(by === 'priority' && { priority: 'P1' }),
    ...(by === 'attention' && { attention: 'demanded' as const }),
    ...(by === 'state' && { state: 'overdue' }),
  })
  return {
    put,
    filterBy,
    names: () => [...known.keys()],
    on: (by: string) =>
      [...known]
        .filter(([, { closed, matches }]) => (by === 'openOnly' ? !closed : by === 'nothing' || matches))
        .map(([name]) => name),
    placeOf: (name: string) => known.get(name)?.place ?? 0,
    async take({ move, which, to }: { move: (typeof MOVES)[number]; which: number; to: number }) {
      const names = [...known.keys()]
      const name = names[which % names.length] as string
      const place = known.get(name)?.place ?? 0
      if (move === 'reported') return put(`N${known.size}`, { place: to })
      if (move === 'worse') return put(name, { place: Math.floor(place / 2) })
      if (move === 'better') return put(name, { place: Math.min(99, place + to), matches: to % 5 > 0 })
      return put(name, move === 'noted' ? {} : { closed: move === 'closed' })
    },
  }
}

it('gives every incident that was on the list throughout, wherever it went', async () => {
  await fc.assert(
    fc.asyncProperty(walk, async ({ places, limit, steps, by }) => {
      const force = newForce()
      const list = startList(force)
      for (const [place, at] of places.entries()) await list.put(`N${place}`, { place: at })
      let throughout = new Set(list.on(by))
      const left = [...steps]
      const given = await walked(
        (page) => $.store.incidents(force, list.filterBy(by), page),
        limit,
        async () => {
          for (const each of left.shift() ?? []) {
            await list.take(each)
            const on = new Set(list.on(by))
            throughout = new Set([...throughout].filter((name) => on.has(name)))
          }
        },
      )
      const seen = new Set(given.map(({ incident }) => incident))
      expect([...throughout].filter((name) => !seen.has(name))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

it('gives what lay still once, worst first, and at the end what has become the worst or was reported meanwhile', async () => {
  const force = newForce()
  const list = startList(force)
  for (let each = 1; each <= 6; each++) await list.put(`P-${each}`, { place: 10 * each })
  let moved = false
  const given = await walked(
    (page) => $.store.incidents(force, { openOnly: false }, page),
    2,
    async () => {
      if (!moved) await Promise.all([list.put('P-6', { place: 1 }), list.put('NEW', { place: 0 })])
      moved = true
    },
  )
  expect(given.map(({ incident }) => incident)).toEqual(['P-1', 'P-2', 'P-3', 'P-4', 'P-5', 'P-6', 'NEW'])
})

it('misses nothing that an open transaction had moved before the walk began', async () => {
  const force = newForce()
  const list = startList(force)
  for (let each = 1; each <= 4; each++) await list.put(`P-${each}`, { place: 10 * each })
  const session = new pg.Client({ connectionString: $.database.url })
  await session.connect()
  await session.query('begin')
  await session.query(
    "update reassess.cases set sort_key = '0 00', moved_up = pg_current_xact_id() where force = $1 and reference = 'P-4'",
    [force],
  )
  // Transactions that begin later and commit sooner.
  await list.put('P-3', { place: 35 })
  const given = await walked(
    (page) => $.store.incidents(force, { openOnly: false }, page),
    1,
    async () => void (await session.query('commit')),
  )
  await session.end()
  expect(new Set(given.map(({ incident }) => incident))).toEqual(new Set(['P-1', 'P-2', 'P-3', 'P-4']))
})

describe('a register', () => {
  const parts = partsOf('unit-queue')
  const line = (name: string, weight: number, due: number, overdue: boolean): RegisterRow => ({
    incident: name,
    kind: 'unit',
    name: 'unit',
    state: overdue ? 'toReceive.overdue' : 'toReceive.inTime',
    ended: false,
    weight,
    dueAt: due === 0 ? null : `2026-03-01T20:00:${String(due).padStart(2, '0')}.000Z`,
    deadlines: [],
    facts: {},
  })
  const perhaps = { nil: undefined, freq: 1 }
  const change = fc.record({
    which: fc.nat(20),
    due: fc.nat(59),
    weight: fc.option(fc.nat(3), perhaps),
    overdue: fc.option(fc.boolean(), perhaps),
  })

  it('gives every line that was in it throughout, however its clock, risk and state changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 2, maxLength: 8 }),
        fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (begun, steps, limit) => {
          const force = newForce()
          const known = begun.map(() => ({ version: 0, weight: 0, overdue: false }))
          const put = async ({ which, due, ...changed }: (typeof begun)[number]) => {
            const [at, name] = [which % begun.length, `U${which % begun.length}`]
            const before = known[at] ?? { version: 0, weight: 0, overdue: false }
            const { weight = before.weight, overdue = before.overdue } = changed
            await $.store.commit([changeOf(name, before.version, { force, listed: [line(name, weight, due, overdue)] })])
            known[at] = { version: before.version + 1, weight, overdue }
          }
          for (const [which, each] of begun.entries()) await put({ ...each, which })
          const left = [...steps]
          const given = await walked(
            (page) => $.store.register(force, parts, {}, page),
            limit,
            async () => {
              for (const each of left.shift() ?? []) await put(each)
            },
          )
          expect(new Set(given.map(({ incident }) => incident))).toEqual(new Set(begun.map((_, which) => `U${which}`)))
        },
      ),
      { numRuns: 40 },
    )
  })
})

it.each([1, 2, 3])('gives every deadline of an incident though clocks are set again, %i a page', async (limit) => {
  const nights = startNights($.store)
  const [force, reference] = [KEY.force, `WK-${limit}00`]
  await nights.post(reference, ...happens.gradedP2('20:00'), happens.callReceived('20:10'), happens.callCutOff('20:11'))
  const all = (page: Page) => $.store.deadlinesOfIncident({ force, reference }, page)
  const still = await walked(all, limit, async () => {})
  expect(still).toEqual((await all({ limit: 500 })).items)

  // Both answers are due, the earlier one later than the other: each level sets the clock again.
  let issues = 0
  const given = await walked(all, limit, async () => {
    issues += 1
    if (issues === 1) await nights.passes('20:26')
  })
  expect(given).toEqual(expect.arrayContaining([...(await all({ limit: 500 })).items]))
})

it('refuses a walk that began under transactions which this database has not had: it was restored', async () => {
  const force = newForce()
  for (let each = 1; each <= 3; each++) await $.store.commit([changeOf(`P-${each}`, 0, { force })])
  const { next } = await $.store.incidents(force, { openOnly: false }, { limit: 2 })
  const [mark, , ...place] = JSON.parse(Buffer.from(next ?? '', 'base64url').toString()) as [string, string, string]
  const elsewhere = Buffer.from(JSON.stringify([mark, `${'9'.repeat(17)}:${'9'.repeat(17)}:`, ...place])).toString('base64url')
  await expect($.store.incidents(force, { openOnly: false }, { limit: 2, cursor: elsewhere })).rejects.toMatchObject({
    code: 'invalid-cursor',
  })
})
