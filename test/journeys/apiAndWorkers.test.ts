/** One api and two workers on one database and one Redis: each answers for its own role, and a timer set through the api fires once. */
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { describeOnGiven } from '../support/given.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { oneCauseOneAlert, verifies } from './holds.ts'
import { SECONDS } from './policy.ts'

await describeOnGiven('one api and two workers', (given) => {
  let place: Place
  let api: Server
  let workers: Server[]

  beforeAll(async () => {
    place = await createPlace(SECONDS, given)
    const roles = ['api', 'worker', 'worker']
    const [first, ...others] = await Promise.all(roles.map((ROLE) => place.start({ ROLE })))
    api = first as Server
    workers = others
  })
  afterAll(() => place.remove())

  const ready = async (server: Server) => {
    const answer = await server.ask('/readyz', null)
    return { code: answer.status, ...((await answer.json()) as { role: string; record: string; timers: string }) }
  }
  const isReady = (server: Server) => eventually('it is ready', async () => (await ready(server)).code === 200)
  const graded = async (reference: string) => {
    const posted = [event('incident.reported', reference), event('incident.graded', reference, { priority: 'P2' })]
    expect(await api.postBatch('control-room', posted)).toMatchObject({ body: { results: [{ code: 201 }, { code: 201 }] } })
  }
  const fired = async (server: Server, by: 'queue' | 'sweep') => {
    const text = await (await server.ask('/metrics', null)).text()
    return Number(new RegExp(`^reassess_timer_lateness_seconds_count\\{by="${by}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
  }

  it('each say that they are ready, for their own role', async () => {
    await Promise.all([api, ...workers].map(isReady))
    // Its own work is to write; that timers fire it hears from the workers.
    await eventually('the api says that timers fire', async () => (await ready(api)).timers === 'firing')
    expect(await ready(api)).toMatchObject({ role: 'api', record: 'writable' })
    for (const worker of workers) expect(await ready(worker)).toMatchObject({ role: 'worker', timers: 'firing' })
  })

  it('have each their own doors: a worker serves how it is, and nothing of the record', async () => {
    const [worker] = workers as [Server]
    expect((await worker.ask('/healthz', null)).status).toBe(200)
    expect((await worker.ask('/v1/incidents')).status).toBe(404)
    expect((await worker.post('control-room', event('incident.reported', 'WK-0'))).code).toBe(404)
    expect((await api.ask('/v1/incidents')).status).toBe(200)
  })

  it('fire each timer once between them, and the workers are the ones that the queue rings', async () => {
    const references = Array.from({ length: 30 }, (_, index) => `WK-${index + 1}`)
    await Promise.all(references.map(graded))
    for (const reference of references) await api.alertRaised(reference, 'attendance-overdue')
    expect(await oneCauseOneAlert(api)).toBe(30)
    expect(await fired(api, 'queue')).toBe(0)
    const counts = await Promise.all([api, ...workers].flatMap((server) => [fired(server, 'queue'), fired(server, 'sweep')]))
    // A warning and a breach each, and not one of them counted by two processes; where both were late, one wake-up fired both.
    const wakeUps = counts.reduce((sum, count) => sum + count)
    expect(wakeUps).toBeGreaterThanOrEqual(30)
    expect(wakeUps).toBeLessThanOrEqual(60)
    for (const reference of references) {
      const lines = await api.timeline(reference)
      expect(lines.filter(({ type }) => type === 'deadline.passed').length).toBeGreaterThanOrEqual(2)
      expect(new Set(lines.map(({ data }) => JSON.stringify(data))).size).toBe(lines.length)
    }
    expect(Math.max(...(await Promise.all(workers.map((worker) => fired(worker, 'queue')))))).toBeGreaterThan(0)
  })

  it('go on when a worker is killed and when no worker is left', async () => {
    const [first, second] = workers as [Server, Server]
    await graded('WK-31')
    await first.kill9()
    await api.alertRaised('WK-31', 'attendance-overdue')
    expect(await second.stop()).toBe(0)
    await graded('WK-32')
    // The sweep of the api is what is left.
    await api.alertRaised('WK-32', 'attendance-overdue')
    await eventually('the api says that no worker fires', async () => (await ready(api)).timers === 'stalled')
    expect(await ready(api)).toMatchObject({ code: 200, record: 'writable' })
    workers = [await place.start({ ROLE: 'worker' })]
    await eventually('the api says that timers fire', async () => (await ready(api)).timers === 'firing')
    expect(await oneCauseOneAlert(api)).toBe(32)
  })

  it('stop one by one, and the record proves itself', async () => {
    for (const server of [api, ...workers]) expect(await server.stop()).toBe(0)
    await verifies(place)
  })
})
