import type { Instant, RiskGrade } from '../../rules/vocabulary.ts'
import type { Remembered } from '../defineMatter.ts'
import type { InvestigationContext } from '../investigation/setup.ts'

export const memory = {
  suspect: null as string | null,
  /** To the victim. */
  risk: null as RiskGrade | null,
  arrestedAt: null as Instant | null,
  grantedAt: null as Instant | null,
  extendedAt: null as Instant | null,
  /** A rank of the policy, or a magistrates' court. */
  authorisedBy: null as string | null,
  exceptionallyComplex: false,
  /** Null while its time does not run, and while a court has to decide. */
  endsAt: null as Instant | null,
  /** When it would end, or would have, had its time always run. */
  periodEndsAt: null as Instant | null,
  /** Since when its time does not run, because the prosecutors have the file; and how many days it did not, before that. */
  suspendedAt: null as Instant | null,
  suspendedDays: 0,
  /** When a court was asked to extend it; null where it was not asked, or has decided. */
  courtAppliedAt: null as Instant | null,
  /** When it was last asked again, before it had decided. */
  courtAskedAgainAt: null as Instant | null,
  /** When a court last refused to extend it. */
  courtRefusedAt: null as Instant | null,
  /** When somebody is told that it ends soon. */
  warnAt: null as Instant | null,
  conditions: [] as readonly string[],
  variedAt: null as Instant | null,
  /** Of the conditions as they are now. */
  viewsSought: false,
  checkedAt: null as Instant | null,
  checkResult: null as string | null,
  /** How often somebody went since then and did not see the suspect. */
  notSeen: 0,
  checkBy: null as Instant | null,
  /** What the prosecutors were asked, and by when they decide: beside the time that is left. */
  charging: null as InvestigationContext['charging'],
  chargingRequestedAt: null as Instant | null,
  chargingBy: null as Instant | null,
  /** When the last evidence is expected back that comes after the end; null where none does. */
  evidenceUntil: null as Instant | null,
  breaches: 0,
  breachedAt: null as Instant | null,
  /** When the suspect was last arrested for a breach of it. */
  breachArrestedAt: null as Instant | null,
  /** Whose bail it is, where that is another force's. */
  ofForce: null as string | null,
  endedBecause: null as string | null,
}
export type BailContext = Remembered<typeof memory>
