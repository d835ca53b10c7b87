/**
 * The law's time to charge a crime. Charges of that crime meet it, once no suspect is left for whom it runs. A charge that names no
 * crime meets it only for the only crime there is, because a limit that is wrongly taken for met watches nobody.
 *
 * Source: docs/sources.md#investigation (seed 110).
 */

import { chargeBy, type OffenceKind } from '../../rules/calendar/index.ts'
import { isCharge } from '../../rules/catalogue/matters/investigation.ts'
import { isOffence } from '../../rules/investigation/allocation.ts'
import { earlier, plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { cancel, complete } from '../asks.ts'
import { crimesOpen } from '../beside.ts'
import type { On } from '../defineMatter.ts'
import type { Told } from '../matter.ts'
import { act, type InvestigationContext, type OnCrime, remember, schedule, settings } from './setup.ts'
import { leftToCharge, onlySuspect, settledOffences } from './whoIsCharged.ts'

type Limited = Pick<InvestigationContext, 'offences' | 'charged' | 'offenceAt' | 'statementAt'>
interface Limit {
  readonly kind: OffenceKind
  readonly dueAt: Instant
}

/** The last days to charge what is not settled yet, by what the policy says of the offences' codes: the earliest first. */
function limitsOf({ incident: { policy } }: Pick<Told, 'incident'>, crime: Limited): readonly Limit[] {
  const { offences, charged, offenceAt, statementAt } = crime
  const charge = policy.investigation?.charge
  if (charge === undefined || offenceAt === null) return []
  const left = offences.filter((offence) => !charged.some((code) => isOffence(code, offence)))
  const kinds = Object.entries(charge.limits).flatMap(([code, kind]) =>
    left.some((offence) => isOffence(code, offence)) ? [kind] : [],
  )
  return [...new Set(kinds)]
    .flatMap((kind) => {
      const dueAt = chargeBy({ kind, offenceAt, statementAt }, policy.timezone, charge.times)
      return dueAt === null ? [] : [{ kind, dueAt }]
    })
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
}

/** The earliest of them; null where no offence has a limit that the policy knows. */
export const limitLeft = (event: Pick<Told, 'incident'>, crime: Limited): Instant | null =>
  limitsOf(event, crime)[0]?.dueAt ?? null

/** Whether a statement of hers opens the longer limit of any offence of the crime. */
export const isOpenedByStatement = ({ incident: { policy } }: Pick<Told, 'incident'>, { offences }: Pick<Limited, 'offences'>) =>
  Object.entries(policy.investigation?.charge.limits ?? {}).some(
    ([code, kind]) => kind === 'domestic-common-assault' && offences.some((offence) => isOffence(code, offence)),
  )

/** The earliest limit has no part of its own; a later limit, of the other kind, is named by its kind. */
const PARTS = [undefined, 'summary', 'domestic-common-assault'] as const
const onEach = <End>(ends: (deadline: 'charge-limit' | 'charge-warning', part?: string) => End): readonly End[] =>
  PARTS.flatMap((part) => [ends('charge-limit', part), ends('charge-warning', part)])
const limitMet = onEach(complete)
export const limitCancelled = onEach(cancel)

/** A limit is one of the law and not of a person: it counts from what happened, and a charge in time that is told late settles it. */
export const scheduleLimit = act(({ context, event }) => {
  const { policy } = event.incident
  return limitsOf(event, context).flatMap(({ kind, dueAt }, place, all) => {
    if (place > 0 && dueAt === all[0]?.dueAt) return []
    const owed = { climbEvery: null, ...(place === 0 ? {} : { part: kind }) }
    const warnAt = plus(dueAt, `-${settings(event).charge.warnBefore}`, policy.timezone)
    return [schedule('charge-warning', warnAt, owed), schedule('charge-limit', dueAt, owed)]
  })
})

/** The first statement of hers that a crime with these offences knows of: its own, or the first after the offence that names no crime. */
export function statementOf(event: Told, { offences, offenceAt, statementAt }: Omit<Limited, 'charged'>): Instant | null {
  if (offenceAt === null || !isOpenedByStatement(event, { offences })) return statementAt
  const unnamed = event.incident.statements.find((takenAt) => takenAt >= offenceAt) ?? statementAt
  return unnamed === null || statementAt === null ? unnamed : earlier(unnamed, statementAt)
}

type Statement = OnCrime<'statement.taken'>
/** It is hers, it is of this crime, and nobody knew of an earlier one: only the first starts the limit (s.39A(4)(b)). */
export const startsLimit = ({ context, event, event: { data } }: Statement): boolean =>
  data.of === 'complainant' &&
  isAbout(event, context, data) &&
  (context.statementAt === null || data.takenAt < context.statementAt)
/** The crime has an outcome, and its limit runs on for somebody. */
export const startsLimitOfOthers = (it: Statement): boolean => startsLimit(it) && it.context.leftToCharge.length > 0
/** Without a crime's name it is of every crime of the incident whose longer limit it can open: that was committed before it was given. */
function isAbout(event: Told, { offences, offenceAt }: InvestigationContext, { crimeRef, takenAt }: Statement['event']['data']) {
  return crimeRef !== undefined || (isOpenedByStatement(event, { offences }) && offenceAt !== null && offenceAt <= takenAt)
}

export const keepStatement = act<'statement.taken'>(({ context, event, event: { data } }) => {
  const { takenAt: statementAt } = data
  return [remember({ statementAt, chargeBy: limitLeft(event, { ...context, statementAt }) })]
})
/** Counted again: also where the limit that it had has passed. */
export const countAgain = [act(() => limitCancelled), keepStatement, scheduleLimit]

export const namesThisCrime = ({ event }: OnCrime<'suspect.charged'>): boolean => event.named
export const isOfThisCrime = (it: OnCrime<'suspect.charged'>): boolean => namesThisCrime(it) || crimesOpen(it.event).length === 1

/** For whom the limit runs now, and until when. */
export function runsFor(
  event: Told,
  crime: InvestigationContext,
): Pick<InvestigationContext, 'charged' | 'leftToCharge' | 'chargeBy'> {
  const charged = settledOffences(event, crime)
  const chargeBy = limitLeft(event, { ...crime, charged })
  return { charged, chargeBy, leftToCharge: chargeBy === null ? [] : leftToCharge(event, crime) }
}
const isAsKnown = (now: readonly string[], known: readonly string[]): boolean => now.join('\n') === known.join('\n')

/** Somebody was charged, let go or named: the limit is met with the last whom it ran for, and runs again for who was not known. */
export const settleLimit = act(({ context, event }) => {
  const now = runsFor(event, context)
  if (isAsKnown(now.charged, context.charged)) return [remember({ leftToCharge: now.leftToCharge })]
  return [...(now.chargeBy === null ? limitMet : limitCancelled), remember(now), scheduleLimit]
})
/** Only what changes a finished crime is kept there. */
export const runsForOthers = ({ context, event }: On<InvestigationContext, Told>): boolean => {
  const { charged, leftToCharge } = runsFor(event, context)
  return (
    context.outcome !== null &&
    isCharge(context.outcome) &&
    !(isAsKnown(charged, context.charged) && isAsKnown(leftToCharge, context.leftToCharge))
  )
}

export const chargedWith = [
  act<'suspect.charged'>(({ context, event }) => {
    const suspect = event.suspect ?? onlySuspect(event, context)
    const before = context.charges.filter((one) => one.suspect !== suspect)
    const offences = [
      ...new Set([...context.charges.flatMap((one) => (one.suspect === suspect ? one.offences : [])), ...context.offences]),
    ]
    return [remember({ chargedAt: event.at, charges: [...before, { suspect, offences }] })]
  }),
  settleLimit,
]
