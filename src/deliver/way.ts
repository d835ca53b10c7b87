/** A way by which messages reach people. Each is one file in `ways/`; nothing else knows how it sends. */
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { LeasedRow } from '../engine/dueDeliveries.ts'
import type { About } from '../engine/notifications/ports.ts'

/** What a message says of one alert: references and codes, never a person's details. */
export type MessageItem = Omit<LeasedRow, 'id' | 'writtenAt'>

/** A message to one person by one way. */
export interface Message {
  /** The same at every try: what a receiver knows a repeated message by. */
  readonly id: string
  readonly force: string
  readonly about: About | 'test'
  /** Worst first; of one severity first what is due first. Bounded by whoever makes the message; the way may show fewer and says how many it left out. */
  readonly items: readonly MessageItem[]
  /** What the recipient is called in the delivery file. */
  readonly person: string
  /** Where the board is, without a slash at its end: `https://reassess.example.org`. */
  readonly base: string
  /** When the first of the items was written. */
  readonly writtenAt: Instant
}

/**
 * `delivered`: whoever receives it has said so. `sent`: it was handed over, and nobody can say more, or somebody says more later
 * under `reference`.
 */
export interface Sent {
  readonly status: 'sent' | 'delivered'
  readonly reference: string | null
}

export interface Way {
  /**
   * @param to as the delivery file gives it for this person and way.
   * @param signal aborted when it has taken too long.
   * @throws NotSent
   */
  send(message: Message, to: string, signal: AbortSignal): Promise<Sent>
}

/** It was not handed over, as far as anybody can tell. */
export class NotSent extends Error {
  readonly code = 'not-sent'
  /** Trying again is useless: a number that does not exist, a receiver that has said "gone". */
  readonly forEver: boolean
  /** The receiver asks to be left alone for so long: 1 s to 10 min. Null where it says nothing. */
  readonly waitMs: number | null
  /** @param detail at most a sentence, without an address, a secret or a person's details. */
  constructor(
    detail: string,
    { forEver = false, waitMs = null }: { readonly forEver?: boolean; readonly waitMs?: number | null } = {},
  ) {
    super(detail)
    this.forEver = forEver
    this.waitMs = waitMs
  }
}
