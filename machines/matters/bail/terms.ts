/** How long bail may last: by who authorised it, from the arrest. Source: docs/sources.md#calendars. */
import { bailEnds } from '../../rules/calendar/index.ts'
import type { HeardBy } from '../../rules/events.ts'
import type { Issue, Warning } from '../../rules/issue.ts'
import { plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { saysNone } from '../../rules/words.ts'
import { bailOf, chargingOf, evidenceAfter, suspectKnownAt } from '../beside.ts'
import { isOlder, type MatterEvent, olderThanKnown } from '../matter.ts'
import type { BailContext } from './shapes.ts'

type Dated = MatterEvent<'bail.granted' | 'bail.extended'>

/** The latest end that the rank may authorise; null for a court, which sets its own. */
function latestEnd({ data: { authorisedBy }, incident: { policy } }: Dated, arrestedAt: Instant): Instant | null {
  const { role } = authorisedBy
  return role === 'magistrates-court' ? null : bailEnds(arrestedAt, role, policy.timezone, policy.bail.months)
}

/** When it ends: as was said, or as late as the rank allows. */
export const bailEndsFor = (event: Dated, arrestedAt: Instant): Instant =>
  event.data.endsAt ?? latestEnd(event, arrestedAt) ?? event.at

/** When what is known already happened, of that which an event is about: extensions, conditions, checks; null where nothing is. */
export function bailKnownAt(
  { type }: MatterEvent<'bail.extended' | 'bail.varied' | 'bail.checked'>,
  { grantedAt, extendedAt, variedAt, checkedAt }: BailContext,
): Instant | null {
  if (type === 'bail.extended') return extendedAt
  return type === 'bail.varied' ? (variedAt ?? grantedAt) : checkedAt
}

/** @returns what is wrong with a grant or an extension, with pointers; nothing for other events about bail. */
export function bailIssues(event: MatterEvent<HeardBy<'bail'>>, bail: BailContext): Issue[] {
  if (event.type === 'bail.granted')
    return [...arrestIssues(event), ...rationaleIssues(event), ...termIssues(event, event.data.arrestedAt, event.at)]
  if (event.type !== 'bail.extended' || bail.arrestedAt === null || bail.endsAt === null) return []
  if (isOlder(event, bail.extendedAt)) return []
  return termIssues(event, bail.arrestedAt, bail.endsAt)
}

const arrestIssues = ({ data, at }: MatterEvent<'bail.granted'>): Issue[] =>
  data.arrestedAt > at ? [{ pointer: '/data/arrestedAt', detail: 'must not be after the time of the event' }] : []

/** Why bail: nobody can say afterwards for whom it was used, and why not for others (seed 89). */
const rationaleIssues = ({ data, incident: { policy } }: MatterEvent<'bail.granted'>): Issue[] =>
  policy.bail.grantRationale && saysNone(data.rationale)
    ? [{ pointer: '/data/rationale', detail: 'say why bail is necessary and proportionate' }]
    : []

/** What is not as it seems to be, and what is not there when it ends. */
export function bailWarnings(event: MatterEvent<HeardBy<'bail'>>, bail: BailContext): Warning[] {
  if (event.type === 'bail.breached' || event.type === 'bail.ended') return []
  if (event.type === 'bail.granted') return [...grantWarnings(event, bail), ...termWarnings(event, bail)]
  const older = olderThanKnown(event, bailKnownAt(event, bail))
  return event.type === 'bail.extended' && older.length === 0 ? termWarnings(event, bail) : older
}

/** Something later is known of the suspect, who stays as he is there; or the same arrest has bail already. */
function grantWarnings(event: MatterEvent<'bail.granted'>, { name }: BailContext): Warning[] {
  const { suspect, arrestedAt } = event.data
  const [same] = bailOf(event, suspect).filter((one) => one.name !== name && one.arrestedAt === arrestedAt)
  const detail = `${same?.name} is of the same arrest and has not ended: it is extended, or ended, by its own name.`
  return [
    ...olderThanKnown(event, suspectKnownAt(event, suspect)),
    ...(same === undefined ? [] : [{ code: 'bail-of-the-same-arrest', pointer: '/data/bail', detail }]),
  ]
}

function termWarnings(event: Dated, bail: BailContext): Warning[] {
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
function termIssues(event: Dated, arrestedAt: Instant, after: Instant): Issue[] {
  const latest = latestEnd(event, arrestedAt)
  const { policy } = event.incident
  const { endsAt, authorisedBy } = event.data
  const { role } = authorisedBy
  if (latest === null && endsAt === undefined)
    return [{ pointer: '/data/endsAt', detail: 'say until when the court extended it' }]
  if (latest !== null && endsAt !== undefined && endsAt > latest)
    return [{ pointer: '/data/endsAt', detail: `authorised by the rank of ${role} it ends ${latest} at the latest` }]
  const beyond = latest === null ? plus(after, policy.bail.courtExtends, policy.timezone) : null
  if (beyond !== null && endsAt !== undefined && endsAt > beyond)
    return [{ pointer: '/data/endsAt', detail: `a court extends it until ${beyond} at the latest, by the policy` }]
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
