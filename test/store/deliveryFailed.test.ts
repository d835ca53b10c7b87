/** `delivery-failed`: somebody learns that an alert has reached nobody. */
import type { AlertItem } from '../../src/engine/views/views.ts'
import { useStore } from '../support/store.ts'
import { criticalAlert, type Delivered, deliver, reportedWith } from '../support/toldRows.ts'

const $ = useStore()
const by = { id: 'sup-1', role: 'supervisor' }
let cases = 0

/** A critical alert in a force of its own, told by these. */
async function told(rows: readonly Delivered[], more: Partial<AlertItem> = {}) {
  const force = `force-${++cases}`
  const alert = criticalAlert(`F${cases}`, more)
  await reportedWith($.store, [alert], force)
  const tell = async (...further: readonly Delivered[]) => {
    for (const row of further) await deliver($.database, alert, row, force)
    await $.store.tellUnreached('supervisor')
  }
  await tell(...rows)
  const alerts = async (status?: AlertItem['status']) =>
    (await $.store.alerts(force, { kind: 'delivery-failed', status, openOnly: false }, { limit: 200 })).items
  return { force, alert, tell, alerts }
}
const become = (force: string, way: string, status: string) =>
  $.database.query(`update reassess.deliveries set status = $3 where force = $1 and way = $2`, [force, way, status])

it.each<[string, Delivered[], number]>([
  [
    'the second of its ways has failed',
    [{ way: 'sms', status: 'failed' }, { way: 'email', status: 'failed' }, { way: 'webhook' }],
    1,
  ],
  [
    'a way failed and another is dead',
    [
      { way: 'sms', status: 'dead' },
      { way: 'email', status: 'failed' },
    ],
    1,
  ],
  ['its only way has failed', [{ way: 'sms', status: 'failed' }], 1],
  ['its only way has failed for one of two people', [{ status: 'failed' }, { person: 'sup-2' }], 1],
  ['the first of its ways has failed', [{ way: 'sms', status: 'failed' }, { way: 'email' }], 0],
  [
    'both failed and a third was sent',
    [
      { way: 'sms', status: 'failed' },
      { way: 'email', status: 'failed' },
      { way: 'webhook', status: 'sent' },
    ],
    0,
  ],
  [
    'both failed, and another person was reached',
    [{ status: 'failed' }, { way: 'email', status: 'failed' }, { person: 'sup-2', status: 'delivered' }],
    0,
  ],
  ['nothing was tried', [{ way: 'sms' }, { way: 'email' }], 0],
  ['what failed says how it ended', [{ status: 'failed', about: 'ended' }], 0],
])('where %s: %#', async (_what, rows, raised) => {
  const { alerts } = await told(rows)
  expect(await alerts()).toHaveLength(raised)
})

it('names the alert that reached nobody, and its incident, and is raised once', async () => {
  const { force, alert, tell, alerts } = await told([{ status: 'failed' }])
  await Promise.all([tell(), tell(), tell()])
  expect(await alerts()).toEqual([
    {
      id: expect.stringMatching(/^delivery-failed-[0-9a-f]{32}-force-\d+-\d+$/),
      ...{ incident: alert.incident, kind: 'delivery-failed', severity: 'high', audience: 'supervisor', level: 1, count: 1 },
      ...{ status: 'open', raisedAt: expect.any(String), of: alert.id },
    },
  ])
  const stream = await $.store.numberChanges().then(() => $.store.streamAfter(force, '0.0', 50))
  expect(stream?.filter(({ event, data }) => event === 'alert' && (data as AlertItem).kind === 'delivery-failed')).toHaveLength(1)
})

it('says nothing of what is medium, nor of an alert about a failed delivery', async () => {
  const high = await told([{ status: 'failed' }], { severity: 'high' })
  expect(await high.alerts()).toHaveLength(1)
  const medium = await told([{ status: 'failed' }], { severity: 'medium' })
  expect(await medium.alerts()).toEqual([])
  const itself = await told([{ status: 'failed' }])
  const [own] = await itself.alerts()
  await deliver($.database, own as AlertItem, { status: 'failed' }, itself.force)
  await $.store.tellUnreached('supervisor')
  expect(await itself.alerts()).toHaveLength(1)
})

