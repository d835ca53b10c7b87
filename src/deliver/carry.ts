/**
 * Carries messages: leases what is due, sends each by its way, and notes what became of it. A message that a dying process had
 * under way comes back when its lease ends, under the same id.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { DeliveryPlan, WayName } from '../../machines/rules/delivery/plan.ts'
import type { DueDeliveries, LeasedMessage, Tried } from '../engine/dueDeliveries.ts'
import { createFinishing } from './finishing.ts'
import { DEAD_AFTER, DEAD_AFTER_UNKNOWN, pauseAfter } from './pauses.ts'
import { createReceivers } from './receivers.ts'
import { NotSent, type Sent, type Way } from './way.ts'

/** Longer than a message may take, and time to note what became of it. */
const LEASE_MS = 30_000
const SENT_WITHIN_MS = 10_000
/** Messages of this process, with those that wait to be noted. Project default. */
const MOST_UNDER_WAY = 200

export interface CarrierPorts {
  readonly deliveries: DueDeliveries
  /** As the delivery file is now. */
  readonly plan: () => DeliveryPlan
  /** The ways that this process has the settings for. */
  readonly ways: Readonly<Record<WayName, Way>>
  /** Where the board is, without a slash at its end. */
  readonly base: () => string
  /** For the metric. */
  readonly onTried?: (way: WayName, result: 'sent' | 'delivered' | 'failed') => void
  /** Ten seconds unless told. */
  readonly sentWithinMs?: number
  readonly log: Pick<Logger, 'warn' | 'info'>
}

export interface Carrier {
  /**
   * Begins to carry what is due, as far as there are places. While a look runs, a further call makes it look again.
   *
   * @throws RecordUnavailable
   */
  look(): Promise<void>
  /** Puts right what a clock that was ahead has written. @throws RecordUnavailable */
  forgetFuture(): Promise<void>
  /** Begins nothing more, and waits for what is under way, so long at most. */
  stop(withinMs: number): Promise<void>
}

export function createCarrier(ports: CarrierPorts): Carrier {
  const { deliveries, plan, ways, base, log, onTried = () => {}, sentWithinMs = SENT_WITHIN_MS } = ports
  const receivers = createReceivers(() => performance.now())
  const finishing = createFinishing(deliveries, LEASE_MS, () => lookSoon())
  const underWay = new Set<Promise<void>>()
  let stopped = false
  let looking: Promise<void> | null = null
  let again = false

  const lookOnce = async () => {
    try {
      do {
        again = false
        const asked = { force: plan().force, leaseMs: LEASE_MS, ...receivers.rooms(plan()) }
        const { messages, more } = await deliveries.leaseMessages(asked)
        for (const message of messages) {
          const carried = carry(message)
          underWay.add(carried)
          void carried.finally(() => underWay.delete(carried))
        }
        again ||= more
      } while (again && !stopped)
    } finally {
      looking = null
    }
  }
  const look = async (): Promise<void> => {
    again = true
    if (stopped) return
    looking ??= lookOnce()
    await looking
  }
  /** A look that fails is left to the sweep. */
  const lookSoon = () => void look().catch(() => {})

  /** Never rejects. */
  const carry = async (message: LeasedMessage): Promise<void> => {
    const { person, way } = message
    const to = plan().people[person]?.ways[way]
    const receiver = to === undefined ? receivers.strangers : receivers.at(way, to)
    const giveBack = receivers.take(receiver)
    const tried = await send(message, to)
    onTried(way, tried.status)
    const news = receivers.ended(receiver, tried.status !== 'failed' || tried.pauseMs === null)
    if (news === 'fails')
      log.warn({ way, person, ...(tried.status === 'failed' && { problem: tried.problem }) }, 'delivery: a receiver fails')
    if (news === 'answers again') log.info({ way, person }, 'delivery: a receiver answers again')
    const noted = finishing.note(message.rows.map(({ id }) => ({ ...tried, row: id })))
    // Where the record is slow, what waits to be noted keeps its place, so that it is bounded too.
    if (underWay.size > MOST_UNDER_WAY) await noted
    if (giveBack()) lookSoon()
    await noted
    if (news === 'answers again' && to !== undefined) await endPauses(way, to)
  }

  const send = async (message: LeasedMessage, to: string | undefined): Promise<Tried> => {
    const sender = ways[message.way]
    if (to === undefined) return failed(message, 'The delivery file has no such way for this person.', DEAD_AFTER_UNKNOWN)
    if (sender === undefined) return failed(message, 'This way is not set up.', DEAD_AFTER_UNKNOWN)
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), sentWithinMs)
    const tooLate = new Promise<never>((_, reject) => {
      late.signal.addEventListener('abort', () => reject(new NotSent(`No answer within ${sentWithinMs / 1_000} seconds.`)))
    })
    try {
      const sending = sender.send(toldBy(message), to, late.signal)
      // When it answers after all, nobody listens any more.
      sending.catch(() => {})
      const { status, reference }: Sent = await Promise.race([sending, tooLate])
      return { status, reference }
    } catch (error) {
      if (!(error instanceof NotSent)) return failed(message, `The way failed: ${codeOf(error)}.`)
      const tried = failed(message, error.message)
      return { ...tried, pauseMs: error.forEver ? null : Math.max(tried.pauseMs, error.waitMs ?? 0) }
    } finally {
      clearTimeout(timer)
      tooLate.catch(() => {})
    }
  }

  const toldBy = ({ id, about, person, rows }: LeasedMessage) => ({
    ...{ id, about, person, base: base(), force: plan().force },
    items: about === 'test' ? [] : rows.map(({ id: _, writtenAt: __, ...item }) => item),
    writtenAt: rows.map(({ writtenAt }) => writtenAt).sort()[0] as string,
  })

  const endPauses = async (way: WayName, to: string) => {
    const { force, people } = plan()
    const persons = Object.keys(people).filter((person) => people[person]?.ways[way] === to)
    // If it fails, each message waits for the end of its own pause.
    await deliveries.endPauses(force, way, persons).then(lookSoon, () => {})
  }

  return {
    look,
    forgetFuture: () => deliveries.forgetFuture(plan().force),
    async stop(withinMs) {
      stopped = true
      const late = new AbortController()
      const ended = (looking ?? Promise.resolve()).catch(() => {}).then(() => Promise.all(underWay))
      await Promise.race([ended, pause(withinMs, undefined, { signal: late.signal }).catch(() => {})])
      late.abort()
      finishing.stop()
    },
  }
}

const failed = (message: LeasedMessage, problem: string, deadAfter: { ms: number; tries: number } = DEAD_AFTER) => ({
  ...{ status: 'failed' as const, problem, deadAfter },
  pauseMs: pauseAfter(message.tries, Math.random()),
})

/** What an error said may quote an address. */
const codeOf = (error: unknown): string =>
  error instanceof Error
    ? (/^[\w-]{1,64}$/.exec(String((error as NodeJS.ErrnoException).code ?? error.name))?.[0] ?? 'error')
    : 'error'
