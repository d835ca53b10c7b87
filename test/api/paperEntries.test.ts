/**
 * A night on paper: the system was down, a handler wrote everything by hand and went home. In the morning somebody else, signed in under
 * their own name, enters it, on a real record.
 */
import { pino } from 'pino'
import { typeOf } from '../../machines/rules/events.ts'
import { createApi } from '../../src/api/createApi.ts'
import { listen } from '../../src/api/door/server.ts'
import { createMetrics } from '../../src/api/metrics.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { Caller, Keys } from '../../src/engine/reads.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Store } from '../../src/store/store.ts'
import { gradedP2, logNoted, type Posted } from '../support/happenings.ts'
import { policyWith } from '../support/incident.ts'
import { NO_REPORTS, UNLOGGED } from '../support/servedRecord.ts'
import { signedIn } from '../support/signedIn.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const HANDLER = { id: 'Alice', role: 'call-handler' }
const KEY = { force: 'warwickshire', reference: 'WK-paper' }
const PEOPLE: Readonly<Record<string, Caller>> = {
  morning: signedIn('Morgan', 'control-room'),
  other: signedIn('Olu', 'control-room'),
}

/** A session stands for its person; a key is looked up on the record. */
const withSessions = (store: Store): Keys => ({
  find: async (bearer) => PEOPLE[bearer] ?? store.find(bearer),
  expiredOn: (bearer) => store.expiredOn(bearer),
  create: (...terms) => store.create(...terms),
})

