/**
 * Carries a subscription on for as long as its turn lasts: sends what is asked for, one item at a time and in order, and goes on only
 * when the receiver has taken it. Each item is known by the subscription and its position, so that a receiver knows it again.
 */

import type { Role } from '../../machines/rules/vocabulary.ts'
import type { AccessLog } from '../../src/engine/access/ports.ts'
import type { Reads, StreamItem } from '../../src/engine/reads.ts'
import type { LeasedSubscription, Posted, PostTo, Subscription, SubscriptionTurns } from '../../src/engine/subscriptions/ports.ts'
import { changeSeen } from '../../src/engine/views/hidden.ts'
import { hiddenFrom, type Restricted } from '../../src/engine/views/readers.ts'
import type { SharedChanges } from '../../src/engine/views/sharedChanges.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { logSent } from './logSent.ts'

export interface CarryPorts {
  readonly force: string
  readonly turns: SubscriptionTurns
  readonly changes: SharedChanges
  readonly reads: Pick<Reads, 'restricted'>
  readonly post: PostTo
  readonly access: Pick<AccessLog, 'write'>
  /** Milliseconds after so many failures. @param chance from 0 to 1. */
  readonly pauseAfter: (failures: number, chance: number) => number
  /** Whom the alert is for when a receiver ends its subscription. */
  readonly audience: Role
  /** What became of a try; of those that were taken, only of the first after a failure. */
  readonly told: (subscription: Subscription, posted: Posted) => void
}

/** Longer than a try takes. A process that dies is followed by another after so long. */
export const LEASE_MS = 15_000
/** A try takes ten seconds at most: with less left, the lease is renewed before. */
const NEEDED_MS = 11_000
/** An idle lease is renewed so often. */
const RENEW_MS = 2_000
/** What was restricted meanwhile is hidden: asked again so often while items are sent. */
const RESTRICTED_MS = 1_000

export interface Carrying {
  /** There may be something new. */
  wake(): void
  /** Each second: keeps the lease and the position. */
  keep(): Promise<void>
  isOver(): boolean
  /** @param patienceMs how long a try may go on. It is broken off then, and whoever comes next sends the same item again. */
  stop(patienceMs: number): Promise<void>
}

export function carry(
  { force, turns, changes, reads, post, access, pauseAfter, audience, told }: CarryPorts,
  subscription: Subscription,
  leased: LeasedSubscription,
): Carrying {
  const log = logSent(access, force, subscription)
  const breakingOff = new AbortController()
  let { position, tries } = leased
  let saved = position
  let keptAt = performance.now()
  let isOver = false
  let isStopping = false
  let isRung = false
  let running: Promise<void> | null = null

  const asksFor = ({ event, data }: StreamItem): boolean =>
    event === 'incident'
      ? subscription.incidents
      : subscription.kinds.length === 0 || subscription.kinds.includes((data as AlertItem).kind)

  const save = async (taken: boolean): Promise<void> => {
    const reached = position
    const at = performance.now()
    if (await turns.keepSubscription(force, leased, { position: reached, taken }, LEASE_MS)) {
      saved = reached
      keptAt = at
    } else isOver = true
  }

  const send = async (item: StreamItem, restricted: Restricted): Promise<void> => {
    if (performance.now() - keptAt > LEASE_MS - NEEDED_MS) await save(false)
    if (isOver) return
    const data = changeSeen(item, hiddenFrom(restricted, null))
    await log.sending(position, item.data.incident)
    const body = JSON.stringify({ type: item.event, position: item.id, data })
    const posted = await post(subscription.webhook, { id: `${subscription.id}/${item.id}`, body }, breakingOff.signal)
    if (posted.status === 'taken') {
      position = item.id
      await save(true)
      await log.sent(item.id)
      if (tries > 0) told(subscription, posted)
      tries = 0
      return
    }
    isOver = true
    if (breakingOff.signal.aborted) return turns.releaseSubscription(force, leased, position)
    const { problem } = posted
    if (posted.status === 'gone') await turns.endSubscription(force, leased, { position, problem }, audience)
    else
      await turns.failSubscription(force, leased, {
        ...{ position, problem },
        pauseMs: Math.max(pauseAfter(tries + 1, Math.random()), posted.retryAfterMs ?? 0),
      })
    told(subscription, posted)
  }

  const sendAll = async (items: readonly StreamItem[], found: Restricted): Promise<void> => {
    let restricted = found
    let askedAt = performance.now()
    for (const item of items) {
      if (isOver || isStopping) return
      if (!asksFor(item)) {
        position = item.id
        continue
      }
      if (performance.now() - askedAt > RESTRICTED_MS) {
        restricted = await reads.restricted(force)
        askedAt = performance.now()
      }
      await send(item, restricted)
    }
  }

  const run = async (): Promise<void> => {
    while (!isOver && !isStopping) {
      isRung = false
      const news = await changes.after(force, position)
      if (news !== null && news.items.length > 0) await sendAll(news.items, news.restricted)
      // A position ahead of the record waits until the record has come so far.
      else if (!isRung) return
    }
  }

  /** One thing at a time. Where the record is away, whoever comes next goes on from what is saved. */
  const begin = (work: () => Promise<void>): Promise<void> => {
    running ??= work()
      .catch(() => {
        isOver = true
      })
      .finally(() => {
        running = null
        if (isRung && !isOver && !isStopping) void begin(run)
      })
    return running
  }

  return {
    wake: () => {
      isRung = true
      void begin(run)
    },
    keep: async () => {
      const isDue = position !== saved || performance.now() - keptAt > RENEW_MS
      if (running === null && !isOver && isDue) await begin(() => save(false))
      if (isOver) await log.end()
    },
    isOver: () => isOver,
    stop: async (patienceMs) => {
      isStopping = true
      const late = setTimeout(() => breakingOff.abort(), patienceMs)
      await running
      clearTimeout(late)
      if (!isOver) await turns.releaseSubscription(force, leased, position).catch(() => {})
      isOver = true
      await log.end()
    },
  }
}
