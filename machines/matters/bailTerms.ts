/** How long bail may last: by who authorised it, from the arrest. Source: docs/sources.md#calendars. */
import { bailEnds } from '../rules/calendar/index.ts'
import type { Gap } from '../rules/gap.ts'
import type { BAIL_AUTHORITIES } from '../rules/schemas/bail.ts'
import type { Instant, RiskGrade } from '../rules/vocabulary.ts'
import type { MatterContext, MatterEvent } from './matter.ts'

export interface BailContext extends MatterContext {
  readonly suspect: string | null
  /** To the victim. */
  readonly risk: RiskGrade | null
  readonly arrestedAt: Instant | null
  readonly authorisedBy: (typeof BAIL_AUTHORITIES)[number] | null
  readonly endsAt: Instant | null
  /** When somebody is told that it ends soon. */
  readonly warnAt: Instant | null
  readonly conditions: readonly string[]
  /** Of the conditions as they are now. */
  readonly viewsSought: boolean
  readonly checkedAt: Instant | null
  readonly checkResult: string | null
  readonly checkBy: Instant | null
  readonly breaches: number
  readonly breachedAt: Instant | null
  readonly endedBecause: string | null
}

type Dated = MatterEvent<'bail.granted' | 'bail.extended'>

/** The latest end that the rank may authorise; null for a court, which sets its own. */
function latestEnd({ data: { authorisedBy }, incident: { policy } }: Dated, arrestedAt: Instant): Instant | null {
  const { role } = authorisedBy
  return role === 'magistrates-court' ? null : bailEnds(arrestedAt, role, policy.timezone, policy.bail.months)
}

/** When it ends: as was said, or as late as the rank allows. */
export const bailEndsFor = (event: Dated, arrestedAt: Instant): Instant =>
  event.data.endsAt ?? latestEnd(event, arrestedAt) ?? event.at

/** @returns what is wrong with a grant or an extension, with pointers; nothing for other events about bail. */
export function bailGaps(
  event: MatterEvent<`bail.${'granted' | 'extended' | 'varied' | 'checked' | 'breached' | 'ended'}`>,
  bail: BailContext,
): Gap[] {
  if (event.type === 'bail.granted') return [...arrestGaps(event), ...termGaps(event, event.data.arrestedAt, event.at)]
  if (event.type !== 'bail.extended' || bail.arrestedAt === null || bail.endsAt === null) return []
  return termGaps(event, bail.arrestedAt, bail.endsAt)
}

const arrestGaps = ({ data, at }: MatterEvent<'bail.granted'>): Gap[] =>
  data.arrestedAt > at ? [{ pointer: '/data/arrestedAt', detail: 'must not be after the time of the event' }] : []

/** @param after the end that it has so far, or the moment of the release. */
function termGaps(event: Dated, arrestedAt: Instant, after: Instant): Gap[] {
  const latest = latestEnd(event, arrestedAt)
  const { endsAt, authorisedBy } = event.data
  const { role } = authorisedBy
  if (latest === null && endsAt === undefined)
    return [{ pointer: '/data/endsAt', detail: 'say until when the court extended it' }]
  if (latest !== null && endsAt !== undefined && endsAt > latest)
    return [{ pointer: '/data/endsAt', detail: `authorised by the rank of ${role} it ends ${latest} at the latest` }]
  if (bailEndsFor(event, arrestedAt) > after) return []
  return endsAt === undefined
    ? [
        {
          pointer: '/data/authorisedBy/role',
          detail: `the rank of ${role} may authorise it until ${latest} and no longer: it takes a higher rank, or a court`,
        },
      ]
    : [{ pointer: '/data/endsAt', detail: `must be after ${after}` }]
}
