/** What commands write into the access log, and how its old lines go. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createEngine } from '../../src/engine/createEngine.ts'
import { readPolicy } from '../../src/policies/readPolicy.ts'
import { startEmbedded } from '../../src/store/embedded/index.ts'
import { createStore } from '../../src/store/store.ts'
import { SECONDS } from '../journeys/policy.ts'
import { writeLines } from '../support/accessLines.ts'
import { run } from '../support/built.ts'
import { reported } from '../support/happenings.ts'
import { arrivedEvent } from '../support/incident.ts'
import { createLogins } from '../support/logins.ts'
import { createPlace } from '../support/server.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const dataDir = mkdtempSync(join(tmpdir(), 'reassess-data-'))
const reassess = (...words: string[]) => run(words, { DATABASE_URL: $.database.url, DATA_DIR: dataDir })
const log = async (person: string) => (await $.store.accessLog('warwickshire', { person }, { limit: 50 })).items

it('logs an export as a disclosure by the user of the operating system, with the reason', async () => {
  const read = readPolicy(SECONDS)
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
  await $.store.pinPolicy({ id: read.policy.id, version: read.policy.version, hash: read.hash, canonical: read.canonical })
  const ports = { alarms: { ring: () => {} }, salt: () => randomBytes(32).toString('hex'), failed: () => {} }
  await createEngine({ ...ports, store: $.store, policy: read }).record([arrivedEvent(reported('20:00'), 'e1')])
  expect(await reassess('export', 'WK-1', '--json', '--reason', 'court file 12')).toMatchObject({ code: 0, stderr: '' })
  expect((await reassess('export', 'WK-1')).code).toBe(0)
  expect((await reassess('export', 'WK-NOT-THERE')).code).toBe(1)
  const { uid, username } = userInfo()
  const line = {
    ...{ action: 'disclosure', route: 'reassess export', key: 'command', role: 'command', asked: ['WK-1'], disclosed: ['WK-1'] },
    person: { issuer: 'urn:reassess:os', subject: String(uid), name: username },
  }
  const [second, first, ...more] = await log(username)
  expect([more, first]).toEqual([[], expect.objectContaining({ ...line, reason: 'court file 12' })])
  expect(second).toEqual(expect.objectContaining(line))
  expect(second).not.toHaveProperty('reason')
})

it('counts what is old, and removes it only when asked', async () => {
  await writeLines($.store, [
    { at: '2015-01-01T00:00:00.000Z' },
    { at: '2015-01-02T00:00:00.000Z' },
    { at: new Date().toISOString() },
  ])
  const which = '2 lines of 1 process, from 2015-01-01T00:00:00.000Z to 2015-01-02T00:00:00.000Z'
  expect(await reassess('access-log', 'expire')).toMatchObject({
    code: 0,
    stdout: `${which}: older than 8 years; --yes removes them\n`,
  })
  expect(await reassess('access-log', 'expire', '--yes')).toMatchObject({
    code: 0,
    stdout: `${which}: removed, and the access log says so\n`,
  })
  expect(await reassess('access-log', 'expire', '--yes')).toMatchObject({ code: 0, stdout: 'no line is older than 8 years\n' })
  expect(await reassess('verify')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/\naccess log: 4 lines of 4 processes: no difference\n$/),
  })
  await $.database.query("set session_replication_role = replica; update reassess.access_log set who = 'x' where number = 3")
  expect(await reassess('verify')).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^DIFFERENCE access log \S+ line 3: its who differs from its bytes\n.*: 1 difference\n$/s),
  })
})

describe('with three logins', () => {
  const OLD = [{ at: '2014-01-01T00:00:00.000Z' }, { at: new Date().toISOString() }]
  const which = '1 line of 1 process, from 2014-01-01T00:00:00.000Z to 2014-01-01T00:00:00.000Z'
  const removed = { code: 0, stderr: '', stdout: `${which}: removed, and the access log says so\n` }
  const line = (text: RegExp) => ({ code: 1, stdout: '', stderr: expect.stringMatching(text) })

  it('removes as the owner, and says which variable is missing', async () => {
    const logins = await createLogins($.database.server)
    const store = await createStore({ connectionString: logins.engine, logins })
    await writeLines(store, OLD)
    await store.close()
    const env = { DATA_DIR: dataDir, DATABASE_URL: logins.engine }
    const two = { ...env, DATABASE_READER_URL: logins.reader }
    for (const words of [
      ['access-log', 'expire'],
      ['access-log', 'expire', '--yes'],
    ]) {
      expect(await run(words, two)).toEqual(
        line(/^reassess: DATABASE_OWNER_URL is not set: only the login that owns the access log removes lines from it\.\n$/),
      )
      expect(await run(words, env)).toEqual(
        line(/^reassess: Login engine_\w+ does not own the access log, [^\n]*: set DATABASE_OWNER_URL [^\n]*\n$/),
      )
    }
    expect(await run(['access-log', 'expire', '--yes'], { ...two, DATABASE_OWNER_URL: logins.owner })).toEqual(removed)
    expect(await run(['verify'], two)).toMatchObject({ code: 0, stdout: expect.stringContaining('no difference') })
  })

  it('removes as the owner of the embedded database', async () => {
    const place = await createPlace(SECONDS, { madeBefore: true })
    expect(await (await place.start()).stop()).toBe(0)
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    const { urls, stop } = await startEmbedded({ dataDir: place.dataDir, log })
    const store = await createStore({ connectionString: urls.engine, logins: urls })
    await writeLines(store, OLD)
    await store.close()
    await stop()
    expect(await place.run('access-log', 'expire', '--yes')).toEqual(removed)
    expect(await place.run('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('no difference') })
    await place.remove()
  })
})

it.each([['access-log'], ['access-log remove'], ['access-log expire now'], ['export WK-1 --reason']])(
  'refuses: %s',
  async (words) => {
    expect(await reassess(...words.split(' '))).toMatchObject({ code: 2, stderr: expect.stringContaining('usage: reassess') })
  },
)
