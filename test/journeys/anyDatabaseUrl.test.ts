/** What DATABASE_URL may lead to: foreign settings and a pool in session mode change nothing; a pool that shares sessions is refused. */

import pg from 'pg'
import { run } from '../support/built.ts'
import { event } from '../support/client.ts'
import { createDatabase, useDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { createLogins } from '../support/logins.ts'
import { type Pooler, type PoolerOptions, pgbouncerIsThere, startPooler } from '../support/pgbouncer.ts'
import { createPlace } from '../support/server.ts'
import { oneCauseOneAlert, verifies } from './holds.ts'
import { SECONDS } from './policy.ts'

const database = useDatabase()
const noPooler = await pgbouncerIsThere()

/** A night of July entered afterwards, and an incident of now whose clock the queue fires. */
async function servesAsEver(databaseUrl: string, readerUrl?: string): Promise<void> {
  const place = await createPlace(SECONDS, { databaseUrl, ...(readerUrl !== undefined && { readerUrl }) })
  const server = await place.start()
  await eventually('the queue fires', async () => (await server.ask('/readyz', null)).ok, server.said)
  const posted = [
    event('incident.reported', 'JULY', {}, { time: '2026-07-01T20:00:00Z' }),
    event('incident.reported', 'OCTOBER', {}, { time: '2026-10-25T00:30:00Z' }),
    event('incident.reported', 'NOW'),
    event('incident.graded', 'NOW', { priority: 'P2' }),
  ]
  const { body } = await server.postBatch('control-room', posted)
  expect(body.results?.map(({ code }) => code)).toEqual([201, 201, 201, 201])
  for (const [reference, at] of [
    ['JULY', '2026-07-01T20:00:00.000Z'],
    ['OCTOBER', '2026-10-25T00:30:00.000Z'],
  ] as const)
    expect((await server.timeline(reference))[0]).toMatchObject({ type: 'incident.reported', at })
  await server.alertRaised('NOW', 'attendance-overdue')
  expect(await oneCauseOneAlert(server)).toBe(3)
  expect(server.said()).not.toContain('failing')
  expect(await server.stop()).toBe(0)
  await verifies(place)
  await place.remove()
}

it('settings of the database and in the address change nothing', async () => {
  const url = await createDatabase(database.server)
  const name = new URL(url).pathname.slice(1)
  await database.query(`alter database ${name} set timezone = 'Asia/Kolkata'`)
  await database.query(`alter database ${name} set default_transaction_isolation = 'serializable'`)
  await servesAsEver(`${url}?options=${encodeURIComponent('-c lock_timeout=5s -c search_path=app')}&query_timeout=1`)
})

const withPooler = noPooler === null ? describe : describe.skip
withPooler(`behind pgbouncer${noPooler === null ? '' : ` (${noPooler.skipped})`}`, () => {
  let pooler: Pooler
  let direct: string
  const through = async (options: PoolerOptions): Promise<string> => {
    direct = await createDatabase(database.server)
    pooler = await startPooler(direct, options)
    return pooler.url
  }
  const schemas = async (): Promise<string[]> => {
    const client = new pg.Client(direct)
    await client.connect()
    const { rows } = await client.query<{ name: string }>(
      "select nspname as name from pg_namespace where nspname in ('reassess', 'bullmq')",
    )
    await client.end()
    return rows.map(({ name }) => name)
  }
  afterEach(() => pooler.stop())

  it('in session mode, as installed, it serves as ever', async () => servesAsEver(await through({ mode: 'session' })))

  it('with three logins, each with a pool in session mode, it serves as ever; one of them in a shared pool is named', async () => {
    const logins = await createLogins(database.server)
    const { owner, engine, reader } = logins
    pooler = await startPooler(engine, { mode: 'session', logins: [owner, reader] })
    const through = (url: string) => Object.assign(new URL(url), { port: new URL(pooler.url).port }).href
    const place = await createPlace(SECONDS)
    const env = { ...place.env, DATABASE_URL: pooler.url, DATABASE_READER_URL: through(reader) }
    expect((await run(['migrate'], { ...env, DATABASE_OWNER_URL: through(owner) })).code).toBe(0)
    await servesAsEver(pooler.url, through(reader))
    await pooler.stop()
    pooler = await startPooler(reader, { mode: 'transaction' })
    const { code, stderr } = await run(['start'], {
      ...env,
      DATABASE_URL: engine,
      DATABASE_READER_URL: pooler.url,
      LOG_LEVEL: 'silent',
    })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^reassess: DATABASE_READER_URL leads to a connection pooler that shares sessions [^\n]*\n$/)
    await place.remove()
  })

  it.each([
    ['transaction', [['start'], ['backup', '/nowhere/backup']]],
    ['statement', [['verify']]],
  ] as const)('in %s mode a command is refused in one line, and nothing is written', async (mode, commands) => {
    const place = await createPlace(SECONDS)
    const env = { ...place.env, DATABASE_URL: await through({ mode }) }
    for (const command of commands) {
      const { code, stdout, stderr } = await run(command, env)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(/^reassess: DATABASE_URL leads to a connection pooler that shares sessions [^\n]*\n$/)
    }
    expect(await schemas()).toEqual([])
    await place.remove()
  })

  it('a pool that refuses a startup parameter is named, too', async () => {
    const place = await createPlace(SECONDS)
    const url = await through({ mode: 'session' })
    const { code, stderr } = await run(['verify'], { ...place.env, DATABASE_URL: `${url}?options=-c%20lock_timeout%3D5s` })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^reassess: What answers at DATABASE_URL refused a startup parameter [^\n]*\n$/)
    await place.remove()
  })
})
