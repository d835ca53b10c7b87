/**
 * The last day to charge. Only summary offences have one: six months from the offence (Magistrates' Courts Act 1980 s.127(1)). For
 * common assault and battery in domestic abuse it is longer once the complainant has given the police a statement, or her interview
 * was recorded on video as her evidence in chief: within six months of the first day on which she did, and within two years of the
 * offence (Criminal Justice Act 1988 s.39A(2)-(5)). Without either s.127 holds, and a statement that comes after its six months
 * opens s.39A all the same. Source: docs/sources.md#calendars
 */
import { earlier } from '../time/instants.ts'
import type { Instant } from '../vocabulary.ts'
import { dueInMonths } from './dates.ts'

export const OFFENCE_KINDS = ['summary', 'domestic-common-assault', 'either-way', 'indictable'] as const
export type OffenceKind = (typeof OFFENCE_KINDS)[number]

export interface ChargeTimes {
  /** From the offence: s.127(1). */
  readonly summaryMonths: number
  /** From her first statement or recorded interview: s.39A(4)(b). */
  readonly fromStatementMonths: number
  /** From the offence, whenever she gave it: s.39A(4)(a). */
  readonly atMostMonths: number
}

export const CHARGE_TIMES: ChargeTimes = { summaryMonths: 6, fromStatementMonths: 6, atMostMonths: 24 }

interface Charged {
  readonly kind: OffenceKind
  readonly offenceAt: Instant
  /** When the complainant first gave a statement or a recorded interview; null while she has given neither. */
  readonly statementAt: Instant | null
}

/** The end of the last day, whose number in its month is that of the first (DPP v Jackson [2025] EWHC 2797 (Admin)); null for offences without a limit. */
export function chargeBy({ kind, offenceAt, statementAt }: Charged, zone: string, times = CHARGE_TIMES): Instant | null {
  if (kind !== 'summary' && kind !== 'domestic-common-assault') return null
  const atMost = dueInMonths(offenceAt, times.atMostMonths, zone)
  // A statement after the two years opens nothing: no day is both within them and after it (s.39A(4)).
  const isOpened = kind === 'domestic-common-assault' && statementAt !== null && statementAt <= atMost
  if (!isOpened) return dueInMonths(offenceAt, times.summaryMonths, zone)
  return earlier(dueInMonths(statementAt, times.fromStatementMonths, zone), atMost)
}
