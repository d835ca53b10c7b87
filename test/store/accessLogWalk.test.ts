/** What the access log shows of somebody who tampers with it, and what is left of it after its lines have expired. */
import pg from 'pg'
import { expireAccess } from '../../src/store/access/expire.ts'
import { createStore } from '../../src/store/store.ts'
import { toldOf, writeLines } from '../support/accessLines.ts'
import { createDatabase, useDatabase } from '../support/database.ts'

const database = useDatabase()
const key = Buffer.alloc(32, 7)
async function* none() {}

/** Two chains of four lines, the first of long ago, and a way to tamper as the owner of the database could. */
async function logged() {
  const connectionString = await createDatabase(database.server)
  const store = await createStore({ connectionString })
  const line = (at: string) => ({ at })
  await writeLines(
    store,
    ['2017-01-01', '2017-02-01', '2026-11-01', '2026-11-02'].map((day) => line(`${day}T08:00:00.000Z`)),
  )
  await writeLines(
    store,
    [1, 2, 3, 4].map((hour) => line(`2026-11-20T0${hour}:00:00.000Z`)),
  )
  const run = async <Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    try {
      return (await client.query<Row>(sql)).rows
    } finally {
      await client.end()
    }
  }
  const chains = (await run<{ writer: string }>('select writer from reassess.access_log where number = 1 order by at')).map(
    ({ writer }) => writer,
  )
  const named = (said: string) => chains.reduce((text, chain, at) => text.replaceAll(chain, `chain ${at + 1}`), said)
  return {
    ...{ store, run, connectionString },
    tamper: (sql: string) => run(`set session_replication_role = replica; ${sql}`),
    differences: async (spooled: Parameters<typeof store.walkAccess>[0] = none()) =>
      (await store.walkAccess(spooled)).differences.map(named).map((text) => text.replace('access log ', '')),
  }
}

const OLD = 'writer = (select writer from reassess.access_log order by at limit 1)'

it('finds nothing amiss in a log that only grew', async () => {
  const { store, differences } = await logged()
  expect(await differences()).toEqual([])
  expect(await store.walkAccess(none())).toMatchObject({ lines: 8, writers: 2 })
  await store.close()
})

it.each([
  [
    'a line removed',
    `delete from reassess.access_log where ${OLD} and number = 3`,
    ['chain 1 line 4: the line before it is missing'],
  ],
  [
    'two lines removed',
    `delete from reassess.access_log where ${OLD} and number < 3`,
    ['chain 1 line 3: 2 lines before it are missing'],
  ],
  [
    'a line rewritten',
    `update reassess.access_log set canonical = replace(canonical, 'WK-1', 'WK-2') where ${OLD} and number = 2`,
    ['chain 1 line 2: its bytes do not give its hash'],
  ],
  [
    'a line rewritten with its hash',
    `update reassess.access_log set canonical = replace(canonical, 'WK-1', 'WK-2'), asked = 'WK-2', incidents = '{WK-2}',
       hash = encode(sha256(replace(canonical, 'WK-1', 'WK-2')::bytea), 'hex') where ${OLD} and number = 2`,
    ['chain 1 line 3: it does not follow the line before it'],
  ],
  [
    'a column rewritten, so that a filter does not find it',
    `update reassess.access_log set who = 'nobody' where ${OLD} and number = 2`,
    ['chain 1 line 2: its who differs from its bytes'],
  ],
  [
    'two lines that changed places',
    `update reassess.access_log set number = -1 where ${OLD} and number = 2; update reassess.access_log set number = 2 where ${OLD} and number = 3;
     update reassess.access_log set number = 3 where ${OLD} and number = -1`,
    [
      'chain 1 line 2: its place has another line',
      'chain 1 line 3: its place has another line',
      'chain 1 line 4: it does not follow the line before it',
    ],
  ],
  [
    'a chain removed that another names',
    `delete from reassess.access_log where ${OLD}`,
    ['chain 1 line 4: another chain names it as it was, and it is missing or differs'],
  ],
])('shows %s', async (_, sql, expected) => {
  const { store, tamper, differences } = await logged()
  await tamper(sql)
  expect(await differences()).toEqual(expected)
  await store.close()
})

it('does not miss a line that waits in the spool', async () => {
  const { store, run, tamper, differences } = await logged()
  const [line] = await run<never>(`select writer, number, hash, canonical from reassess.access_log where ${OLD} and number = 2`)
  await tamper(`delete from reassess.access_log where ${OLD} and number = 2`)
  expect(await differences()).toHaveLength(1)
  async function* spooled() {
    yield line as never
  }
  expect(await differences(spooled())).toEqual([])
  await store.close()
})

it('shows by a checkpoint that the end of a chain is gone, which no walk can show', async () => {
  const { store, tamper, differences } = await logged()
  const first = await store.writeCheckpoint(key)
  expect(first).not.toBeNull()
  expect(await store.writeCheckpoint(key)).toBeNull()
  await writeLines(store, [{}])
  const second = await store.writeCheckpoint(key)
  expect(await store.verifyCheckpoints(key, [String(first), String(second)])).toEqual([])
  await tamper(`delete from reassess.access_log where not ${OLD} and number = 4`)
  expect((await differences()).filter((text) => !text.includes('another chain names it'))).toEqual([])
  expect((await store.verifyCheckpoints(key)).map(({ code }) => code)).toEqual(['access-log'])
  await store.close()
})

