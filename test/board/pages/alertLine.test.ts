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

it.each([
  ['supervisor', null],
  ['hau', 'Take'],
] as const)('offers the harm assessment unit what is asked of itself: of a %s', (audience, take) => {
  const hau = { id: 'hau-1', role: 'hau', acknowledges: true, reassesses: false, reads: {} } as never
  expect(lineOf({ ...failed('WK-9-a1'), audience }, hau, clock, new Map()).take).toBe(take)
})

it('says that whoever has it cannot do what it asks', () => {
  const taken: Alert = { ...failed('WK-9-a1'), status: 'acknowledged', acknowledgedBy: { id: 'hau-1', role: 'hau' } }
  expect(lineOf(taken, reader, clock, new Map()).has).toEqual([
    'hau-1 (harm assessment unit) has it, and cannot do what it asks.',
  ])
})
