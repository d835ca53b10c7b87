/**
 * The facts about its referrals, schools and MARAC referrals that the incident needs. The engine hands them to the incident whenever such
 * a matter changes. The incident stores none of them: each matter keeps its own facts (decision 0044).
 */
import type { Instant } from '../vocabulary.ts'

export interface ReferralSays {
  /** Made, and neither withdrawn nor redirected. It stays so while the referral is asked for anew, for a child who was found later. */
  readonly stands: 'made' | 'acknowledged' | null
  /** A rule asks for the referral and nobody has made it. */
  readonly unmade: boolean
  /** The children known of when it was last made. */
  readonly children: readonly string[]
  /** The partner that was asked in its place. */
  readonly redirectedTo: string | null
}

export interface Safeguarded {
  /** By partner. */
  readonly referrals: ReadonlyMap<string, ReferralSays>
  /** By child, whether the school was told; absent while there are no grounds to tell it. */
  readonly schools: ReadonlyMap<string, { readonly told: boolean }>
  /** When each referral to a MARAC was made that was not withdrawn. */
  readonly maracs: readonly Instant[]
}

export const NOTHING_SAID: Safeguarded = { referrals: new Map(), schools: new Map(), maracs: [] }
