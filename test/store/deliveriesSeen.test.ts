/** What became of deliveries, as it is listed, counted and watched. */
import { changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'
import { becomes, criticalAlert, deliver, reportedWith } from '../support/toldRows.ts'

const $ = useStore()
const everybody = { openOnly: false }
const page = { limit: 50 }
const KENT = 'kent'

it('lists them newest first, by every filter, page after page, and of one force', async () => {
  const [one, other, kents] = [criticalAlert('L1'), criticalAlert('L2', { severity: 'high' }), criticalAlert('L1')]
  await reportedWith($.store, [one, other])
  await reportedWith($.store, [kents], KENT)
  const sent = await deliver($.database, one, { status: 'sent', tried: 9, sent: 9 })
  const dead = await deliver($.database, one, { status: 'dead', way: 'email', tried: 5, problem: 'It said 550.' })
  const failed = await deliver($.database, other, { status: 'failed', person: 'sup-2', tried: 5, tryIn: 15 })
  await deliver($.database, kents, {}, KENT)

  const found = (filter: object) =>
    $.store.deliveryList(FORCE, { ...filter, ...everybody }, page).then(({ items }) => items.map(({ id }) => id))
  expect(await found({})).toEqual([failed, dead, sent])
  expect(await found({ alert: one.id })).toEqual([dead, sent])
  expect(await found({ incident: 'L2' })).toEqual([failed])
  expect(await found({ status: 'dead' })).toEqual([dead])
  expect(await found({ person: 'sup-2' })).toEqual([failed])
  expect(await found({ way: 'email', person: 'sup-1' })).toEqual([dead])
  expect(await found({ alert: '\u0000' })).toEqual([])

  const first = await $.store.deliveryList(FORCE, everybody, { limit: 2 })
  expect(first.items.map(({ id }) => id)).toEqual([failed, dead])
  const rest = await $.store.deliveryList(FORCE, everybody, { limit: 2, cursor: first.next ?? '' })
  expect([rest.items.map(({ id }) => id), rest.next]).toEqual([[sent], null])
  const elsewhere = $.store.deliveryList(FORCE, { status: 'dead', ...everybody }, { limit: 2, cursor: first.next ?? '' })
  await expect(elsewhere).rejects.toMatchObject({ code: 'invalid-cursor' })

  const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  const [item] = (await $.store.deliveryList(FORCE, { status: 'failed', ...everybody }, page)).items
  expect(item).toEqual({
    ...{ id: failed, alert: other.id, incident: 'L2', kind: 'reassessment-demanded', severity: 'high', level: 1, count: 1 },
    ...{ about: 'raised', person: 'sup-2', way: 'sms', role: 'supervisor', status: 'failed' },
    ...{ writtenAt: instant, tries: 1, triedAt: instant, nextTryAt: instant },
  })
})

it('leaves out those of closed incidents for whoever reads open ones', async () => {
  const alert = criticalAlert('L3')
  await $.store.commit([changeOf('L3', 0, { alerts: [alert], columns: { closed: true } })])
  await deliver($.database, alert)
  const found = async (openOnly: boolean) => (await $.store.deliveryList(FORCE, { incident: 'L3', openOnly }, page)).items.length
  expect([await found(false), await found(true)]).toEqual([1, 0])
})

it('counts those of each alert, with the newest twenty, in one statement', async () => {
  const [told, silent] = [criticalAlert('A1'), criticalAlert('A2')]
  await reportedWith($.store, [told, silent])
  for (let person = 1; person <= 21; person++)
    await deliver($.database, told, { person: `p-${person}`, status: 'delivered', tried: 30, sent: 20 })
  await deliver($.database, told, { person: 'p-22', status: 'failed', tried: 3 })

  const found = await $.store.deliveriesOfAlerts(FORCE, [told.id, silent.id, 'no-such'])
  expect([...found.keys()]).toEqual([told.id])
  const { deliveries, toldTo } = found.get(told.id) ?? { deliveries: null, toldTo: [] }
  expect(deliveries).toEqual({ pending: 0, sent: 0, delivered: 21, failed: 1, dead: 0, withdrawn: 0 })
  expect(toldTo).toHaveLength(20)
  expect(toldTo[0]).toEqual({ person: 'p-22', way: 'sms', status: 'failed', at: expect.any(String) })
  expect(await $.store.deliveriesOfAlerts(KENT, [told.id])).toEqual(new Map())
})

it('finds those of a level and count, told apart by their turn, and says how many there are', async () => {
  const alert = criticalAlert('T1')
  await reportedWith($.store, [alert])
  for (let person = 1; person <= 22; person++) await deliver($.database, alert, { person: `p-${person}` })
  await deliver($.database, alert, { turn: 7 })
  await deliver($.database, alert, { level: 2 })
  const found = await $.store.deliveriesOfLines(FORCE, [
    { alert: alert.id, level: 1, count: 1 },
    { alert: alert.id, level: 1, count: 1 },
  ])
  expect(found.map(({ turn, inAll }) => [turn, inAll])).toEqual([...Array.from({ length: 20 }, () => [0, 22]), [7, 1]])
  expect(new Set(found.filter(({ turn }) => turn === 0).map(({ firstAt }) => firstAt)).size).toBe(1)
  expect(await $.store.deliveriesOfLines(FORCE, [])).toEqual([])
})

describe('what has not arrived', () => {
  const of = async (...told: Parameters<typeof deliver>[2][]) => {
    const name = `U${++incidents}`
    const alert = criticalAlert(name)
    await reportedWith($.store, [alert], `force-${name.toLowerCase()}`)
    for (const row of told) await deliver($.database, alert, row, `force-${name.toLowerCase()}`)
    return { alert, stuck: () => $.store.isStuck(`force-${name.toLowerCase()}`) }
  }
  let incidents = 0

  it.each([
    ['nothing', [], false],
    ['a critical one that waits for under two minutes', [{ written: 118 }], false],
    ['a critical one that waits for over two minutes', [{ written: 122 }], true],
    ['one that is tried again and again', [{ written: 122, status: 'failed', tried: 2 }], true],
    ['one that waits though another way worked', [{ written: 122 }, { way: 'email', status: 'sent', sent: 120 }], true],
    ['what was sent', [{ written: 122, status: 'sent', sent: 120 }], false],
    [
      'a dead one, where another way worked',
      [
        { written: 122, status: 'dead' },
        { way: 'email', status: 'delivered' },
      ],
      false,
    ],
    ['a dead one, where nobody else was told', [{ written: 122, status: 'dead', tried: 120 }], true],
    [
      'a dead one, while the next person is told',
      [
        { written: 122, status: 'dead' },
        { written: 30, person: 'sup-2' },
      ],
      false,
    ],
    ['a message of how it ended', [{ written: 122, about: 'ended' }], false],
  ] as const)('is stuck with %s: %#', async (_what, told, stuck) => {
    const { stuck: isStuck } = await of(...told)
    expect(await isStuck()).toBe(stuck)
  })

  it('is not stuck once somebody has the alert, or it has ended', async () => {
    for (const status of ['acknowledged', 'resolved'] as const) {
      const alert = criticalAlert(`H-${status}`)
      await reportedWith($.store, [alert])
      await deliver($.database, alert, { written: 122 })
      await deliver($.database, alert, { written: 122, status: 'dead', way: 'email' })
      expect(await $.store.isStuck(FORCE)).toBe(true)
      await becomes($.store, alert, { status })
      expect(await $.store.isStuck(FORCE)).toBe(false)
    }
  })

  it.each([
    ['for two minutes', 'critical', 122, 60, true],
    ['until now', 'critical', 118, 60, false],
    ['though it is not critical', 'high', 122, 60, false],
    ['because no route has it', 'critical', 122, null, false],
  ] as const)(
    'is stuck with a critical alert of which nobody could be told %s',
    async (_what, severity, raised, nextIn, stuck) => {
      const force = `untold-${++incidents}`
      const alert = criticalAlert(`T${incidents}`, { severity })
      await reportedWith($.store, [alert], force)
      await $.database.query(
        `with raised as (
         update reassess.alerts set raised_at = now() - $3 * interval '1 second' where force = $1 and id = $2 returning *)
       insert into reassess.notifications (force, alert, case_id, level, count, turn, severity, roles, told, next_at)
       select force, id, case_id, 1, 1, 0, $4, '{supervisor}', '{}', now() + $5 * interval '1 second' from raised`,
        [force, alert.id, raised, severity, nextIn],
      )
      expect(await $.store.isStuck(force)).toBe(stuck)
    },
  )

  it('waits anew from a replay on', async () => {
    const alert = criticalAlert('R1')
    await reportedWith($.store, [alert], 'replays')
    await deliver($.database, alert, { written: 90_000, status: 'dead' }, 'replays')
    expect(await $.store.isStuck('replays')).toBe(true)
    await $.store.replay('replays', {}, { by: null, actor: { key: 'key-1', role: 'supervisor' } })
    expect(await $.store.isStuck('replays')).toBe(false)
  })
})

it('counts by way and status what has not arrived, and since when a critical one waits', async () => {
  const [critical, high] = [criticalAlert('M1'), criticalAlert('M2', { severity: 'high' })]
  await reportedWith($.store, [critical, high])
  for (const [alert, row] of [
    [critical, { written: 300, status: 'failed' }],
    [critical, { written: 100, person: 'sup-2' }],
    [critical, { written: 9_000, person: 'sup-3', status: 'dead' }],
    [high, { written: 9_000 }],
  ] as const)
    await deliver($.database, alert, { way: 'metred', ...row })
  const found = (await $.store.undelivered()).find(({ way }) => way === 'metred')
  expect(found?.counts).toEqual({ pending: 2, failed: 1, dead: 1 })
  expect(found?.oldestCriticalSeconds).toBeGreaterThan(299)
  expect(found?.oldestCriticalSeconds).toBeLessThan(400)
})

it('calls a way failing when its last three tries failed, and not for one wrong number, nor for what was long ago', async () => {
  const alert = criticalAlert('F1')
  await reportedWith($.store, [alert], 'ways')
  const tried = (way: string, ...results: readonly (readonly [status: string, ago: number])[]) =>
    Promise.all(
      results.map(([status, ago], nth) => deliver($.database, alert, { way, status, tried: ago, person: `p-${nth}` }, 'ways')),
    )
  await tried('down', ['failed', 5], ['dead', 6], ['failed', 7], ['sent', 8])
  await tried('one', ['pending', 1], ['failed', 5])
  await tried('wrong-number', ['failed', 5], ['sent', 6], ['sent', 7])
  await tried('long-ago', ['failed', 1_000])
  await tried('well', ['delivered', 5])
  const ways = ['down', 'one', 'wrong-number', 'long-ago', 'well', 'unused']
  expect(await $.store.failingWays('ways', ways)).toEqual(['down', 'one'])
})
