/**
 * A session is left open with one incident's row locked. That incident alone waits: it is named, and told after 15 s. The clocks
 * and reports of the others go on as ever.
 */
import pg from 'pg'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { event, problemOf } from '../support/client.ts'
import { useDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { verifies } from './holds.ts'
import { SECONDS } from './policy.ts'

const database = useDatabase()
let place: Place
let server: Server
beforeAll(async () => {
  place = await createPlace(SECONDS, { databaseUrl: database.url })
  server = await place.start()
})
afterAll(() => place?.remove())

/** A second on a quiet machine; a statement that waits for the row takes ten, each time. */
const HELD_MS = 8_000

const graded = async (reference: string) => {
  const posted = [event('incident.reported', reference), event('incident.graded', reference, { priority: 'P2' })]
  expect(await server.postBatch('control-room', posted)).toMatchObject({ body: { results: [{ code: 201 }, { code: 201 }] } })
}
const note = (reference: string) => event('log.noted', reference)
/** How long after its instant the breach of an incident was recorded. */
const lateness = async (reference: string) => {
  await server.alertRaised(reference, 'attendance-overdue')
  const line = (await server.timeline(reference)).find(
    ({ type, data }) => type === 'deadline.passed' && (data as { deadline?: string })?.deadline === 'attendance',
  ) as { at: string; recordedAt: string }
  return Date.parse(line.recordedAt) - Date.parse(line.at)
}
const unfireable = async () => (await server.list<AlertItem>('/v1/alerts')).filter(({ kind }) => kind === 'timer-unfireable')

it('holds up nobody, is named with who holds it, is told after 15 s, and ends when the clock fires', async () => {
  await graded('CONTROL')
  const before = await lateness('CONTROL')

  await graded('LOCKED')
  const session = new pg.Client({ connectionString: database.url, application_name: 'psql' })
  session.on('error', () => {})
  await session.connect()
  await session.query('begin')
  const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid')
  await session.query(`select from reassess.cases where reference = 'LOCKED' for update`)

  for (const round of [1, 2, 3]) {
    await graded(`FREE-${round}`)
    const began = performance.now()
    const alone = await server.ask('/readyz', null)
    expect([alone.status, ((await alone.json()) as { record: string }).record]).toEqual([200, 'writable'])
    const answers = await Promise.all([
      server.post('control-room', note('LOCKED')),
      server.post('control-room', note(`FREE-${round}`)),
      server.postBatch('control-room', [note('LOCKED'), note(`FREE-${round}`), note('CONTROL')]),
    ])
    expect(answers[0]).toMatchObject({ code: 503, problem: 'record-unavailable' })
    expect(answers[1]).toMatchObject({ code: 201 })
    const results = answers[2].body.results ?? []
    expect(results.map(({ code }) => code)).toEqual([503, 201, 201])
    expect(problemOf(results[0] ?? {})).toBe('record-unavailable')
    expect(performance.now() - began).toBeLessThan(HELD_MS)
    expect((await lateness(`FREE-${round}`)) - before).toBeLessThan(HELD_MS)
  }
  const [told] = await eventually('it is told', async () => {
    const alerts = await unfireable()
    return alerts.length > 0 && alerts
  })
  expect(told).toMatchObject({ incident: 'LOCKED', severity: 'high', audience: 'supervisor', status: 'open' })
  const line = server
    .said()
    .split('\n')
    .find((text) => text.includes('a timer could not be fired'))
  expect(JSON.parse(line ?? '{}')).toMatchObject({
    incident: 'LOCKED',
    holder: expect.stringContaining(`process ${rows[0]?.pid} (`),
  })
  const metrics = await (await server.ask('/metrics', null)).text()
  expect(metrics).toMatch(/^reassess_timers_failed [1-9]/m)
  expect(metrics).toMatch(/^reassess_timers_put_off_total\{why="held"\} [1-9]/m)

  await session.end()
  await server.alertRaised('LOCKED', 'attendance-overdue')
  await eventually('it is over', async () => (await unfireable())[0]?.status === 'resolved')
  expect(await unfireable()).toHaveLength(1)
  expect((await server.post('control-room', note('LOCKED'))).code).toBe(201)
  expect(await server.stop()).toBe(0)
  await verifies(place)
}, 120_000)
