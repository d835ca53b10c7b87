/**
 * Given, when, then for one incident of one night, on the real engine with the record in memory: so each test goes
 * through loading, judging and committing, and each step through JSON.
 */
import { readFileSync } from 'node:fs'
import { expect } from '@jest/globals'
import type { DeadlineName } from '../../machines/rules/catalogue/deadlines.ts'
import type { DemandReason } from '../../machines/rules/catalogue/reasons.ts'
import { type Policy, parsePolicy } from '../../machines/rules/policy/policy.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { ArrivedEvent, Engine, Outcome } from '../../src/engine/engine.ts'
import { createMemoryStore, type MemoryStore } from '../../src/engine/memoryStore.ts'
import type { Arrivals } from '../../src/engine/notifications/memoryNotifications.ts'
import type { Notifier } from '../../src/engine/notifications/ports.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import type { CaseKey, Timer } from '../../src/engine/step/case.ts'
import type { PinnedPolicy } from '../../src/engine/step/live.ts'
import type { AlertItem, DemandItem, IncidentView, RegionStates } from '../../src/engine/views/views.ts'
import { readPolicy } from '../../src/policies/readPolicy.ts'
import { shippedTools } from '../../src/tools/readTools.ts'
import { type Happening, instant, type Posted, REFERENCE } from './happenings.ts'

export const KEY = { force: 'warwickshire', reference: REFERENCE }

/** Reading a policy takes longer than most of what a test asks of it. */
const policies = new Map<string, PinnedPolicy>()

/** The policy that comes with the service, with sections replaced; read once a file, and nobody can change it. */
export function policyWith(changes: object = {}): PinnedPolicy {
  // A section that is left out makes another policy than a section that stays.
  const hash = JSON.stringify(changes, (_, value) => (value === undefined ? 'left out' : value))
  const pinned = policies.get(hash) ?? frozen({ policy: readWith(changes), hash })
  policies.set(hash, pinned)
  return pinned
}

function readWith(changes: object): Policy {
  const read = readPolicy(
    readFileSync(new URL('../../src/policies/default-england-wales.yaml', import.meta.url), 'utf8'),
    shippedTools(),
  )
  if (!read.ok) throw new Error('the default policy cannot be read')
  const changed = parsePolicy({ ...read.policy, ...changes })
  if (!changed.ok) throw new Error(JSON.stringify(changed.mistakes))
  return changed.policy
}

export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part)
  return value
}

const SELDOM = { answerWithin: 'P28D', repeatEvery: 'P28D', repeatEveryHighRisk: 'P28D' }

/** Priorities under which an open demand returns every four weeks: a test that lasts months would see little else. */
export function seldomAsked(): object {
  const { priorities } = policyWith().policy
  return Object.fromEntries(Object.entries(priorities).map(([name, settings]) => [name, { ...settings, ...SELDOM }]))
}

export interface Night {
  readonly store: MemoryStore
  readonly engine: Engine
  workersAway(): boolean
  /** @returns what became of it, for an event. */
  go(happening: Happening): Promise<Outcome | null>
}

/** An engine on a memory store whose clock the happenings move; `wrap` may stand between the two. */
export function startNight(
  pinned = policyWith(),
  wrap: (store: MemoryStore) => CaseStore = (store) => store,
  failed: (error: unknown, key: CaseKey) => void = (error) => {
    throw error
  },
  notifier?: Notifier,
  arrivals?: Arrivals,
): Night {
  const store = createMemoryStore('2020-01-01T00:00:00.000Z', arrivals)
  let salts = 0
  const engine = createEngine({
    store: wrap(store),
    alarms: { ring: () => {} },
    policy: pinned,
    salt: () => (++salts).toString(16).padStart(64, '0'),
    failed,
    ...(notifier !== undefined && { notifier }),
  })
  let workersAway = false
  let posted = 0

  const clockReaches = async (at: string): Promise<void> => {
    for (let due = store.nextDue(); !workersAway && due !== null && due.timer.dueAt <= at; due = store.nextDue()) {
      store.setNow(due.timer.dueAt)
      const [fired] = await engine.fireTimers([{ force: due.force, reference: due.reference, timer: due.timer.id }])
      if (fired !== 'fired') throw new Error(`${due.timer.deadline} was due at ${due.timer.dueAt} and answered ${fired}`)
    }
    store.setNow(at)
  }

  return {
    store,
    engine,
    workersAway: () => workersAway,
    async go(happening) {
      switch (happening.kind) {
        case 'workers':
          workersAway = happening.away
          return null
        case 'clock':
          await clockReaches(happening.at)
          return null
        case 'deadline': {
          const due = store.caseOf(KEY)?.timers.filter(isOf(happening.name))
          const [next] = (due ?? []).map(({ dueAt }) => dueAt).sort()
          if (next === undefined) throw new Error(`no deadline ${happening.name} runs`)
          await clockReaches(next)
          return null
        }
        case 'acknowledged': {
          await clockReaches(happening.at)
          const alert = store.alerts(KEY).findLast(({ kind }) => kind === happening.alert)
          if (alert === undefined) throw new Error(`there is no alert ${happening.alert}`)
          const by = { id: 'sup-1', role: 'supervisor' }
          await engine.acknowledge(alert.id, KEY, by, { key: 'key-supervisor', role: 'supervisor' })
          return null
        }
        case 'event': {
          await clockReaches(happening.recordedAt)
          posted += 1
          const [outcome] = await engine.record([arrivedEvent(happening, `e${posted}`)])
          return outcome ?? null
        }
      }
    },
  }
}

