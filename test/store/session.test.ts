/** Whatever the server, the database, the role and the address say: every connection of ours has our settings, and reads instants as they are. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { checkBackup } from '../../src/store/backup/manifest.ts'
import { restoreBackup } from '../../src/store/backup/restore.ts'
import { writeBackup } from '../../src/store/backup/write.ts'
import { instantOf, openDatabase } from '../../src/store/connection/database.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { changeOf, FORCE, timerOf } from '../support/changes.ts'
import { createDatabase, useDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'

const server = useDatabase()
const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

async function openStore(connectionString: string): Promise<Store> {
  const store = await createStore({ connectionString })
  opened.push(store.close)
  return store
}

/** What an operator, a host or another service may have set for everybody who comes. */
const THEIRS = {
  timezone: "'Europe/London'",
  datestyle: "'SQL, DMY'",
  intervalstyle: 'iso_8601',
  bytea_output: 'escape',
  extra_float_digits: '-5',
  array_nulls: 'off',
  transform_null_equals: 'on',
  search_path: 'elsewhere, pg_catalog',
  standard_conforming_strings: 'off',
  default_transaction_isolation: 'serializable',
  synchronous_commit: 'off',
  session_replication_role: 'replica',
  idle_session_timeout: "'60s'",
  jit: 'on',
  statement_timeout: "'60s'",
} as const

/** In the address: a zone that is never UTC's, and limits that no backup survives. */
const ADDRESS = `?options=${encodeURIComponent('-c timezone=Asia/Kolkata -c search_path=app -c lock_timeout=5s')}&query_timeout=1&statement_timeout=1&application_name=theirs`

/** An empty database in which every name that we could mistake is somebody else's. */
async function hostile(): Promise<string> {
  const plain = await createDatabase(server.server)
  const name = new URL(plain).pathname.slice(1)
  const client = new pg.Client(plain)
  await client.connect()
  await client.query('create schema elsewhere')
  await client.query("create function elsewhere.now() returns timestamptz language sql as 'select timestamptz ''1999-01-01''' ")
  for (const [setting, value] of Object.entries(THEIRS)) await client.query(`alter database ${name} set ${setting} = ${value}`)
  await client.end()
  return plain + ADDRESS
}

/** Both sides of both clock changes in London, and instants that are far away. */
const INSTANTS = [
  '2026-03-29T00:59:59.999Z',
  '2026-03-29T01:00:00.000Z',
  '2026-07-01T20:00:00.120Z',
  '2026-10-25T00:30:00.000Z',
  '2026-10-25T01:30:00.000Z',
  '1900-01-01T00:00:00.000Z',
  '2200-12-31T23:59:59.999Z',
]

it('keeps and reads every instant as it is, and a backup carries it, whatever settings the session would have had', async () => {
  const url = await hostile()
  const store = await openStore(url)
  const heard: number[] = []
  store.listenForChanges(() => heard.push(1))
  const timersSet = INSTANTS.map((at, index) => timerOf(`t${index}`, at))
  const entries = INSTANTS.map((at) => ({ at, recordedAt: at }))
  await store.commit([changeOf('WK-1', 0, { entries, timersSet })])
  const key = { force: FORCE, reference: 'WK-1' }
  const timesOf = async (from: typeof store) =>
    (await from.timeline(key, { limit: 50 }))?.items.map(({ at, recordedAt }) => [at, recordedAt])
  const asPosted = INSTANTS.map((at) => [at, at])
  expect(await timesOf(store)).toEqual(asPosted)
  expect(Math.abs(Date.parse(await store.now()) - Date.now())).toBeLessThan(60_000)
  const due = (await store.leaseDue(100, 60_000, null)).timers.map(({ dueAt }) => dueAt)
  expect(due).toEqual(expect.arrayContaining(INSTANTS.filter((at) => at.startsWith('2026-'))))
  await eventually('the listener heard of it', async () => heard.length > 0)

  const home = mkdtempSync(join(tmpdir(), 'reassess-session-'))
  const folder = join(home, 'backup')
  await writeBackup({ connectionString: url, folder, beside: [] })
  const elsewhere = await hostile()
  await restoreBackup({
    logins: { owner: null, engine: elsewhere, reader: null },
    folder,
    manifest: await checkBackup(folder),
    alongside: async () => {},
  })
  const restored = await openStore(elsewhere)
  expect(await timesOf(restored)).toEqual(asPosted)
  rmSync(home, { recursive: true })
})

