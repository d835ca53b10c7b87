/** The database's clock is an hour ahead for some seconds: it is said, nothing is early, and nothing is wrong for good. */
import type { AlertItem } from '../../src/engine/views/views.ts'
import { event } from '../support/client.ts'
import { createDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { createClockwork } from '../torture/clockwork.ts'
import { verifies } from './holds.ts'
import { SECONDS } from './policy.ts'

/** Above what a crowded machine takes to answer, far below the hour. */
const NEAR_MS = 5 * 60_000
const HALF_AN_HOUR = SECONDS.replaceAll('PT2S', 'PT30M')

const clockwork = await createClockwork()
if ('skipped' in clockwork) {
  describe.skip(`the clock jumps (skipped: ${clockwork.skipped})`, () => it('is not tried', () => {}))
} else {
  describe('a database clock that jumps an hour ahead', () => {
    let postgres: TestPostgres
    let place: Place
    let before: Server
    let during: Server
    beforeAll(async () => {
      postgres = await startPostgres({ env: clockwork.env })
      place = await createPlace(HALF_AN_HOUR, { databaseUrl: await createDatabase(postgres) })
      before = await place.start()
    })
    afterAll(async () => {
      await place.remove()
      await postgres.stop()
      clockwork.remove()
    })

    const graded = async (server: Server, reference: string) => {
      const posted = [event('incident.reported', reference), event('incident.graded', reference, { priority: 'P2' })]
      expect(await server.postBatch('control-room', posted)).toMatchObject({
        body: { results: [{ code: 201 }, { code: 201 }] },
      })
    }
    const aheadAlert = async (server: Server) =>
      (await server.list<AlertItem>('/v1/alerts')).findLast(({ kind }) => kind === 'clock-ahead')
    const metric = async (server: Server, name: string) =>
      Number(new RegExp(`^${name} (.+)$`, 'm').exec(await (await server.ask('/metrics', null)).text())?.[1])
    /** A clock of a second runs out: nothing waits either. */
    const firesInTime = async (server: Server, reference: string) => {
      const posted = [event('incident.reported', reference), event('incident.graded', reference, { priority: 'P1' })]
      await server.postBatch('control-room', posted)
      const { raisedAt } = await server.alertRaised(reference, 'attendance-overdue')
      expect(Math.abs(Date.parse(raisedAt) - Date.now())).toBeLessThan(NEAR_MS)
    }
    /** Recorded now, waiting for its half hour. */
    const isOfNow = async (server: Server, reference: string) => {
      const lines = await server.timeline(reference)
      for (const line of lines.filter((item) => 'recordedAt' in item))
        expect(Math.abs(Date.parse(String(line.recordedAt)) - Date.now())).toBeLessThan(NEAR_MS)
      const { deadlines } = await server.incident(reference)
      expect(deadlines.find(({ name }) => name === 'attendance')).toMatchObject({ status: 'pending' })
    }

    it('is an alert with the seconds, a line of the log and a metric, and nothing is early or recorded ahead', async () => {
      await graded(before, 'BEFORE')
      clockwork.setTo(1)
      await graded(before, 'DURING')
      const alert = await eventually('the alert is raised', () => aheadAlert(before), before.said)
      expect(alert).toMatchObject({ incident: '', severity: 'critical', audience: 'supervisor', status: 'open' })
      expect(Math.abs((alert.seconds ?? 0) - 3_600)).toBeLessThan(60)
      expect(Math.abs(Date.parse(alert.raisedAt) - Date.now())).toBeLessThan(NEAR_MS)
      expect(Math.abs((await metric(before, 'reassess_clock_ahead_seconds')) - 3_600)).toBeLessThan(60)
      expect(before.said()).toMatch(/"level":"warn".*"seconds":3\d\d\d,.*clock jumped ahead/)
      for (const reference of ['BEFORE', 'DURING']) await isOfNow(before, reference)
      await firesInTime(before, 'URGENT')
    })

    it('is seen by a process that starts meanwhile', async () => {
      during = await place.start()
      await graded(during, 'STARTED-DURING')
      await isOfNow(during, 'STARTED-DURING')
    })

    it('that is put right: the alert ends, and the record goes on as if nothing had been', async () => {
      clockwork.setTo(0)
      await eventually('the alert is resolved', async () => (await aheadAlert(before))?.status === 'resolved', before.said)
      for (const server of [before, during]) {
        const reference = server === before ? 'AFTER' : 'AFTER-TOO'
        await graded(server, reference)
        await isOfNow(server, reference)
        const ahead = event('log.noted', reference, {}, { time: new Date(Date.now() + 50 * 60_000).toISOString() })
        expect(await server.post('control-room', ahead)).toMatchObject({ code: 422, problem: 'invalid-event' })
        expect(await metric(server, 'reassess_clock_ahead_seconds')).toBe(0)
      }
      await firesInTime(before, 'URGENT-AFTER')
      await eventually('the queue fires too', async () => (await before.ask('/readyz', null)).status === 200, before.said)
      expect(await before.stop()).toBe(0)
      const again = await place.start()
      for (const reference of ['BEFORE', 'DURING', 'STARTED-DURING', 'AFTER']) await isOfNow(again, reference)
      for (const server of [during, again]) expect(await server.stop()).toBe(0)
      await verifies(place)
    })
  })
}
