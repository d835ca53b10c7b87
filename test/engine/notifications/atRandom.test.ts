/** Who is told, over random histories, delivery files and rotas: nobody twice of the same thing, and no open alert to nobody. */
import fc from 'fast-check'
import { SEVERITIES } from '../../../machines/rules/catalogue/alerts.ts'
import type { DeliveryPlan, Route } from '../../../machines/rules/delivery/plan.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { MemoryStore } from '../../../src/engine/memoryStore.ts'
import { advanceNotifications } from '../../../src/engine/notifications/advance.ts'
import type { NewDelivery, Told } from '../../../src/engine/notifications/ports.ts'
import type { OnDuty } from '../../../src/engine/notifications/recipients.ts'
import type { NotificationRows } from '../../../src/engine/notifications/rows.ts'
import type { CaseStore } from '../../../src/engine/ports.ts'
import { replay } from '../../../src/engine/replay.ts'
import type { Entry } from '../../../src/engine/step/case.ts'
import { demandId } from '../../support/happenings.ts'
import { CHAPTERS, type History, histories, postedBy, unreadIn, waitingIn } from '../../support/histories.ts'
import { KEY, type Night, startNight } from '../../support/incident.ts'
import { LADDER, notifierWith, PEOPLE } from '../../support/notification.ts'
import { caseOf, contextOf, pinned, RUNS } from '../../support/played.ts'

const WAYS = ['sms', 'webhook', 'email']
const SUP: Role = 'supervisor'

const person = fc.record({
  name: fc.constantFrom('Ann Lee', 'Bo Ray', 'Cy Dunn'),
  roles: fc.subarray<Role>([...LADDER, 'hau', 'officer'], { minLength: 1 }),
  ways: fc.subarray(WAYS).map((ways) => Object.fromEntries(ways.map((way) => [way, 'there']))),
})
const route: fc.Arbitrary<Route> = fc.record({
  severity: fc.subarray([...SEVERITIES], { minLength: 1 }),
  ways: fc.subarray(WAYS, { minLength: 1 }),
  ackWithin: fc.constantFrom(null, 'PT1M', 'PT3M', 'PT20M'),
  bundleFor: fc.constantFrom(null, 'PT2M'),
})
const names = Object.keys(PEOPLE)
const plan: fc.Arbitrary<DeliveryPlan> = fc.record({
  force: fc.constant(KEY.force),
  people: fc.dictionary(fc.constantFrom(...names), person),
  rota: fc.constant({}),
  routes: fc.array(route, { minLength: 1, maxLength: 3 }),
})
/** Who is on duty in each of the hours, whichever role; some of them the file does not have. */
const rota: fc.Arbitrary<OnDuty> = fc
  .array(fc.subarray([...names, 'gone']), { minLength: 1, maxLength: 4 })
  .map((hours) => (_, at) => hours[new Date(at).getUTCHours() % hours.length] ?? [])
const world = fc.record({
  plan,
  rota,
  takers: fc.array(fc.constantFrom('sup-1', 'SUP-2', 'Ann Lee', 'a stranger'), { minLength: 1 }),
})
type World = typeof world extends fc.Arbitrary<infer Made> ? Made : never

interface Played {
  readonly night: Night
  /** All that was ever said, whether a row was there already or not. */
  readonly said: readonly Told[]
  readonly taken: number
}

/** Plays a history with people who are told of it and sometimes take an alert; `look` is asked after each step. */
async function play(
  { chapter, steps }: History,
  { plan: file, rota: onDuty, takers }: World,
  look: (night: Night) => void,
): Promise<Played> {
  const said: Told[] = []
  const rows = ({ notifications }: MemoryStore): NotificationRows => ({
    ...notifications,
    writeTold: async (force, all) => {
      said.push(...all.map(({ told }) => told))
      await notifications.writeTold(force, all)
    },
  })
  const listening = (store: MemoryStore): CaseStore => ({
    ...store,
    commit: async (changes) => {
      said.push(...changes.flatMap(({ told }) => told ?? []))
      return store.commit(changes)
    },
  })
  const notifier = notifierWith(file, onDuty)
  const night = startNight(pinned, listening, undefined, notifier)
  const ports = {
    force: KEY.force,
    ladder: LADDER,
    people: () => [],
    notifier,
    rows: rows(night.store),
    deliveriesWritten: () => {},
  }
  for (const posted of CHAPTERS[chapter] ?? []) await night.go(posted)
  let now = Date.parse(CHAPTERS[chapter]?.at(-1)?.recordedAt ?? '')
  let taken = 0
  for (const step of steps) {
    now += step.afterSeconds * 1_000
    const recordedAt = new Date(now).toISOString()
    await night.go({ kind: 'workers', away: !step.workers })
    await night.go({ kind: 'clock', at: recordedAt })
    await advanceNotifications(ports)
    if (step.acknowledges !== null) {
      const by = { id: takers[taken % takers.length] ?? '', role: SUP }
      if ((await night.engine.acknowledge(`${KEY.reference}-a${step.acknowledges}`, KEY, by, { key: 'k', role: SUP })) !== null)
        taken += 1
    }
    const kept = caseOf(night)
    const demands = contextOf(kept).openDemands.map(({ id }) => id.replace(demandId(''), ''))
    await night.go(postedBy(step, recordedAt, demands, unreadIn(kept), waitingIn(kept)))
    look(night)
  }
  return { night, said, taken }
}

