/** Redis only wakes us early: wiped or away, the sweep fires what is due. */
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { describeOnGiven } from '../support/given.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { oneCauseOneAlert, verifies } from './holds.ts'
import { IN_THE_COUNTRY, SECONDS } from './policy.ts'

await describeOnGiven('without what Redis knew, every alert is raised', (given) => {
  let place: Place
  let server: Server

  beforeAll(async () => {
    place = await createPlace(SECONDS, given)
    server = await place.start()
  })
  afterAll(() => place.remove())

  const graded = async (reference: string) => {
    const report = event('incident.reported', reference, IN_THE_COUNTRY)
    const posted = [report, event('incident.graded', reference, { priority: 'P2' })]
    expect(await server.postBatch('control-room', posted)).toMatchObject({ body: { results: [{ code: 201 }, { code: 201 }] } })
  }
  /** Raised by its deadline and a safe while: the sweep comes every second, and a crowded machine is slow. */
  const raisedInTime = async (reference: string) => {
    const { alerts, deadlines } = await server.incidentIs(reference, 'is overdue', ({ state }) =>
      state.attendance.startsWith('overdue'),
    )
    const dueAt = deadlines.find(({ name }) => name === 'attendance')?.dueAt ?? ''
    const raisedAt = alerts.find(({ kind }) => kind === 'attendance-overdue')?.raisedAt ?? ''
    const lateMs = Date.parse(raisedAt) - Date.parse(dueAt)
    expect(lateMs).toBeGreaterThanOrEqual(0)
    expect(lateMs).toBeLessThan(5_000)
  }
  const timers = async () => ((await (await server.ask('/readyz', null)).json()) as { timers: string }).timers

  it('after it was wiped', async () => {
    await eventually('timers fire', async () => (await timers()) === 'firing')
    await Promise.all(['WK-1', 'WK-2', 'WK-3'].map(graded))
    await given.redis.flush()
    await Promise.all(['WK-1', 'WK-2', 'WK-3'].map(raisedInTime))
  })

  it('while it is away, and events are taken all the same', async () => {
    await given.redis.halt()
    await Promise.all(['WK-4', 'WK-5'].map(graded))
    await Promise.all(['WK-4', 'WK-5'].map(raisedInTime))
    await given.redis.restart()
  })

  it('and once it is back, with one alert for each cause', async () => {
    await eventually('timers fire', async () => (await timers()) === 'firing')
    await graded('WK-6')
    await raisedInTime('WK-6')
    expect(await oneCauseOneAlert(server)).toBe(6)
    expect(await server.stop()).toBe(0)
    await verifies(place)
  })
})
