/** What failed is sent again because somebody asks for it. */
import type { DeliveryItem } from '../../src/engine/notifications/seen.ts'
import { useStore } from '../support/store.ts'
import { criticalAlert, type Delivered, deliver, reportedWith } from '../support/toldRows.ts'

const $ = useStore()
const actor = { key: 'key-1', role: 'supervisor' as const }
const by = { id: 'sup-9', role: 'supervisor' }
const NOTHING_LEFT_OUT = { ended: 0, taken: 0, underWay: 0 }
let cases = 0

async function failed(rows: readonly Delivered[], status: 'open' | 'acknowledged' | 'resolved' = 'open') {
  const force = `force-${++cases}`
  const alert = criticalAlert(`R${cases}`, { status })
  await reportedWith($.store, [alert], force)
  const ids: string[] = []
  for (const row of rows) ids.push(await deliver($.database, alert, row, force))
  const listed = async () =>
    new Map((await $.store.deliveryList(force, { openOnly: false }, { limit: 500 })).items.map((item) => [item.id, item]))
  const statuses = async () => {
    const items = await listed()
    return ids.map((id) => items.get(id)?.status)
  }
  const replay = (asked: Parameters<typeof $.store.replay>[1] = {}) => $.store.replay(force, asked, { by, actor })
  return { force, alert, ids, listed, statuses, replay }
}
const messages = (force: string) =>
  $.database.query<{ message: string }>('select message from reassess.deliveries where force = $1 order by id', [force])

it('makes what is dead pending at once, with the same message, and says who asked', async () => {
  const { force, ids, listed, statuses, replay } = await failed([
    { status: 'dead', message: 'msg_1', tried: 9, problem: 'It said 550.' },
    { status: 'failed', tryIn: 600, way: 'email' },
    { status: 'sent', way: 'webhook' },
  ])
  expect(await replay()).toEqual({ replayed: 1, left: 0, leftOut: NOTHING_LEFT_OUT })
  expect(await statuses()).toEqual(['pending', 'failed', 'sent'])
  const item = (await listed()).get(ids[0] ?? '') as DeliveryItem
  expect(item).toMatchObject({ tries: 0, problem: 'It said 550.', replayed: { at: item.nextTryAt, by } })
  expect((await messages(force))[0]).toEqual({ message: 'msg_1' })
  const [kept] = await $.database.query('select * from reassess.replays where force = $1', [force])
  expect(kept).toMatchObject({ by: JSON.stringify(by), actor: JSON.stringify(actor), asked: '{}', replayed: 1 })
})

it('keeps each call, also one that found nothing, and shows the last', async () => {
  const { force, listed, replay } = await failed([{ status: 'dead' }])
  await $.store.replay(force, {}, { by: null, actor })
  await replay()
  const [item] = [...(await listed()).values()]
  expect(item?.replayed).toEqual({ at: expect.any(String) })
  const kept = await $.database.query<{ replayed: number }>(
    'select replayed from reassess.replays where force = $1 order by id',
    [force],
  )
  expect(kept.map(({ replayed }) => replayed)).toEqual([1, 0])
})

it('tries what failed at once where that is asked for, of an alert or a person', async () => {
  const one = await failed([
    { status: 'failed', tryIn: 600 },
    { status: 'failed', tryIn: 600, person: 'sup-2' },
    { status: 'dead', way: 'email' },
  ])
  expect(await one.replay({ status: 'failed', person: 'sup-2' })).toMatchObject({ replayed: 1 })
  expect(await one.statuses()).toEqual(['failed', 'pending', 'dead'])
  expect(await one.replay({ status: 'failed', alert: 'another' })).toMatchObject({ replayed: 0 })
  expect(await one.replay({ alert: one.alert.id })).toMatchObject({ replayed: 1 })
  expect(await one.statuses()).toEqual(['failed', 'pending', 'pending'])
})

