/** What Prometheus reads. Gauges query the record at each scrape; a gauge that could not be read is absent, not zero. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { DashQuality } from '../../machines/rules/vocabulary.ts'
import type { DueTimers } from '../engine/dueTimers.ts'
import type { Undelivered } from '../engine/notifications/seen.ts'
import { inTime } from './inTime.ts'

/** A timer fired: how late, and by which of the two ways. */
export interface Fired {
  readonly dueAt: string
  readonly firedAt: string
  readonly by: 'queue' | 'sweep'
}

export type Metrics = ReturnType<typeof createMetrics>

/** From "nobody could notice" to the outages that a night shift remembers. */
const LATENESS_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600]
const ASK_WITHIN_MS = 2000
/** How often the event loop's delay is measured; the measurement itself is no block. */
const LOOK_MS = 10

export function createMetrics({
  due,
  timersFiring,
  bankHolidayDaysLeft,
  clockStands = () => ({ aheadSeconds: 0, jumps: {} }),
  ways = () => [],
  undelivered = async () => [],
}: {
  due: Pick<DueTimers, 'counts' | 'demandLevels' | 'hauQueue'>
  timersFiring: () => boolean
  bankHolidayDaysLeft: () => number
  clockStands?: () => { readonly aheadSeconds: number; readonly jumps: Readonly<Record<string, number>> }
  /** Those of the delivery file; none unless told. Every other way counts as `other`. */
  ways?: () => readonly string[]
  undelivered?: () => Promise<readonly Undelivered[]>
}) {
  const registry = new Registry()
  const registers = [registry]
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers })
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers })
  collectDefaultMetrics({ register: registry })

  const lateness = new Histogram({
    name: 'reassess_timer_lateness_seconds',
    help: 'Seconds from the instant a timer fell due until it fired',
    labelNames: ['by'],
    buckets: LATENESS_SECONDS,
    registers,
  })
  const putOff = counter(
    'reassess_timers_put_off_total',
    'Timers that were due, could not be fired and were put off, by why: a locked row of their incident, or a failure',
    'why',
  )
  for (const why of ['held', 'failed']) putOff.inc({ why }, 0)
  const events = counter('reassess_events_total', 'Events answered', 'type', 'result')
  const refusals = counter('reassess_refusals_total', 'Requests and events refused', 'code')
  const thrives = counter(
    'reassess_thrive_assessments_total',
    'THRIVE assessments recorded, by whether the rubric found gaps',
    'adequate',
  )
  const feedback = counter(
    'reassess_dash_feedback_total',
    'What the harm assessment unit said of assessments, by how good it found them',
    'quality',
  )
  const pending = gauge('reassess_timers_pending', 'Timers that are set')
  const overdue = gauge('reassess_timers_overdue', 'Timers that are due and have not fired')
  const failed = gauge(
    'reassess_timers_failed',
    'Timers that could not be fired when they were last tried, or whose own row is locked',
  )
  const demands = gauge('reassess_demands_open', 'Open demands by level', 'level')
  const queued = gauge(
    'reassess_unit_queue_incidents',
    'Incidents that the harm assessment unit has to receive or works on',
    'state',
  )
  const oldest = gauge('reassess_unit_queue_oldest_seconds', 'Seconds since the oldest of them became the unit’s task', 'state')
  const stalled = gauge('reassess_timers_stalled', '1 when no timer fires, not even the canary')
  const clockAhead = gauge(
    'reassess_clock_ahead_seconds',
    "Seconds by which the database's clock is ahead of this process's; negative for a clock set back, 0 where they agree",
  )
  const clockJumps = counter('reassess_clock_jumps_total', "What happened to the database's clock", 'what')
  const turns = monitorEventLoopDelay({ resolution: LOOK_MS })
  turns.enable()
  const longestBlock = gauge(
    'reassess_longest_block_seconds',
    'The longest that one piece of work held this process since the last scrape, in seconds',
  )
  const listeners = gauge('reassess_stream_listeners', 'Listeners of the live stream of this process')
  const connections = gauge('reassess_connections', 'Open connections of this process')
  const turnedAway = counter(
    'reassess_connections_refused_total',
    'Connections turned away, by what was full: this process, or the share of their address',
    'why',
  )
  for (const why of ['all', 'address']) turnedAway.inc({ why }, 0)
  const deliveries = gauge(
    'reassess_deliveries',
    'Deliveries that have not arrived, in the whole record: not tried yet, failed and tried again, or dead',
    ...(['way', 'status'] as const),
  )
  const oldestCritical = gauge(
    'reassess_delivery_oldest_undelivered_critical_seconds',
    'Seconds that the longest waiting critical delivery has waited; 0 when none waits',
    'way',
  )
  const tries = counter('reassess_delivery_tries_total', 'Messages that this process tried, by what came of it', 'way', 'result')
  const wayLabel = (way: string): string => (ways().includes(way) ? way : 'other')
  const holidaysLeft = gauge(
    'reassess_bank_holidays_days_left',
    'Days from today for which bank holidays are known; below 183 the list needs its next year',
  )

  async function askTheRecord(): Promise<void> {
    for (const gauge of [demands, queued, oldest]) gauge.reset()
    try {
      const [counts, levels, unit] = await inTime(Promise.all([due.counts(), due.demandLevels(), due.hauQueue()]), ASK_WITHIN_MS)
      pending.set(counts.pending)
      overdue.set(counts.overdue)
      failed.set(counts.failed)
      for (const [level, open] of levels) demands.set({ level: String(level) }, open)
      for (const [state, { incidents, oldestSeconds }] of unit) {
        queued.set({ state }, incidents)
        oldest.set({ state }, oldestSeconds)
      }
    } catch {
      pending.remove()
      overdue.remove()
      failed.remove()
    }
  }

  async function askForDeliveries(): Promise<void> {
    for (const gauge of [deliveries, oldestCritical]) gauge.reset()
    try {
      const found = await inTime(undelivered(), ASK_WITHIN_MS)
      for (const way of ways()) {
        for (const status of ['pending', 'failed', 'dead']) deliveries.set({ way, status }, 0)
        oldestCritical.set({ way }, 0)
      }
      const longest = new Map<string, number>()
      for (const { way, counts, oldestCriticalSeconds } of found) {
        const label = wayLabel(way)
        for (const [status, count] of Object.entries(counts)) deliveries.inc({ way: label, status }, count)
        longest.set(label, Math.max(longest.get(label) ?? 0, oldestCriticalSeconds ?? 0))
      }
      for (const [way, seconds] of longest) oldestCritical.set({ way }, seconds)
    } catch {
      // Absent then, not zero.
    }
  }

  return {
    timerFired: ({ dueAt, firedAt, by }: Fired) =>
      lateness.observe({ by }, Math.max(0, Date.parse(firedAt) - Date.parse(dueAt)) / 1000),
    /** @param why `held`: another session had locked a row of the case. */
    timersPutOff: (why: 'held' | 'failed', timers: number) => putOff.inc({ why }, timers),
    /** @param type a short name of the contract, or `unknown`: never what a caller wrote. */
    eventAnswered: (type: string, result: 'accepted' | 'duplicate' | 'pending' | 'refused') => events.inc({ type, result }),
    refused: (code: string) => refusals.inc({ code }),
    /** The share of adequate THRIVEs is the first number that an inspection asks for. */
    thriveAssessed: (adequate: boolean) => thrives.inc({ adequate: adequate ? 'yes' : 'no' }),
    feedbackGiven: (quality: DashQuality) => feedback.inc({ quality }),
    deliveryTried: (way: string, result: 'sent' | 'delivered' | 'failed') => tries.inc({ way: wayLabel(way), result }),
    listening: (open: number) => listeners.set(open),
    connected: (open: number) => connections.set(open),
    crowded: (why: 'all' | 'address') => turnedAway.inc({ why }),
    scrape: async (): Promise<{ readonly contentType: string; readonly text: string }> => {
      longestBlock.set(Math.max(0, turns.max / 1e9 - LOOK_MS / 1000))
      turns.reset()
      stalled.set(timersFiring() ? 0 : 1)
      holidaysLeft.set(bankHolidayDaysLeft())
      const { aheadSeconds, jumps } = clockStands()
      clockAhead.set(aheadSeconds)
      clockJumps.reset()
      for (const [what, often] of Object.entries(jumps)) clockJumps.inc({ what }, often)
      await Promise.all([askTheRecord(), askForDeliveries()])
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
