/** A given database with three logins: the owner migrates, a server without the owner's login serves a night, and what it may not do shows. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../support/built.ts'
import { event } from '../support/client.ts'
import { createDatabase, useDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { asked, createLogins, nameIn, type ThreeLogins } from '../support/logins.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { oneCauseOneAlert, verifies } from './holds.ts'
import { SECONDS } from './policy.ts'

const database = useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'reassess-logins-'))
let logins: ThreeLogins
let place: Place
beforeAll(async () => {
  logins = await createLogins(database.server)
})
afterAll(async () => {
  await place?.remove()
  rmSync(folder, { recursive: true, force: true })
})
const serving = () => ({ DATABASE_URL: logins.engine, DATABASE_READER_URL: logins.reader, DATA_DIR: join(folder, 'data') })
const ready = (server: Server) =>
  eventually(
    'the queue fires',
    async () => (await server.ask('/readyz', null)).ok,
    () => server.said().slice(0, 1_000),
  )
const all = () => ({ ...serving(), DATABASE_OWNER_URL: logins.owner })
const line = (text: string) => ({
  code: 1,
  stdout: '',
  stderr: expect.stringMatching(new RegExp(`^reassess: ${text}[^\\n]*\\n$`)),
})

it('without the owner a start stops with one line, and so does a migration', async () => {
  expect(await run(['start'], { ...serving(), LOG_LEVEL: 'silent' })).toEqual(
    line('The database has no schema, and this release needs version \\d+: run reassess migrate\\.'),
  )
  expect(await run(['migrate'], serving())).toEqual(line('DATABASE_OWNER_URL is not set: '))
  expect(await asked(logins.superuser, "select nspname from pg_namespace where nspname in ('reassess', 'bullmq')")).toEqual([])
})

it('says in one line what is not three logins', async () => {
  expect(await run(['migrate'], { ...all(), DATABASE_READER_URL: '' })).toEqual(
    line('DATABASE_OWNER_URL needs DATABASE_READER_URL\\.'),
  )
  expect(await run(['migrate'], { ...all(), DATABASE_READER_URL: logins.engine })).toEqual(
    line(`DATABASE_URL and DATABASE_READER_URL name the same login ${nameIn(logins.engine)}`),
  )
  expect(await run(['migrate', 'now'], all())).toMatchObject({ code: 2, stderr: 'usage: reassess migrate\n' })
})

it('the owner migrates and grants; again, it changes nothing', async () => {
  const granted = `${nameIn(logins.engine)} works on all forces, ${nameIn(logins.reader)} reads one force at a time.\n`
  expect(await run(['migrate'], all())).toEqual({
    ...{ code: 0, stderr: '' },
    stdout: expect.stringMatching(/^The schema was at version 0 and is at version \d+ now\.\n/),
  })
  const before = await asked(
    logins.superuser,
    "select relname, relacl, xmin from pg_class where relnamespace = (select oid from pg_namespace where nspname = 'reassess') order by 1",
  )
  expect(await run(['migrate'], all())).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^The schema is at version \d+ already\.\n/),
  })
  expect((await run(['migrate'], all())).stdout).toContain(granted)
  expect(
    await asked(
      logins.superuser,
      "select relname, relacl, xmin from pg_class where relnamespace = (select oid from pg_namespace where nspname = 'reassess') order by 1",
    ),
  ).toEqual(before)
})

it('serves a night without the login of the owner: the queue fires, the commands work', async () => {
  place = await createPlace(SECONDS, { databaseUrl: logins.engine, readerUrl: logins.reader })
  const server = await place.start()
  await ready(server)
  const posted = [event('incident.reported', 'NOW'), event('incident.graded', 'NOW', { priority: 'P2' })]
  const { body } = await server.postBatch('control-room', posted)
  expect(body.results?.map(({ code }) => code)).toEqual([201, 201])
  await server.alertRaised('NOW', 'attendance-overdue')
  expect(await oneCauseOneAlert(server)).toBe(1)
  expect(server.said()).not.toMatch(/failing|does not keep forces apart|"level":"(error|fatal)"/)

  const [kent = ''] = (await place.run('keys', 'create', '--role', 'supervisor', '--force', 'kent')).stdout.split('\n')
  const theirs = await fetch(`${server.url}/v1/incidents`, { headers: { authorization: `Bearer ${kent}` } })
  expect(await theirs.json()).toMatchObject({ items: [] })
  expect((await place.run('backup', join(folder, 'backup'))).code).toBe(0)
  expect((await place.run('export', 'NOW', '--json')).stdout).toContain('attendance')
  expect((await place.run('registers', 'rebuild')).code).toBe(0)

  await asked(logins.owner, `revoke select on reassess.cases from ${nameIn(logins.reader)}`)
  const refused = await server.ask('/v1/incidents')
  expect([refused.status, await refused.json()]).toEqual([
    503,
    expect.objectContaining({ type: expect.stringMatching(/record-unavailable$/) }),
  ])
  expect((await server.ask('/v1/incidents/NOW')).status).toBe(503)
  // What is posted is still taken.
  expect((await server.post('control-room', event('incident.reported', 'LATER'))).code).toBe(201)
  const named = server
    .said()
    .split('\n')
    .filter((text) => text.includes('"msg":"database: this login lacks a right'))
  expect(named).toHaveLength(1)
  expect(JSON.parse(named[0] ?? '')).toMatchObject({ login: nameIn(logins.reader) })
  expect((await run(['migrate'], all())).code).toBe(0)
  expect((await server.ask('/v1/incidents')).status).toBe(200)
  expect(await server.stop()).toBe(0)
  await verifies(place)
})

it('restores a backup by the owner, and a start with all three migrates by itself', async () => {
  const fresh = await createLogins(database.server)
  const env = { DATABASE_URL: fresh.engine, DATABASE_READER_URL: fresh.reader, DATA_DIR: join(folder, 'restored') }
  expect(await run(['restore', join(folder, 'backup')], env)).toEqual(line('DATABASE_OWNER_URL is not set: '))
  expect(await run(['restore', join(folder, 'backup')], { ...env, DATABASE_OWNER_URL: fresh.owner })).toMatchObject({ code: 0 })
  expect(await run(['verify'], env)).toMatchObject({ code: 0, stdout: expect.stringContaining('no difference') })
  const again = await createPlace(SECONDS, { databaseUrl: fresh.engine, readerUrl: fresh.reader })
  const server = await again.start({ DATABASE_OWNER_URL: fresh.owner })
  await ready(server)
  expect(await server.incident('NOW')).toMatchObject({ state: expect.anything() })
  expect(await server.stop()).toBe(0)
  await again.remove()
})

it('DATABASE_URL alone works as ever, with one warning that names what does not hold', async () => {
  const alone = await createPlace(SECONDS, { databaseUrl: await createDatabase(database.server) })
  const server = await alone.start()
  const warned = server
    .said()
    .split('\n')
    .filter((text) => text.includes('does not keep forces apart'))
  expect(warned).toHaveLength(1)
  expect(JSON.parse(warned[0] ?? '')).toMatchObject({
    level: 'warn',
    msg: 'start: DATABASE_URL alone is given, so the database does not keep forces apart, and row-level security does not hold postgres, a superuser: docs/operations/logins.md shows how it does',
  })
  expect(await server.stop()).toBe(0)
  expect(await run(['migrate'], { DATABASE_URL: String(alone.env.DATABASE_URL) })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('One login does everything'),
  })
  await alone.remove()
})

it('nothing was left behind in the working folder', () => {
  expect(existsSync(join(folder, 'data')) ? readdirSync(join(folder, 'data')) : []).toEqual([])
})
