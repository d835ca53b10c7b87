/** Breaking the glass: a person on the ladder opens a restricted incident with a reason, and the next rank is told. */
import { JANE, R, useRestricted, WHY } from '../support/restrictedReaders.ts'
import { callerOf, RESTRICTED } from '../support/restrictedRecord.ts'
import { problemName } from './harness.ts'

const $ = useRestricted()

const glass = { 'x-break-glass': encodeURIComponent('Her child is missing – nobody else is here.') }
const [JOE, FIM] = [callerOf('supervisor', 'joe'), callerOf('force-incident-manager', 'fim')]
const alerts = async (caller = JOE) =>
  (await $.itemsOf('/v1/alerts?kind=break-glass', caller)) as unknown as { id: string; audience: string; status: string }[]
const dismiss = async (id: string, caller: string, name: string) =>
  $.post(`/v1/alerts/${id}/dismiss`, caller, { by: { id: name, role: 'manager' }, reason: 'Looked into.' })

it('is offered to who is on the ladder and signed in', async () => {
  const detail = async (caller: string) => ((await (await $.get(R, caller)).json()) as { detail: string }).detail
  expect(await detail(JOE)).toContain('X-Break-Glass')
  for (const caller of [
    callerOf('supervisor'),
    callerOf('auditor', 'audrey'),
    callerOf('hau', 'hal'),
    callerOf('control-room', 'cora'),
  ])
    expect([caller, (await detail(caller)).includes('X-Break-Glass')]).toEqual([caller, false])
})

it.each([
  ['a system', callerOf('supervisor')],
  ['an auditor', callerOf('auditor', 'audrey')],
  ['the harm assessment unit', callerOf('hau', 'hal')],
])('is refused to %s', async (_who, caller) => {
  const answer = await $.get(R, caller, glass)
  expect([answer.status, problemName((await answer.json()) as { type: string })]).toEqual([403, 'restricted'])
  expect(await alerts()).toEqual([])
})

it.each(['', '%20', 'ab', '...'])('with the reason "%s" is asked for another', async (reason) => {
  const answer = await $.get(R, JOE, { 'x-break-glass': reason })
  expect([answer.status, problemName((await answer.json()) as { type: string })]).toEqual([422, 'reason-required'])
  expect(await alerts()).toEqual([])
})

it('shows nothing where it cannot be recorded', async () => {
  $.failToRecord(true)
  const answer = await $.get(R, JOE, glass)
  $.failToRecord(false)
  expect(answer.status).toBe(503)
  expect(await answer.text()).not.toContain('strangulation')
  expect(await alerts()).toEqual([])
})

it('shows it, and tells the next rank once however many reads follow', async () => {
  for (const path of [R, `${R}/timeline`, `${R}/briefing`, R]) {
    const answer = await $.get(path, JOE, glass)
    expect([path, answer.status]).toEqual([path, 200])
  }
  expect(await alerts()).toMatchObject([{ audience: 'force-incident-manager', status: 'open' }])
  // Without the header it is closed again.
  expect((await $.get(R, JOE)).status).toBe(403)
  const lines = await $.get(`${R}/timeline?limit=500`, JANE, WHY)
  const broken = ((await lines.json()) as { items: { type: string; data: object; actor: object }[] }).items.filter(
    ({ type }) => type === 'glass.broken',
  )
  expect(broken).toMatchObject([
    {
      data: { by: { id: 'joe', role: 'supervisor' }, reason: 'Her child is missing – nobody else is here.' },
      actor: { role: 'supervisor' },
    },
  ])
})

it('ends by the dismissal of another person', async () => {
  const [alert] = await alerts()
  const own = await dismiss(alert?.id ?? '', JOE, 'joe')
  expect([own.status, problemName((await own.json()) as { type: string })]).toEqual([422, 'invalid-event'])
  const withAKey = await dismiss(alert?.id ?? '', callerOf('supervisor'), 'somebody')
  expect([withAKey.status, problemName((await withAKey.json()) as { type: string })]).toEqual([403, 'forbidden'])
  const others = await dismiss(alert?.id ?? '', FIM, 'fim')
  expect([others.status, ((await others.json()) as { status: string }).status]).toEqual([200, 'resolved'])
  const [demand] = await $.itemsOf(`/v1/alerts?incident=${RESTRICTED}&kind=reassessment-demanded&status=open`, JOE)
  expect((await dismiss(String(demand?.id), FIM, 'fim')).status).toBe(409)
})
