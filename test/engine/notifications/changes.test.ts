import { toldOf } from '../../../src/engine/notifications/changes.ts'
import type { AlertChange, Notifier } from '../../../src/engine/notifications/ports.ts'
import type { Entry } from '../../../src/engine/step/case.ts'
import type { LiveCase } from '../../../src/engine/step/live.ts'
import { AT, alertOf } from '../../support/changes.ts'
import { policyWith } from '../../support/incident.ts'

const live = { force: 'warwickshire', pinned: policyWith(), lines: 9 } as unknown as LiveCase
const NOTHING = { at: AT, deliveries: [], notifications: [], stopped: [] }
/** A line of the record by which something became of an alert. */
const line = (type: string, id: string) => ({ type, consequences: { alerts: [{ id }] } }) as unknown as Entry
const { status: _, incident: __, ...context } = alertOf('WK-1', 'a1')
const before = {
  value: 'acknowledged',
  context: { ...context, dueAt: null, demand: null, acknowledgedBy: null, resolvedAt: null },
}

function asked(alerts: Parameters<typeof toldOf>[2], entries: readonly Entry[]) {
  const changes: AlertChange[] = []
  const contexts: unknown[] = []
  const notifier: Pick<Notifier, 'told'> = {
    told(force, of, at, given) {
      changes.push(...of)
      contexts.push({ force, at, ...given })
      return NOTHING
    },
  }
  const work = { group: { clock: AT }, alertsBefore: { a1: before }, entries }
  const told = toldOf(work, live, alerts, notifier as Notifier)
  return { told, changes, contexts }
}

it('asks about each alert as it is and as it was loaded, and whether somebody released it', () => {
  const alerts = [alertOf('WK-1', 'a1'), alertOf('WK-1', 'a2')]
  const { changes } = asked(alerts, [line('alert.released', 'a1'), line('call.received', 'a2')])
  expect(changes).toMatchObject([
    { now: alerts[0], before: { id: 'a1', status: 'acknowledged' }, isReleased: true },
    { now: alerts[1], before: null, isReleased: false },
  ])
})

it('counts from the clock, with the ladder of the policy that the case pinned and its last line', () => {
  const { contexts } = asked([alertOf('WK-1', 'a1')], [])
  expect(contexts).toEqual([{ force: 'warwickshire', at: AT, ladder: policyWith().policy.escalation, sequence: 9 }])
})

it('writes nothing where nobody is told, and asks nothing where no alert changed', () => {
  expect(asked([alertOf('WK-1', 'a1')], []).told).toBeNull()
  expect(asked([], []).contexts).toEqual([])
})
