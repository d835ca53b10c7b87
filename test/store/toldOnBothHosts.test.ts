/** What the engine's commits say of telling people lands on PostgreSQL as it does in memory: the same rows, withdrawn or not. */
import type { MemoryStore } from '../../src/engine/memoryStore.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import { arrived, callCutOff, callReceived, diverted, gradedP2, type Happening, instant } from '../support/happenings.ts'
import { KEY, policyWith, startNight } from '../support/incident.ts'
import { notifierWith, planWith, ROUTES } from '../support/notification.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const PLAN = planWith({
  routes: [...ROUTES, { severity: ['low'], ways: ['email'], ackWithin: 'PT5M', bundleFor: 'PT10M' }],
})
const take = (at: string, alert: string): Happening => ({
  kind: 'acknowledged',
  at: instant(at),
  alert: alert as 'reassessment-demanded',
})
const clock = (at: string): Happening => ({ kind: 'clock', at: instant(at) })

it('also where alerts are taken, come back, escalate and end', async () => {
  const both = (memory: MemoryStore): CaseStore => ({
    ...memory,
    commit: async (changes) => {
      const at = changes[0]?.told?.at
      // In memory what was due has arrived by the next commit.
      if (at !== undefined)
        await $.database.query(
          `update reassess.deliveries set status = 'delivered', sent_at = try_at, try_at = null where status = 'pending' and try_at < $1`,
          [at],
        )
      expect(await $.store.commit(changes)).toEqual({ stale: [] })
      return memory.commit(changes)
    },
  })
  const notifier = notifierWith(PLAN)
  const night = startNight(policyWith(), both, undefined, notifier)
  const happened = [
    ...gradedP2('20:00'),
    callReceived('20:30'),
    take('20:31', 'reassessment-demanded'),
    callReceived('20:40'),
    take('20:40', 'reassessment-demanded'),
    diverted('20:41'),
    callCutOff('20:42'),
    take('20:46', 'reassessment-overdue'),
    clock('21:20'),
    arrived('21:25'),
  ]
  for (const one of happened) await night.go(one)
  const kept = night.store.notifications.deliveries(KEY)
  const rows = await $.database.query<Record<string, unknown>>(
    `select alert, level, count, turn, about, person, way, role, bundled, status, incident, kind, severity, force
       from reassess.deliveries order by alert, level, count, turn, about, person, way`,
  )
  const place = (row: Record<string, unknown>) =>
    ['alert', 'level', 'count', 'turn', 'about', 'person', 'way'].map((name) => String(row[name])).join(' ')
  // What is pending at the end may have arrived in one and not in the other.
  const settled = (row: Record<string, unknown>) => ({ ...row, status: row.status === 'withdrawn' ? 'withdrawn' : 'told' })
  const inMemory = kept.map(({ tryAt: _, writtenAt: __, writtenBy: ___, ...row }) => row as Record<string, unknown>)
  const sorted = (all: readonly Record<string, unknown>[]) => all.map(settled).sort((a, b) => (place(a) < place(b) ? -1 : 1))
  expect(sorted(rows)).toEqual(sorted(inMemory))
  expect(rows.length).toBeGreaterThan(10)
  expect(new Set(rows.map(({ turn }) => turn === 0))).toEqual(new Set([true, false]))
})