it('takes along everything that failed of the same message, since half of it under the same id would be the whole of it', async () => {
  const one = await failed([
    { status: 'dead', message: 'msg_a' },
    { status: 'dead', message: 'msg_a', level: 2 },
    { status: 'dead', message: 'msg_b', way: 'email' },
  ])
  expect(await one.replay({ id: one.ids[0] })).toEqual({ replayed: 2, left: 0, leftOut: NOTHING_LEFT_OUT })
  expect(await one.statuses()).toEqual(['pending', 'pending', 'dead'])
})

it.each([
  ['resolved', { ended: 2, taken: 0 }, ['dead', 'pending', 'dead']],
  ['acknowledged', { ended: 0, taken: 1 }, ['dead', 'pending', 'pending']],
] as const)('leaves out what is about an alert that is %s, and says so', async (status, leftOut, statuses) => {
  const one = await failed(
    [{ status: 'dead' }, { status: 'dead', about: 'ended' }, { status: 'dead', about: 'taken-over' }],
    status,
  )
  expect(await one.replay()).toMatchObject({ replayed: statuses.filter((is) => is === 'pending').length, leftOut })
  expect(await one.statuses()).toEqual(statuses)
})

it('leaves what is being sent at this moment to the worker that sends it', async () => {
  const one = await failed([{ status: 'failed', leasedFor: 20 }])
  expect(await one.replay({ status: 'failed' })).toEqual({ replayed: 0, left: 0, leftOut: { ended: 0, taken: 0, underWay: 1 } })
})

it('waits for nobody who holds a row', async () => {
  const one = await failed([{ status: 'dead' }])
  const { Client } = (await import('pg')).default
  const held = new Client({ connectionString: $.database.url })
  await held.connect()
  await held.query('begin')
  await held.query('select from reassess.deliveries where id = $1 for update', [one.ids[0]])
  expect(await one.replay()).toEqual({ replayed: 0, left: 1, leftOut: NOTHING_LEFT_OUT })
  await held.query('rollback')
  await held.end()
})

it('takes a thousand a call, worst first, and says how many remain', async () => {
  const force = 'thousands'
  const [high, critical] = [criticalAlert('H1', { severity: 'high' }), criticalAlert('C1')]
  await reportedWith($.store, [high, critical], force)
  const many = (alert: string, severity: string, most: number) =>
    $.database.query(
      `insert into reassess.deliveries (force, case_id, alert, incident, kind, severity, level, count, turn, about, person, way, role, status, written_at)
       select $1, (select case_id from reassess.alerts where id = $2 and force = $1), $2, '', 'k', $3, 1, 1, 0, 'raised', 'p-' || n, 'sms', 'supervisor', 'dead', now()
         from generate_series(1, $4) n`,
      [force, alert, severity, most],
    )
  await many(high.id, 'high', 700)
  await many(critical.id, 'critical', 700)
  const replay = () => $.store.replay(force, {}, { by, actor })
  expect(await replay()).toEqual({ replayed: 1_000, left: 400, leftOut: NOTHING_LEFT_OUT })
  expect(
    await $.database.query(
      `select count(*)::integer from reassess.deliveries where force = $1 and status = 'dead' and severity = 'critical'`,
      [force],
    ),
  ).toEqual([{ count: 0 }])
  expect(await replay()).toMatchObject({ replayed: 400, left: 0 })
})

it('knows what there is not, what is another force’s, and what needs no replay', async () => {
  const one = await failed([{ status: 'delivered' }, { status: 'dead', way: 'email' }])
  expect(await one.replay({ id: one.ids[0] })).toBe('delivered')
  for (const id of ['999999999', '0', 'x', '99999999999999999999']) expect(await one.replay({ id })).toBeNull()
  expect(await $.store.replay('kent', { id: one.ids[1] }, { by, actor })).toBeNull()
  expect(await one.replay({ alert: '\u0000' })).toMatchObject({ replayed: 0 })
  expect(await one.statuses()).toEqual(['delivered', 'dead'])
})
