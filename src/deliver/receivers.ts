/**
 * Who receives, and how many messages may be under way to them: each way has places of its own, and a receiver, such as a
 * webhook, has some of these.
 *
 * A receiver that failed three times in a row *fails*: it is tried by one message a second. A receiver that has not answered for a
 * second gets nothing more until it does. Both use places that they share with their like only. So a receiver that hangs takes
 * nothing from those that answer, and what waits for it stays in the record.
 */
import type { DeliveryPlan, WayName } from '../../machines/rules/delivery/plan.ts'
import type { Room } from '../engine/dueDeliveries.ts'
import { FAILING_FROM } from './pauses.ts'

/** Places of a way, and as many again for its receivers that fail or are slow. Project default. */
export const PLACES_OF_A_WAY = 20
/** Project default. */
export const PLACES_OF_A_RECEIVER = 10
/** A receiver is slow that has not answered for so long. Project default. */
const SLOW_AFTER_MS = 1_000
/** Between two tries of a failing receiver. Project default. */
const REST_MS = 1_000

export interface Receiver {
  readonly name: string
  readonly way: WayName
  /** When each message that is under way began. */
  readonly underWay: Set<{ readonly since: number }>
  failures: number
  restsUntil: number
}

export interface Receivers {
  /** The places that are free now. */
  rooms(plan: DeliveryPlan): { readonly rooms: readonly Room[]; readonly roomForStrangers: number }
  /** Stands for whom the delivery file does not have. */
  readonly strangers: Receiver
  /** Whoever receives at this address by this way. */
  at(way: WayName, to: string): Receiver
  /** A message goes there. @returns what gives its place back, and says whether that place was the last. */
  take(receiver: Receiver): () => boolean
  /** What came of a message. @returns whether the receiver has begun to answer, or to fail. */
  ended(receiver: Receiver, isSent: boolean): 'answers again' | 'fails' | null
}

/** @param nowMs monotonic. */
export function createReceivers(nowMs: () => number): Receivers {
  const known = new Map<string, Receiver>()
  const strangers: Receiver = { name: '', way: '', underWay: new Set(), failures: 0, restsUntil: 0 }
  const isFailing = ({ failures }: Receiver) => failures >= FAILING_FROM
  /** Messages are kept in the order in which they began. */
  const isSlow = ({ underWay: [oldest] }: Receiver) => oldest !== undefined && nowMs() - oldest.since >= SLOW_AFTER_MS
  const laneOf = (receiver: Receiver) => (isFailing(receiver) || isSlow(receiver) ? `${receiver.way} held` : receiver.way)

  const at = (way: WayName, to: string): Receiver => {
    const key = `${way} ${to}`
    // Its name goes into statements, where an address has no business.
    const receiver = known.get(key) ?? { name: `${known.size}`, way, underWay: new Set(), failures: 0, restsUntil: 0 }
    known.set(key, receiver)
    return receiver
  }
  const takenIn = (lane: string) =>
    [...known.values()].reduce((sum, receiver) => (laneOf(receiver) === lane ? sum + receiver.underWay.size : sum), 0)
  const roomOf = (receiver: Receiver): number => {
    if (isFailing(receiver)) return receiver.underWay.size === 0 && receiver.restsUntil <= nowMs() ? 1 : 0
    return isSlow(receiver) ? 0 : PLACES_OF_A_RECEIVER - receiver.underWay.size
  }

  return {
    at,
    strangers,
    rooms(plan) {
      const laneRooms = new Map<string, number>()
      const rooms = Object.entries(plan.people).flatMap(([person, { ways }]) =>
        Object.entries(ways).map(([way, to]) => {
          const receiver = at(way, to)
          const lane = laneOf(receiver)
          const laneRoom = laneRooms.get(lane) ?? Math.max(0, PLACES_OF_A_WAY - takenIn(lane))
          laneRooms.set(lane, laneRoom)
          return { way, person, receiver: receiver.name, room: Math.max(0, roomOf(receiver)), lane, laneRoom }
        }),
      )
      return { rooms, roomForStrangers: Math.max(0, PLACES_OF_A_WAY - strangers.underWay.size) }
    },
    take(receiver) {
      const place = { since: nowMs() }
      receiver.underWay.add(place)
      return () => {
        const wasFull = receiver === strangers || roomOf(receiver) <= 0 || takenIn(laneOf(receiver)) >= PLACES_OF_A_WAY
        receiver.underWay.delete(place)
        return wasFull
      }
    },
    ended(receiver, isSent) {
      if (receiver === strangers) return null
      const wasFailing = isFailing(receiver)
      receiver.failures = isSent ? 0 : receiver.failures + 1
      receiver.restsUntil = isSent ? 0 : nowMs() + REST_MS
      if (isFailing(receiver) === wasFailing) return null
      return wasFailing ? 'answers again' : 'fails'
    },
  }
}
