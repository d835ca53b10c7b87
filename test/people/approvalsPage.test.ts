import { approvalsPage } from '../../src/people/approvalsPage.ts'

const READER = { zone: 'Europe/London', csrf: null, isOwn: () => false, mayDecide: () => false, newId: () => '1' }
const NOBODY = { restricted: [], tried: null, done: null, waiting: { items: [], next: null } }
const asked = {
  ...{ approval: 'WK-1-a5', incident: 'WK-1', type: 'uk.police.da.incident.graded.v1', asks: 'P2 to P3', level: 3 },
  ...{ askedAt: '2026-10-24T23:40:00Z', askedBy: { id: 'sup-1', role: 'supervisor' }, decides: [], data: null },
  decidedAt: '2026-10-25T01:25:00Z',
}

it('says of what was decided when, with its day, and why nobody had to decide any more', () => {
  const decided = [
    { ...asked, status: 'lapsed' as const, lapsed: 'nobody-decided' as const },
    { ...asked, status: 'refused' as const, decidedBy: { id: 'fim-1', role: 'x' }, reason: 'Nobody has rung her.' },
  ]
  const { text } = approvalsPage({ ...NOBODY, decided }, READER).body
  expect(text.match(/(?<=<li>).*(?=<\/li>)/g)).toEqual([
    'WK-1-a5, P2 to P3: lapsed on 25 Oct at 01:25: nobody decided in time',
    'WK-1-a5, P2 to P3: refused by fim-1 on 25 Oct at 01:25: Nobody has rung her.',
  ])
})
