/** What Prometheus reads. Gauges query the record at each scrape; a gauge that could not be read is absent, not zero. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { DashQuality } from '../../machines/rules/vocabulary.ts'
import type { DueTimers } from '../engine/dueTimers.ts'

/** A timer fired: how late, and by which of the two ways. */
export interface Fired {
  readonly dueAt: string
  readonly firedAt: string
  readonly by: 'queue' | 'sweep'
}

export interface Metrics {
  readonly timerFired: (fired: Fired) => void
  /** @param why `held`: another session had locked a row of the case. */
  readonly timersPutOff: (why: 'held' | 'failed', timers: number) => void
  /** @param type a short name of the contract, or `unknown`: never what a caller wrote. */
  readonly eventAnswered: (type: string, result: 'accepted' | 'duplicate' | 'refused') => void
  readonly refused: (code: string) => void
  /** A THRIVE was recorded; the share of adequate THRIVEs is the first number that an inspection asks for. */
  readonly thriveAssessed: (adequate: boolean) => void
  /** The harm assessment unit said how good an assessment is. */
  readonly feedbackGiven: (quality: DashQuality) => void
  /** How many listen to the live stream of this process now. */
  readonly listening: (listeners: number) => void
  /** How many connections this process has now. */
  readonly connected: (connections: number) => void
  /** A connection was refused. */
  readonly crowded: (why: 'all' | 'address') => void
  readonly scrape: () => Promise<{ readonly contentType: string; readonly text: string }>
}

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
}: {
  due: Pick<DueTimers, 'counts' | 'demandLevels' | 'hauQueue'>
  timersFiring: () => boolean
  bankHolidayDaysLeft: () => number
  clockStands?: () => { readonly aheadSeconds: number; readonly jumps: Readonly<Record<string, number>> }
}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const lateness = new Histogram({
    name: 'reassess_timer_lateness_seconds',
    help: 'Seconds from the instant a timer fell due until it fired',
    labelNames: ['by'] as const,
    buckets: LATENESS_SECONDS,
    registers,
  })
  const putOff = new Counter({
    name: 'reassess_timers_put_off_total',
    help: 'Timers that were due, could not be fired and were put off, by why: a locked row of their incident, or a failure',
    labelNames: ['why'] as const,
    registers,
  })
  for (const why of ['held', 'failed']) putOff.inc({ why }, 0)
  const events = new Counter({
    name: 'reassess_events_total',
    help: 'Events answered',
    labelNames: ['type', 'result'] as const,
    registers,
  })
  const refusals = new Counter({
    name: 'reassess_refusals_total',
    help: 'Requests and events refused',
    labelNames: ['code'] as const,
    registers,
  })
  const thrives = new Counter({
    name: 'reassess_thrive_assessments_total',
    help: 'THRIVE assessments recorded, by whether the rubric found gaps',
    labelNames: ['adequate'] as const,
    registers,
  })
  const feedback = new Counter({
    name: 'reassess_dash_feedback_total',
    help: 'What the harm assessment unit said of assessments, by how good it found them',
    labelNames: ['quality'] as const,
    registers,
  })
  const pending = new Gauge({ name: 'reassess_timers_pending', help: 'Timers that are set', registers })
  const overdue = new Gauge({ name: 'reassess_timers_overdue', help: 'Timers that are due and have not fired', registers })
  const failed = new Gauge({
    name: 'reassess_timers_failed',
    help: 'Timers that could not be fired when they were last tried, or whose own row is locked',
    registers,
  })
  const demands = new Gauge({
    name: 'reassess_demands_open',
    help: 'Open demands by level',
    labelNames: ['level'] as const,
    registers,
  })
  const queued = new Gauge({
    name: 'reassess_unit_queue_incidents',
    help: 'Incidents that the harm assessment unit has to receive or works on',
    labelNames: ['state'] as const,
    registers,
  })
  const oldest = new Gauge({
    name: 'reassess_unit_queue_oldest_seconds',
    help: 'Seconds since the oldest of them became the unit’s task',
    labelNames: ['state'] as const,
    registers,
  })
  const stalled = new Gauge({ name: 'reassess_timers_stalled', help: '1 when no timer fires, not even the canary', registers })

  const clockAhead = new Gauge({
    name: 'reassess_clock_ahead_seconds',
    help: "Seconds by which the database's clock is ahead of this process's; negative for a clock set back, 0 where they agree",
    registers,
  })
  const clockJumps = new Counter({
    name: 'reassess_clock_jumps_total',
    help: "What happened to the database's clock",
    labelNames: ['what'] as const,
    registers,
  })
  const turns = monitorEventLoopDelay({ resolution: LOOK_MS })
  turns.enable()
  const longestBlock = new Gauge({
    name: 'reassess_longest_block_seconds',
    help: 'The longest that one piece of work held this process since the last scrape, in seconds',
    registers,
  })
  const listeners = new Gauge({
    name: 'reassess_stream_listeners',
    help: 'Listeners of the live stream of this process',
    registers,
  })

  const connections = new Gauge({ name: 'reassess_connections', help: 'Open connections of this process', registers })
  const turnedAway = new Counter({
    name: 'reassess_connections_refused_total',
    help: 'Connections turned away, by what was full: this process, or the share of their address',
    labelNames: ['why'] as const,
    registers,
  })
  for (const why of ['all', 'address']) turnedAway.inc({ why }, 0)

  const holidaysLeft = new Gauge({
    name: 'reassess_bank_holidays_days_left',
    help: 'Days from today for which bank holidays are known; below 183 the list needs its next year',
    registers,
  })

  async function askTheRecord(): Promise<void> {
    for (const gauge of [demands, queued, oldest]) gauge.reset()
    try {
      const [counts, levels, unit] = await inTime(Promise.all([due.counts(), due.demandLevels(), due.hauQueue()]))
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

  return {
    timerFired: ({ dueAt, firedAt, by }) => lateness.observe({ by }, Math.max(0, Date.parse(firedAt) - Date.parse(dueAt)) / 1000),
    timersPutOff: (why, timers) => putOff.inc({ why }, timers),
    eventAnswered: (type, result) => events.inc({ type, result }),
    refused: (code) => refusals.inc({ code }),
    thriveAssessed: (adequate) => thrives.inc({ adequate: adequate ? 'yes' : 'no' }),
    feedbackGiven: (quality) => feedback.inc({ quality }),
    listening: (open) => listeners.set(open),
    connected: (open) => connections.set(open),
    crowded: (why) => turnedAway.inc({ why }),
    scrape: async () => {
      longestBlock.set(Math.max(0, turns.max / 1e9 - LOOK_MS / 1000))
      turns.reset()
      stalled.set(timersFiring() ? 0 : 1)
      holidaysLeft.set(bankHolidayDaysLeft())
      const { aheadSeconds, jumps } = clockStands()
      clockAhead.set(aheadSeconds)
      clockJumps.reset()
      for (const [what, often] of Object.entries(jumps)) clockJumps.inc({ what }, often)
      await askTheRecord()
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ASK_WITHIN_MS)
  })
  return Promise.race([asked, late]).finally(() => clearTimeout(timer))
}
