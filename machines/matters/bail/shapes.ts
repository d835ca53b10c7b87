import type { BAIL_AUTHORITIES } from '../../rules/catalogue/matters/bail.ts'
import type { Instant, RiskGrade } from '../../rules/vocabulary.ts'
import type { InvestigationContext } from '../investigation/setup.ts'
import type { MatterContext } from '../matter.ts'

export interface BailContext extends MatterContext {
  readonly suspect: string | null
  /** To the victim. */
  readonly risk: RiskGrade | null
  readonly arrestedAt: Instant | null
  readonly grantedAt: Instant | null
  readonly extendedAt: Instant | null
  readonly authorisedBy: (typeof BAIL_AUTHORITIES)[number] | null
  readonly endsAt: Instant | null
  /** When somebody is told that it ends soon. */
  readonly warnAt: Instant | null
  readonly conditions: readonly string[]
  readonly variedAt: Instant | null
  /** Of the conditions as they are now. */
  readonly viewsSought: boolean
  readonly checkedAt: Instant | null
  readonly checkResult: string | null
  /** How often somebody went since then and did not see the suspect. */
  readonly notSeen: number
  readonly checkBy: Instant | null
  /** What the prosecutors were asked, and by when they decide: beside the time that is left. */
  readonly charging: InvestigationContext['charging']
  readonly chargingRequestedAt: Instant | null
  readonly chargingBy: Instant | null
  /** When the last evidence is expected back that comes after the end; null where none does. */
  readonly evidenceUntil: Instant | null
  readonly breaches: number
  readonly breachedAt: Instant | null
  readonly endedBecause: string | null
}
