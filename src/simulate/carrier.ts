/**
 * Carries the deliveries of a scenario as `deliver/carry.ts` and its lease do: in messages, the worst first, tried again after the same
 * pauses, without chance. A receiver that failed and answers again gets at once what waits for it. Nothing leaves the machine.
 */
import { SEVERITIES } from '../../machines/rules/catalogue/alerts.ts'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import { DEAD_AFTER, FAILING_FROM, pauseAfter } from '../deliver/pauses.ts'
import type { MemoryDelivery, MemoryNotifications } from '../engine/notifications/memoryNotifications.ts'
import { type Delivery, type Message, messagesOf } from './messages.ts'

export interface VirtualCarrier {
  /** Carries what is due. @returns what arrived, what failed for the first time, and what is given up. */
  carry(now: Instant): readonly Message[]
  /** When something is to be tried. */
  nextTry(): Instant | null
  /** What has not arrived, in the order in which it was written. */
  waiting(now: Instant): readonly Message[]
  /** @returns what nobody has to be told any more, since somebody asked last. */
  withdrawn(now: Instant): readonly Message[]
}

const rank = ({ severity }: MemoryDelivery): number => -SEVERITIES.indexOf(severity)
const worstFirst = (a: MemoryDelivery, b: MemoryDelivery): number => rank(a) - rank(b)
const waits = ({ status }: MemoryDelivery): boolean => status === 'pending' || status === 'failed'
const receiverOf = ({ person, way }: MemoryDelivery): string => `${person} ${way}`
const rowOf = ({ alert, level, count, turn, about, person, way }: MemoryDelivery): string =>
  [alert, level, count, turn, about, person, way].join(' ')

/** @param store of one force. */
export function createCarrier(
  store: Pick<MemoryNotifications, 'deliveries' | 'tried'>,
  fails: Delivery['fails'],
): VirtualCarrier {
  /** From the first try on a message stays as it is. */
  const messages = new Map<string, { readonly name: string; readonly tries: number }>()
  const failures = new Map<string, number>()
  const gone = new Set<string>()

  const messageOf = (row: MemoryDelivery): string => {
    const { about, bundled, writtenBy } = row
    return messages.get(rowOf(row))?.name ?? [bundled ? 'bundle' : writtenBy, about, receiverOf(row)].join(' ')
  }
  /** A bundle goes whole when the first of it is due. */
  const isWith = (row: MemoryDelivery, now: Instant) => row.tryAt <= now || (row.bundled && !messages.has(rowOf(row)))
  const due = (now: Instant): (readonly MemoryDelivery[])[] =>
    grouped(store.deliveries().filter(waits), messageOf)
      .filter((rows) => rows.some(({ tryAt }) => tryAt <= now))
      .map((rows) => rows.filter((row) => isWith(row, now)).sort(worstFirst))
      .sort(([a], [b]) => (a === undefined || b === undefined ? 0 : worstFirst(a, b) || a.tryAt.localeCompare(b.tryAt)))
  const isDown = ({ person, way }: MemoryDelivery, now: Instant): boolean =>
    fails.some((one) => (one.way ?? way) === way && (one.person ?? person) === person && one.from <= now && now < one.to)

  const send = (rows: readonly MemoryDelivery[], now: Instant): readonly Message[] => {
    const [first] = rows
    if (first === undefined) return []
    const before = messages.get(rowOf(first))
    const tries = (before?.tries ?? 0) + 1
    const name = before?.name ?? `message ${messages.size}`
    for (const row of rows) messages.set(rowOf(row), { name, tries })
    const receiver = receiverOf(first)
    const failed = failures.get(receiver) ?? 0
    if (isDown(first, now)) {
      failures.set(receiver, failed + 1)
      const age = Date.parse(now) - Date.parse(first.writtenAt)
      const status = age >= DEAD_AFTER.ms && tries >= DEAD_AFTER.tries ? 'dead' : 'failed'
      const again = new Date(Date.parse(now) + pauseAfter(tries, 0)).toISOString()
      for (const row of rows) store.tried(row, status, again)
      return tries === 1 || status === 'dead' ? messagesOf(rows, status, now) : []
    }
    failures.set(receiver, 0)
    for (const row of rows) store.tried(row, 'delivered', now)
    if (failed >= FAILING_FROM)
      for (const row of store.deliveries())
        if (row.status === 'failed' && receiverOf(row) === receiver) store.tried(row, 'failed', now)
    return messagesOf(rows, 'delivered', now)
  }

  return {
    carry(now) {
      const carried: Message[] = []
      for (let found = due(now); found.length > 0; found = due(now)) carried.push(...found.flatMap((rows) => send(rows, now)))
      return byPerson(carried)
    },
    nextTry: () =>
      store
        .deliveries()
        .filter(waits)
        .reduce<Instant | null>((next, { tryAt }) => (next === null || tryAt < next ? tryAt : next), null),
    waiting: (now) => told(store.deliveries().filter(waits), 'waiting', now),
    withdrawn(now) {
      const rows = store.deliveries().filter((row) => row.status === 'withdrawn' && !gone.has(rowOf(row)))
      for (const row of rows) gone.add(rowOf(row))
      return told(rows, 'withdrawn', now)
    },
  }

  function told(rows: readonly MemoryDelivery[], status: Message['status'], now: Instant): readonly Message[] {
    return byPerson(grouped(rows, messageOf).flatMap((some) => messagesOf([...some].sort(worstFirst), status, now)))
  }
}

function grouped<Item>(items: readonly Item[], nameOf: (item: Item) => string): (readonly Item[])[] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(nameOf(item)) ?? []
    groups.set(nameOf(item), group)
    group.push(item)
  }
  return [...groups.values()]
}

/** What says the same to one person by several ways is one entry. */
const byPerson = (messages: readonly Message[]): readonly Message[] =>
  grouped(messages, ({ by: _, ...same }) => JSON.stringify(same)).map((same) => ({
    ...(same[0] as Message),
    by: same.flatMap(({ by }) => by),
  }))
