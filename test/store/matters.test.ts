/** Markers, orders and the like beside their cases: one row each, as it is now, with its nearest clock. */
import { changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const marker = (state: string, due: string | null) => ({
  kind: 'marker',
  name: 'M1',
  incident: 'S1',
  state,
  ended: state === 'withdrawn',
  deadlines: due === null ? [] : [{ name: 'marker-review', dueAt: due }],
  facts: { owner: 'harm-hub' },
})
const rows = () =>
  $.database.query('select force, kind, name, state, ended, due_at is null as idle, item from reassess.registers order by name')

it('is written with the case and follows it; a case that was stale writes none', async () => {
  await $.store.commit([changeOf('S1', 0, { matters: [marker('standing.reviewed', '2026-12-01T00:00:00.000Z')] })])
  const first = { force: FORCE, kind: 'marker', name: 'M1', ended: false, idle: false }
  expect(await rows()).toMatchObject([{ ...first, state: 'standing.reviewed' }])
  await $.store.commit([changeOf('S1', 0, { matters: [marker('expired', null)] })])
  expect(await rows()).toMatchObject([{ ...first, state: 'standing.reviewed' }])
  await $.store.commit([changeOf('S1', 1, { matters: [marker('withdrawn', null)] })])
  expect(await rows()).toMatchObject([{ ...first, state: 'withdrawn', ended: true, idle: true }])
  const [row] = await rows()
  expect(JSON.parse(String(row?.item))).toEqual(marker('withdrawn', null))
})
