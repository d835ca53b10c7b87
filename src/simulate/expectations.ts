/** Compares a scenario's expectations with what happened. Each expectation is a line that held or did not. */
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { Outcome } from '../engine/engine.ts'
import type { Problem } from '../engine/problems.ts'
import type { AlertItem, DeadlineItem, DemandItem, IncidentView, RegionStates } from '../engine/views/views.ts'
import type { Asked, Check } from './check.ts'
import { checkMessages, type Messages } from './expectedMessages.ts'
import type { Expected } from './reading/scenario.ts'
import { clockTime } from './reading/times.ts'

export interface Situation {
  readonly line: number
  readonly zone: string
  /** When it is asked. */
  readonly at: Instant
  readonly view: IncidentView | null
  /** The refusal of the step's event; null for a step without an event. */
  readonly outcome: Outcome | null
  /** What followed from the step's event, in words; empty when nothing did. */
  readonly followed: readonly string[]
  readonly messages: Messages
}

export function check(expect: Expected | null, situation: Situation): Check[] {
  const asked = [
    ...checkOutcome(expect, situation),
    ...(expect === null
      ? []
      : [
          ...checkView(expect, situation),
          ...checkMessages(expect, situation.messages, (instant) => clockTime(instant, situation.zone, situation.at)),
        ]),
  ]
  return asked.map((one) => ({ line: situation.line, ...one }))
}

const words = (list: readonly string[]): string => (list.length === 0 ? 'none' : list.join(', '))
const sameWords = (about: string, expected: readonly string[], actual: readonly string[]): Asked => ({
  about,
  expected: words(expected),
  actual: words(actual),
  held: [...expected].sort().join() === [...actual].sort().join(),
})

/** An unexpectedly refused event fails the scenario: what follows would mean nothing. */
function checkOutcome(expect: Expected | null, { outcome, followed }: Situation): Asked[] {
  if (outcome === null) return []
  const problem = outcome.status === 'refused' ? outcome.problem : null
  const refused = expect?.refused
  const answer: Asked[] =
    refused === undefined && problem === null
      ? []
      : [{ about: 'answer', expected: said(refused), actual: saidOf(problem), held: refused?.code === problem?.code }]
  const { pointers, blockers } = refused ?? {}
  return [
    ...answer,
    ...(pointers ? [sameWords('what was wrong', pointers, problem?.errors?.map(({ pointer }) => pointer) ?? [])] : []),
    ...(blockers ? [sameWords('what blocks closing', blockers, problem?.blockers?.map(({ code }) => code) ?? [])] : []),
    ...(expect?.warnings
      ? [sameWords('warnings', expect.warnings, outcome.status === 'refused' ? [] : outcome.warnings.map(({ code }) => code))]
      : []),
    ...(expect?.pending === undefined
      ? []
      : [sameWords('answer', [waits(expect.pending)], [waits(outcome.status === 'pending')])]),
    ...(expect?.nothing
      ? [{ about: 'what followed', expected: 'nothing', actual: followed.join('; ') || 'nothing', held: followed.length === 0 }]
      : []),
  ]
}