/** An obligation's timer has the name of the obligation. */
const isOf =
  (name: string) =>
  ({ machine, deadline }: Timer): boolean =>
    deadline === name || (deadline === 'due' && machine.split('/')[1] === name)

/** As the api would hand it on: through JSON, with the source and id of its envelope. */
export const arrivedEvent = ({ type, at, role, data }: Posted, id: string): ArrivedEvent => ({
  ...KEY,
  source: 'urn:example:control-room',
  id,
  type,
  at,
  data: JSON.parse(JSON.stringify(data)),
  actor: { key: `key-${role}`, role },
})

type ShortId = `d${number}`

export interface Expected {
  readonly state?: Partial<RegionStates>
  readonly priority?: string | null
  /**
   * Alerts that the `when` raised or changed: the kind, then what is out of the ordinary about it, as
   * `reassessment-overdue level 2`, `thrive-overdue level 3 count 2`, `attendance-warning resolved`.
   */
  readonly alerts?: readonly string[]
  /** Kinds of all alerts that are open now. */
  readonly open?: readonly string[]
  /** When deadlines of a name fall due that are pending now; null for none. */
  readonly due?: { readonly [Name in DeadlineName]?: string | readonly string[] | null }
  /** How all deadlines of a name stand, in order of their instants. */
  readonly deadlines?: { readonly [Name in DeadlineName]?: string | readonly string[] }
  /** All demands: `attendance-overdue open`, `cut-off open level 3 count 2`. */
  readonly demands?: { readonly [id: ShortId]: string }
  /** Codes of the last event's warnings. */
  readonly warnings?: readonly string[]
  /** Codes of everything that keeps the incident from being closed. */
  readonly blockers?: readonly string[]
  readonly riskGrade?: string | null
  readonly flags?: readonly string[]
}

export interface Given {
  when(...happenings: readonly (Happening | readonly Happening[])[]): When
}
export interface When {
  /** Everything was accepted, and this is the current state. */
  then(expected: Expected): Promise<void>
  /** The last event was refused with this problem, what is wrong is at these pointers, and nothing changed. */
  thenRefused(code: string, pointers?: readonly string[]): Promise<void>
  /** Accepted, and nothing followed: same states, clocks, demands and alerts. */
  thenNothing(): Promise<void>
}

type Happenings = readonly (Happening | readonly Happening[])[]

/** Happenings that lead up to the one in question; each must be accepted. */
export const given = (...before: Happenings): Given => underPolicy().given(...before)

/** Another policy than the default: sections replaced. */
export const underPolicy = (changes: object = {}) => ({
  given: (...before: Happenings): Given => ({
    when: (...happenings) => {
      const run = () => runAll(startNight(policyWith(changes)), before.flat(), happenings.flat())
      return {
        // biome-ignore lint/suspicious/noThenProperty: given, when, then; nobody awaits what `when` gives
        then: async (expected) => {
          const { start, last, view } = await run()
          if (last?.status === 'refused') throw new Error(`refused: ${JSON.stringify(last.problem)}`)
          if (view === null) throw new Error('nothing was reported')
          compare(expected, view, start, last)
        },
        thenRefused: async (code, pointers) => {
          const { earlier, last, view } = await run()
          if (last === null) throw new Error('only an event can be refused')
          if (last.status !== 'refused') throw new Error(`${last.status}, where ${code} was expected`)
          expect(last.problem.code).toBe(code)
          if (pointers !== undefined) expect((last.problem.errors ?? []).map(({ pointer }) => pointer)).toEqual(pointers)
          if (earlier !== null || view === null) expect(view).toEqual(earlier)
        },
        thenNothing: async () => {
          const { earlier, last, view } = await run()
          if (last?.status === 'refused') throw new Error(`refused: ${JSON.stringify(last.problem)}`)
          expect({ ...(view as IncidentView), version: 0 }).toEqual({ ...(earlier as IncidentView), version: 0 })
        },
      }
    },
  }),
})

