/** How long bail may last: by who authorised it, from the arrest. Source: docs/sources.md#calendars. */
import { bailEnds } from '../rules/calendar/index.ts'
import type { Gap, Warning } from '../rules/gap.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { saysNone } from '../rules/words.ts'
import type { BailContext } from './bailShapes.ts'
import { chargingOf, evidenceAfter } from './beside.ts'
import type { MatterEvent } from './matter.ts'

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
  if (event.type === 'bail.granted')
    return [...arrestGaps(event), ...rationaleGaps(event), ...termGaps(event, event.data.arrestedAt, event.at)]
  if (event.type !== 'bail.extended' || bail.arrestedAt === null || bail.endsAt === null) return []
  return termGaps(event, bail.arrestedAt, bail.endsAt)
}

const arrestGaps = ({ data, at }: MatterEvent<'bail.granted'>): Gap[] =>
  data.arrestedAt > at ? [{ pointer: '/data/arrestedAt', detail: 'must not be after the time of the event' }] : []

/** Why bail: nobody can say afterwards for whom it was used, and why not for others (seed 89). */
const rationaleGaps = ({ data, incident: { policy } }: MatterEvent<'bail.granted'>): Gap[] =>
  policy.bail.grantRationale && saysNone(data.rationale)
    ? [{ pointer: '/data/rationale', detail: 'say why bail is necessary and proportionate' }]
    : []

/** What is not there when it ends. */
export function bailWarnings(
  event: MatterEvent<`bail.${'granted' | 'extended' | 'varied' | 'checked' | 'breached' | 'ended'}`>,
  bail: BailContext,
): Warning[] {
  if (event.type !== 'bail.granted' && event.type !== 'bail.extended') return []
  const granted = event.type === 'bail.granted'
  const endsAt = bailEndsFor(event, granted ? event.data.arrestedAt : (bail.arrestedAt ?? event.at))
  const away = evidenceAfter(event, endsAt)
  const { charging, chargingBy } = chargingOf(event, granted ? event.data.suspect : bail.suspect)
  const warn = (code: string, detail: string): Warning => ({ code, pointer: '/data/endsAt', detail })
  return [
    ...(away.length > 0
      ? [warn('ends-before-evidence', `It ends before ${away.map(({ item }) => item).join(', ')} is expected back.`)]
      : []),
    ...(charging === 'requested' && chargingBy !== null && chargingBy > endsAt
      ? [warn('ends-before-charging-decision', `It ends before the decision on a charge is due (${chargingBy}).`)]
      : []),
  ]
}

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
