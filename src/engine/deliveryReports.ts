/** Of messages that left the house: what a carrier reports later, and tests that somebody asks for. */
import type { WayName } from '../../machines/rules/delivery/plan.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'

/** What became of a message. `failed` may be tried again; `dead` cannot arrive. */
export interface DeliveryReport {
  /** The message, as it was handed over. */
  readonly message: string
  /** What the carrier calls that try: a report about an earlier try than the last says nothing. */
  readonly reference: string
  readonly became: 'delivered' | 'failed' | 'dead'
  /** Ways that this carrier has. */
  readonly ways: readonly WayName[]
  /** Why, in words; null for delivered. */
  readonly problem: string | null
}

/** `unknown`: no such message. `under way`: its sender has not noted yet that it was handed over; report it again. */
export type Noted = 'noted' | 'unknown' | 'under way'

export interface NewTest {
  readonly force: string
  readonly person: string
  readonly role: Role
  readonly ways: readonly WayName[]
}

export interface WrittenTest {
  readonly deliveries: readonly { readonly id: number; readonly way: WayName }[]
  /** False for those of a test within the last minute: the person is not told again. */
  readonly isNew: boolean
}

export interface DeliveryReports {
  /** @throws RecordUnavailable */
  noteReport(report: DeliveryReport): Promise<Noted>
  /** Writes a row for each way, carried like any other. @throws RecordUnavailable */
  writeTest(test: NewTest): Promise<WrittenTest>
}
