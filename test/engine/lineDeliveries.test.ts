/** Which line of a timeline shows which delivery. */
import type { LineDelivery } from '../../src/engine/notifications/seen.ts'
import { raisedIn, withDeliveries } from '../../src/engine/views/lineDeliveries.ts'
import type { TimelineItem } from '../../src/engine/views/views.ts'

type Alert = TimelineItem['consequences']['alerts'][number]

const line = (sequence: number, time: string, ...alerts: readonly Partial<Alert>[]): TimelineItem => ({
  ...{ sequence, type: 'log.noted', source: null, id: null, actor: null, data: null },
  ...{ at: `2026-11-20T${time}:00.000Z`, recordedAt: `2026-11-20T${time}:00.000Z` },
  consequences: {
    ...{ timersSet: [], timersEnded: [], demands: [] },
    alerts: alerts.map((alert) => ({ id: 'a1', kind: 'downgraded', level: 1, count: 1, status: 'open', ...alert })),
  },
})
const told = (firstAt: string, more: Partial<LineDelivery> & { readonly id?: string } = {}): LineDelivery => {
  const { id = '1', ...one } = more
  return {
    ...{ alert: 'a1', level: 1, count: 1, turn: 0, inAll: 1, firstAt: `2026-11-20T${firstAt}:00.000Z`, ...one },
    item: { id } as LineDelivery['item'],
  }
}
const shown = (lines: readonly TimelineItem[], deliveries: readonly LineDelivery[]) =>
  withDeliveries(lines, deliveries).flatMap(({ sequence, deliveries = [] }) => deliveries.map(({ id }) => `${sequence}: ${id}`))

it('shows what was told when the alert was raised under the line that raised it, and not again', () => {
  const lines = [line(1, '20:00', {}), line(2, '20:05', {}), line(3, '20:06', { status: 'acknowledged' })]
  expect(shown(lines, [told('20:00')])).toEqual(['1: 1'])
  // The page begins after the line that raised it.
  expect(shown(lines.slice(1), [told('20:00')])).toEqual([])
})

it('keeps levels and counts apart', () => {
  const lines = [line(1, '20:00', {}), line(2, '20:15', { level: 2 }), line(3, '20:30', { level: 2, count: 2 })]
  const deliveries = [told('20:00'), told('20:15', { level: 2, id: '2' }), told('20:30', { level: 2, count: 2, id: '3' })]
  expect(shown(lines, deliveries)).toEqual(['1: 1', '2: 2', '3: 3'])
})

it('shows what was told anew under the line by which the alert was open again', () => {
  const lines = [line(1, '20:00', {}), line(2, '20:05', { status: 'acknowledged' }), line(3, '20:10', {})]
  expect(shown(lines, [told('20:00'), told('20:10', { turn: 3, id: '2' })])).toEqual(['1: 1', '3: 2'])
})

it('shows what was told late, as by a delivery file that came later, under the line that raised the alert', () => {
  expect(shown([line(1, '20:00', {}), line(2, '20:05', {})], [told('21:00')])).toEqual(['1: 1'])
})

it('counts those that are not shown', () => {
  const [shownLine] = withDeliveries(
    [line(1, '20:00', {})],
    [told('20:00', { inAll: 22 }), told('20:00', { inAll: 22, id: '2' })],
  )
  expect(shownLine).toMatchObject({ deliveries: [{ id: '1' }, { id: '2' }], moreDeliveries: 20 })
})

it('asks for nothing where no line left an alert open', () => {
  const quiet = [line(1, '20:00'), line(2, '20:05', { status: 'resolved' })]
  expect(raisedIn(quiet)).toEqual([])
  expect(withDeliveries(quiet, [])).toEqual(quiet)
})