describe('what is old', () => {
  const told = { force: 'warwickshire', key: 'command', role: 'command', from: 'this machine' } as const

  it('is counted first, and removed when asked, with its removal in the log and no content', async () => {
    const { store, run, connectionString, differences } = await logged()
    await store.writeCheckpoint(key)
    const old = { lines: 2, chains: 1, from: '2017-01-01T08:00:00.000Z', to: '2017-02-01T08:00:00.000Z' }
    expect(await expireAccess(connectionString, '2018-11-20T00:00:00.000Z', null)).toEqual(old)
    expect(await run('select from reassess.access_log')).toHaveLength(8)
    expect(await expireAccess(connectionString, '2018-11-20T00:00:00.000Z', told)).toEqual(old)
    expect(await expireAccess(connectionString, '2018-11-20T00:00:00.000Z', told)).toBeNull()

    expect(await differences()).toEqual([])
    expect(await store.verifyCheckpoints(key)).toEqual([])
    const { items } = await store.accessLog('warwickshire', { person: 'command' }, { limit: 50 })
    expect(items).toEqual([
      expect.objectContaining({ action: 'erasure', asked: [], disclosed: [], removed: { ...old, digest: expect.any(String) } }),
    ])
    expect(await run('select up_to, lines from reassess.access_log_removed')).toEqual([{ up_to: 2, lines: 2 }])
    await store.close()
  })

  it('goes whole where the chain has ended, and what is kept still verifies', async () => {
    const { store, connectionString, differences } = await logged()
    await store.writeCheckpoint(key)
    await expireAccess(connectionString, '2026-11-10T00:00:00.000Z', told)
    expect(await differences()).toEqual([])
    expect(await store.verifyCheckpoints(key)).toEqual([])
    expect(await store.walkAccess(none())).toMatchObject({ lines: 5, writers: 2 })
    await store.close()
  })

  it('shows a removal that was made up or altered', async () => {
    const { store, connectionString, tamper, differences } = await logged()
    await expireAccess(connectionString, '2018-11-20T00:00:00.000Z', told)
    await tamper(`update reassess.access_log_removed set up_to = 3, lines = 3`)
    expect(await differences()).toEqual(expect.arrayContaining([expect.stringMatching('is not as its own line tells of it')]))
    await store.close()
  })

  it('is removed by nobody but the owner, whatever rights and settings another login has', async () => {
    const { store, run, connectionString } = await logged()
    const grants = ['usage on schema reassess', 'select, insert, update, delete on reassess.access_log']
    await run("create role access_engine login password 'p'")
    for (const grant of grants) await run(`grant ${grant} to access_engine`)
    const url = new URL(connectionString)
    Object.assign(url, { username: 'access_engine', password: 'p' })
    const engine = new pg.Client({ connectionString: url.href })
    await engine.connect()
    await expect(engine.query("begin; set local reassess.expires = 'yes'; delete from reassess.access_log")).rejects.toThrow(
      'append only',
    )
    await engine.end()
    await store.close()
  })
})

describe('reading by day', () => {
  it('counts incidents opened, beside the middle of the same role on that day', async () => {
    const connectionString = await createDatabase(database.server)
    const store = await createStore({ connectionString })
    const person = (name: string) => ({ person: { issuer: 'i', subject: name, name }, key: `session-${name}` })
    const opens = (name: string, count: number, at: string) =>
      Array.from({ length: count }, (_, n) => ({ ...person(name), asked: [`WK-${n}`], at }))
    const noon = '2026-07-01T12:00:00.000Z'
    await writeLines(store, [
      ...opens('curious', 30, noon),
      ...opens('curious', 5, noon),
      ...opens('usual', 4, noon),
      ...opens('other', 2, noon),
      // Summer time: the next day in London.
      ...opens('usual', 3, '2026-07-01T23:30:00.000Z'),
      { ...person('usual'), asked: ['WK-9'], status: 404, code: 'unknown-incident', at: noon },
      { ...person('usual'), asked: [], disclosed: ['WK-1', 'WK-2', 'WK-3', 'WK-4', 'WK-5'], at: noon },
      { ...person('other'), asked: ['WK-R'], restricted: true, status: 403, code: 'restricted', at: noon },
      { ...person('other'), asked: ['WK-R'], restricted: true, brokenGlass: 'she is my aunt', at: noon },
      { asked: ['WK-1'], role: 'auditor', at: noon },
    ])
    const days = { from: '2026-07-01', to: '2026-07-02', timezone: 'Europe/London' }
    const found = await store.readersByDay('warwickshire', days, 100)
    expect(found.map(({ day, person, key, ...rest }) => [day, person?.name ?? key, Object.values(rest).join(' ')])).toEqual([
      ['2026-07-02', 'usual', 'supervisor 3 0 0 3 0'],
      ['2026-07-01', 'curious', 'supervisor 30 0 0 4 0'],
      ['2026-07-01', 'usual', 'supervisor 4 1 0 4 0'],
      ['2026-07-01', 'other', 'supervisor 3 1 1 4 1'],
      ['2026-07-01', 'key-1', 'auditor 1 0 0 1 0'],
    ])
    expect(await store.readersByDay('kent', days, 100)).toEqual([])
    await store.close()
  })
})

it('keeps a line of many references bounded, and counts them all', async () => {
  const connectionString = await createDatabase(database.server)
  const store = await createStore({ connectionString })
  const many = Array.from({ length: 1_200 }, (_, n) => `WK-${n}`)
  await writeLines(store, [toldOf({ asked: [], disclosed: [...many, ...many] })])
  const { items } = await store.accessLog('warwickshire', {}, { limit: 1 })
  expect([items[0]?.disclosed.length, items[0]?.disclosedCount]).toEqual([500, 1_200])
  await store.close()
})
