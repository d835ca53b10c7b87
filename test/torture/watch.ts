/** Asks every process again and again how it is, and listens to the stream all night long; afterwards both are held against what happened. */
import { setTimeout as pause } from 'node:timers/promises'
import type { AlertItem } from '../../src/engine/views/views.ts'
import type { Heard } from '../support/listener.ts'
import type { Life, Night } from './night.ts'

interface Said {
  readonly life: Life
  /** When it was asked and when it answered, by `performance.now()`. */
  readonly askedAt: number
  readonly saidAt: number
  readonly code: number
  readonly record: string
  readonly timers: string
}

/** A frame of the stream, and when it was heard. */
export interface HeardAt extends Heard {
  readonly at: number
}

export interface Watch {
  readonly said: readonly Said[]
  readonly heard: readonly HeardAt[]
  stop(): Promise<void>
}

const EVERY_MS = 250
/** A process answers with what it learnt in the two seconds before. */
const RECORD_WITHIN_MS = 4_000
/** What was broken may have worked for a moment when we learn that it does. */
const MENDED_MS = 1_000
/** "Not ready within 15 s": and no longer until it is ready again. */
const TIMERS_WITHIN_MS = 15_000

export function startWatch(night: Night): Watch {
  const said: Said[] = []
  const heard: HeardAt[] = []
  const stopping = new AbortController()
  const { signal } = stopping

  const ask = async (life: Life) => {
    const askedAt = performance.now()
    try {
      const answer = await life.server.ask('/readyz', null)
      const body = (await answer.json()) as { record: string; timers: string }
      said.push({ life, askedAt, saidAt: performance.now(), code: answer.status, ...body })
    } catch {
      // Killed while it was asked; that it serves at all is what the load finds out.
    }
  }
  const asking = (async () => {
    while (!signal.aborted) {
      await Promise.all(night.lives.filter(({ endedAt }) => endedAt === null).map(ask))
      await pause(EVERY_MS)
    }
  })()
  const listening = (async () => {
    let lastId: string | undefined
    while (!signal.aborted) {
      const api = night.living('api')[0]
      const listener = await api?.server.listen(lastId).catch(() => undefined)
      if (api === undefined || listener === undefined) {
        await pause(100)
        continue
      }
      let taken = 0
      const take = () => {
        for (const frame of listener.heard.slice(taken)) heard.push({ ...frame, at: Date.now() })
        taken = listener.heard.length
        lastId = listener.lastId() || lastId
      }
      let ended = false
      void listener.ended.then(() => {
        ended = true
      })
      while (!ended && !signal.aborted && api.endedAt === null) {
        await pause(10)
        take()
      }
      listener.close()
      await listener.ended
      take()
    }
  })()
  return {
    said,
    heard,
    async stop() {
      stopping.abort()
      await Promise.all([asking, listening])
    },
  }
}

/** What the processes said of themselves that was not so. */
export function liesIn(
  said: readonly Said[],
  { begunAt, lives, troubles }: Pick<Night, 'begunAt' | 'lives' | 'troubles'>,
): string[] {
  /** True or false when it was so all the time since `ms` before; null when it changed in that time. */
  const all = (need: 'database' | 'queue', from: number, to: number): 'broken' | 'well' | null => {
    const these = troubles.filter((trouble) => trouble.need === need)
    if (
      these.some(
        (trouble) => !trouble.partly && trouble.from <= from && (trouble.to ?? Number.POSITIVE_INFINITY) >= to + MENDED_MS,
      )
    )
      return 'broken'
    return these.every((trouble) => trouble.from > to || (trouble.to ?? Number.POSITIVE_INFINITY) < from) ? 'well' : null
  }
  const someWorker = (from: number, to: number): boolean =>
    lives.some(({ role, bornAt, endedAt }) => role === 'worker' && bornAt < from && (endedAt ?? Number.POSITIVE_INFINITY) > to)
  const noWorker = (from: number, to: number): boolean =>
    lives.every(({ role, bornAt, endedAt }) => role !== 'worker' || bornAt > to || (endedAt ?? Number.POSITIVE_INFINITY) < from)

  const lies = new Map<string, { readonly first: Said; times: number }>()
  for (const one of said) {
    const { life, askedAt, saidAt, code, record, timers } = one
    if (Math.min(life.endedAt ?? Number.POSITIVE_INFINITY, life.olderFrom ?? Number.POSITIVE_INFINITY) <= saidAt) continue
    const old = (ms: number) => askedAt - ms >= life.bornAt
    const lie = (text: string) => {
      const told = lies.get(`${life.name} ${text}`) ?? { first: one, times: 0 }
      told.times += 1
      lies.set(`${life.name} ${text}`, told)
    }

    const database = all('database', askedAt - RECORD_WITHIN_MS, saidAt)
    if (old(RECORD_WITHIN_MS) && database !== null) {
      const truth = database === 'well' ? 'writable' : 'unavailable'
      if (record !== truth) lie(`said record: ${record} when it was ${truth}`)
      if (life.role === 'api' && (code === 200) !== (database === 'well')) lie(`answered ${code}, record ${truth}`)
      if (life.role === 'worker' && database === 'broken' && code === 200) lie('was ready without a record to fire in')
    }
    const since = askedAt - TIMERS_WITHIN_MS
    const queue = all('queue', since, saidAt)
    const fires = queue === 'well' && (life.role === 'worker' || someWorker(since, saidAt))
    const silent = queue === 'broken' || (life.role === 'api' && noWorker(since, saidAt))
    if (old(TIMERS_WITHIN_MS) && (fires || silent)) {
      const truth = fires ? 'firing' : 'stalled'
      if (timers !== truth) lie(`said timers: ${timers} when they were ${truth}`)
      if (life.role === 'worker' && silent && code === 200) lie('was ready and fired nothing')
      const allWell = fires && all('database', since, saidAt) === 'well'
      if (life.role === 'worker' && allWell && code !== 200) lie(`answered ${code} when all was well`)
    }
  }
  return [...lies].map(
    ([
      text,
      {
        first: { askedAt, saidAt },
        times,
      },
    ]) => {
      const first = `first ${seconds(askedAt - begunAt)} into the night, answered after ${seconds(saidAt - askedAt)}`
      return `${text} (${times} times, ${first})`
    },
  )
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

/** Alerts as they were heard, by id, in order. */
export function alertsHeard(
  heard: readonly HeardAt[],
): ReadonlyMap<string, readonly (AlertItem & { readonly heardAt: number })[]> {
  const byId = new Map<string, (AlertItem & { heardAt: number })[]>()
  for (const { event, data, at } of heard) {
    if (event !== 'alert') continue
    const alert = { ...(data as AlertItem), heardAt: at }
    byId.set(alert.id, [...(byId.get(alert.id) ?? []), alert])
  }
  return byId
}
