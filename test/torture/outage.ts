/**
 * A long outage: everything of ours is down while many clocks fall due, and when it is back the world goes on, so fresh ones
 * are set and fall due while the old ones drain.
 *
 * What is promised: each process takes what is overdue a page at a time, and a page holds the worst cases that no other
 * process has in hand, by the order of the list of incidents (open demand level, flags, rank, longest overdue). So at most
 * one page for each process goes before a worse one. What was due longest is made the least severe here, so that an order
 * of due instants would show.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { type Breach, breachesOf, type Grade, raisedOf, setClocks } from './herd.ts'
import type { Life, Night } from './night.ts'

export interface Outage {
  readonly wrong: readonly string[]
  /** From the order to start until the last of the overdue was taken up. */
  readonly drainedMs: number
  /** Overdue ones that more lesser ones went before than all pages in hand can hold. */
  readonly outOfOrder: number
  /** The most lesser ones that went before a worse one. */
  readonly mostOvertaken: number
  readonly fresh: {
    /** Milliseconds from the due instant, in ascending order. */
    readonly latenessMs: readonly number[]
    /** Those that fell due while half of the overdue were still to fire, and how many of these fired only after the last of them. */
    readonly early: number
    readonly stalled: number
  }
}

export interface OutageOptions {
  readonly random: () => number
  /** Incidents with a clock that runs, and how many of them are overdue when the system comes back. */
  readonly open: number
  readonly overdue: number
}

/** As many as are leased at once (workers/fireDue.ts). */
const PAGE = 500
/** Time to post them all before the first is due; an attendance clock in the country has no more than a minute. */
const POSTED_WITHIN_MS = (overdue: number) => Math.min(50_000, 6_000 + 12 * overdue)
/** The worst fall due last, each grade within a second. */
const AFTER_MS = { P3: 0, P2: 1_000, P1: 2_000 } as const satisfies Record<Grade, number>
const ALL_DUE_AFTER_MS = 3_000
/** The policy's attendance time in town, of which so much is left when a fresh one is posted. */
const FRESH_WITHIN_MS = 2_000
const FRESH_IN_MS = 300
const FRESH_EVERY_MS = 100
/** A safety net; what did not fire in it is counted as missing. */
const DRAINED_WITHIN_MS = 300_000

export async function outage(night: Night, { random, open, overdue }: OutageOptions): Promise<Outage> {
  const name = `O${Math.floor(random() * 1e6)}`
  await setClocks(night, { name: `${name}-QUIET`, size: open - overdue, random, dueAt: null })
  const firstDueAt = Date.now() + POSTED_WITHIN_MS(overdue)
  const dueAt = (grade: Grade) => new Date(firstDueAt + AFTER_MS[grade] + 1_000 * random()).toISOString()
  await setClocks(night, { name: `${name}-OLD`, size: overdue, random, dueAt })

  const living = [...night.living('api'), ...night.living('worker')]
  await Promise.all(living.map(night.kill9))
  const order = await night.query<Waiting>(WORST_FIRST, [`${name}-OLD-%`])
  await pause(Math.max(0, firstDueAt + ALL_DUE_AFTER_MS + 1_000 - Date.now()))

  const startedAt = Date.now()
  const drain = new AbortController()
  const fresh = postFresh(night, `${name}-FRESH`, drain.signal)
  const started = Promise.all(living.map(({ role }) => night.start(role)))
  await drained(night, startedAt)
  drain.abort()
  await started
  const posted = await fresh
  const news = await eventually('the fresh ones have fired', async () => {
    const fired = await breachesOf(night, `${name}-FRESH`)
    return fired.length >= posted.length && fired
  })
  await Promise.all(posted.map((incident) => apiOf(night)?.server.post('officer', event('unit.arrived', incident))))
  return judge({ order, posted, fired: await breachesOf(night, `${name}-OLD`), news, startedAt, sweepers: living.length }, [
    ...(await onceEach(night, `${name}-OLD`, overdue)),
    ...(order.length === overdue ? [] : [`only ${order.length} of ${overdue} were still waiting when all was stopped`]),
  ])
}

interface Waiting {
  readonly reference: string
  readonly sort_key: string
}

const WORST_FIRST = `
  select c.reference, c.sort_key from reassess.timers t join reassess.cases c on c.id = t.case_id
   where t.deadline = 'attendance' and c.reference like $1 order by c.sort_key`

const apiOf = (night: Night): Life | undefined => night.living('api')[0]

