/** An upgrade as it looks from outside: old processes stop, new ones start, several at once, with another policy or another schema. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStore } from '../../src/store/store.ts'
import { oneCauseOneAlert, verifies } from '../journeys/holds.ts'
import { SECONDS } from '../journeys/policy.ts'
import { launch, run } from '../support/built.ts'
import { createClient, event } from '../support/client.ts'
import { createDatabase, useDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { createPlace } from '../support/server.ts'

const database = useDatabase()

it('an incident goes on under the policy that it pinned when the server starts with the next version of it', async () => {
  const place = await createPlace(SECONDS, { databaseUrl: database.url })
  const before = await place.start()
  const post = async (server: typeof before, ...what: Parameters<typeof event>) =>
    expect((await server.post('control-room', event(...what))).code).toBe(201)
  await post(before, 'incident.reported', 'WK-1')
  await post(before, 'incident.graded', 'WK-1', { priority: 'P3' })
  expect(await before.stop()).toBe(0)

  // Version 2 gives a day where version 1 gave two seconds.
  const file = String(place.env.POLICY_FILE)
  writeFileSync(file, SECONDS.replace('urban: PT2S, rural: PT5S', 'urban: PT24H, rural: PT24H'))
  expect(await place.run('start')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('give the changed policy a new version'),
  })
  writeFileSync(
    file,
    SECONDS.replace('urban: PT2S, rural: PT5S', 'urban: PT24H, rural: PT24H').replace('version: 1', 'version: 2'),
  )

  const after = await place.start()
  for (const reference of ['WK-1', 'WK-2']) {
    if (reference === 'WK-2') await post(after, 'incident.reported', 'WK-2')
    await post(after, 'incident.graded', reference, { priority: 'P2' })
  }
  await after.alertRaised('WK-1', 'attendance-overdue')
  expect(await after.incident('WK-1')).toMatchObject({
    policy: { id: 'seconds', version: 1 },
    state: { attendance: 'overdue.unassigned' },
  })
  expect(await after.incident('WK-2')).toMatchObject({
    policy: { id: 'seconds', version: 2 },
    state: { attendance: 'waiting.unassigned' },
  })
  expect(await oneCauseOneAlert(after)).toBe(2)
  expect(await after.stop()).toBe(0)
  await verifies(place)
  await place.remove()
})

it('six processes that start at once on an empty database and data folder bring them up once, and all serve', async () => {
  const url = await createDatabase(database.server)
  const dataDir = mkdtempSync(join(tmpdir(), 'reassess-six-'))
  const env = { DATABASE_URL: url, PORT: '0', DATA_DIR: dataDir }
  const started = Array.from({ length: 6 }, () => launch(['start'], env))
  const ports = await eventually(
    'all six serve',
    async () => {
      const found = started.flatMap(({ stderr }) => /"port":(\d+).*"msg":"serving"/.exec(stderr())?.[1] ?? [])
      return found.length === 6 && found
    },
    () => started.map(({ stderr }) => stderr()),
  )
  const store = await createStore({ connectionString: url })
  const key = await store.create('control-room', 'warwickshire')
  await store.close()
  for (const port of ports) {
    const answer = await createClient(`http://127.0.0.1:${port}`, () => key).post(
      'control-room',
      event('incident.reported', `WK-${port}`),
    )
    expect(answer.code).toBe(201)
  }
  for (const { child } of started) child.kill('SIGTERM')
  expect(await Promise.all(started.map(({ ended }) => ended))).toEqual([0, 0, 0, 0, 0, 0])
  // One schema, one checkpoint key.
  expect(await run(['verify'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^6 incidents, 6 lines: no difference/),
  })
  rmSync(dataDir, { recursive: true, force: true })
})

it('a release older than the schema starts nothing and changes nothing', async () => {
  const env = { DATABASE_URL: database.url, PORT: '0', DATA_DIR: mkdtempSync(join(tmpdir(), 'reassess-older-')) }
  await database.query("insert into reassess.schema_version (version, applied_at) values (9999, '2026-01-01')")
  const rows = () =>
    database.query(
      'select (select count(*) from reassess.policies) as policies, (select max(applied_at) from reassess.schema_version) as applied',
    )
  const before = await rows()
  for (const command of [
    ['start'],
    ['verify'],
    ['backup', join(env.DATA_DIR, 'b')],
    ['keys', 'create', '--role', 'hau', '--force', 'x'],
  ]) {
    expect(await run(command, env)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('has schema version 9999; this release knows'),
    })
  }
  for (const ROLE of ['api', 'worker']) expect(await run(['start'], { ...env, ROLE })).toMatchObject({ code: 1, stdout: '' })
  expect(await rows()).toEqual(before)
  await database.query('delete from reassess.schema_version where version = 9999')
  rmSync(env.DATA_DIR, { recursive: true, force: true })
})
