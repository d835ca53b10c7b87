/**
 * The same checks after every night, whatever was broken in it: nothing acknowledged is lost, each cause has its one alert,
 * nothing was early, the stream told of everything, the record proves itself, and nobody lied about how they were.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { AlertItem, DemandItem, IncidentView, TimelineItem } from '../../src/engine/views/views.ts'
import type { Acknowledged, Log } from './load.ts'
import type { Night } from './night.ts'
import { TOP } from './policy.ts'
import { alertsHeard, liesIn, type Watch } from './watch.ts'

interface Passed {
  readonly timer: string
  readonly machine: string
  readonly deadline: string
}

/** A case that is in trouble on purpose: its clocks are not asked after. */
export interface Except {
  readonly except?: readonly string[]
}

export interface Seen {
  readonly log: Log
  readonly watch: Watch
  /** The database's clock is set in the night. */
  readonly clockIsSet: boolean
}

const SETTLED_WITHIN_MS = 20_000
/** By how much an instant on record may be ahead of this machine's clock: one machine has one clock, read at two moments. */
const AHEAD_MS = 50
/** A statement that runs as the database's clock jumps takes at most a second of the jump (decision 0032). */
const AHEAD_WHEN_SET_MS = 1_000 + AHEAD_MS

/** @returns what is wrong, in sentences; empty when all is as it should be. */
export async function whatIsWrong(night: Night, { log, watch, clockIsSet }: Seen): Promise<string[]> {
  const aheadMs = clockIsSet ? AHEAD_WHEN_SET_MS : AHEAD_MS
  const [api] = night.living('api')
  if (api === undefined) return ['no api is left to ask']
  const wrong = [...log.strange]
  const byIncident = byIncidentOf(log.acknowledged)
  const alerts: AlertItem[] = []
  for (const [incident, acknowledged] of byIncident) {
    // An open demand keeps escalating: all is held against the one moment of this view.
    const view = await api.server.incident(incident)
    const lines = (await api.server.timeline(incident)).filter(({ sequence }) => sequence <= view.version)
    alerts.push(...view.alerts)
    const found = [
      ...lostOrTwice(acknowledged, lines),
      ...early(lines, aheadMs),
      ...breach(acknowledged, lines, view.alerts),
      ...view.demands.flatMap((demand) => ladder(demand, lines, view.alerts)),
      ...firedTwice(lines),
      ...outOfStep(view, lines),
    ]
    wrong.push(...found.map((text) => `${incident}: ${text}`))
  }
  const listed = new Set((await api.server.list<AlertItem>('/v1/alerts')).map(({ id }) => id))
  wrong.push(...alerts.filter(({ id }) => !listed.has(id)).map(({ id }) => `${id} is missing from the list of alerts`))
  wrong.push(...(await unheard(watch, alerts, aheadMs)))
  wrong.push(...liesIn(watch.said, night))
  return wrong
}

/** Replay gives the same snapshots, and chains and checkpoints hold. */
export async function verifyFails(night: Night): Promise<string[]> {
  const { code, stdout, stderr } = await night.verify()
  return code === 0 ? [] : [`verify: ${stdout}${stderr}`]
}

/**
 * Every timer that is due now or in a moment fires. Asked while victims still wait: an event that is posted fires what is
 * due in its case, and would hide that nothing else did.
 */
export async function neverFired(night: Night, except: readonly string[] = []): Promise<string[]> {
  const until = performance.now() + SETTLED_WITHIN_MS
  let left = await night.query<Waiting>(
    `select t.case_id, t.id, c.reference, t.machine, t.deadline from reassess.timers t join reassess.cases c on c.id = t.case_id
      where t.due_at < $2::timestamptz + interval '2 seconds' and c.reference <> all ($1)`,
    // By this machine's clock: the database's may have been set.
    [except, new Date().toISOString()],
  )
  while (left.length > 0) {
    if (performance.now() > until)
      return left.slice(0, 5).map(({ reference, machine, deadline }) => `${reference}: ${deadline} of ${machine} never fired`)
    await pause(200)
    const still = await night.query<Pick<Waiting, 'case_id' | 'id'>>(
      'select t.case_id, t.id from reassess.timers t join unnest($1::bigint[], $2::text[]) as k(case_id, id) using (case_id, id)',
      [left.map(({ case_id }) => case_id), left.map(({ id }) => id)],
    )
    const names = new Set(still.map(({ case_id, id }) => `${case_id} ${id}`))
    left = left.filter(({ case_id, id }) => names.has(`${case_id} ${id}`))
  }
  return []
}

interface Waiting {
  readonly case_id: string
  readonly id: string
  readonly reference: string
  readonly machine: string
  readonly deadline: string
}

function lostOrTwice(acknowledged: readonly Acknowledged[], lines: readonly TimelineItem[]): string[] {
  return acknowledged.flatMap(({ id, type, sequence }) => {
    const found = lines.filter((line) => line.id === id).map((line) => line.sequence)
    if (found.length === 1 && found[0] === sequence) return []
    return [`${type} was acknowledged as line ${sequence} and stands at ${found.length === 0 ? 'none' : found.join(', ')}`]
  })
}

/** No deadline passes before its instant, and the engine's clock never runs backwards in a case. */
function early(lines: readonly TimelineItem[], aheadMs: number): string[] {
  const now = new Date(Date.now() + aheadMs).toISOString()
  return lines.flatMap(({ type, at, recordedAt, sequence }, index) => [
    ...(type === 'deadline.passed' && recordedAt < at ? [`line ${sequence} passed at ${recordedAt}, due ${at}`] : []),
    ...(recordedAt > now ? [`line ${sequence} was recorded in the future, ${recordedAt}`] : []),
    ...(index > 0 && Date.parse(recordedAt) < Date.parse(lines[index - 1]?.recordedAt ?? '') - 1_000
      ? [`line ${sequence} was recorded before the line above it`]
      : []),
  ])
}

