/** A hand-over whose list has something of a restricted incident: its readers see what; others see that, and when. People sign in. */
import type { HandoverAccepted, HandoverHead, HandoverItem, HandoverRead } from '../../src/engine/handover/ports.ts'
import { wrongWith } from '../support/answers.ts'
import { JANE, STRANGERS, useRestricted } from '../support/restrictedReaders.ts'
import { callerOf, RESTRICTED } from '../support/restrictedRecord.ts'

const $ = useRestricted()
const JOE = STRANGERS['a colleague']
const SHIFT = { from: 'late', to: 'night' }

const handOver = async (who: string, said: object = {}) => {
  const answer = await $.post('/v1/handover', who, { ...SHIFT, ...said })
  return { code: answer.status, body: (await answer.json()) as HandoverRead & { readonly type?: string } }
}
const accept = async (who: string, handover: string, items: readonly string[], said: object = {}) => {
  const answer = await $.post(`/v1/handover/${handover}/accept`, who, { items, ...said })
  return { code: answer.status, body: (await answer.json()) as HandoverAccepted & { readonly type?: string } }
}
const ofIt = ({ items }: { readonly items: readonly HandoverItem[] }) => items.filter(({ incident }) => incident === RESTRICTED)
const TELLING = ['kind', 'severity', 'alert', 'has', 'acceptedBy']
const fieldsIn = (items: readonly HandoverItem[]) => [...new Set(items.flatMap((item) => Object.keys(item)))]

it('shows a stranger that something of it was handed over, wherever the list is shown, and a reader what', async () => {
  const [alert] = await $.itemsOf(`/v1/alerts?incident=${RESTRICTED}&status=open`, JOE)
  expect((await $.post(`/v1/alerts/${alert?.id}/acknowledge`, JOE, {})).status).toBe(200)
  const { body } = await handOver(JOE)
  const shown = ofIt(body)
  expect(shown.map(({ what }) => what)).toContain('taken')
  const one = `/v1/handover/${body.handover}`
  const accepted = await accept(callerOf('supervisor', 'Ann'), body.handover, [shown[0]?.id ?? ''])
  expect(accepted.code).toBe(200)
  const seen = [shown, ofIt(accepted.body)]
  for (const who of Object.values(STRANGERS)) seen.push(ofIt((await (await $.get(one, who)).json()) as HandoverRead))
  for (const items of seen) {
    expect(items.length).toBeGreaterThan(0)
    expect(items.every((item) => 'restricted' in item)).toBe(true)
    expect(TELLING.filter((field) => fieldsIn(items).includes(field))).toEqual([])
  }
  expect(wrongWith('Handover', body)).toBeNull()
  expect(wrongWith('AcceptedHandover', accepted.body)).toBeNull()

  const read = (await (await $.get(one, JANE)).json()) as HandoverRead
  expect(ofIt(read).every(({ kind }) => kind !== undefined)).toBe(true)
  expect(ofIt(read).find(({ what }) => what === 'taken')).toMatchObject({ alert: alert?.id, has: { id: 'joe' } })
  expect(ofIt(read)[0]).toMatchObject({ status: 'accepted', acceptedBy: { id: 'Ann', role: 'supervisor' } })
})

it('is in the name of whoever signed in, and accepted by somebody else who did', async () => {
  const another = await handOver(JOE, { by: { id: 'Jane', role: 'supervisor' } })
  expect([another.code, another.body.type]).toEqual([422, expect.stringMatching(/not-yourself$/)])
  const { body } = await handOver(JOE)
  expect(body.by).toEqual({ id: 'joe', role: 'supervisor' })
  expect((await accept(JOE, body.handover, ['1'])).code).toBe(422)
  // A key names people, and could name anybody.
  const named = { by: { id: 'Ann', role: 'supervisor' } }
  expect((await accept(callerOf('supervisor'), body.handover, ['1'], named)).code).toBe(403)
  expect((await accept(JANE, body.handover, ['1'])).code).toBe(200)
})

it('is read by supervisors and auditors, and handed over and accepted by supervisors', async () => {
  const { body } = await handOver(JOE)
  const heads = async (who: string) => {
    const answer = await $.get('/v1/handover', who)
    return answer.ok
      ? ((await answer.json()) as { items: HandoverHead[] }).items.some((one) => one.handover === body.handover)
      : null
  }
  for (const role of ['supervisor', 'force-incident-manager', 'duty-superintendent', 'auditor'] as const)
    expect([role, await heads(callerOf(role, 'Kim'))]).toEqual([role, true])
  for (const role of ['control-room', 'officer', 'hau', 'admin'] as const) {
    expect([role, await heads(callerOf(role, 'Kim'))]).toEqual([role, null])
    expect([role, (await handOver(callerOf(role, 'Kim'))).code]).toEqual([role, 403])
    expect([role, (await accept(callerOf(role, 'Kim'), body.handover, ['1'])).code]).toEqual([role, 403])
  }
  expect((await handOver(callerOf('auditor', 'Kim'))).code).toBe(403)
})
