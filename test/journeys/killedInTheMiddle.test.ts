/** `kill -9` in the middle: what was acknowledged is there, what fell due meanwhile fires once, and nobody is woken up twice. */
import { setTimeout as pause } from 'node:timers/promises'
import { event } from '../support/client.ts'
import { createPlace, killDatabase, type Place, type Server } from '../support/server.ts'
import { lapsesOf, oneCauseOneAlert, verifies } from './holds.ts'
import { IN_THE_COUNTRY, SECONDS } from './policy.ts'

let place: Place
let server: Server

beforeEach(async () => {
  place = await createPlace(SECONDS, { madeBefore: true })
  server = await place.start()
})
afterEach(() => place.remove())

const accepted = async (...posted: Parameters<Server['post']>) => {
  const answer = await server.post(...posted)
  expect(answer.code).toBe(201)
  return answer.body
}
/** @returns when somebody has to be there. */
const graded = async (reference: string, priority: string): Promise<number> => {
  const report = event('incident.reported', reference, IN_THE_COUNTRY)
  const posted = [report, event('thrive.assessed', reference), event('incident.graded', reference, { priority })]
  // In one request: on a crowded machine a few seconds are soon over.
  const { body } = await server.postBatch('control-room', posted)
  expect(body.results?.map(({ code }) => code)).toEqual([201, 201, 201])
  return Date.parse(body.results?.at(-1)?.deadlines?.find(({ name }) => name === 'attendance')?.dueAt ?? '')
}
const down = { 'the process': async () => {}, 'the process and its database': async () => killDatabase(place.dataDir) }

describe.each(Object.entries(down))('%s killed with -9', (_, alsoKill) => {
  it('fires what fell due in the outage once, and goes no further than one level in each answer time', async () => {
    const late = Math.max(...(await Promise.all([graded('WK-1', 'P1'), graded('WK-2', 'P2')])))
    await server.kill9()
    await alsoKill()
    expect(Date.now()).toBeLessThan(late)
    // The outage: both waits become breaches, and P1 could have reached the top level in it.
    await pause(late + 3_000 - Date.now())
    const before = Date.now()
    server = await place.start()
    for (const reference of ['WK-1', 'WK-2']) await server.alertRaised(reference, 'attendance-overdue')

    const lines = await server.timeline('WK-1')
    const [breach] = lapsesOf(lines, 'attendance')
    expect(lapsesOf(lines, 'attendance')).toHaveLength(1)
    // It happened when it fell due and was learnt of when the system was back; nobody could answer before that.
    expect(Date.parse(breach?.at ?? '')).toBeLessThan(before)
    expect(Date.parse(breach?.recordedAt ?? '')).toBeGreaterThanOrEqual(before)
    const [demand] = (await server.incident('WK-1')).demands
    expect(demand?.raisedAt).toBe(breach?.recordedAt)

    await server.incidentIs('WK-1', 'has reached the top level', ({ demands }) => demands[0]?.level === 3)
    const learnt = lapsesOf(await server.timeline('WK-1'), 'answer').map(({ recordedAt }) => Date.parse(recordedAt))
    const rungs = [Date.parse(breach?.recordedAt ?? ''), ...learnt]
    for (const [index, at] of rungs.entries()) if (index > 0) expect(at - (rungs[index - 1] ?? 0)).toBeGreaterThanOrEqual(1_000)

    for (const reference of ['WK-1', 'WK-2']) await accepted('officer', event('unit.arrived', reference))
    expect(await oneCauseOneAlert(server)).toBe(2)
    expect(await server.stop()).toBe(0)
    await verifies(place)
  })

  it('has kept every event that was acknowledged while they were being posted', async () => {
    await graded('WK-1', 'P3')
    const acknowledged = new Map<string, unknown>()
    let posting = true
    const post = async (sender: number) => {
      for (let number = 1; posting; number++) {
        const note = event('log.noted', 'WK-1', { text: `${sender}/${number}` })
        // This event was cut off in the middle and is in doubt: it is sent again below.
        const answer = await server.post('control-room', note).catch(() => null)
        if (answer === null) return note
        expect(answer.code).toBe(201)
        acknowledged.set(String(note.id), note)
      }
      return null
    }
    const senders = Array.from({ length: 8 }, (_, sender) => post(sender))
    await server.incidentIs('WK-1', 'has many notes', ({ version }) => version > 100)
    await server.kill9()
    await alsoKill()
    posting = false
    const inDoubt = (await Promise.all(senders)).filter((note) => note !== null)

    server = await place.start()
    const kept = new Set((await server.timeline('WK-1')).map(({ id }) => id))
    expect([...acknowledged.keys()].filter((id) => !kept.has(id))).toEqual([])
    // Sent again, each is either taken or known; never twice.
    for (const note of inDoubt) expect((await server.post('control-room', note)).code).toBe(kept.has(String(note.id)) ? 200 : 201)
    const notes = (await server.timeline('WK-1')).filter(({ type }) => type === 'log.noted')
    expect(notes).toHaveLength(acknowledged.size + inDoubt.length)
    expect(await oneCauseOneAlert(server)).toBe(1)
    expect(await server.stop()).toBe(0)
    await verifies(place)
  }, 180_000)
})
