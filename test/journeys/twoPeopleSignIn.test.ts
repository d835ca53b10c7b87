/**
 * One night with two people who sign in at their force's provider: what a supervisor asks for after the breach moves nothing until the
 * other one decides, and nobody else does: not the supervisor, and not whoever holds a key.
 */
import type { ApprovalItem } from '../../src/engine/reads.ts'
import type { TimelineItem } from '../../src/engine/views/views.ts'
import { type Answer, event, type Fields } from '../support/client.ts'
import { useProvider } from '../support/signIn.ts'
import { oneCauseOneAlert, verifies } from './holds.ts'
import { useServer } from './served.ts'
import { gradedP1, lapses, twoPeoplePolicy } from './twoPeople.ts'

/** Late three seconds after the report. */
const POLICY = twoPeoplePolicy('two-sign-in', 'attendWithin: { urban: PT3S, rural: PT3S }')

const desk = useProvider()
const $ = useServer(POLICY, desk.environment)
const ann = desk.person($, 'Ann Field', 'supervisor')
const fay = desk.person($, 'Fay Ward', 'force-incident-manager')

/** Nobody writes who they are: the session says it. */
const lowering = (reference: string): Fields =>
  event('incident.graded', reference, { priority: 'P2', by: undefined, approvedBy: undefined })
const decision = (asked: Answer, reference: string, said: object): Fields =>
  event('approval.given', reference, { approval: asked.body.approval, by: undefined, reason: undefined, ...said })
const linesOf = async (reference: string, types: readonly string[]): Promise<readonly TimelineItem[]> =>
  (await $.server.timeline(reference)).filter(({ type }) => types.includes(type))

it('is decided by the other person, or by nobody', async () => {
  for (const reference of ['LAPSES', 'DECIDED']) await gradedP1($.server, reference, 'attendance-overdue')
  const forgotten = await ann.post(lowering('LAPSES'))
  expect(forgotten).toMatchObject({ code: 202, body: { status: 'pending' } })

  // Asked, and refused by the other.
  const first = await ann.post(lowering('DECIDED'))
  expect(first).toMatchObject({ code: 202, body: { status: 'pending' } })
  const approve = decision(first, 'DECIDED', { decision: 'approved' })
  expect(await ann.post(approve)).toMatchObject({ code: 422, problem: 'downgrade-not-approved' })
  const byKey = { ...approve, data: { ...(approve.data as object), by: { id: 'fim-9', role: 'force-incident-manager' } } }
  expect(await $.server.post('force-incident-manager', byKey)).toMatchObject({ code: 403, problem: 'forbidden' })
  const refusal = decision(first, 'DECIDED', { decision: 'refused', reason: 'Nobody has rung her.' })
  expect(await fay.post(refusal)).toMatchObject({ code: 201 })
  expect(await $.server.incident('DECIDED')).toMatchObject({ priority: 'P1', approvals: [] })

  // Asked again, and given.
  const again = lowering('DECIDED')
  const second = await ann.post(again)
  expect(second).toMatchObject({ code: 202, body: { status: 'pending' } })
  expect(await fay.post(decision(second, 'DECIDED', { decision: 'approved' }))).toMatchObject({ code: 201 })
  expect(await $.server.incident('DECIDED')).toMatchObject({ priority: 'P2', approvals: [] })
  expect(await ann.post(again)).toMatchObject({ code: 200, body: { status: 'duplicate', became: 'approved' } })
  const tooLate = decision(second, 'DECIDED', { decision: 'refused', reason: 'On second thoughts.' })
  expect(await fay.post(tooLate)).toMatchObject({ code: 409, problem: 'not-accepted-now' })

  // Nobody decides.
  await lapses($.server, 'LAPSES')
  const { body } = await fay.get<{ items: readonly ApprovalItem[] }>('/v1/approvals?status=decided')
  expect(body.items.map(({ incident, status }) => `${incident} ${status}`).sort()).toEqual([
    'DECIDED approved',
    'DECIDED refused',
    'LAPSES lapsed',
  ])
})

it('names on each line who did it, by issuer and subject', async () => {
  const actors = (await linesOf('DECIDED', ['approval.asked', 'approval.given'])).map(({ type, actor }) => [
    type,
    actor?.role,
    actor?.person,
  ])
  const asked = ['approval.asked', 'supervisor', ann.person]
  const given = ['approval.given', 'force-incident-manager', fay.person]
  expect(actors).toEqual([asked, given, asked, given])
  const lowered = (await linesOf('DECIDED', ['incident.graded'])).at(-1)
  expect(lowered?.data).toMatchObject({
    priority: 'P2',
    by: { id: 'Ann Field', role: 'supervisor' },
    approvedBy: { id: 'Fay Ward', role: 'force-incident-manager' },
  })
})

it('has one alert for each cause, and verifies', async () => {
  expect(await oneCauseOneAlert($.server)).toBe(2)
  await $.server.stop()
  await verifies($.place)
})