it('the pool has our settings on each connection, and theirs where we have no opinion', async () => {
  const database = openDatabase(await hostile(), 3)
  opened.push(database.close)
  const names = [...Object.keys(THEIRS), 'lock_timeout', 'application_name', 'client_encoding', 'enable_seqscan']
  const text = 'select name, setting, pg_backend_pid() as pid from pg_settings, pg_sleep(0.2) where lower(name) = any($1)'
  const answers = await Promise.all(
    [1, 2, 3].map(() => database.query<{ name: string; setting: string; pid: number }>({ text }, [names])),
  )
  expect(new Set(answers.map(([row]) => row?.pid)).size).toBe(3)
  for (const rows of answers)
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name.toLowerCase(), setting]))).toEqual({
      ...{ timezone: 'UTC', datestyle: 'ISO, MDY', intervalstyle: 'postgres', bytea_output: 'hex', extra_float_digits: '1' },
      ...{ array_nulls: 'on', transform_null_equals: 'off', search_path: 'pg_catalog', standard_conforming_strings: 'on' },
      ...{ default_transaction_isolation: 'read committed', synchronous_commit: 'on' },
      ...{ session_replication_role: 'origin', idle_session_timeout: '0', jit: 'off', enable_seqscan: 'off' },
      ...{ client_encoding: 'UTF8', statement_timeout: '10000', lock_timeout: '5000', application_name: 'theirs' },
    })
})

it.each([
  ['2026-03-01 20:00:00+00', '2026-03-01T20:00:00.000Z'],
  ['2026-07-01 21:00:00.123456+01', '2026-07-01T20:00:00.123Z'],
  ['2026-01-01 02:30:00.1+05:30', '2025-12-31T21:00:00.100Z'],
  ['2025-12-31 20:15:00-03:45', '2026-01-01T00:00:00.000Z'],
  // London before there was Greenwich time.
  ['1840-01-01 00:00:00-00:01:15', '1840-01-01T00:01:15.000Z'],
  ['0044-03-15 12:00:00+00 BC', '-000043-03-15T12:00:00.000Z'],
  ['0001-12-31 23:59:59+00 BC', '0000-12-31T23:59:59.000Z'],
  ['0099-01-01 00:00:00+00', '0099-01-01T00:00:00.000Z'],
  ['12026-01-01 00:00:00+00', '+012026-01-01T00:00:00.000Z'],
  ['infinity', 'infinity'],
  ['-infinity', '-infinity'],
])('reads %s', (text, at) => expect(instantOf(text)).toBe(at))

it('refuses what PostgreSQL writes in no ISO style', () => {
  expect(() => instantOf('01/07/2026 21:00:00 BST')).toThrow('another style than ISO')
})

describe('an address or a database that cannot work is refused in one line', () => {
  const refused = async (url: string) => {
    const error = await createStore({ connectionString: url }).then(
      () => null,
      (thrown: Error) => thrown,
    )
    expect(error).toHaveProperty('code')
    expect(error?.message).not.toContain('\n')
    return String(error?.message)
  }
  it.each([
    ['a password that is not encoded', 'postgres://u:%ff@127.0.0.1:1/x', 'percent-encoded'],
    ['a certificate that is not there', 'postgres://u:p@127.0.0.1:1/x?sslrootcert=/nowhere/ca.pem', '/nowhere/ca.pem'],
  ])('%s', async (_, url, said) => expect(await refused(url)).toContain(said))

  it('a database in which text is not UTF-8', async () => {
    await server.query("create database latin encoding 'LATIN1' locale 'C' template template0")
    const url = new URL(server.url)
    url.pathname = '/latin'
    expect(await refused(url.href)).toContain('LATIN1')
  })

  it('an option that PostgreSQL does not know', async () => {
    expect(await refused(`${server.url}?options=${encodeURIComponent('-c no_such_thing=1')}`)).toContain('42704')
  })
})

it('a password may hold any character that the address encodes', async () => {
  const password = "p%a:s/s@w?o#r&d= +é\\'"
  await server.query(`create role "odd one" superuser login password '${password.replaceAll("'", "''")}'`)
  const url = new URL(await createDatabase(server.server))
  const address = `postgres://odd%20one:${encodeURIComponent(password)}@${url.host}${url.pathname}?statement_timeout=1`
  const store = await openStore(address)
  expect(await store.issuedKeys()).toEqual([])
})
