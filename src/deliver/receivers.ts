/**
 * Who receives, and how many messages may be under way to them: each way has places of its own, and a receiver, such as a
 * webhook, has a few of these.
 *
 * A receiver that failed three times in a row is *failing*: it is tried by one message a second, in places that it shares with
 * other failing receivers only. So a receiver that hangs takes nothing from those that answer, and what waits for it stays in
 * the record.
 */
import type { DeliveryPlan, WayName } from '../../machines/rules/delivery/plan.ts'
import type { Room } from '../engine/dueDeliveries.ts'

/** Places of a way, and as many again for its failing receivers. Project default. */
export const PLACES_OF_A_WAY = 20
/** Project default. */
export const PLACES_OF_A_RECEIVER = 5
const FAILING_FROM = 3
/** Between two tries of a failing receiver. Project default. */
const REST_MS = 1_000

export interface Receiver {
  readonly name: string
  readonly way: WayName
  underWay: number
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
  /** Whether a message more could be under way if one fewer were. */
  isFull(receiver: Receiver): boolean
  /** @returns whether the receiver has begun to answer, or to fail. */
  ended(receiver: Receiver, isSent: boolean): 'answers again' | 'fails' | null
}

/** @param nowMs monotonic. */
export function createReceivers(nowMs: () => number): Receivers {
  const known = new Map<string, Receiver>()
  const strangers: Receiver = { name: '', way: '', underWay: 0, failures: 0, restsUntil: 0 }
  const isFailing = ({ failures }: Receiver) => failures >= FAILING_FROM
  const laneOf = (receiver: Receiver) => (isFailing(receiver) ? `${receiver.way} failing` : receiver.way)

  const at = (way: WayName, to: string): Receiver => {
    const key = `${way} ${to}`
    // Its name goes into statements, where an address has no business.
    const receiver = known.get(key) ?? { name: `${known.size}`, way, underWay: 0, failures: 0, restsUntil: 0 }
    known.set(key, receiver)
    return receiver
  }
  const takenIn = (lane: string) =>
    [...known.values()].reduce((sum, receiver) => (laneOf(receiver) === lane ? sum + receiver.underWay : sum), 0)
  const roomOf = (receiver: Receiver): number => {
    if (!isFailing(receiver)) return Math.max(0, PLACES_OF_A_RECEIVER - receiver.underWay)
    return receiver.underWay === 0 && receiver.restsUntil <= nowMs() ? 1 : 0
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
          return { way, person, receiver: receiver.name, room: roomOf(receiver), lane, laneRoom }
        }),
      )
      return { rooms, roomForStrangers: Math.max(0, PLACES_OF_A_WAY - strangers.underWay) }
    },
    isFull: (receiver) => receiver === strangers || roomOf(receiver) === 0 || takenIn(laneOf(receiver)) >= PLACES_OF_A_WAY,
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
