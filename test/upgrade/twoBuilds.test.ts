/** Two releases on one record: other machines go on side by side, other rules are refused before anything is written. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MACHINE_VERSION, RULES_VERSION } from '../../src/engine/step/live.ts'
import { oneCauseOneAlert, verifies } from '../journeys/holds.ts'
import { IN_THE_COUNTRY, SECONDS } from '../journeys/policy.ts'
import { type Ran, run } from '../support/built.ts'
import { event } from '../support/client.ts'
import { createDatabase, useDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { otherBuild } from '../support/otherBuild.ts'
import { createPlace, type Server } from '../support/server.ts'

const database = useDatabase()

const reported = async (server: Server, reference: string, priority: string): Promise<void> => {
  const posted = [event('incident.reported', reference, IN_THE_COUNTRY), event('incident.graded', reference, { priority })]
  expect(await server.postBatch('control-room', posted)).toMatchObject({ body: { results: [{ code: 201 }, { code: 201 }] } })
}

/** One line that names both numbers, and nothing on standard output. */
const refused = ({ code, stdout, stderr }: Ran, what: string, found: number, ours: number): void => {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(
    new RegExp(
      `^reassess: The ${what} was written under rules version ${found}; this release has rules version ${ours}[.] [^\\n]*\\n$`,
    ),
  )
}

it('a newer build goes on with what the older one keeps, while both run', async () => {
  const newest = otherBuild('MACHINE_VERSION', MACHINE_VERSION + 1)
  const place = await createPlace(SECONDS, { databaseUrl: database.url })
  const newerPlace = await createPlace(SECONDS, { databaseUrl: database.url, main: newest.main })
  const older = await place.start()
  await reported(older, 'WK-1', 'P3')
  // One folder for both, and so one key for checkpoints.
  const newer = await newerPlace.start({ DATA_DIR: place.dataDir })
  await reported(older, 'WK-2', 'P2')
  const clocks = (await older.incident('WK-1')).deadlines

  const noted = event('log.noted', 'WK-1', { newInformation: true })
  expect(await newer.post('control-room', noted)).toMatchObject({ code: 201 })
  const changes = (await newer.timeline('WK-1')).filter(({ type }) => type === 'machines.changed')
  expect(changes).toMatchObject([{ data: { from: MACHINE_VERSION, to: MACHINE_VERSION + 1 } }])
  const view = await newer.incident('WK-1')
  expect(view.deadlines).toEqual(expect.arrayContaining(clocks))
  expect(view.demands).toMatchObject([{ reason: 'new-information', status: 'open' }])

  // What newer machines moved the older build leaves alone; it serves the rest.
  expect(await older.post('control-room', event('log.noted', 'WK-1'))).toMatchObject({ code: 503, problem: 'record-unavailable' })
  const [unread, unlisted] = [await older.ask('/v1/incidents/WK-1'), await older.postBatch('control-room', [noted])]
  expect([unread.status, unread.headers.get('retry-after')]).toEqual([503, '2'])
  expect(unlisted).toMatchObject({ body: { results: [{ code: 503 }] } })
  await reported(older, 'WK-3', 'P3')
  const ready = async (server: Server) => {
    const answer = await server.ask('/readyz', null)
    return { code: answer.status, ...((await answer.json()) as { build: string }) }
  }
  await eventually('the older build says that it is older, and is not ready', async () => (await ready(older)).code === 503)
  expect(await ready(older)).toMatchObject({ build: 'older' })
  await eventually('the newer build is ready beside it', async () => (await ready(newer)).code === 200)
  await newer.alertRaised('WK-2', 'attendance-overdue')
  expect(await oneCauseOneAlert(newer)).toBe(3)
  expect([await older.stop(), await newer.stop()]).toEqual([0, 0])
  const { code, stdout } = await run(['verify'], place.env, newest.main)
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('no difference') })
  await place.remove()
  await newerPlace.remove()
  newest.remove()
})

it('a record or a backup under other rules is opened by no command, and stays as it is', async () => {
  const databaseUrl = await createDatabase(database.server)
  const others = otherBuild('RULES_VERSION', RULES_VERSION + 1)
  const place = await createPlace(SECONDS, { databaseUrl })
  const server = await place.start()
  await reported(server, 'WK-1', 'P3')
  expect(await server.stop()).toBe(0)
  const [backup, ...folders] = ['backup', 'second', 'older'].map((name) => `${place.dataDir}-${name}`) as [string, ...string[]]
  expect((await place.run('backup', backup)).code).toBe(0)

  for (const command of [
    ['start'],
    ['verify'],
    ['export', 'WK-1'],
    ['keys', 'list'],
    ['registers', 'rebuild'],
    ['backup', String(folders[0])],
  ])
    refused(await run(command, place.env, others.main), 'record', RULES_VERSION, RULES_VERSION + 1)
  const empty = { ...place.env, DATABASE_URL: await createDatabase(database.server) }
  refused(await run(['restore', backup], empty, others.main), 'backup', RULES_VERSION, RULES_VERSION + 1)
  await verifies(place)

  // Of a backup from before there was a number.
  const manifest = join(backup, 'manifest.json')
  const { rules, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as { rules: number }
  expect(rules).toBe(RULES_VERSION)
  writeFileSync(manifest, JSON.stringify(rest))
  refused(await run(['restore', backup], empty), 'backup', 1, RULES_VERSION)
  writeFileSync(manifest, JSON.stringify({ rules, ...rest }))
  expect((await run(['restore', backup], empty)).code).toBe(0)
  expect((await run(['verify'], empty)).stdout).toContain('no difference')

  others.remove()
  await place.remove()
  for (const folder of [backup, ...folders]) rmSync(folder, { recursive: true, force: true })
})
