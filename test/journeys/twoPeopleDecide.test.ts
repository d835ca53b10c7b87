/**
 * One night with two supervisors, from the outside: what one of them asks for moves nothing. The other gives it, refuses it, or
 * nobody decides and it lapses.
 */
import type { ApprovalItem } from '../../src/engine/reads.ts'
import { type Answer, event, type Fields } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { oneCauseOneAlert, verifies } from './holds.ts'
import { useServer } from './served.ts'

/** The warning comes two seconds after the report; each rank has ten seconds for a decision. */
const POLICY = policyText({
  id: 'two-people',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, warnAt: 0.0005, answerWithin: PT1H, repeatEvery: PT1H }',
    'P2: { rank: 2, attendWithin: { urban: PT24H, rural: PT24H }, answerWithin: PT1H, repeatEvery: PT4H }',
  ],
  escalation: ['supervisor', 'force-incident-manager'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }', 'approvals: { secondPerson: signed-in, within: PT10S }'],
})

const $ = useServer(POLICY)

const SUP = { id: 'sup-1', role: 'supervisor' }
const FIM = { id: 'fim-1', role: 'force-incident-manager' }

async function warned(reference: string): Promise<void> {
  await $.server.post('control-room', event('incident.reported', reference))
  await $.server.post('control-room', event('incident.graded', reference, { priority: 'P1', approvedBy: undefined }))
  await $.server.alertRaised(reference, 'attendance-warning')
}
const lowering = (reference: string): Fields =>
  event('incident.graded', reference, { priority: 'P2', by: SUP, approvedBy: undefined })
const decision = (approval: string, reference: string, said: object): Fields =>
  event('approval.given', reference, { approval, by: FIM, reason: undefined, ...said })
const approvalOf = ({ body }: Answer): string => body.approval ?? ''

it('gives one, refuses one, and lets one lapse that nobody decides on', async () => {
  for (const reference of ['LAPSES', 'GIVEN', 'REFUSED']) await warned(reference)
  const forgotten = await $.server.post('supervisor', lowering('LAPSES'))
  expect(forgotten).toMatchObject({ code: 202, body: { status: 'pending' } })

  const asked = lowering('GIVEN')
  const first = await $.server.post('supervisor', asked)
  expect(first).toMatchObject({ code: 202, body: { status: 'pending' } })
  expect(await $.server.alertRaised('GIVEN', 'approval-waiting')).toMatchObject({ level: 1, audience: 'supervisor' })
  expect(await $.server.incident('GIVEN')).toMatchObject({ priority: 'P1', approvals: [{ asks: 'P1 to P2' }] })
  const own = decision(approvalOf(first), 'GIVEN', { by: SUP, decision: 'approved' })
  expect(await $.server.post('force-incident-manager', own)).toMatchObject({ code: 422, problem: 'downgrade-not-approved' })
  const given = decision(approvalOf(first), 'GIVEN', { decision: 'approved' })
  expect(await $.server.post('force-incident-manager', given)).toMatchObject({ code: 201 })
  expect(await $.server.incident('GIVEN')).toMatchObject({ priority: 'P2', approvals: [] })
  expect(await $.server.post('supervisor', asked)).toMatchObject({ code: 200, body: { status: 'duplicate', became: 'approved' } })

  const second = await $.server.post('supervisor', lowering('REFUSED'))
  const refused = decision(approvalOf(second), 'REFUSED', { decision: 'refused', reason: 'Nobody has rung her.' })
  expect(await $.server.post('force-incident-manager', refused)).toMatchObject({ code: 201 })
  expect(await $.server.incident('REFUSED')).toMatchObject({ priority: 'P1', approvals: [] })

  const lapsed = await $.server.incidentIs('LAPSES', 'has nothing that waits', ({ approvals }) => approvals.length === 0)
  expect(lapsed).toMatchObject({ priority: 'P1' })
  expect(lapsed.alerts.filter(({ kind }) => kind === 'approval-waiting').map(({ level, status }) => [level, status])).toEqual([
    [1, 'resolved'],
    [2, 'resolved'],
  ])
  const over = await $.server.list<ApprovalItem>('/v1/approvals?status=decided')
  expect(Object.fromEntries(over.map(({ incident, status }) => [incident, status]))).toEqual({
    GIVEN: 'approved',
    REFUSED: 'refused',
    LAPSES: 'lapsed',
  })
  expect(await oneCauseOneAlert($.server)).toBe(3)
  await $.server.stop()
  await verifies($.place)
})
