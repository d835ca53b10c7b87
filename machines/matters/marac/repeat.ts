/**
 * Whether a referral to a MARAC is a repeat: the same victim and perpetrator within the policy's months of the *last referral*,
 * whichever agency made that one. Source: docs/sources.md#marac (SafeLives' definition; the older one by `marac.repeat.acts`).
 */
import { dueInMonths } from '../../rules/calendar/index.ts'
import type { Earlier } from '../../rules/report/repeatCallers.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { MatterEvent } from '../matter.ts'

export type Referred = MatterEvent<'marac.referred'>

export interface LastReferral {
  /** Null where none is on record and nobody named one. */
  readonly at: Instant | null
  readonly repeat: boolean
}

const referredIn = ({ standing = [] }: Earlier): Instant[] =>
  standing.flatMap(({ kind, facts }) => (kind === 'marac' && typeof facts.referredAt === 'string' ? [facts.referredAt] : []))

const isSamePair = ({ by }: Earlier): boolean => by.includes('person') && by.includes('suspect')

/** On record: of this incident, and of earlier ones in which both the victim and the suspect were recognised. */
const onRecord = ({ incident }: Referred): Instant[] => [
  ...incident.safeguarded.maracs,
  ...incident.repeat.filter(isSamePair).flatMap(referredIn),
]

/** Earlier referrals of which the record cannot say that they were about the same two people. */
export const perhapsTheSame = ({ incident }: Referred): readonly Earlier[] =>
  incident.repeat.filter((earlier) => !isSamePair(earlier) && referredIn(earlier).length > 0)

/**
 * Earlier incidents of the same two people that nobody had referred when they were found: what became of them since is on their
 * own record, which the line of this referral does not quote.
 */
export const samePairUnreferred = ({ incident }: Referred): readonly Earlier[] =>
  incident.repeat.filter((earlier) => isSamePair(earlier) && referredIn(earlier).length === 0)

/** The last day of the period counts whole. */
const within = (last: Instant, { at, incident: { policy } }: Referred): boolean =>
  at <= dueInMonths(last, policy.marac.repeat.months, policy.timezone)

export function lastReferralOf(event: Referred): LastReferral {
  const { data, incident } = event
  const known = [...onRecord(event), ...(data.lastReferredAt === undefined ? [] : [data.lastReferredAt])]
  const last =
    known
      .filter((at) => at <= event.at)
      .sort()
      .at(-1) ?? null
  const { acts } = incident.policy.marac.repeat
  const counts = acts === undefined || (data.repeatAct !== undefined && acts.includes(data.repeatAct))
  return { at: last, repeat: last !== null && counts && within(last, event) }
}
