/**
 * A restricted incident and a supervisor who is not named for it: what is asked of it reaches them, its content does not. They open it
 * with a reason, the next rank is told, the log has it, and another person ends the alert.
 */

import type { accessItem } from '../../src/engine/answers/access.ts'
import type { Answer as Shape } from '../../src/engine/answers/shapes.ts'
import type { AlertItem, TimelineItem } from '../../src/engine/views/views.ts'
import { event } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { useProvider } from '../support/signIn.ts'
import { verifies } from './holds.ts'
import { useServer } from './served.ts'

const POLICY = policyText({
  id: 'restricted',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
  escalation: ['supervisor', 'force-incident-manager'],
})

const desk = useProvider()
const $ = useServer(POLICY, desk.environment)
const R = '/v1/incidents/COLLEAGUE'
const fay = desk.person($, 'Fay', 'force-incident-manager')
const jane = desk.person($, 'Jane', 'supervisor')
const joe = desk.person($, 'Joe', 'supervisor')

interface Listed<Item> {
  readonly items: readonly Item[]
}
const REASON = 'Her child is missing – nobody else is here.'
const glass = { 'x-break-glass': encodeURIComponent(REASON) }
const why = { 'x-reason': 'Review of the risk' }
const alerts = async (): Promise<readonly AlertItem[]> =>
  (await joe.get<Listed<AlertItem>>('/v1/alerts?incident=COLLEAGUE&kind=break-glass')).body.items

it('shows it to whoever is named and says why, and to nobody else', async () => {
  const reported = event('incident.reported', 'COLLEAGUE', { narrative: 'A colleague hit her.' })
  expect(await $.server.post('control-room', reported)).toMatchObject({ code: 201 })
  const restriction = event('incident.restricted', 'COLLEAGUE', { by: undefined, people: ['jane'], reason: 'A colleague.' })
  expect(await fay.post(restriction)).toMatchObject({ code: 201 })
  expect(await joe.get(R)).toMatchObject({ code: 403, body: { type: expect.stringMatching(/restricted$/) } })
  expect((await $.server.ask(R)).status).toBe(403)
  expect(await jane.get(R)).toMatchObject({ code: 422, body: { type: expect.stringMatching(/reason-required$/) } })
  expect(await jane.get(R, why)).toMatchObject({ code: 200, body: { incident: 'COLLEAGUE' } })
  // It is no secret that it exists.
  const { body } = await joe.get<Listed<{ incident: string; restricted?: true }>>('/v1/incidents')
  expect(body.items).toMatchObject([{ incident: 'COLLEAGUE', restricted: true }])
  expect(await alerts()).toEqual([])
})

it('opens it to a supervisor who says why, and tells the next rank once', async () => {
  for (const path of [R, `${R}/timeline`]) expect(await joe.get(path, glass)).toMatchObject({ code: 200 })
  expect(await joe.get(R)).toMatchObject({ code: 403 })
  expect(await alerts()).toMatchObject([{ audience: 'force-incident-manager', status: 'open', restricted: true }])
  const { body } = await jane.get<Listed<TimelineItem>>(`${R}/timeline?limit=500`, why)
  expect(body.items.filter(({ type }) => type === 'glass.broken')).toMatchObject([
    { data: { by: { id: 'Joe', role: 'supervisor' }, reason: REASON }, actor: { role: 'supervisor', person: joe.person } },
  ])
})

it('has in the access log who opened it, who was refused and who said why', async () => {
  const { items } = await $.server.get<Listed<Shape<typeof accessItem>>>('/v1/access-log?incident=COLLEAGUE&limit=500', 'auditor')
  const lines = items
    .filter(({ route }) => route === '/v1/incidents/:ref')
    .map(({ person, status, code, reason, brokenGlass, disclosed }) => [
      person ?? 'a key',
      { status, ...(code && { code }), ...(reason && { reason }), ...(brokenGlass && { brokenGlass }), told: disclosed.length },
    ])
  const refused = { status: 403, code: 'restricted', told: 0 }
  expect(lines).toHaveLength(6)
  for (const line of [
    [joe.person, refused],
    ['a key', refused],
    [jane.person, { status: 422, code: 'reason-required', told: 0 }],
    [jane.person, { status: 200, reason: 'Review of the risk', told: 1 }],
    [joe.person, { status: 200, brokenGlass: REASON, told: 1 }],
  ])
    expect(lines).toContainEqual(line)
})

it('ends by the dismissal of another person, and verifies', async () => {
  const [alert] = await alerts()
  const path = `/v1/alerts/${alert?.id}/dismiss`
  expect(await joe.send(path, { reason: 'It was me.' })).toMatchObject({ code: 422, problem: 'invalid-event' })
  expect(await fay.send(path, { reason: 'She was right to.' })).toMatchObject({ code: 200, body: { status: 'resolved' } })
  expect(await alerts()).toMatchObject([{ status: 'resolved' }])
  await $.server.stop()
  await verifies($.place)
})
