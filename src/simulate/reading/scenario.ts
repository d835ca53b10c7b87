/** A scenario that was read: every time an instant, every step one thing that happens. */
import type { AlertKind } from '../../../machines/rules/catalogue/alerts.ts'
import type { EventName } from '../../../machines/rules/events.ts'
import type { Instant, Person, Role } from '../../../machines/rules/vocabulary.ts'
import type { PinnedPolicy } from '../../engine/step/live.ts'
import type { Data } from '../fixtures.ts'
import type { Delivery } from '../messages.ts'
import type { Expectations } from './schema.ts'

/** Expected times are instants here. */
export type Expected = Expectations

export type Happening =
  | { readonly kind: 'event'; readonly event: EventName; readonly role: Role; readonly data: Data }
  | { readonly kind: 'take'; readonly alert: AlertKind | 'all'; readonly role: Role; readonly by: Person }
  | { readonly kind: 'release'; readonly alert: AlertKind; readonly role: Role; readonly by: Person }
  | { readonly kind: 'break glass'; readonly reason: string; readonly role: Role; readonly by: Person }
  | { readonly kind: 'dismiss'; readonly alert: AlertKind; readonly role: Role; readonly by: Person }
  | {
      readonly kind: 'approve'
      readonly role: Role
      readonly by: Person
      readonly decision: 'approved' | 'refused'
      readonly reason: string | null
      /** Null for the oldest that waits. */
      readonly asks: string | null
    }
  | { readonly kind: 'workers'; readonly awake: boolean }
  | { readonly kind: 'time' }

export interface Step {
  /** Line of the file that it begins on. */
  readonly line: number
  readonly at: Instant
  /** When the record learns of it. */
  readonly recordedAt: Instant
  /** What it is about, where that is not the scenario's own incident. */
  readonly incident: string | null
  readonly happens: Happening
  readonly note: string | null
  readonly expect: Expected | null
}

/** A step of an incident that was on record before the night. */
export interface EarlierStep extends Step {
  readonly reference: string
}

export interface Scenario {
  readonly name: string
  readonly mirrors: string | null
  /** Noon before the night, when its clock starts. */
  readonly startsAt: Instant
  readonly policy: PinnedPolicy
  /** Null: the scenario is not about who is told. */
  readonly delivery: Delivery | null
  /** Whether workers fire timers when they fall due, from the start. */
  readonly awake: boolean
  /** What was recorded before the night, in order. */
  readonly earlier: readonly EarlierStep[]
  readonly steps: readonly Step[]
}
