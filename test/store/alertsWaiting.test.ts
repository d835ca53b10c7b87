/**
 * Alerts, the longest waiting first. Between the pages alerts are raised, taken, released and resolved, at random by seed; whatever was
 * not resolved from the first page to the last is given once, in order.
 */
import fc from 'fast-check'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { alertOf, changeOf } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
let forces = 0

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 20, 0, second)).toISOString()
const step = fc.record({ move: fc.constantFrom('raised', 'taken', 'released', 'resolved' as const), which: fc.nat(1_000) })
const night = fc.record({
  /** Seconds between the alerts that are there first: some are raised in the same instant. */
  first: fc.array(fc.nat(1), { minLength: 1, maxLength: 12 }),
  limit: fc.integer({ min: 1, max: 5 }),
  steps: fc.array(fc.array(step, { maxLength: 4 }), { minLength: 1, maxLength: 10 }),
})

/** An incident whose alerts the test moves. */
function startAlerts(force: string) {
  const alerts = new Map<string, AlertItem>()
  let version = 0
  let second = 0
  const keep = async (alert: AlertItem) => {
    alerts.set(alert.id, alert)
    await $.store.commit([changeOf('WK-1', version, { force, alerts: [alert] })])
    version += 1
  }
  const raise = (later = 1) => {
    second += later
    return keep(alertOf('WK-1', `${force}-${alerts.size}`, { raisedAt: at(second) }))
  }
  const move = async ({ move, which }: { move: string; which: number }) => {
    const all = [...alerts.values()]
    const alert = all[which % all.length]
    if (move === 'raised' || alert === undefined) return raise(which % 2)
    if (alert.status === 'resolved') return
    const { acknowledgedBy: _, ...released } = alert
    if (move === 'taken') return keep({ ...alert, status: 'acknowledged', acknowledgedBy: { id: 'ann', role: 'supervisor' } })
    return keep({ ...released, status: move === 'released' ? 'open' : 'resolved' })
  }
  const standing = () => new Set([...alerts.values()].filter(({ status }) => status !== 'resolved').map(({ id }) => id))
  return { raise, move, standing }
}

it('gives each alert that is unresolved throughout once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(night, async ({ first, limit, steps }) => {
      const force = `waiting-${forces++}`
      const night = startAlerts(force)
      for (const later of first) await night.raise(later)
      let throughout = night.standing()
      const given: AlertItem[] = []
      let left = steps
      for (let cursor: string | undefined, isMore = true; isMore; ) {
        const page = await $.store.alerts(force, { order: 'waiting', openOnly: false }, { limit, cursor })
        given.push(...page.items)
        isMore = page.next !== null
        if (!isMore) break
        cursor = page.next ?? undefined
        for (const one of left[0] ?? []) {
          await night.move(one)
          const now = night.standing()
          throughout = new Set([...throughout].filter((id) => now.has(id)))
        }
        left = left.slice(1)
      }
      const ids = given.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect([...throughout].filter((id) => !ids.includes(id))).toEqual([])
      const raised = given.map(({ raisedAt }) => raisedAt)
      expect(raised).toEqual([...raised].sort())
      // Nothing moves any more: all that are unresolved, and nothing else.
      const { items } = await $.store.alerts(force, { order: 'waiting', openOnly: false }, { limit: 500 })
      expect(new Set(items.map(({ id }) => id))).toEqual(night.standing())
    }),
    { numRuns: 60, seed: 18 },
  )
}, 60_000)

it('gives an alert that is raised during the walk, and those of a status', async () => {
  const force = 'waiting-new'
  const night = startAlerts(force)
  for (let n = 0; n < 3; n++) await night.raise()
  const filter = { order: 'waiting', openOnly: false } as const
  const first = await $.store.alerts(force, filter, { limit: 2 })
  await night.raise()
  const rest = await $.store.alerts(force, filter, { limit: 5, cursor: first.next ?? '' })
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual([0, 1, 2, 3].map((n) => `${force}-${n}`))
  await night.move({ move: 'taken', which: 1 })
  const ids = async (status: AlertItem['status']) =>
    (await $.store.alerts(force, { ...filter, status }, { limit: 9 })).items.map(({ id }) => id)
  expect([await ids('open'), await ids('acknowledged'), await ids('resolved')]).toEqual([
    [`${force}-0`, `${force}-2`, `${force}-3`],
    [`${force}-1`],
    [],
  ])
})

it('takes no cursor of the other order', async () => {
  const force = 'waiting-cursor'
  const night = startAlerts(force)
  for (let n = 0; n < 3; n++) await night.raise()
  const { next } = await $.store.alerts(force, { openOnly: false }, { limit: 1 })
  const asked = $.store.alerts(force, { order: 'waiting', openOnly: false }, { limit: 1, cursor: next ?? '' })
  await expect(asked).rejects.toThrow('cursor')
})
