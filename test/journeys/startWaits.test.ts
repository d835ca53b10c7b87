/** A start that has to wait says for whom, and the first signal ends it. */
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { launch } from '../support/built.ts'
import { eventually } from '../support/eventually.ts'
import { createPlace, type Place } from '../support/server.ts'
import { SECONDS } from './policy.ts'

let place: Place
beforeAll(async () => {
  place = await createPlace(SECONDS)
})
afterAll(() => place.remove())

const note = () => join(place.dataDir, 'postgres', 'postmaster.pid')
/** A session on the embedded database, as an operator opens it, which goes on with what it was doing. */
async function somebody(): Promise<pg.Client> {
  const { password } = JSON.parse(readFileSync(join(place.dataDir, 'postgres.json'), 'utf8')) as { password: string }
  const port = Number(readFileSync(note(), 'utf8').split('\n')[3])
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'reassess',
    password,
    database: 'reassess',
    application_name: 'night-shift psql',
  })
  client.on('error', () => {})
  await client.connect()
  return client
}
const waitsIn = (log: string) => log.split('\n').filter((line) => line.includes('waiting'))

it.each([
  ['the lock of migrations', "select pg_advisory_lock(hashtext('reassess.migrate'))"],
  ['a table of the record', 'begin; lock table reassess.schema_version in access exclusive mode'],
])('a session that holds %s is named in one line, and SIGTERM ends the start and its database', async (_, sql) => {
  const server = await place.start()
  // The database outlives its owner, and the next start adopts it.
  await server.kill9()
  const session = await somebody()
  await session.query(sql)
  const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid')
  const start = launch(['start'], place.env)
  const line = await eventually('it says for whom it waits', async () => waitsIn(start.stderr())[0], start.stderr)
  expect(line).toContain(`session ${rows[0]?.pid} of night-shift psql at 127.0.0.1`)
  start.child.kill('SIGTERM')
  expect(await start.ended).toBe(0)
  expect(waitsIn(start.stderr())).toEqual([line])
  expect(start.stderr().trimEnd().split('\n').at(-1)).toContain('"stopped"')
  expect(existsSync(note())).toBe(false)
  await session.end().catch(() => {})
})

it('a database that takes connections and says nothing ends the start with one line', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const start = launch(['start'], {
    ...place.env,
    DATABASE_URL: `postgres://somebody:secret-word@127.0.0.1:${port}/reassess`,
    LOG_LEVEL: 'silent',
  })
  expect(await start.ended).toBe(1)
  expect(start.stderr()).toMatch(/^reassess: The record cannot be reached [^\n]+\n$/)
  silent.close()
})