const waits = (pending: boolean): string => (pending ? 'waits for a second person' : 'does not wait')
const said = (refused: Expected['refused']): string => (refused === undefined ? 'accepted' : `refused: ${refused.code}`)
const saidOf = (problem: Problem | null): string => {
  if (problem === null) return 'accepted'
  const named = [
    ...(problem.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`),
    ...(problem.blockers ?? []).map(({ code }) => code),
  ]
  return `refused: ${problem.code}${named.length === 0 ? '' : ` (${named.join('; ')})`}`
}

function checkView(expect: Expected, { view, zone, at }: Situation): Asked[] {
  const { state, priority, attention, alerts, demands, deadlines, matters, repeat, thriveGaps } = expect
  const time = (instant: string) => clockTime(instant, zone, at)
  return [
    ...Object.entries(state ?? {}).map(([region, expected]) => checkState(view, region as Region, String(expected))),
    ...(priority === undefined ? [] : [sameWords('priority', [priority ?? 'none'], [view?.priority ?? 'none'])]),
    ...(attention ? [sameWords('attention', attention, view?.attention ?? [])] : []),
    ...(thriveGaps ? [sameWords('gaps of the THRIVE', thriveGaps, view?.thriveGaps.map(({ code }) => code) ?? [])] : []),
    ...(repeat ? checkRepeat(repeat, view) : []),
    ...Object.entries(matters ?? {}).map(([id, expected]) => checkMatter(view, id, expected)),
    ...(alerts ? [checkAlerts(alerts, view?.alerts ?? [])] : []),
    ...(demands ? [checkDemands(demands, view?.demands ?? [], time)] : []),
    ...Object.entries(deadlines ?? {}).map(([name, expected]) =>
      checkDeadline(
        name,
        expected,
        (view?.deadlines ?? []).filter((deadline) => deadline.name === name),
        time,
      ),
    ),
  ]
}

/** Who called before: what is said of it, and the incidents by name, newest first. */
function checkRepeat(expected: NonNullable<Expected['repeat']>, view: IncidentView | null): Asked[] {
  const actual = view?.risk.repeat
  const found: Record<string, unknown> = { ...actual, incidents: actual?.incidents.map(({ incident }) => incident) }
  const inWord = (value: unknown): string => (Array.isArray(value) ? words(value) : String(value ?? 'none'))
  return Object.entries(expected).map(([field, value]) => {
    const [said, is] = [inWord(value), inWord(found[field])]
    return { about: `repeat ${field}`, expected: said, actual: is, held: said === is }
  })
}

type Region = keyof RegionStates

/** A state may be named by its parent: `overdue` holds in `overdue.assigned`. */
function checkState(view: IncidentView | null, region: Region, expected: string): Asked {
  return sameState(`state of ${region}`, expected, view?.state[region] ?? 'no incident')
}

/** @param id its kind and name, as `marker/M1`. */
function checkMatter(view: IncidentView | null, id: string, expected: string): Asked {
  const matter = view?.matters.find(({ kind, name }) => `${kind}/${name}` === id)
  return sameState(id, expected, matter?.state ?? 'none')
}

const sameState = (about: string, expected: string, actual: string): Asked => ({
  about,
  expected,
  actual,
  held: `${actual}.`.startsWith(`${expected}.`),
})

/** Whether a thing has every field that the expectation names. */
const has = (said: object, thing: object): boolean =>
  Object.entries(said).every(([field, value]) => value === undefined || Reflect.get(thing, field) === value)

/**
 * Warnings that end when what they warn of has come. A scenario may name them beside it, as before they ended, or leave them
 * out.
 */
const OVERTAKEN_BY: Partial<Record<AlertItem['kind'], AlertItem['kind']>> = {
  'attendance-warning': 'attendance-overdue',
  'bail-ending': 'bail-lapsed',
  'charge-limit-near': 'charge-limit-passed',
  'order-breach-court-near': 'order-breach-court-missed',
}

/**
 * Exactly the open alerts, in any order. Expectations with the most detail choose first; a kind that is written once and alone means all other alerts of that kind.
 */
function checkAlerts(expected: NonNullable<Expected['alerts']>, all: readonly AlertItem[]): Asked {
  const open = all.filter(({ status }) => status !== 'resolved')
  const wasOvertaken = (alert: (typeof expected)[number]): boolean =>
    open.some(({ kind }) => kind === OVERTAKEN_BY[alert.kind]) && all.some((item) => has(alert, item))
  let left = [...open]
  const detailed = [...expected].sort((a, b) => Object.keys(b).length - Object.keys(a).length)
  const found = detailed.filter((alert) => {
    const place = left.findIndex((item) => has(alert, item))
    if (place !== -1) left.splice(place, 1)
    return place !== -1 || wasOvertaken(alert)
  })
  const alone = expected.filter((alert) => Object.keys(alert).length === 1).map(({ kind }) => kind)
  left = left.filter(({ kind }) => alone.filter((said) => said === kind).length !== 1)
  return {
    about: 'alerts',
    expected: words(expected.map(({ kind, ...more }) => detail(kind, ofAlert(more)))),
    actual: words(open.map(({ kind, ...more }) => detail(kind, ofAlert(more)))),
    held: found.length === expected.length && left.length === 0,
  }
}

type Said<Fields extends keyof AlertItem> = { readonly [Field in Fields]?: AlertItem[Field] | undefined }

const ofAlert = ({ status, level, count, audience, severity }: Said<'status' | 'level' | 'count' | 'audience' | 'severity'>) => [
  status,
  numbered('level', level),
  numbered('count', count),
  audience,
  severity,
]

/** `open, level 1, count 1, due 20:48`: each number with what it counts. */
function ofDemand(
  { status, level, count, due }: Omit<NonNullable<Expected['demands']>[number], 'reason'>,
  time: (instant: string) => string,
): readonly (string | undefined)[] {
  return [status, numbered('level', level), numbered('count', count), due && `due ${time(due)}`]
}
const numbered = (what: string, number: number | undefined) => (number === undefined ? undefined : `${what} ${number}`)

/** Exactly the demands that were ever made, in order. */
function checkDemands(
  expected: NonNullable<Expected['demands']>,
  made: readonly DemandItem[],
  time: (instant: string) => string,
): Asked {
  const fits = (demand: (typeof expected)[number], item: DemandItem | undefined): boolean => {
    const { due, ...rest } = demand
    return item !== undefined && has({ ...rest, ...(due && { dueAt: due }) }, item)
  }
  return {
    about: 'demands',
    expected: words(expected.map(({ reason, ...more }) => detail(reason, ofDemand(more, time)))),
    actual: words(made.map(({ reason, dueAt: due, ...more }) => detail(reason, ofDemand({ ...more, due }, time)))),
    held: expected.length === made.length && expected.every((demand, index) => fits(demand, made[index])),
  }
}

function checkDeadline(
  name: string,
  { due, status }: NonNullable<NonNullable<Expected['deadlines']>[keyof NonNullable<Expected['deadlines']>]>,
  found: readonly DeadlineItem[],
  time: (instant: string) => string,
): Asked {
  const fits = (item: DeadlineItem) => (due ?? item.dueAt) === item.dueAt && (status ?? item.status) === item.status
  return {
    about: `deadline ${name}`,
    expected: [due && time(due), status].filter(Boolean).join(' ') || 'any',
    actual: words(found.map((item) => `${time(item.dueAt)} ${item.status}`)),
    held: status === 'none' ? found.length === 0 : found.some(fits),
  }
}

/** `reassessment-overdue (open, level…)`: what is said beside the name. */
const detail = (name: string, more: readonly unknown[]): string => {
  const said = more.filter((part) => part !== undefined)
  return said.length === 0 ? name : `${name} (${said.join(', ')})`
}
