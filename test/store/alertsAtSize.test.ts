/** The list of alerts where there are many: a page costs what it shows, wherever in the list it is and whatever it is filtered by. */
import type { AlertFilter } from '../../src/engine/reads.ts'
import { alertsInOrder } from '../../src/store/lists/alerts.ts'
import { alertOf, changeOf, FORCE } from '../support/changes.ts'
import { asReader, costOf } from '../support/plans.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const LIMIT = 51
/** A row and its place in the index each, of both parts of what somebody has, and the way down to them. */
const MOST_PAGES = 6 * LIMIT
/** What somebody has now is looked for among what anybody has now, in both parts: here 200 alerts. */
const MOST_AMONG_TAKEN = 2 * 210

const CAROL = { id: 'Carol', account: { issuer: 'https://id.example', subject: 'c-1' } }
const SUP_1 = { id: 'sup-1' }
const FILTERS: readonly Omit<AlertFilter, 'openOnly'>[] = [
  {},
  { status: 'open' },
  { status: 'acknowledged' },
  { status: 'resolved' },
  { kind: 'attendance-overdue' },
  { kind: 'break-glass' },
  { audience: 'supervisor' },
  { audience: 'hau' },
  { kind: 'attendance-overdue', audience: 'hau' },
  { kind: 'attendance-overdue', audience: 'supervisor', status: 'open' },
  { kind: 'attendance-overdue', audience: 'duty-superintendent', status: 'acknowledged' },
  { incident: 'MANY-77' },
  { incident: 'MANY-77', status: 'open', kind: 'break-glass' },
  { mine: SUP_1 },
  { mine: CAROL },
  { mine: { id: 'nobody' } },
  { mine: { ...CAROL, account: { issuer: 'https://id.example', subject: 'another Carol' } } },
  { mine: SUP_1, status: 'acknowledged' },
  { mine: CAROL, status: 'acknowledged', kind: 'attendance-overdue' },
  { order: 'waiting' },
  { order: 'waiting', status: 'open' },
  { order: 'waiting', kind: 'attendance-overdue' },
  { order: 'waiting', mine: SUP_1 },
]

beforeAll(async () => {
  await $.store.commit([changeOf('FIRST', 0, { alerts: [alertOf('FIRST', 'first')] })])
  // Most are resolved. Half of them somebody had: Carol, who signs in and whose namesake does not, and people of keys.
  await $.database.query(`
    insert into reassess.alerts (case_id, id, force, status, raised_at, incident, kind, audience, taken_by, taken_account, item)
    select 1000 + n, 'many-' || n, '${FORCE}', status, timestamptz '2026-01-01' + n * interval '1 second', 'MANY-' || n % 20000,
           case when n % 5000 = 1 then 'break-glass' when n % 3 = 0 then 'attendance-overdue' else 'reassessment-demanded' end,
           case when n % 3 = 0 and n % 7 = 1 then 'duty-superintendent' when n % 4 = 1 and n % 3 <> 0 then 'hau' else 'supervisor' end,
           case when status = 'open' or n % 2 = 0 then null when n % 8 = 3 then 'carol' when n % 8 = 5 then 'sup-1' else 'sup-' || n % 40 end,
           case when status <> 'open' and n % 8 = 3 then '["https://id.example","c-1"]' end, '{}'
      from generate_series(1, 100000) n
     cross join lateral (select case when n % 500 = 0 then 'open' when n % 500 = 3 then 'acknowledged' else 'resolved' end as status) s`)
  await $.database.query('vacuum analyze reassess.alerts')
})

it('reads an index at the beginning, in the middle and at the end, with each filter', async () => {
  const client = await asReader($.logins.reader)
  const costly: unknown[] = []
  for (const filter of FILTERS) {
    const asked = { ...filter, openOnly: false }
    const all = alertsInOrder(FORCE, asked, null, 1_000_000)
    const { rows } = await client.query<{ raised_at: string; place: number }>(all.text, all.values)
    const places = [null, rows[Math.floor(rows.length / 2)], rows.at(-20), rows.at(-1)]
    for (const [nth, place] of places.entries()) {
      const { text, values } = alertsInOrder(FORCE, asked, place ? [place.raised_at, place.place] : null, LIMIT)
      const { pages, removed } = await costOf(client, text, values)
      const most = filter.mine && filter.status === 'acknowledged' ? MOST_AMONG_TAKEN : MOST_PAGES
      if (pages > most) costly.push({ ...filter, nth, pages, removed, of: rows.length })
    }
  }
  await client.end()
  expect(costly).toEqual([])
})
