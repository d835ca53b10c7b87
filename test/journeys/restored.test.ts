/** The machine is gone and there is a backup: what was recorded by then is there on another machine, and its clocks run on. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { run } from '../support/built.ts'
import { createClient, event } from '../support/client.ts'
import { createDatabase, useDatabase } from '../support/database.ts'
import { createPlace, killDatabase, type Place, type Server } from '../support/server.ts'
import { lapsesOf, oneCauseOneAlert, verifies } from './holds.ts'
import { IN_THE_COUNTRY, SECONDS } from './policy.ts'

/** In the country there is time for a backup before the deadline. */
const POLICY = SECONDS.replaceAll('rural: PT5S', 'rural: PT10S')
const given = useDatabase()
let lost: Place
let fresh: Place
let server: Server
let folder: string

beforeAll(async () => {
  lost = await createPlace(POLICY)
  fresh = await createPlace(POLICY)
  folder = join(dirname(lost.dataDir), 'backups', 'tonight')
  server = await lost.start()
})
afterAll(async () => {
  await lost.remove()
  await fresh.remove()
})

const posted: ReturnType<typeof event>[] = []
async function post(role: Role, ...what: Parameters<typeof event>) {
  const one = event(...what)
  const answer = await server.post(role, one)
  expect(answer.code).toBe(201)
  posted.push(one)
  return answer.body
}

it('fires what fell due meanwhile once, lets listeners resume, and takes again what was lost', async () => {
  await post('control-room', 'incident.reported', 'WK-1')
  const listener = await server.listen()
  await post('control-room', 'incident.reported', 'WK-2', IN_THE_COUNTRY)
  await listener.hears('the second report', ({ data }) => data.incident === 'WK-2')
  const seenBefore = listener.lastId()
  const { deadlines } = await post('control-room', 'incident.graded', 'WK-2', { priority: 'P1' })
  const due = Date.parse(deadlines?.find(({ name }) => name === 'attendance')?.dueAt ?? '')

  const { code, stdout, stderr } = await lost.run('backup', folder)
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: expect.stringContaining('2 incidents, 3 lines'), stderr: '' })
  expect(Date.now()).toBeLessThan(due)

  await post('control-room', 'log.noted', 'WK-1')
  await listener.hears(
    'a note that will be lost',
    ({ data }) => 'version' in data && data.incident === 'WK-1' && data.version === 2,
  )
  const seenLost = listener.lastId()
  await server.kill9()
  killDatabase(lost.dataDir)
  await pause(Math.max(0, due + 1_000 - Date.now()))

  expect(await fresh.run('restore', folder)).toMatchObject({ code: 0, stderr: '' })
  await verifies(fresh)
  const before = Date.now()
  const restored = await fresh.start()
  // The keys that were handed out before go on working.
  const keys = JSON.parse(readFileSync(join(lost.dataDir, 'keys.json'), 'utf8')) as Record<Role, string>
  const client = createClient(restored.url, (role) => keys[role])
  await client.alertRaised('WK-2', 'attendance-overdue')
  const [breach, ...more] = lapsesOf(await client.timeline('WK-2'), 'attendance')
  expect(more).toEqual([])
  expect(Date.parse(breach?.at ?? '')).toBe(due)
  expect(Date.parse(breach?.recordedAt ?? '')).toBeGreaterThanOrEqual(before)

  for (const last of [seenBefore, seenLost]) {
    const resumed = await client.listen(last)
    await resumed.hears('the breach', ({ data }) => 'kind' in data && data.kind === 'attendance-overdue')
    const graded = resumed.heard.some(({ data }) => 'priority' in data && data.version === 2)
    expect(graded).toBe(last === seenBefore)
    resumed.close()
  }

  const again = []
  for (const one of posted) again.push((await client.post('control-room', one)).code)
  expect(again).toEqual([200, 200, 200, 201])
  expect(await oneCauseOneAlert(client)).toBe(2)
  expect(await restored.stop()).toBe(0)
  await verifies(fresh)
})

it('is refused where a server works, where there is a record, and where the backup was altered', async () => {
  expect(await lost.run('restore', folder)).toMatchObject({ code: 1, stderr: expect.stringContaining('holds a record already') })
  server = await lost.start()
  expect(await lost.run('restore', folder)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('in use by another reassess'),
  })
  expect(await server.stop()).toBe(0)

  const entries = join(folder, 'entries.ndjson')
  const content = readFileSync(entries)
  appendFileSync(entries, '{}\n')
  expect(await run(['restore', folder], { DATA_DIR: join(dirname(fresh.dataDir), 'other') })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('differs from what was backed up'),
  })
  writeFileSync(entries, content)
})

it('goes into a given database too, and checkpoints that were kept apart tell that the record was taken back', async () => {
  const env = { DATABASE_URL: await createDatabase(given.server), DATA_DIR: join(dirname(fresh.dataDir), 'given') }
  expect(await run(['restore', folder], env)).toMatchObject({ code: 0, stderr: '' })
  expect(await run(['verify'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 incidents, 3 lines: no difference'),
  })
  // Signed when the lost server was stopped, after the backup.
  const kept = readFileSync(join(lost.dataDir, 'checkpoints.jsonl'), 'utf8')
  appendFileSync(join(env.DATA_DIR, 'checkpoints.jsonl'), kept)
  expect(await run(['verify'], env)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('neither it nor they are in the database'),
  })
})