async function serve(store: Store) {
  const pinned = policyWith()
  let salts = 0
  const salt = () => (++salts).toString(16).padStart(64, '0')
  const policy = { id: pinned.policy.id, version: pinned.policy.version, hash: pinned.hash, canonical: '{}' }
  await store.pinPolicy(policy)
  const app = createApi({
    engine: createEngine({ store, policy: pinned, alarms: { ring: () => {} }, salt, failed: () => {} }),
    ...{
      reads: store,
      keys: withSessions(store),
      sessions: store.sessions,
      refusals: store,
      systemAlerts: store,
      reports: NO_REPORTS,
    },
    ...UNLOGGED,
    holidays: () => ({ coveredTo: '2027-12-31', daysLeft: 403, runningOut: false, line: null }),
    ...{ tools: {}, wording: {}, prompts: [], log: pino({ enabled: false }), listenForChanges: () => {} },
    metrics: createMetrics({ due: store, timersFiring: () => true, bankHolidayDaysLeft: () => 403 }),
    health: { role: 'api', record: async () => true, timersFiring: () => true, olderBuild: () => false, starting: () => false },
    draining: new AbortController().signal,
  })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${server.port}`
  const ask = async (as: string, path: string, init: RequestInit = {}) => {
    const answer = await fetch(url + path, { ...init, headers: { authorization: `Bearer ${as}`, ...init.headers } })
    return { code: answer.status, body: (await answer.json()) as Record<string, never> }
  }
  const post = (as: string, event: object) =>
    ask(as, '/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    })
  return { ask, post, pinned, stop: () => server.close(1_000) }
}
let served: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  served = await serve($.store)
})
afterAll(() => served.stop())

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const eventOf = ({ type, data }: Posted, time: string, id: string) => ({
  ...{ specversion: '1.0', id, source: 'urn:example:paper', type: typeOf(type), subject: KEY.reference, time },
  data: type === 'incident.reported' ? { ...data, receivedAt: time } : data,
})
const named = (event: ReturnType<typeof eventOf>, field: string, who: object) => ({
  ...event,
  data: { ...event.data, [field]: who },
})

it('is kept under the handler’s name, with who entered it, and what happens now under the name of whoever does it', async () => {
  const [report, thrive, grade] = gradedP2('20:00') as [Posted, Posted, Posted]
  const night = [
    eventOf(report, minutesAgo(480), 'p1'),
    named(eventOf(thrive, minutesAgo(478), 'p2'), 'assessor', HANDLER),
    named(eventOf(grade, minutesAgo(477), 'p3'), 'by', HANDLER),
    named(eventOf(logNoted('20:00'), minutesAgo(3), 'p4'), 'by', HANDLER),
  ]
  for (const event of night) expect(await served.post('morning', event)).toMatchObject({ code: 201 })

  // What happens now is nobody's but hers.
  const now = named(eventOf(logNoted('20:00'), minutesAgo(1), 'p5'), 'by', HANDLER)
  const refused = await served.post('morning', now)
  expect(refused).toMatchObject({ code: 422, body: { errors: [{ pointer: '/data/by/id' }] } })
  const { by: _, ...text } = now.data as { by: object }
  expect(await served.post('morning', { ...now, data: text })).toMatchObject({ code: 201 })

  // Whoever sends the night again changes nothing.
  for (const event of [...night, { ...now, data: text }])
    expect(await served.post('other', event)).toMatchObject({ code: 200, body: { status: 'duplicate' } })

  const { body } = await served.ask('morning', `/v1/incidents/${KEY.reference}/timeline?limit=500`)
  const lines = (body as unknown as { items: { type: string; id: string; actor: Caller; data: Record<string, unknown> }[] }).items
  const posted = lines.filter(({ id }) => id?.startsWith('p')).sort((a, b) => (a.id < b.id ? -1 : 1))
  const { key, role, person } = PEOPLE.morning as Caller
  const own = { key, role, person }
  const enteredBy = { id: 'Morgan', role: 'control-room' }
  expect(posted.map(({ id, actor }) => ({ id, actor }))).toEqual([
    { id: 'p1', actor: own },
    ...['p2', 'p3', 'p4'].map((id) => ({ id, actor: { ...own, enteredBy } })),
    { id: 'p5', actor: own },
  ])
  expect(posted.map(({ data }) => data.assessor ?? data.by ?? null)).toEqual([null, HANDLER, HANDLER, HANDLER, enteredBy])
  expect((await served.ask('morning', `/v1/incidents/${KEY.reference}`)).body).toMatchObject({ grades: [{ by: HANDLER }] })

  // The chain holds it, and a replay gives the same incident.
  const kept = await $.store.caseOf(KEY)
  if (kept === null) throw new Error('nothing was reported')
  expect(await replay(kept, $.store.readEntries(KEY, kept.version), served.pinned)).toMatchObject({
    replayed: true,
    differences: [],
  })
  expect((await $.store.refusals(KEY.force, KEY.reference, { limit: 5 })).items.map(({ code }) => code)).toEqual(['not-yourself'])
})

it('says of a control-room system that it names its own people', async () => {
  const system = await $.store.create('control-room', KEY.force, { vouches: true })
  const note = named(eventOf(logNoted('20:00'), minutesAgo(0), 'v1'), 'by', { id: 'anybody', role: 'call-handler' })
  expect(await served.post(system, note)).toMatchObject({ code: 201 })
  const { body } = await served.ask('morning', `/v1/incidents/${KEY.reference}/timeline?limit=500`)
  const line = (body as unknown as { items: { id: string; actor: object }[] }).items.find(({ id }) => id === 'v1')
  expect(line?.actor).toEqual({ key: expect.stringMatching(/^key-/), role: 'control-room', vouches: true })
})

it('takes no key from the instant at which it expires', async () => {
  const soon = new Date(Date.now() + 1_500).toISOString()
  const key = await $.store.create('supervisor', KEY.force, { expiresAt: soon })
  const read = () => served.ask(key, `/v1/incidents/${KEY.reference}`)
  expect(await read()).toMatchObject({ code: 200 })
  let answer = await read()
  while (answer.code === 200) answer = await read()
  expect(new Date().toISOString() >= soon).toBe(true)
  expect(answer).toMatchObject({ code: 401, body: { detail: expect.stringContaining(`This key has expired on ${soon}`) } })
})
