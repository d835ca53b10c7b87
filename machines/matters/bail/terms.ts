/** How long bail may last: by who authorised it, from the arrest. Source: docs/sources.md#calendars. */
import { bailEnds } from '../../rules/calendar/index.ts'
import { type Issue, issueIf, type Warning, warnIf } from '../../rules/issue.ts'
import { plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { saysNone } from '../../rules/words.ts'
import { bailOf, chargingOf, evidenceAfter, suspectKnownAt } from '../beside.ts'
import { isOlder, type MatterEvent, olderThanKnown } from '../matter.ts'
import type { BailContext } from './memory.ts'

type Granted = MatterEvent<'bail.granted'>
type Extended = MatterEvent<'bail.extended'>

/** The latest end that the rank may authorise; null for a court, which sets its own. */
function latestEnd({ data: { authorisedBy }, incident: { policy } }: Granted | Extended, arrestedAt: Instant): Instant | null {
  const { role } = authorisedBy
  return role === 'magistrates-court' ? null : bailEnds(arrestedAt, role, policy.timezone, policy.bail.months)
}

/** When it ends: as was said, or as late as the rank allows. */
export const bailEndsFor = (event: Granted | Extended, arrestedAt: Instant): Instant =>
  event.data.endsAt ?? latestEnd(event, arrestedAt) ?? event.at

type Dated = MatterEvent<'bail.extended' | 'bail.varied' | 'bail.checked'>
/** When what is known already happened, of that which an event is about: extensions, conditions, checks; null where nothing is. */
export function bailKnownAt({ type }: Dated, { grantedAt, extendedAt, variedAt, checkedAt }: BailContext): Instant | null {
  if (type === 'bail.extended') return extendedAt
  return type === 'bail.varied' ? (variedAt ?? grantedAt) : checkedAt
}
export const olderWarnings = (event: Dated, bail: BailContext): Warning[] => olderThanKnown(event, bailKnownAt(event, bail))

/** Why bail: nobody can say afterwards for whom it was used, and why not for others (seed 89). */
export const grantedIssues = (event: Granted): Issue[] => {
  const { data, at, incident } = event
  const unreasoned = incident.policy.bail.grantRationale && saysNone(data.rationale)
  return [
    ...issueIf(data.arrestedAt > at, '/data/arrestedAt', 'must not be after the time of the event'),
    ...issueIf(unreasoned, '/data/rationale', 'say why bail is necessary and proportionate'),
    ...termIssues(event, data.arrestedAt, at),
  ]
}
export const extendedIssues = (event: Extended, { arrestedAt, endsAt, extendedAt }: BailContext): Issue[] =>
  arrestedAt === null || endsAt === null || isOlder(event, extendedAt) ? [] : termIssues(event, arrestedAt, endsAt)

/** Something later is known of the suspect, who stays as he is there; or the same arrest has bail already. */
export function grantedWarnings(event: Granted, { name }: BailContext): Warning[] {
  const { suspect, arrestedAt } = event.data
  const [same] = bailOf(event, suspect).filter((one) => one.name !== name && one.arrestedAt === arrestedAt)
  const detail = `${same?.name} is of the same arrest and has not ended: it is extended, or ended, by its own name.`
  return [
    ...olderThanKnown(event, suspectKnownAt(event, suspect)),
    ...warnIf(same !== undefined, 'bail-of-the-same-arrest', '/data/bail', detail),
    ...termWarnings(event, arrestedAt, suspect),
  ]
}
export function extendedWarnings(event: Extended, bail: BailContext): Warning[] {
  const older = olderWarnings(event, bail)
  return older.length > 0 ? older : termWarnings(event, bail.arrestedAt ?? event.at, bail.suspect)
}

/** What is not there when it ends. */
function termWarnings(event: Granted | Extended, arrestedAt: Instant, suspect: string | null): Warning[] {
  const endsAt = bailEndsFor(event, arrestedAt)
  const away = evidenceAfter(event, endsAt).map(({ item }) => item)
  const { charging, chargingBy } = chargingOf(event, suspect)
  const decidedLate = charging === 'requested' && chargingBy !== null && chargingBy > endsAt
  const pointer = '/data/endsAt'
  return [
    ...warnIf(away.length > 0, 'ends-before-evidence', pointer, `It ends before ${away.join(', ')} is expected back.`),
    ...warnIf(
      decidedLate,
      'ends-before-charging-decision',
      pointer,
      `It ends before the decision on a charge is due (${chargingBy}).`,
    ),
  ]
}

/** @param after the end that it has so far, or the moment of the release. */
function termIssues(event: Granted | Extended, arrestedAt: Instant, after: Instant): Issue[] {
  const latest = latestEnd(event, arrestedAt)
  const { policy } = event.incident
  const { endsAt, authorisedBy } = event.data
  const { role } = authorisedBy
  const pointer = '/data/endsAt'
  if (latest === null && endsAt === undefined) return [{ pointer, detail: 'say until when the court extended it' }]
  if (latest !== null && endsAt !== undefined && endsAt > latest)
    return [{ pointer, detail: `authorised by the rank of ${role} it ends ${latest} at the latest` }]
  const beyond = latest === null ? plus(after, policy.bail.courtExtends, policy.timezone) : null
  if (beyond !== null && endsAt !== undefined && endsAt > beyond)
    return [{ pointer, detail: `a court extends it until ${beyond} at the latest, by the policy` }]
  if (bailEndsFor(event, arrestedAt) > after) return []
  if (endsAt !== undefined) return [{ pointer, detail: `must be after ${after}` }]
  const detail = `the rank of ${role} may authorise it until ${latest} and no longer: it takes a higher rank, or a court`
  return [{ pointer: '/data/authorisedBy/role', detail }]
}