const everywhere = (property: (history: History, given: World) => Promise<void>) =>
  fc.assert(fc.asyncProperty(histories, world, property), { numRuns: Math.ceil(RUNS / 2), endOnFailure: false })
const keyOf = ({ alert, level, count, turn, about, person: who, way }: NewDelivery) =>
  [alert, level, count, turn, about, who, way].join(' ')
const canBeTold = ({ people }: DeliveryPlan, roles: readonly Role[]) =>
  Object.values(people).some((one) => Object.keys(one.ways).length > 0 && one.roles.some((role) => roles.includes(role)))

it('nobody is told twice by a way of the same alert, level, count and turn', async () => {
  let rows = 0
  await everywhere(async (history, given) => {
    const { said } = await play(history, given, () => {})
    const keys = said.flatMap(({ deliveries }) => deliveries).map(keyOf)
    expect(keys).toHaveLength(new Set(keys).size)
    for (const { notifications, stopped } of said)
      expect(notifications.filter(({ alert }) => stopped.includes(alert))).toEqual([])
    rows += keys.length
  })
  expect(rows).toBeGreaterThan(RUNS / 2)
})

it('an open alert that has a route is told to somebody, wherever anybody with a role of the ladder has a way', async () => {
  let open = 0
  await everywhere(async (history, given) => {
    await play(history, given, ({ store }) => {
      const told = store.notifications.deliveries(KEY)
      for (const { id, level, count, status, severity, audience } of store.alerts(KEY)) {
        const isRouted = given.plan.routes.some((one) => one.severity.includes(severity))
        if (status !== 'open' || !isRouted || !canBeTold(given.plan, [audience, ...LADDER])) continue
        const of = told.filter((row) => row.alert === id && row.level === level && row.count === count && row.about === 'raised')
        expect(of.filter((row) => row.status !== 'withdrawn')).not.toEqual([])
        open += 1
      }
    })
  })
  expect(open).toBeGreaterThan(RUNS / 2)
})

it('what somebody has taken or what has ended is told to nobody any longer', async () => {
  let stopped = 0
  await everywhere(async (history, given) => {
    const { night } = await play(history, given, ({ store }) => {
      for (const { id, status } of store.alerts(KEY)) {
        if (status === 'open') continue
        const pending = store.notifications.deliveries(KEY).filter((row) => row.alert === id && row.status === 'pending')
        expect(pending.filter(({ about }) => status === 'resolved' || about === 'raised')).toEqual([])
        stopped += 1
      }
    })
    const open = night.store.alerts(KEY).filter(({ status }) => status === 'open')
    if (open.length === 0) expect(night.store.notifications.nextTold()).toBeNull()
  })
  expect(stopped).toBeGreaterThan(RUNS / 4)
})

it('telling people changes nothing of the record, and the record replays', async () => {
  await everywhere(async (history, given) => {
    const told = await play(history, given, () => {})
    const untold = await play(history, { ...given, plan: { ...given.plan, force: 'kent' } }, () => {})
    expect(untold.said).toEqual([])
    expect(untold.taken).toBe(told.taken)
    expect(caseOf(untold.night)).toEqual(caseOf(told.night))
    expect(untold.night.store.entries(KEY)).toEqual(told.night.store.entries(KEY))
    async function* lines(): AsyncGenerator<Entry> {
      yield* told.night.store.entries(KEY)
    }
    expect((await replay(caseOf(told.night), lines(), pinned)).differences).toEqual([])
  })
})
