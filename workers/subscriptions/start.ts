/**
 * Sends to each subscribed system what changed since it was last told. Whichever process leases a subscription carries it on, woken by
 * each change and each second; a receiver that hangs or fails holds up its own subscription and no other.
 */
import type { Logger } from 'pino'
import type { Reads } from '../../src/engine/reads.ts'
import type { Subscription } from '../../src/engine/subscriptions/ports.ts'
import { sharedChanges } from '../../src/engine/views/sharedChanges.ts'
import { sayOnce } from '../../src/queue/sayOnce.ts'
import { type Carrying, type CarryPorts, carry, LEASE_MS } from './carry.ts'

export interface SubscriptionPorts extends Omit<CarryPorts, 'changes' | 'reads' | 'told'> {
  readonly subscriptions: readonly Subscription[]
  readonly reads: Pick<Reads, 'streamAfter' | 'restricted'>
  readonly listenForChanges: (onChange: () => void) => { stop(): Promise<void> }
  readonly log: Pick<Logger, 'info' | 'warn'>
}

const EVERY_MS = 1_000
/** Rounds between two looks for subscriptions that have been failing for long. */
const TELL_EACH = 3
/** Changes read at once for a subscription: what a slow receiver holds in memory. */
const CHANGES_PER_READ = 50
/** Of the ten seconds that a stop takes. */
const PATIENCE_MS = 3_000

export function startSubscriptions({ subscriptions, reads, listenForChanges, log, ...ports }: SubscriptionPorts) {
  const { force, turns, audience } = ports
  const changes = sharedChanges(reads, CHANGES_PER_READ)
  const carried = new Map<string, Carrying>()
  const failing = new Set<string>()
  const said = sayOnce(log, 'subscriptions')
  const carryPorts: CarryPorts = {
    ...{ ...ports, changes, reads },
    told: ({ id }, posted) => {
      if (posted.status === 'taken') log.info({ subscription: id }, 'subscription works again')
      else if (posted.status === 'gone')
        log.warn({ subscription: id, problem: posted.problem }, 'subscription ended by its receiver')
      else if (!failing.has(id))
        log.warn({ subscription: id, problem: posted.problem }, 'subscription fails: tried again and again')
      if (posted.status === 'failed') failing.add(id)
      else failing.delete(id)
    },
  }
  let hasBegun = false
  let rounds = 0
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  const leaseFree = async (): Promise<void> => {
    const free = subscriptions.filter(({ id }) => !carried.has(id))
    if (free.length === 0) return
    const leased = await turns.leaseSubscriptions(
      force,
      free.map(({ id }) => id),
      LEASE_MS,
    )
    for (const turn of leased) {
      const subscription = free.find(({ id }) => id === turn.id)
      if (subscription === undefined) continue
      const carrying = carry(carryPorts, subscription, turn)
      carried.set(turn.id, carrying)
      carrying.wake()
    }
  }

  const round = async (): Promise<void> => {
    if (!hasBegun) await turns.beginSubscriptions(force, subscriptions)
    hasBegun = true
    await Promise.all([...carried.values()].map((carrying) => carrying.keep()))
    for (const [id, carrying] of carried) if (carrying.isOver()) carried.delete(id)
    await leaseFree()
    if (rounds++ % TELL_EACH === 0) await turns.tellOfSubscriptions(audience)
  }
  const begin = (): void => {
    running = round()
      .then(said.well, said.failed)
      .then(() => {
        // Without subscriptions there is nothing to do but to stop those of yesterday.
        if (!isStopped && !(hasBegun && subscriptions.length === 0)) timer = setTimeout(begin, EVERY_MS)
      })
  }
  begin()
  const listening =
    subscriptions.length === 0
      ? null
      : listenForChanges(() => {
          changes.forget()
          for (const carrying of carried.values()) carrying.wake()
        })

  return {
    async stop(): Promise<void> {
      isStopped = true
      clearTimeout(timer)
      await Promise.all([running, listening?.stop()])
      await Promise.all([...carried.values()].map((carrying) => carrying.stop(PATIENCE_MS)))
    },
  }
}
