import { engineNow } from '../../src/store/connection/clock.ts'
import { createStore } from '../../src/store/store.ts'
import { changeOf, demandOf, FORCE, timerOf } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const lease = async (limit: number, leaseMs: number, freshMs: number | null = null) =>
  (await $.store.leaseDue(limit, leaseMs, freshMs)).timers
const fromNow = (ms: number) => new Date(Date.now() + ms).toISOString()

it('never leases one timer to two sweepers, and gives it out again when the lease ends', async () => {
  const group = Array.from({ length: 50 }, (_, n) =>
    changeOf(`L${n}`, 0, { timersSet: Array.from({ length: 8 }, (_, t) => timerOf(`t${t}`, fromNow(-1000))) }),
  )
  await $.store.commit(group)
  const sweepers = await Promise.all(Array.from({ length: 6 }, () => createStore({ connectionString: $.database.url })))
  const sweep = async (sweeper: (typeof sweepers)[number]) => {
    const leased: string[] = []
    for (let empty = 0; empty < 3; ) {
      const { timers: due } = await sweeper.leaseDue(7, 60_000, null)
      leased.push(...due.map(({ reference, timer }) => `${reference} ${timer}`))
      empty = due.length === 0 ? empty + 1 : 0
    }
    return leased
  }
  const leased = (await Promise.all(sweepers.map(sweep))).flat()
  await Promise.all(sweepers.map((sweeper) => sweeper.close()))
  expect(leased).toHaveLength(400)
  expect(new Set(leased).size).toBe(400)

  await $.database.query(`update reassess.timers set leased_until = now() - interval '1 second' where id = 't3'`)
  expect(await lease(1000, 1)).toHaveLength(50)
  await $.database.query('delete from reassess.timers')
})

it('leases the worst case first and nothing before its instant', async () => {
  const late = fromNow(-60_000)
  await $.store.commit([
    changeOf('mild', 0, { timersSet: [timerOf('m', late)], columns: { sortKey: '9' } }),
    changeOf('grave', 0, {
      timersSet: [timerOf('g2', fromNow(-1)), timerOf('g1', late), timerOf('later', fromNow(3_600_000))],
      columns: { sortKey: '1' },
    }),
  ])
  expect(await $.store.counts()).toEqual({ pending: 1, overdue: 3, failed: 0 })
  expect((await lease(2, 60_000)).map(({ timer }) => timer)).toEqual(['g1', 'g2'])
  expect(await lease(2, 60_000)).toEqual([{ force: FORCE, reference: 'mild', timer: 'm', dueAt: late }])
  expect(await lease(2, 60_000)).toEqual([])
  await $.database.query('delete from reassess.timers')
})

it('a statement takes no instant for now that the clock, jumping since the last reading, may give it', async () => {
  const now = async (from: string, to: string) =>
    (await $.database.query<{ now: Date }>(`select ${engineNow('$1')} as now`, [`[${from},${to}]`]))[0]?.now.toISOString()
  const [past, soonAfter] = ['2026-03-01T20:00:00.000Z', '2026-03-01T20:00:01.000Z']
  expect(await now(past, soonAfter)).toBe(soonAfter)
  const [future, later] = ['2226-03-01T20:00:00.000Z', '2226-03-01T20:00:01.000Z']
  expect(await now(future, later)).toBe(future)
})

it('takes no lease for true that a clock gave which was an hour ahead', async () => {
  await $.store.commit([changeOf('A1', 0, { timersSet: [timerOf('held', fromNow(-1_000))] })])
  const leasedFor = (seconds: number) =>
    $.database.query(`update reassess.timers set leased_until = now() + interval '${seconds} seconds'`)
  await leasedFor(60)
  expect(await lease(1, 60_000)).toEqual([])
  await leasedFor(3_600)
  expect((await lease(1, 60_000)).map(({ timer }) => timer)).toEqual(['held'])
  await $.database.query('delete from reassess.timers')
})

it('leases what fell due lately only, where that is asked, so that it does not wait behind a backlog', async () => {
  await $.store.commit([
    changeOf('F1', 0, { timersSet: [timerOf('old', fromNow(-60_000))], columns: { sortKey: '1' } }),
    changeOf('F2', 0, { timersSet: [timerOf('fresh', fromNow(-50))], columns: { sortKey: '9' } }),
  ])
  expect((await lease(10, 60_000, 5_000)).map(({ timer }) => timer)).toEqual(['fresh'])
  expect((await lease(10, 60_000)).map(({ timer }) => timer)).toEqual(['old'])
  await $.database.query('delete from reassess.timers')
})

it('tells at which steps timers fall due within the horizon, each once, never before a timer of it', async () => {
  const minute = Math.ceil((Date.now() + 60_000) / 1000) * 1000
  const at = (ms: number) => new Date(minute + ms).toISOString()
  await $.store.commit([
    changeOf('H1', 0, {
      timersSet: [timerOf('now', fromNow(-5)), timerOf('a', at(1)), timerOf('b', at(20)), timerOf('c', at(21))],
    }),
    changeOf('H2', 0, { timersSet: [timerOf('a', at(7)), timerOf('tomorrow', fromNow(86_400_000))] }),
  ])
  const { now, instants } = await $.store.dueSoon(3_600_000, 20)
  expect(instants).toEqual([at(20), at(40)])
  expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(60_000)
  await $.database.query('delete from reassess.timers')
})

it('counts open demands by level', async () => {
  await $.store.commit([
    changeOf('M1', 0, { demands: [demandOf('M1-d1', 2), demandOf('M1-d2', 1), { ...demandOf('M1-d3', 3), status: 'answered' }] }),
    changeOf('M2', 0, { demands: [demandOf('M2-d1', 1)] }),
  ])
  expect([...(await $.store.demandLevels())]).toEqual([
    [1, 2],
    [2, 1],
  ])
})

it('leaves a timer that could not be fired alone, for longer each time, and counts it', async () => {
  await $.database.query('delete from reassess.timers')
  await $.store.commit([
    changeOf('P1', 0, { timersSet: [timerOf('p', fromNow(-5))] }),
    changeOf('P2', 0, { timersSet: [timerOf('p', fromNow(-5))] }),
  ])
  const waits = async (times: number, held: boolean) => {
    const seen: number[] = []
    for (let failures = 0; failures < times; failures++) {
      await $.store.putOff([{ force: FORCE, reference: 'P1', timer: 'p', held }])
      expect((await lease(10, 1)).map(({ reference }) => reference)).toEqual(['P2'])
      const [row] = await $.database.query<{ wait: number }>(
        'select extract(epoch from leased_until - now())::float8 as wait from reassess.timers where failures > 0',
      )
      seen.push(Math.ceil(row?.wait ?? 0))
    }
    return seen
  }
  expect(await waits(7, false)).toEqual([4, 8, 16, 32, 60, 60, 60])
  // A row that was locked may be free at any moment.
  expect(await waits(1, true)).toEqual([2])
  expect(await $.store.counts()).toMatchObject({ overdue: 2, failed: 1 })
  await $.database.query('delete from reassess.timers')
})
