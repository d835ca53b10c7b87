/** An alert of the list: it leads only where there is a page. */
import type { Alert } from '../../../src/board/pages/alerts/before.ts'
import { lineOf } from '../../../src/board/pages/alerts/line.ts'

const failed = (of: string): Alert => ({
  ...{ id: 'delivery-failed-1', incident: 'WK-9', kind: 'delivery-failed', severity: 'high', audience: 'supervisor' },
  ...{ level: 1, count: 1, status: 'open', raisedAt: '2026-11-19T21:00:00.000Z', of },
})
const reader = { id: 'sup-1', role: 'supervisor', acknowledges: true, reassesses: true, reads: {} } as never
const clock = { zone: 'Europe/London', now: () => Date.parse('2026-11-19T21:05:00.000Z') }
const line = (of: string) => lineOf(failed(of), reader, clock, new Map())

it('leads to the incident whose alert has reached nobody', () => {
  expect(line('WK-9-a1')).toMatchObject({ incident: { href: '/incidents/WK-9' }, about: 'The alert WK-9-a1' })
})

it('leads to no incident where nobody has reported it: what has reached nobody is that its report was refused', () => {
  expect(line('report-refused-3f')).toMatchObject({ incident: null, about: 'The refused report of WK-9' })
})
