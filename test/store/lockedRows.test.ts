/** Somebody has locked a row: its case alone waits, for well under a second, and the log names the session that holds the lock. */
import { CaseHeld } from '../../src/engine/ports.ts'
import { createStore } from '../../src/store/store.ts'
import { createUnfireableTimers } from '../../src/store/watch/unfireable.ts'
import { changeOf, FORCE, timerOf } from '../support/changes.ts'
import { leftOpen } from '../support/leftOpen.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const key = (reference: string) => ({ force: FORCE, reference })
const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

const lockCase = (reference: string) =>
  leftOpen($.database, 'select from reassess.cases where reference = $1 for update', [reference])

it('skips a case whose row is locked, commits the others of its group, and names who holds it within a second', async () => {
  await $.store.commit([changeOf('A1', 0), changeOf('A2', 0), changeOf('A3', 0)])
  const holder = await lockCase('A2')
  const group = ['A1', 'A2', 'A3'].map((reference) => changeOf(reference, 1))
  expect(await $.store.commit(group)).toEqual({ stale: [], held: [key('A2')] })
  expect(await $.store.awaitCase(key('A2'))).toEqual({ holder: expect.stringContaining(`process ${holder.pid} (`) })
  expect(await $.store.awaitCase(key('A1'))).toBeNull()
  await $.store.checkWritable()
  await holder.end()
  expect(await $.store.awaitCase(key('A2'))).toBeNull()
  expect(await $.store.commit([changeOf('A2', 1)])).toEqual({ stale: [] })
})

it('waits shortly for what cannot be skipped: a new case, and a timer, that an open transaction has', async () => {
  await $.store.commit([changeOf('B1', 0, { timersSet: [timerOf('t', ago(-60_000))] })])
  const inserting = await leftOpen(
    $.database,
    `insert into reassess.cases (force, reference, version, head, machine_version, policy, snapshot, item, closed, demand_level,
       demand_levels, attention, states, sort_key) values ($1, 'B2', 1, '', 1, '', '{}', '{}', false, 0, '{}', '{}', '{}', '')`,
    [FORCE],
  )
  const asked = performance.now()
  await expect($.store.commit([changeOf('B2', 0), changeOf('B3', 0)])).rejects.toThrow(CaseHeld)
  expect(await $.store.commit([changeOf('B3', 0)])).toEqual({ stale: [] })
  await inserting.end()
  const holding = await leftOpen($.database, `select from reassess.timers where id = 't' for update`)
  await expect($.store.commit([changeOf('B1', 1, { timersEnded: ['t'] })])).rejects.toThrow(CaseHeld)
  // A third of a second each on a quiet machine; without a wait of its own each takes as long as a statement may, ten seconds.
  expect(performance.now() - asked).toBeLessThan(10_000)
  await $.store.checkWritable()
  await holding.end()
  expect(await $.store.commit([changeOf('B1', 1, { timersEnded: ['t'] })])).toEqual({ stale: [] })
})

it('tells of a timer that cannot be fired after 15 s, once for its incident, also when its own row is locked, until it is gone', async () => {
  await $.store.create('supervisor', FORCE)
  await $.store.commit([
    changeOf('C1', 0, { timersSet: [timerOf('t1', ago(20_000)), timerOf('t2', ago(20_000))] }),
    changeOf('C2', 0, { timersSet: [timerOf('t1', ago(20_000))] }),
  ])
  const alerts = async () =>
    (await $.store.alerts(FORCE, { openOnly: false }, { limit: 50 })).items.map(
      ({ kind, incident, severity, status, audience }) => [kind, incident, severity, status, audience].join(' '),
    )
  const unfired = ['t1', 't2'].map((timer) => ({ ...key('C1'), timer, held: true }))
  await $.store.putOff(unfired)
  const holding = await leftOpen(
    $.database,
    `select from reassess.timers where id = 't1' and case_id = (select id from reassess.cases where reference = 'C2') for update`,
  )
  await $.store.tellUnfireable('supervisor')
  expect(await alerts()).toEqual([])
  expect(await $.store.counts()).toMatchObject({ failed: 3 })

  const aged = `update reassess.timers_unfireable set since = since - interval '15 seconds', noted_at = noted_at - interval '3 seconds'`
  await $.database.query(aged)
  await $.store.putOff(unfired)
  await Promise.all([$.store.tellUnfireable('supervisor'), $.store.tellUnfireable('supervisor')])
  const told = (incident: string, status: string) => `timer-unfireable ${incident} high ${status} supervisor`
  expect((await alerts()).sort()).toEqual([told('C1', 'open'), told('C2', 'open')])

  await holding.end()
  await $.store.commit([changeOf('C1', 1, { timersEnded: ['t1', 't2'] }), changeOf('C2', 1, { timersEnded: ['t1'] })])
  await $.store.tellUnfireable('supervisor')
  expect((await alerts()).sort()).toEqual([told('C1', 'resolved'), told('C2', 'resolved')])
  expect(await $.store.counts()).toMatchObject({ failed: 0 })
})

it("tells by the engine's time while the database's clock is an hour ahead and doubted: of no timer that is not due yet", async () => {
  await $.store.create('supervisor', FORCE)
  const hour = 3_600_000
  await $.store.commit([
    changeOf('E1', 0, { timersSet: [timerOf('t', ago(hour / 2))] }),
    changeOf('E2', 0, { timersSet: [timerOf('t', ago(hour + 60_000))] }),
  ])
  const holding = await leftOpen(
    $.database,
    `select from reassess.timers where case_id in (select id from reassess.cases where reference in ('E1', 'E2')) for update`,
  )
  const asDatabase: Parameters<typeof createUnfireableTimers>[0] = {
    query: ({ text }, values) => $.database.query(text, values) as never,
  }
  const { tellUnfireable } = createUnfireableTimers(asDatabase, { bounds: () => `[${ago(hour)},${ago(hour)}]` })
  await tellUnfireable('supervisor')
  await $.database.query(`update reassess.timers_unfireable set noted_at = noted_at - interval '3 seconds'`)
  await tellUnfireable('supervisor')
  const { items } = await $.store.alerts(FORCE, { openOnly: true, status: 'open' }, { limit: 50 })
  await holding.end()
  expect(items.map(({ incident }) => incident)).toEqual(['E2'])
  expect(Date.parse(items[0]?.raisedAt ?? '')).toBeLessThan(Date.now() - hour / 2)
})

it('leases to each build what it can fire, and putting off binds the build that did it only', async () => {
  await $.database.query('delete from reassess.timers')
  const of = (version: number) => createStore({ connectionString: $.database.url, machineVersion: version })
  const [older, newer] = await Promise.all([of(1), of(2)])
  try {
    await older.commit([
      changeOf('D1', 0, { timersSet: [timerOf('t', ago(1_000))] }),
      changeOf('D2', 0, { timersSet: [timerOf('t', ago(1_000))] }),
    ])
    await $.database.query(`update reassess.cases set machine_version = 2 where reference = 'D2'`)
    const lease = async (store: typeof older) =>
      (await store.leaseDue(10, 1, null)).timers.map(({ reference }) => reference).sort()
    expect(await lease(older)).toEqual(['D1'])
    expect(await lease(newer)).toEqual(['D1', 'D2'])
    await older.putOff([{ ...key('D1'), timer: 't', held: false }])
    expect(await lease(older)).toEqual([])
    expect(await lease(newer)).toEqual(['D1', 'D2'])
    expect(await newer.isNewerAtWork()).toBe(false)
    expect(await older.isNewerAtWork()).toBe(true)
  } finally {
    await Promise.all([older.close(), newer.close()])
  }
})