/** The deadline that an answer promised either passed, once and with one alert, or somebody was there before. */
function breach(acknowledged: readonly Acknowledged[], lines: readonly TimelineItem[], alerts: readonly AlertItem[]): string[] {
  const attendBy = acknowledged.find((event) => event.attendBy !== null)?.attendBy ?? null
  if (attendBy === null) return []
  const arrived = lines.find(({ type }) => type === 'unit.arrived')
  const end = arrived?.recordedAt ?? lines.at(-1)?.recordedAt ?? ''
  const expected = attendBy <= end ? 1 : 0
  const passes = passesOf(lines, 'incident', 'attendance')
  const raised = alerts.filter(({ kind }) => kind === 'attendance-overdue')
  return [
    ...(passes.length === expected ? [] : [`due ${attendBy}, attended ${end}: the deadline passed ${passes.length} times`]),
    ...(passes.some(({ at }) => at !== attendBy) ? [`the deadline of ${attendBy} passed at ${passes[0]?.at}`] : []),
    ...(raised.length === expected ? [] : [`${raised.length} alerts attendance-overdue for ${expected} breach`]),
  ]
}

/** One level up for each answer time that passed, one alert a level; at the top the same one again, counted. */
function ladder({ id, level, count }: DemandItem, lines: readonly TimelineItem[], alerts: readonly AlertItem[]): string[] {
  const passes = passesOf(lines, `demands/${id}`, 'answer').length
  const asked = alerts.filter(({ demand, kind }) => demand === id && kind === 'reassessment-demanded')
  const levels = alerts.filter(({ demand, kind }) => demand === id && kind === 'reassessment-overdue').map((alert) => alert.level)
  const top = alerts.find(({ demand, ...alert }) => demand === id && alert.level === TOP)
  const expected = { asked: 1, level: Math.min(TOP, 1 + passes), count: 1 + Math.max(0, passes - TOP + 1) }
  const expectedLevels = Array.from({ length: expected.level - 1 }, (_, index) => index + 2)
  const found = { asked: asked.length, level, count }
  return [
    ...(same(found, expected) ? [] : [`${id} after ${passes} passes is ${text(found)}, expected ${text(expected)}`]),
    ...(same([...levels].sort(), expectedLevels) ? [] : [`${id} has alerts at levels ${levels}, expected ${expectedLevels}`]),
    ...(level === TOP && top?.count !== count
      ? [`the top alert of ${id} was counted ${top?.count} times, expected ${count}`]
      : []),
  ]
}

function firedTwice(lines: readonly TimelineItem[]): string[] {
  const timers = lines.filter(({ type }) => type === 'deadline.passed').map(({ data }) => (data as Passed).timer)
  return timers.filter((timer, index) => timers.indexOf(timer) !== index).map((timer) => `timer ${timer} fired twice`)
}

function outOfStep({ version }: IncidentView, lines: readonly TimelineItem[]): string[] {
  const issue = lines.findIndex(({ sequence }, index) => sequence !== index + 1)
  return issue === -1 && lines.length >= version ? [] : [`version ${version} with ${lines.length} lines, first gap at ${issue}`]
}

/** Who listened all night, over every cut line, heard each alert as it finally is; and of no breach before its time. */
async function unheard(watch: Watch, alerts: readonly AlertItem[], aheadMs: number): Promise<string[]> {
  const until = performance.now() + SETTLED_WITHIN_MS
  const missing = () => {
    const heard = alertsHeard(watch.heard)
    return alerts.filter((alert) => !(heard.get(alert.id) ?? []).some(({ heardAt: _, ...item }) => same(item, alert)))
  }
  while (missing().length > 0 && performance.now() < until) await pause(200)
  const ids = watch.heard.filter(({ event }) => event !== 'reset').map(({ id }) => id)
  const twice = ids.length - new Set(ids).size
  const tooSoon = [...alertsHeard(watch.heard).values()]
    .flat()
    .filter(({ raisedAt, heardAt }) => Date.parse(raisedAt) > heardAt + aheadMs)
  return [
    ...missing()
      .slice(0, 5)
      .map(({ id, status }) => `the listener never heard of ${id} being ${status}`),
    ...(twice > 0 ? [`the listener heard ${twice} things twice`] : []),
    ...(watch.heard.some(({ event }) => event === 'reset') ? ['the listener lost its place'] : []),
    ...tooSoon
      .slice(0, 5)
      .map(
        ({ id, kind, raisedAt, heardAt }) =>
          `${id} (${kind}) was raised at ${raisedAt} and heard at ${new Date(heardAt).toISOString()}`,
      ),
  ]
}

const passesOf = (lines: readonly TimelineItem[], machine: string, deadline: string): readonly TimelineItem[] =>
  lines.filter(
    ({ type, data }) =>
      type === 'deadline.passed' && (data as Passed).machine === machine && (data as Passed).deadline === deadline,
  )

function byIncidentOf<T extends { readonly incident: string }>(these: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of these) groups.set(one.incident, [...(groups.get(one.incident) ?? []), one])
  return groups
}

const text = (value: unknown): string => JSON.stringify(value)
const same = (one: unknown, other: unknown): boolean => text(one) === text(other)
