import type { Role } from '../../../machines/rules/vocabulary.ts'
import { type Approvals, approvalsOf } from '../../../src/board/pages/approvals/model.ts'

const NONE: Approvals = { items: [], next: null }
const READER = {
  person: { id: 'fim-1' },
  role: 'force-incident-manager' as Role,
  newId: () => '1',
  now: Date.parse('2026-10-25T00:00:00Z'),
}
const asked = {
  ...{ approval: 'WK-1-a5', incident: 'WK-1', type: 'uk.police.da.incident.graded.v1', asks: 'P2 to P3', level: 3 },
  ...{ askedAt: '2026-10-24T23:40:00Z', askedBy: { id: 'sup-1', role: 'supervisor' }, data: null, status: 'waiting' as const },
  decides: ['force-incident-manager', 'duty-superintendent'] as Role[],
}
const page = (waiting: Partial<Approvals['items'][number]>[], decided: object[] = []) =>
  approvalsOf(
    {
      waiting: { items: waiting.map((one) => ({ ...asked, ...one })) as Approvals['items'], next: null },
      decided: { ...NONE, items: decided.map((one) => ({ ...asked, ...one })) as Approvals['items'] },
      ...{ tried: null, done: null },
    },
    READER,
  )

it.each([
  ['incident.graded', 'P2 to P3', 'lower the grade from P2 to P3'],
  ['risk.reassessed', 'P1 to P2', 'lower the grade from P1 to P2'],
  ['dash.reviewed', 'high to medium', 'lower the risk grade from high to medium'],
  ['dash.excepted', 'no DASH', 'make no DASH assessment'],
  ['incident.resolved-by-telephone', 'resolved by telephone', 'resolve it by telephone'],
  ['crime.outcome', '23/1: outcome 16', 'give crime 23/1 the outcome 16'],
])('says what %s asks for', (name, asks, words) => {
  expect(page([{ type: `uk.police.da.${name}.v1`, asks }]).waiting[0]?.asks).toBe(words)
})

it('has no form for whoever the event names as acting, though somebody else entered it', () => {
  const data = { priority: 'P3', by: { id: 'FIM-1', role: 'inspector' } }
  expect(page([{ data } as object]).waiting[0]).toMatchObject({ isOwn: true, form: null })
})

it('says of what was decided by whom and when, and why nobody had to decide any more', () => {
  const decidedAt = '2026-10-25T01:25:00Z'
  const { decided } = page(
    [],
    [
      { status: 'lapsed', lapsed: 'nobody-decided', decidedAt },
      { status: 'lapsed', lapsed: 'not-possible-now', reason: 'The incident is closed.', decidedAt },
      { status: 'refused', decidedBy: { id: 'fim-1', role: 'x' }, reason: 'Nobody has rung her.', decidedAt },
    ],
  )
  expect(decided.map(({ status, by, why }) => [status, by, why])).toEqual([
    ['lapsed', null, 'nobody decided in time'],
    ['lapsed', null, 'it could not be done any more: The incident is closed.'],
    ['refused', 'fim-1', 'Nobody has rung her.'],
  ])
})

it('says of a restricted incident only that it waits, and until when', () => {
  const hidden = {
    ...{ approval: 'R-1-a1', incident: 'R-1', restricted: true, status: 'waiting', level: 1 },
    until: '2026-10-25T02:00:00Z',
  }
  const shown = approvalsOf(
    {
      waiting: { items: [hidden] as Approvals['items'], next: null },
      decided: { items: [{ ...hidden, status: 'approved' }] as Approvals['items'], next: null },
      ...{ tried: null, done: null },
    },
    READER,
  )
  expect(shown).toMatchObject({ waiting: [], decided: [], restricted: [{ incident: 'R-1', until: hidden.until }] })
})