it('is raised about an alert of the system too', async () => {
  await $.store.create('supervisor', 'system')
  await $.store.sayStalled('supervisor')
  const [stalled] = (await $.store.alerts('system', { kind: 'timers-stalled', openOnly: false }, { limit: 1 })).items
  await deliver($.database, stalled as AlertItem, { status: 'failed' }, 'system')
  await $.store.tellUnreached('supervisor')
  const [alert] = (await $.store.alerts('system', { kind: 'delivery-failed', openOnly: false }, { limit: 1 })).items
  expect(alert).toMatchObject({ incident: '', of: stalled?.id, status: 'open' })
})

describe('ends', () => {
  it('when a way works for that alert, and is not raised again for that telling', async () => {
    const { force, tell, alerts } = await told([
      { way: 'sms', status: 'failed' },
      { way: 'email', status: 'failed' },
    ])
    await become(force, 'email', 'sent')
    await tell()
    expect(await alerts()).toMatchObject([{ status: 'resolved', resolvedAt: expect.any(String) }])
    await become(force, 'email', 'dead')
    await tell()
    expect(await alerts('open')).toEqual([])
  })

  it.each(['acknowledged', 'resolved'] as const)('when the alert is %s', async (status) => {
    const { force, alert, tell, alerts } = await told([{ status: 'failed' }])
    await $.database.query('update reassess.alerts set status = $2 where id = $1 and force = $3', [alert.id, status, force])
    await tell()
    expect(await alerts()).toMatchObject([{ status: 'resolved' }])
  })

  it('by whoever dismisses it, with the reason, and comes back only when the alert is told anew and fails again', async () => {
    const { force, tell, alerts } = await told([{ status: 'failed' }])
    const [open] = await alerts('open')
    expect(await $.store.dismissSystemAlert('kent', open?.id ?? '', by, 'Rang them.')).toBeNull()
    const dismissed = await $.store.dismissSystemAlert(force, open?.id ?? '', by, 'Rang them.')
    expect(dismissed).toMatchObject({ status: 'resolved', dismissed: { by, reason: 'Rang them.' } })
    expect(await $.store.dismissSystemAlert(force, open?.id ?? '', { id: 'sup-2', role: 'supervisor' }, 'Again.')).toEqual(
      dismissed,
    )
    await tell()
    expect(await alerts('open')).toEqual([])
    await tell({ level: 2, status: 'failed' })
    expect(await alerts('open')).toHaveLength(1)
    expect(await $.store.dismissSystemAlert(force, 'timers-stalled-1', by, 'No such.')).toBeNull()
  })
})

it('stays one alert while the alert escalates and still reaches nobody, and ends once the next level is reached', async () => {
  const { force, tell, alerts } = await told([{ status: 'failed' }])
  await tell({ level: 2, status: 'failed', way: 'email' })
  expect(await alerts()).toHaveLength(1)
  await become(force, 'email', 'delivered')
  await tell()
  expect(await alerts('open')).toEqual([])
})

it('is at most a hundred open in a force; the next takes a place that becomes free', async () => {
  const force = 'flooded'
  const flood = Array.from({ length: 103 }, (_, nth) => criticalAlert(`FL${nth}`))
  await reportedWith($.store, flood, force)
  for (const alert of flood) await deliver($.database, alert, { status: 'failed' }, force)
  const open = async () =>
    (await $.store.alerts(force, { kind: 'delivery-failed', status: 'open', openOnly: false }, { limit: 200 })).items
  await $.store.tellUnreached('supervisor')
  const first = await open()
  expect(first).toHaveLength(100)
  for (const { id } of first.slice(0, 2)) await $.store.dismissSystemAlert(force, id, by, 'Rang them.')
  await $.store.tellUnreached('supervisor')
  expect(new Set((await open()).map(({ of }) => of)).size).toBe(100)
})
