import { assign, setup } from 'xstate'
import type { AlertKind, Severity } from '../rules/catalogue/alerts.ts'
import type { Happened } from '../rules/time/happened.ts'
import type { Instant, Person, Role } from '../rules/vocabulary.ts'

/** An alert as JSON keeps it: null for not yet. */
export interface AlertContext {
  readonly id: string
  readonly kind: AlertKind
  /** What it was raised for, such as `clock-1` or a demand's id and level: one cause, one alert. */
  readonly cause: string
  readonly severity: Severity
  readonly audience: Role
  readonly level: number
  readonly count: number
  readonly raisedAt: Instant
  /** The instant it moves or comes back unless the thing asked for is done. */
  readonly dueAt: Instant | null
  readonly demand: string | null
  readonly acknowledgedBy: Person | null
  /** Since when they have it. */
  readonly takenAt: Instant | null
  readonly resolvedAt: Instant | null
}

export type AlertEvent = Happened &
  (
    | { readonly type: 'alert.acknowledged'; readonly by: Person }
    | { readonly type: 'alert.returned'; readonly dueAt: Instant | null }
    | {
        readonly type: 'alert.climbed'
        readonly level: number
        readonly audience: Role
        readonly severity: Severity
        readonly dueAt: Instant
      }
    | { readonly type: 'alert.raised-again'; readonly dueAt: Instant | null }
    | { readonly type: 'alert.resolved' }
    /** What whoever has it knows of is no longer all. */
    | { readonly type: 'alert.reopened' }
    /** Whoever has it gives it back: it waits for somebody again, and its clock goes on. */
    | { readonly type: 'alert.released' }
  )

export const alertSetup = setup({
  types: { context: {} as AlertContext, events: {} as AlertEvent, input: {} as AlertContext },
  actions: {
    take: assign((_, { by, at }: { by: Person; at: Instant }) => ({ acknowledgedBy: by, takenAt: at })),
    letGo: assign({ acknowledgedBy: null, takenAt: null }),
    count: assign({ count: ({ context }) => context.count + 1, acknowledgedBy: null, takenAt: null, resolvedAt: null }),
    move: assign({ dueAt: (_, { dueAt }: { dueAt: Instant | null }) => dueAt }),
    climb: assign((_, { level, audience, severity }: { level: number; audience: Role; severity: Severity }) => ({
      level,
      audience,
      severity,
      acknowledgedBy: null,
      takenAt: null,
    })),
    resolve: assign({ resolvedAt: (_, { at }: { at: Instant }) => at, dueAt: null }),
  },
})
