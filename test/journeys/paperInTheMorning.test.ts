/**
 * A night on paper: the system was down, a handler and an officer wrote everything by hand and went home. In the morning other people,
 * signed in under their own names, enter it: the record has whose work it was and who entered it, and nobody is their own second person.
 */
import type { EventName } from '../../machines/rules/events.ts'
import { actingFieldOf } from '../../machines/rules/whoActs.ts'
import type { ListedRefusal } from '../../src/engine/reads.ts'
import { event, type Fields } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { useProvider } from '../support/signIn.ts'
import { verifies } from './holds.ts'
import { useServer } from './served.ts'

const POLICY = policyText({
  id: 'paper',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT24H, repeatEvery: PT24H }'],
})

const desk = useProvider()
const $ = useServer(POLICY, desk.environment)
const NIGHT = 'WK-PAPER'
const ALICE = { id: 'Alice', role: 'call-handler' }
const OZ = { id: 'PC Oz', role: 'response officer' }
const morgan = desk.person($, 'Morgan', 'control-room')
const olu = desk.person($, 'Olu', 'control-room')
const sam = desk.person($, 'Sam', 'supervisor')
const ray = desk.person($, 'Ray', 'supervisor')

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
/** @param who acted; left out, it is whoever signed in. */
function entry(name: EventName, id: string, minutes: number, who?: object, data: Fields = {}): Fields {
  const field = actingFieldOf(name)
  const acting = field === null ? {} : { [field]: who }
  return event(name, NIGHT, { approvedBy: undefined, ...data, ...acting }, { id, time: minutesAgo(minutes) })
}
const linesOf = async () => (await $.server.timeline(NIGHT)).filter(({ id }) => /^p\d/.test(id ?? ''))

it('is kept under the handler’s name, with who entered it, and what happens now under the name of whoever does it', async () => {
  const night = [
    entry('incident.reported', 'p1', 480),
    entry('thrive.assessed', 'p2', 478, ALICE),
    entry('incident.graded', 'p3', 477, ALICE, { priority: 'P2' }),
    entry('log.noted', 'p4', 3, ALICE),
  ]
  for (const one of night) expect(await morgan.post(one)).toMatchObject({ code: 201 })

  // What happens now is nobody's but hers.
  const now = minutesAgo(1)
  expect(await morgan.post({ ...entry('log.noted', 'p5', 1, ALICE), time: now })).toMatchObject({
    code: 422,
    problem: 'not-yourself',
    body: { errors: [{ pointer: '/data/by/id' }] },
  })
  const own = { ...entry('log.noted', 'p5', 1), time: now }
  expect(await morgan.post(own)).toMatchObject({ code: 201 })

  // Whoever sends the night again changes nothing.
  for (const one of [...night, own]) expect(await olu.post(one)).toMatchObject({ code: 200, body: { status: 'duplicate' } })

  const enteredBy = { id: 'Morgan', role: 'control-room' }
  const lines = (await linesOf()).map(({ id, actor, data }) => {
    const { assessor, by } = data as { readonly assessor?: object; readonly by?: object }
    return [id, actor?.person, actor?.enteredBy, assessor ?? by]
  })
  expect(lines).toEqual([
    ['p1', morgan.person, undefined, undefined],
    ['p2', morgan.person, enteredBy, ALICE],
    ['p3', morgan.person, enteredBy, ALICE],
    ['p4', morgan.person, enteredBy, ALICE],
    ['p5', morgan.person, undefined, enteredBy],
  ])
  expect(await $.server.incident(NIGHT)).toMatchObject({ grades: [{ by: ALICE }] })
})

it('is reviewed by neither who entered the assessment, nor under another’s name, however late', async () => {
  for (const one of [entry('unit.arrived', 'arrived', 440, OZ), entry('dash.submitted', 'p6', 420, OZ)])
    expect(await sam.post(one)).toMatchObject({ code: 201 })
  const review = (id: string, minutes: number, reviewer?: object) =>
    entry('dash.reviewed', id, minutes, reviewer, { decision: 'accepted' })
  expect(await sam.post(review('p7', 0))).toMatchObject({
    code: 422,
    problem: 'invalid-event',
    body: { errors: [{ pointer: '/data/reviewer/id', detail: 'whoever wrote or entered a DASH does not review it' }] },
  })
  const rita = { id: 'Rita', role: 'supervisor' }
  for (const minutes of [0, 400])
    expect(await ray.post(review('p7', minutes, rita))).toMatchObject({
      code: 422,
      problem: 'not-yourself',
      body: { errors: [{ pointer: '/data/reviewer/id' }] },
    })
  expect(await ray.post(review('p7', 0))).toMatchObject({ code: 201 })

  const [submitted, reviewed] = (await linesOf()).slice(-2)
  expect(submitted).toMatchObject({ id: 'p6', actor: { person: sam.person, enteredBy: { id: 'Sam', role: 'supervisor' } } })
  expect(reviewed).toMatchObject({
    id: 'p7',
    data: { reviewer: { id: 'Ray', role: 'supervisor' } },
    actor: { person: ray.person },
  })
  expect(reviewed?.actor).not.toHaveProperty('enteredBy')
})

it('keeps what was refused, and verifies', async () => {
  const { body } = await sam.get<{ items: readonly ListedRefusal[] }>(`/v1/refusals?incident=${NIGHT}`)
  expect(body.items.map(({ code }) => code)).toEqual(['not-yourself', 'not-yourself', 'invalid-event', 'not-yourself'])
  await $.server.stop()
  await verifies($.place)
})