interface Ran {
  /** How it stood when the `when` began: what fell due by then has passed. */
  readonly start: IncidentView | null
  /** How it stood before the last happening, at its time. */
  readonly earlier: IncidentView | null
  readonly last: Outcome | null
  readonly view: IncidentView | null
}

async function runAll(night: Night, before: readonly Happening[], happenings: readonly Happening[]): Promise<Ran> {
  const standing = async (next: Happening | undefined): Promise<IncidentView | null> => {
    if (next?.kind === 'event') await night.go({ kind: 'clock', at: next.recordedAt })
    // With the workers away what is due fires with the event itself.
    return night.workersAway() ? null : night.engine.view(KEY)
  }
  for (const happening of before) mustPass(await night.go(happening), happening)
  const start = await standing(happenings[0])
  for (const happening of happenings.slice(0, -1)) mustPass(await night.go(happening), happening)
  const final = happenings.at(-1)
  const earlier = await standing(final)
  const last = final === undefined ? null : await night.go(final)
  const view = await night.engine.view(KEY)
  return { start, earlier, last, view }
}

function mustPass(outcome: Outcome | null, happening: Happening): void {
  if (outcome?.status === 'refused')
    throw new Error(`${JSON.stringify(happening)} was refused: ${JSON.stringify(outcome.problem)}`)
}

function compare(expected: Expected, view: IncidentView, start: IncidentView | null, last: Outcome | null): void {
  const found: { [Key in keyof Expected]: unknown } = {
    state: pick(view.state, Object.keys(expected.state ?? {})),
    priority: view.priority,
    alerts: changed(start?.alerts ?? [], view.alerts)
      .map(alertInWords)
      .sort(),
    open: view.alerts.flatMap(({ kind, status }) => (status === 'open' ? [kind] : [])).sort(),
    due: pick(
      byName(view.deadlines.filter(({ status }) => status === 'pending').map(({ name, dueAt }) => [name, dueAt])),
      Object.keys(expected.due ?? {}),
    ),
    deadlines: pick(
      byName([...view.deadlines].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1)).map(({ name, status }) => [name, status])),
      Object.keys(expected.deadlines ?? {}),
    ),
    demands: Object.fromEntries(view.demands.map((demand) => [demand.id.slice(REFERENCE.length + 1), demandInWords(demand)])),
    warnings: last === null || last.status === 'refused' ? [] : last.warnings.map(({ code }) => code),
    blockers: view.closureBlockers.map(({ code }) => code),
    riskGrade: view.risk.grade,
    flags: view.risk.flags,
  }
  const said = Object.keys(expected)
  const due = Object.fromEntries(
    Object.entries(expected.due ?? {}).map(([name, times]) => [
      name,
      Array.isArray(times) ? times.map(instant) : times === null ? null : instant(String(times)),
    ]),
  )
  const sorted = (list: readonly string[] | undefined) => ({ list: [...(list ?? [])].sort() }).list
  const wanted = { ...expected, due, alerts: sorted(expected.alerts), open: sorted(expected.open) }
  expect(pick(found, said)).toEqual(pick(wanted, said))
}

const pick = (of: object, keys: readonly string[]): object =>
  Object.fromEntries(keys.map((key) => [key, (of as Record<string, unknown>)[key] ?? null]))

/** One value alone, several as a list. */
function byName(pairs: readonly (readonly [string, string])[]): Record<string, unknown> {
  const names = new Set(pairs.map(([name]) => name))
  return Object.fromEntries(
    [...names].map((name) => {
      const values = pairs.filter(([other]) => other === name).map(([, value]) => value)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

const changed = (before: readonly AlertItem[], after: readonly AlertItem[]): AlertItem[] =>
  after.filter((alert) => {
    const old = before.find(({ id }) => id === alert.id)
    return old === undefined || alertInWords(old) !== alertInWords(alert)
  })

const alertInWords = ({ kind, level, count, status }: AlertItem): string =>
  `${kind}${climbed(level, count)}${status === 'open' ? '' : ` ${status}`}`
const demandInWords = ({ reason, level, count, status }: DemandItem): `${DemandReason} ${string}` =>
  `${reason} ${status}${climbed(level, count)}`
const climbed = (level: number, count: number): string =>
  `${level === 1 ? '' : ` level ${level}`}${count === 1 ? '' : ` count ${count}`}`
