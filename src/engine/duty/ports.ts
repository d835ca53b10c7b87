/** Who is on duty: what the rest of the service asks, and what keeps the overrides that somebody posted. */
import type { DeliveryPlan, Override } from '../../../machines/rules/delivery/plan.ts'
import type { Instant, Person, Role } from '../../../machines/rules/vocabulary.ts'
import type { Actor } from '../step/case.ts'

export interface NewOverride extends Omit<Override, 'id'> {
  readonly role: Role
  readonly by: Person
  readonly reason: string | null
}

export interface KeptOverride extends NewOverride {
  readonly id: string
  readonly recordedAt: Instant
}

/** @throws RecordUnavailable */
export interface OverrideRows {
  /** Those that are not over, and those that ended lately: the oldest first. */
  rotaOverrides(force: string): Promise<readonly KeptOverride[]>
  /** @returns null where the force has too many that are not over. */
  keepOverride(force: string, override: NewOverride, actor: Actor): Promise<KeptOverride | null>
}

/** Who is on duty in the force of a delivery file. */
export interface Duty {
  readonly force: string
  /** The policy's escalation. */
  readonly ladder: readonly Role[]
  /**
   * The delivery file with the overrides that were posted; at most a second old while the record answers. The same object until
   * something changes. Asks no database: no event waits for it.
   */
  planNow(): DeliveryPlan
  /** Null for an override of the file. */
  posted(id: string | null): KeptOverride | null
  /** Counts in this process at once, in every other within a second. @returns null where there are too many. @throws RecordUnavailable */
  override(override: NewOverride, actor: Actor): Promise<KeptOverride | null>
  /** Reads again what was posted. @throws RecordUnavailable */
  refresh(): Promise<void>
}
