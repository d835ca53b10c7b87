/** An import of last night, and an incident of which very much is told, beside the incidents of tonight. */
import { setTimeout as pause } from 'node:timers/promises'
import { event, problemOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { verifies } from './holds.ts'
import { SECONDS } from './policy.ts'
import { useServer } from './served.ts'

const $ = useServer(SECONDS)
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString()
const LAST_NIGHT = { time: new Date(Date.now() - 22 * 3_600_000).toISOString() }

const graded = async (reference: string, priority = 'P2') => {
  for (const one of [event('incident.reported', reference), event('incident.graded', reference, { priority })])
    expect(await $.server.post('control-room', one)).toMatchObject({ code: 201 })
}
/** How long after its instant the breach of an incident was recorded. */
const lateness = async (reference: string) => {
  await $.server.alertRaised(reference, 'attendance-overdue')
  const line = (await $.server.timeline(reference)).find(
    ({ type, data }) => type === 'deadline.passed' && (data as { deadline?: string })?.deadline === 'attendance',
  ) as { at: string; recordedAt: string }
  return Date.parse(line.recordedAt) - Date.parse(line.at)
}
/** A second on a quiet machine; a clock that waited behind an import came up to thirty seconds late. */
const IN_TIME_MS = 8_000

it('an import of last night makes no clock late and turns no report away', async () => {
  await graded('CONTROL')
  const control = await lateness('CONTROL')
  const old = Array.from({ length: 20 }, (_, n) => `OLD-${n}`)
  await $.server.postBatch(
    'control-room',
    old.map((reference) => event('incident.reported', reference, {}, LAST_NIGHT)),
  )
  let goesOn = true
  const codes = new Map<number, number>()
  const importing = Array.from({ length: 12 }, async (_, sender) => {
    while (goesOn) {
      const notes = Array.from({ length: 1_000 }, (_, n) => event('log.noted', old[(sender + n) % 20] ?? '', {}, LAST_NIGHT))
      const { code } = await $.server.postBatch('control-room', notes)
      codes.set(code, (codes.get(code) ?? 0) + 1)
      if (code === 429) await pause(1_000)
    }
  })
  await eventually('the import is under way', async () => codes.size > 0)
  for (let second = 0; second < 5; second++) {
    await graded(`LIVE-${second}`)
    await pause(1_000)
  }
  for (let second = 0; second < 5; second++) expect((await lateness(`LIVE-${second}`)) - control).toBeLessThan(IN_TIME_MS)
  goesOn = false
  await Promise.all(importing)
  expect(codes.get(200)).toBeGreaterThan(0)
  expect([...codes.keys()].filter((code) => code !== 200 && code !== 429)).toEqual([])
}, 120_000)

it('an incident of which very much is told holds up nobody, also when all of it falls due at once', async () => {
  await graded('GIANT')
  for (const _ of [1, 2]) {
    const calls = Array.from({ length: 700 }, () => event('call.received', 'GIANT'))
    const { body } = await $.server.postBatch('control-room', calls)
    expect(new Set(body.results?.map(({ code }) => code))).toEqual(new Set([201]))
  }
  const tasks = Array.from({ length: 500 }, (_, n) => event('task.set', 'GIANT', { task: `T-${n}`, dueAt: TOMORROW }))
  const results = (await $.server.postBatch('supervisor', tasks)).body.results ?? []
  const refused = results.filter(({ code }) => code === 422)
  expect(results.filter(({ code }) => code === 201).length).toBeGreaterThan(250)
  expect(refused.length).toBeGreaterThanOrEqual(200)
  expect(new Set(refused.map((one) => problemOf(one)))).toEqual(new Set(['too-many']))
  // What is news is taken all the same, and so is what changes or ends what is open.
  expect(await $.server.post('control-room', event('call.received', 'GIANT'))).toMatchObject({ code: 201 })
  const { demands } = await $.server.incident('GIANT')
  expect(demands.find(({ reason }) => reason === 'further-call')).toMatchObject({ causeCount: 1_401 })

  const { deadlines } = await $.server.incident('GIANT')
  const answers = deadlines.filter(({ name, status }) => name === 'answer' && status === 'pending')
  await $.server.kill9()
  await pause(Math.max(...answers.map(({ dueAt }) => Date.parse(dueAt))) - Date.now())
  await $.startAgain()
  const asked = performance.now()
  expect((await $.server.ask('/healthz', null)).status).toBe(200)
  expect(performance.now() - asked).toBeLessThan(IN_TIME_MS)
  await graded('OTHER')
  expect(await lateness('OTHER')).toBeLessThan(IN_TIME_MS)
  await verifies($.place)
}, 180_000)
