/** The access log through a crash: whoever got an answer is in it, once, whatever was killed on the way. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { event } from '../support/client.ts'
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
  expect((await server.post('control-room', event('incident.reported', 'WK-1'))).code).toBe(201)
})
afterAll(() => place.remove())

interface Line {
  readonly request: string
  readonly writer: string
  readonly number: number
}
const logged = async (): Promise<Map<string, number>> => {
  const lines = await server.list<Line>('/v1/access-log', 'auditor')
  const counts = new Map<string, number>()
  for (const { request } of lines) counts.set(request, (counts.get(request) ?? 0) + 1)
  return counts
}
const spooled = () => {
  const folder = join(place.dataDir, 'access')
  return existsSync(folder) ? readdirSync(folder) : []
}

/** Reads on several connections until the server is gone. @returns the ids of the answers that came whole. */
function readers(count: number) {
  const answered: string[] = []
  let reading = true
  const each = async () => {
    while (reading) {
      const id = await server
        .ask('/v1/incidents/WK-1/timeline')
        .then(async (answer) => {
          await answer.text()
          return answer.headers.get('x-request-id')
        })
        .catch(() => null)
      if (id === null) return
      answered.push(id)
    }
  }
  const all = Array.from({ length: count }, each)
  return {
    answered,
    stop: async () => {
      reading = false
      await Promise.all(all)
    },
  }
}

/** Each is in the log once. */
async function areLogged(answered: readonly string[]): Promise<void> {
  const counts = await logged()
  expect(answered.filter((id) => counts.get(id) !== 1)).toEqual([])
}

it('has every read that was answered before kill -9', async () => {
  const { answered, stop } = readers(6)
  await eventually('many are answered', async () => answered.length > 100)
  await server.kill9()
  await stop()
  server = await place.start()
  await areLogged(answered)
})

it('has those whose line went to the spool, also when the process is killed before they are brought in', async () => {
  const other = new pg.Client({ connectionString: database.url })
  await other.connect()
  await other.query('begin; lock table reassess.access_log in share mode')
  const { answered, stop } = readers(4)
  await eventually('some are answered from the spool', async () => answered.length > 20)
  expect(spooled().length).toBeGreaterThan(0)
  await server.kill9()
  await stop()
  await other.query('rollback')
  await other.end()
  server = await place.start()
  await eventually('the spool is empty', async () => spooled().length === 0)
  await areLogged(answered)
})

it('spools while the database is stopped, and brings in each line once when it is back', async () => {
  // Its key is believed for some seconds more.
  await server.incident('WK-1')
  await database.server.kill()
  const asked = await Promise.all(Array.from({ length: 5 }, () => server.ask('/v1/incidents/WK-1')))
  // The record cannot be read: that is logged as it was answered.
  const refused = asked.filter(({ status }) => status === 503).map((answer) => answer.headers.get('x-request-id') ?? '')
  expect(refused.length).toBeGreaterThan(0)
  expect(spooled().length).toBeGreaterThan(0)
  await database.server.start()
  await eventually('the spool is empty', async () => spooled().length === 0)
  await areLogged(refused)
})

it('verifies afterwards', async () => {
  await eventually('the queue fires again', async () => (await server.ask('/readyz', null)).ok)
  expect(await server.stop()).toBe(0)
  await verifies(place)
})
