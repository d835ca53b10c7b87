/**
 * The last day to charge. Only summary offences have one: 6 months from the offence (Magistrates' Courts Act 1980 s.127). For
 * common assault and battery in domestic abuse it is 6 months from the report, within 2 years of the offence (Police, Crime,
 * Sentencing and Courts Act 2022). Both [not verified]: docs/sources.md#calendars
 */
import { earlier } from '../time/instants.ts'
import type { Instant } from '../vocabulary.ts'
import { dueInMonths } from './dates.ts'

export const OFFENCE_KINDS = ['summary', 'domestic-common-assault', 'either-way', 'indictable'] as const
export type OffenceKind = (typeof OFFENCE_KINDS)[number]

export interface ChargeTimes {
  readonly summaryMonths: number
  /** From the report, of a domestic common assault. */
  readonly fromReportMonths: number
  /** From the offence, whenever it is reported. */
  readonly atMostMonths: number
}

export const CHARGE_TIMES: ChargeTimes = { summaryMonths: 6, fromReportMonths: 6, atMostMonths: 24 }

/** The end of the last day; null for offences without a limit. */
export function chargeBy(
  { kind, offenceAt, reportedAt }: { readonly kind: OffenceKind; readonly offenceAt: Instant; readonly reportedAt: Instant },
  zone: string,
  times = CHARGE_TIMES,
): Instant | null {
  if (kind === 'summary') return dueInMonths(offenceAt, times.summaryMonths, zone)
  if (kind !== 'domestic-common-assault') return null
  return earlier(dueInMonths(reportedAt, times.fromReportMonths, zone), dueInMonths(offenceAt, times.atMostMonths, zone))
}
