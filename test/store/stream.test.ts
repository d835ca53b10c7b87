import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { createStore } from '../../src/store/store.ts'
import { alertOf, changeOf, FORCE } from '../support/changes.ts'
import { eventually } from '../support/eventually.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()

it('sends what came after an id, also from the middle of a change, to its own force alone', async () => {
  const store = await $.fresh()
  expect(await store.streamAfter(FORCE, await store.streamHead(FORCE), 10)).toEqual([])
  const changed = changeOf('S1', 0, { alerts: [alertOf('S1', 'a1'), alertOf('S1', 'a2')] })
  await store.commit([changed, changeOf('S2', 0, { force: 'kent' })])
  await store.commit([changeOf('S3', 0)])
  await store.numberChanges()

  const items = (await store.streamAfter(FORCE, null, 10)) ?? []
  expect(items.map(({ event, data }) => [event, data.incident])).toEqual([
    ['incident', 'S1'],
    ['alert', 'S1'],
    ['alert', 'S1'],
    ['incident', 'S3'],
  ])
  expect(items.slice(0, 3).map(({ data }) => data)).toEqual([changed.item, ...changed.alerts])
  for (const [at, { id }] of items.entries()) {
    expect(await store.streamAfter(FORCE, id, 10)).toEqual(items.slice(at + 1))
  }
  // A page is counted in changes.
  expect(await store.streamAfter(FORCE, null, 1)).toEqual(items.slice(0, 3))
  expect(await store.streamAfter(FORCE, items[2]?.id ?? '', 1)).toEqual(items.slice(3))
  expect(await store.streamAfter(FORCE, await store.streamHead(FORCE), 10)).toEqual([])
})

it.each(['', 'x', '12', '1.x', '-1.1', '9007199254740000.1'])('does not know the id %j', async (id) => {
  expect(await $.store.streamAfter(FORCE, id, 10)).toBeNull()
})

it('goes on above every position handed out, also when a restored backup has lost some', async () => {
  await $.store.commit([changeOf('before', 0)])
  await $.store.numberChanges()
  const backup = await $.store.streamHead(FORCE)
  await $.store.commit([changeOf('lost', 0)])
  await $.store.numberChanges()
  const seen = (await $.store.streamAfter(FORCE, backup, 10))?.at(-1)?.id ?? ''
  await $.database.query('delete from reassess.changes where position > $1', [Number.parseInt(backup, 10)])
  await $.store.commit([changeOf('after', 0)])
  await $.store.numberChanges()
  expect((await $.store.streamAfter(FORCE, seen, 10))?.map(({ data }) => data.incident)).toEqual(['after'])
})

it('shows no position while another process is still giving out lower ones', async () => {
  const head = await $.store.streamHead('devon')
  const [waiting] = await $.database.query<{ id: string }>(
    `insert into reassess.changes (case_id, force, first_sequence, last_sequence, head, recorded_at, items)
     values (0, 'devon', 1, 1, '', now(), '[{"event":"incident","data":{"incident":"lower"}}]') returning id`,
  )
  const position = Number.parseInt(head, 10) + 1
  const other = new pg.Client({ connectionString: $.database.url })
  await other.connect()
  await other.query(`begin; select from reassess.turns where name = 'positions' for update`)
  await other.query('update reassess.changes set position = $1 where id = $2', [position, waiting?.id])
  await $.store.commit([changeOf('higher', 0, { force: 'devon' })])
  await pause(200)
  expect(await $.store.streamAfter('devon', head, 10)).toEqual([])

  await other.query('commit')
  await other.end()
  await $.store.numberChanges()
  const items = (await $.store.streamAfter('devon', head, 10)) ?? []
  expect(items.map(({ data }) => data.incident)).toEqual(['lower', 'higher'])
  // What has a position keeps it.
  expect(items[0]?.id).toBe(`${position}.1`)
})

it('tells listeners in other processes at once, and of what a committer left without a position', async () => {
  const other = await createStore({ connectionString: $.database.url })
  let after = await other.streamHead(FORCE)
  const heard: string[] = []
  let told = 0
  const listening = other.listenForChanges(async () => {
    told += 1
    const items = (await other.streamAfter(FORCE, after, 10)) ?? []
    after = items.at(-1)?.id ?? after
    heard.push(...items.map(({ data }) => data.incident))
  })
  const hears = (reference: string) => eventually(`it hears of ${reference}`, async () => heard.includes(reference))
  /** Committed just after a look that comes each second: whoever only looks hears of it with the next. */
  const isToldAtOnce = async (reference: string) => {
    const before = told
    await eventually('a look that comes each second', async () => told > before)
    await pause(150)
    await $.store.commit([changeOf(reference, 0)])
    const until = performance.now() + 600
    while (!heard.includes(reference) && performance.now() < until) await pause(5)
    return heard.includes(reference)
  }
  await eventually('it listens', async () => told > 0)
  // A crowded machine may miss its moment, but not each time.
  let atOnce = false
  for (let tries = 1; tries <= 5 && !atOnce; tries++) atOnce = await isToldAtOnce(`notified-${tries}`)
  expect(atOnce).toBe(true)
  const last = heard.at(-1)

  // As if its committer had died between the commit and the numbering.
  await $.database.query(
    `insert into reassess.changes (case_id, force, first_sequence, last_sequence, head, recorded_at, items)
     select case_id, force, 2, 2, head, recorded_at, replace(items, $1, '"left behind"')
       from reassess.changes order by id desc limit 1`,
    [`"${last}"`],
  )
  await hears('left behind')

  // The connection it listens on is lost, and comes back by itself.
  await $.database.query(`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'`)
  await pause(1_000)
  await $.store.commit([changeOf('again', 0)])
  await hears('again')
  await listening.stop()
  await other.close()
})