/** One each moment for as long as the drain takes, each due a moment later. @returns the references of those that were taken. */
async function postFresh(night: Night, name: string, drain: AbortSignal): Promise<string[]> {
  const posted: Promise<string | null>[] = []
  const post = async (incident: string, { server }: Life): Promise<string | null> => {
    const receivedAt = new Date(Date.now() - FRESH_WITHIN_MS + FRESH_IN_MS).toISOString()
    const events = [
      event('incident.reported', incident, { receivedAt }, { time: receivedAt }),
      event('incident.graded', incident, { priority: 'P1' }),
    ]
    const { code, body } = await server.postBatch('control-room', events)
    // Busy, it says so: a caller would send it again, late.
    if (code === 503 || code === 429) return null
    const refused = body.results?.find((result) => result.code !== 201)
    if (code !== 200 || refused) throw new Error(`a fresh incident was not taken: ${code} ${JSON.stringify(refused)}`)
    return incident
  }
  while (!drain.aborted) {
    await pause(FRESH_EVERY_MS)
    const api = apiOf(night)
    if (api) posted.push(post(`${name}-${posted.length}`, api))
  }
  return (await Promise.all(posted)).filter((incident) => incident !== null)
}

/** Until no clock is left that was due when all was started. */
async function drained(night: Night, startedAt: number): Promise<void> {
  const until = performance.now() + DRAINED_WITHIN_MS
  const left = 'select exists (select from reassess.timers where due_at <= $1) as some'
  while (performance.now() < until) {
    const [row] = await night.query<{ some: boolean }>(left, [new Date(startedAt).toISOString()])
    if (!row?.some) return
    await pause(100)
  }
}

async function onceEach(night: Night, name: string, size: number): Promise<string[]> {
  const fired = await breachesOf(night, name)
  const raised = await raisedOf(night, name)
  return [
    ...(fired.length === size ? [] : [`${fired.length} breaches of ${size} that were overdue`]),
    ...(new Set(fired.map(({ reference }) => reference)).size === fired.length ? [] : ['a breach fired twice']),
    ...(raised === size ? [] : [`${raised} alerts for ${size} breaches`]),
    ...(fired.some(({ late }) => late < 0) ? ['some were early'] : []),
  ]
}

interface Happened {
  readonly order: readonly Waiting[]
  readonly fired: readonly Breach[]
  readonly posted: readonly string[]
  readonly news: readonly Breach[]
  readonly startedAt: number
  readonly sweepers: number
}

function judge({ order, fired, posted, news, startedAt, sweepers }: Happened, wrong: readonly string[]): Outage {
  const firedAt = new Map(fired.map(({ reference, at }) => [reference, at]))
  const never = Number.POSITIVE_INFINITY
  const overtaken = overtakenOf(order.map(({ reference, sort_key: key }) => ({ key, at: firedAt.get(reference) ?? never })))
  const endedAt = fired.reduce((latest, { at }) => Math.max(latest, at), startedAt)
  const half = fired.map(({ at }) => at).sort((a, b) => a - b)[Math.floor(fired.length / 2)] ?? startedAt
  const early = news.filter(({ at, late }) => at - late <= half)
  return {
    wrong: [
      ...wrong,
      ...(news.length === posted.length ? [] : [`${news.length} breaches of ${posted.length} fresh ones`]),
      ...(news.some(({ late }) => late < 0) ? ['some fresh ones were early'] : []),
    ],
    drainedMs: endedAt - startedAt,
    outOfOrder: overtaken.filter((count) => count > PAGE * sweepers).length,
    mostOvertaken: overtaken.reduce((most, count) => Math.max(most, count), 0),
    fresh: {
      latenessMs: news.map(({ late }) => late).sort((a, b) => a - b),
      early: early.length,
      stalled: early.filter(({ at }) => at >= endedAt).length,
    },
  }
}

/** @param order worst first. @returns for each, how many that are lesser were taken up strictly before it. */
function overtakenOf(order: readonly { readonly key: string; readonly at: number }[]): number[] {
  const lesser: number[] = []
  const counts: number[] = []
  let equals: number[] = []
  order.toReversed().forEach(({ key, at }, place, reversed) => {
    if (key !== reversed[place - 1]?.key) {
      for (const one of equals) lesser.splice(firstNotBelow(lesser, one), 0, one)
      equals = []
    }
    counts.push(firstNotBelow(lesser, at))
    equals.push(at)
  })
  return counts
}

/** @param sorted ascending. @returns how many are below. */
function firstNotBelow(sorted: readonly number[], instant: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < instant) low = middle + 1
    else high = middle
  }
  return low
}
