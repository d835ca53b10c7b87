/**
 * One night with two supervisors, from the outside: what one of them asks for moves nothing. The other gives it, refuses it, or
 * nobody decides and it lapses.
 */
import type { ApprovalItem } from '../../src/engine/reads.ts'
import { type Answer, event, type Fields } from '../support/client.ts'
import { oneCauseOneAlert, verifies } from './holds.ts'
import { useServer } from './served.ts'
import { gradedP1, lapses, twoPeoplePolicy } from './twoPeople.ts'

/** The warning comes two seconds after the report. */
const POLICY = twoPeoplePolicy('two-people', 'attendWithin: { urban: PT1H, rural: PT1H }, warnAt: 0.0005')

const $ = useServer(POLICY)

const SUP = { id: 'sup-1', role: 'supervisor' }
const FIM = { id: 'fim-1', role: 'force-incident-manager' }

const lowering = (reference: string): Fields =>
  event('incident.graded', reference, { priority: 'P2', by: SUP, approvedBy: undefined })
const decision = (approval: string, reference: string, said: object): Fields =>
  event('approval.given', reference, { approval, by: FIM, reason: undefined, ...said })
const approvalOf = ({ body }: Answer): string => body.approval ?? ''

it('gives one, refuses one, and lets one lapse that nobody decides on', async () => {
  for (const reference of ['LAPSES', 'GIVEN', 'REFUSED']) await gradedP1($.server, reference, 'attendance-warning')
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

  await lapses($.server, 'LAPSES')
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
