/**
 * Who is told of an alert, and by which ways: what a force's delivery file says (docs/delivery/set-up.md), as the rules read it.
 * Instants are ISO 8601 UTC.
 */
import type { Severity } from '../catalogue/alerts.ts'
import type { Instant, Role } from '../vocabulary.ts'

/** A way by which a message reaches a person, such as `email`. The file of each in `src/deliver/ways/` gives its name. */
export type WayName = string

export interface PersonOnFile {
  readonly name: string
  readonly roles: readonly Role[]
  /** By way: the address, the number, or the name of what the file describes elsewhere. */
  readonly ways: Readonly<Record<WayName, string>>
}

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Day = (typeof DAYS)[number]

/** A weekly shift. Times are of the rota's zone, `HH:MM`, to `24:00`; a shift that ends before it begins ends on the next day. */
export interface Shift {
  readonly days: readonly Day[]
  readonly from: string
  readonly to: string
  readonly people: readonly string[]
}

/** Replaces the weekly pattern for a while; a later one overrides an earlier one. */
export interface Override {
  /** Null for an override of the file. */
  readonly id: string | null
  readonly from: Instant
  readonly to: Instant
  readonly people: readonly string[]
  /** A swap: `people` stand in for these alone, and everybody else of the pattern stays. Null: they replace everybody. */
  readonly instead: readonly string[] | null
}

export interface Rota {
  readonly zone: string
  readonly shifts: readonly Shift[]
  readonly overrides: readonly Override[]
}

/** The first route with an alert's severity applies; without one it is on the board and the stream only, as every alert is. */
export interface Route {
  readonly severity: readonly Severity[]
  readonly ways: readonly WayName[]
  /** ISO 8601 duration: after it the next person is told, unless somebody has taken the alert. Null: nobody else is told. */
  readonly ackWithin: string | null
  /** ISO 8601 duration for which messages to a person are gathered. Null: each goes at once. Never with `critical`. */
  readonly bundleFor: string | null
}

export interface DeliveryPlan {
  readonly force: string
  readonly people: Readonly<Record<string, PersonOnFile>>
  readonly rota: Readonly<Partial<Record<Role, Rota>>>
  readonly routes: readonly Route[]
}
