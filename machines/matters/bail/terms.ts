/** How long bail may last: by who authorised it, from the day after the arrest. Source: docs/sources.md#calendars. */
import { BAIL_RANKS, type BailRank, bailEnds, monthsAfter } from '../../rules/calendar/index.ts'
import { COURT } from '../../rules/catalogue/matters/bail.ts'
import { type Issue, issueIf, type Warning, warnIf } from '../../rules/issue.ts'
import type { Policy } from '../../rules/policy/policy.ts'
import { holdsRank, rankHeld } from '../../rules/policy/ranks.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { saysNone } from '../../rules/words.ts'
import { bailOf, evidenceAfter, suspectKnownAt } from '../beside.ts'
import { isOlder, type MatterEvent, olderThanKnown } from '../matter.ts'
import type { BailContext } from './memory.ts'
import { endOf, sentBeforeEnd } from './running.ts'

type Granted = MatterEvent<'bail.granted'>
type Extended = MatterEvent<'bail.extended'>

/** Whose word the bail is by: a court's, or that of the highest rank of the law that whoever authorised it holds; null for nobody's. */
type Authority = typeof COURT | BailRank
function authorityOf(
  { type, data }: Granted | Extended,
  { exceptionallyComplex }: Pick<BailContext, 'exceptionallyComplex'>,
  policy: Policy,
) {
  const { role } = data.authorisedBy
  if (role === COURT) return type === 'bail.extended' ? COURT : null
  const held = BAIL_RANKS.filter((rank) => holdsRank(role, rank, policy))
  // Whoever is custody officer gives the initial period and no more (s.47ZB(1)(b)).
  if (type === 'bail.granted') return held[0] ?? null
  const isDesignated = exceptionallyComplex || data.exceptionallyComplex === true
  return held.findLast((rank): boolean => isDesignated || rank !== DESIGNATED_ONLY) ?? null
}
/** s.47ZE. */
const DESIGNATED_ONLY: BailRank = 'assistant-chief-constable'

/** What the record calls whoever authorised it. */
export const authorisedIn = ({ data: { authorisedBy }, incident: { policy } }: Granted | Extended): string =>
  authorisedBy.role === COURT ? COURT : (rankHeld(authorisedBy.role, policy) ?? authorisedBy.role)

const wasByCourt = ({ authorisedBy }: BailContext): boolean => authorisedBy === COURT

/** The latest end that it may have by this authority; null for nobody's, and for a court, which says it. */
function latestEnd(event: Granted | Extended, bail: BailContext): Instant | null {
  const { timezone, bail: settings } = event.incident.policy
  const authority = authorityOf(event, bail, event.incident.policy)
  if (authority === null || authority === COURT) return null
  return endOf(bailEnds(arrestOf(event, bail), authority, timezone, settings.months), bail.suspendedDays, timezone)
}
const arrestOf = (event: Granted | Extended, { arrestedAt }: BailContext): Instant =>
  event.type === 'bail.granted' ? event.data.arrestedAt : (arrestedAt ?? event.at)

/** The same of a court: months from the day after the arrest the first time (s.47ZF), from the end that it has each further time (s.47ZG). */
function latestByCourt({ data, incident: { policy } }: Extended, bail: BailContext, endsNow: Instant): Instant {
  const { first, designated, further } = policy.bail.courtMonths
  if (wasByCourt(bail)) return monthsAfter(endsNow, further, policy.timezone)
  const months = bail.exceptionallyComplex || data.exceptionallyComplex === true ? designated : first
  return endOf(monthsAfter(bail.arrestedAt ?? endsNow, months, policy.timezone), bail.suspendedDays, policy.timezone)
}

/** The end that it has so far; while its time does not run, the one that it would have. */
const endsNow = (
  { endsAt, periodEndsAt, suspendedDays }: BailContext,
  { incident: { policy } }: Granted | Extended,
): Instant | null => endsAt ?? (periodEndsAt === null ? null : endOf(periodEndsAt, suspendedDays, policy.timezone))

/** When it ends: as was said, or as late as the rank allows. */
export const bailEndsFor = (event: Granted | Extended, bail: BailContext): Instant =>
  event.data.endsAt ?? latestEnd(event, bail) ?? event.at

type Dated = MatterEvent<'bail.extended' | 'bail.varied' | 'bail.checked'>
/** When what is known already happened, of that which an event is about: extensions, conditions, checks; null where nothing is. */
export function bailKnownAt({ type }: Dated, { grantedAt, extendedAt, variedAt, checkedAt }: BailContext): Instant | null {
  if (type === 'bail.extended') return extendedAt
  return type === 'bail.varied' ? (variedAt ?? grantedAt) : checkedAt
}
export const olderWarnings = (event: Dated, bail: BailContext): Warning[] => olderThanKnown(event, bailKnownAt(event, bail))

/** Why bail: nobody can say afterwards for whom it was used, and why not for others (seed 89). */
export const grantedIssues = (event: Granted, bail: BailContext): Issue[] => {
  const { data, at, incident } = event
  const unreasoned = incident.policy.bail.grantRationale && saysNone(data.rationale)
  return [
    ...issueIf(data.arrestedAt > at, '/data/arrestedAt', 'must not be after the time of the event'),
    ...issueIf(unreasoned, '/data/rationale', 'say why bail is necessary and proportionate'),
    ...termIssues(event, bail, at),
  ]
}
export function extendedIssues(event: Extended, bail: BailContext): Issue[] {
  const now = endsNow(bail, event)
  return bail.arrestedAt === null || now === null || isOlder(event, bail.extendedAt) ? [] : termIssues(event, bail, now)
}

/** Something later is known of the suspect, who stays as he is there; or the same arrest has bail already. */
export function grantedWarnings(event: Granted, bail: BailContext): Warning[] {
  const { suspect, arrestedAt } = event.data
  const [same] = bailOf(event, suspect).filter((one) => one.name !== bail.name && one.arrestedAt === arrestedAt)
  const detail = `${same?.name} is of the same arrest and has not ended: it is extended, or ended, by its own name.`
  return [
    ...olderThanKnown(event, suspectKnownAt(event, suspect)),
    ...warnIf(same !== undefined, 'bail-of-the-same-arrest', '/data/bail', detail),
    ...evidenceWarnings(event, bail),
  ]
}
export function extendedWarnings(event: Extended, bail: BailContext): Warning[] {
  const older = olderWarnings(event, bail)
  return older.length > 0 ? older : [...evidenceWarnings(event, bail), ...stepWarnings(event, bail)]
}

/** What is not there when it ends. */
function evidenceWarnings(event: Granted | Extended, bail: BailContext): Warning[] {
  if (bail.suspendedAt !== null) return []
  const away = evidenceAfter(event, bailEndsFor(event, bail)).map(({ item }) => item)
  return warnIf(away.length > 0, 'ends-before-evidence', '/data/endsAt', `It ends before ${away.join(', ')} is expected back.`)
}

/**
 * By law each extension follows the one before it: a superintendent's an inspector's (s.47ZDA(1)(a)), a court's a superintendent's
 * (s.47ZF(1)). Whoever authorised the last one gave what comes before.
 */
function stepWarnings(event: Extended, bail: BailContext): Warning[] {
  const { policy } = event.incident
  const authority = authorityOf(event, bail, policy) ?? 'custody-officer'
  const before = STEP_BEFORE[authority]
  if (before === undefined || wasByCourt(bail)) return []
  const isGiven = bail.extendedAt !== null && holdsRank(bail.authorisedBy ?? '', before, policy)
  const months = policy.bail.months[before]
  const first = endOf(
    bailEnds(arrestOf(event, bail), before, policy.timezone, policy.bail.months),
    bail.suspendedDays,
    policy.timezone,
  )
  const detail = `By law the extension to ${months} months, by the rank of ${before} or above, comes before this one: record who authorised it.`
  const isMissing = !isGiven && (authority === COURT || bailEndsFor(event, bail) > first)
  return warnIf(isMissing, 'extension-step-missing', '/data/authorisedBy/role', detail)
}
const STEP_BEFORE: Readonly<Partial<Record<Authority, BailRank>>> = {
  superintendent: 'inspector',
  'assistant-chief-constable': 'superintendent',
  [COURT]: 'superintendent',
}

/** Whoever is released again while the prosecutors have the file: that time has not run (s.47ZL; s.47ZM [not verified]). */
const isStopped = (event: Granted | Extended, bail: BailContext): boolean =>
  event.type === 'bail.granted' && sentBeforeEnd(event, { ...event.data, endsAt: bailEndsFor(event, bail) }) !== null

/** @param after the end that it has so far, or the moment of the release. */
function termIssues(event: Granted | Extended, bail: BailContext, after: Instant): Issue[] {
  const { policy } = event.incident
  const { endsAt, authorisedBy } = event.data
  const authority = authorityOf(event, bail, policy)
  const pointer = '/data/endsAt'
  if (authority === null)
    return [
      { pointer: '/data/authorisedBy/role', detail: `takes ${WHO[event.type]}: say the rank as the policy has it in \`ranks\`` },
    ]
  if (authority === COURT && endsAt === undefined) return [{ pointer, detail: 'say until when the court extended it' }]
  const latest =
    event.type === 'bail.extended' && authority === COURT ? latestByCourt(event, bail, after) : latestEnd(event, bail)
  if (latest !== null && endsAt !== undefined && endsAt > latest) {
    const whose = authority === COURT ? 'extended by a court' : `authorised by the rank of ${authorisedBy.role}`
    return [{ pointer, detail: `${whose} it ends ${latest} at the latest` }]
  }
  if (bailEndsFor(event, bail) > after || isStopped(event, bail)) return []
  if (endsAt !== undefined) return [{ pointer, detail: `must be after ${after}` }]
  const isDesignatedOnly = holdsRank(authorisedBy.role, DESIGNATED_ONLY, policy) && authority !== DESIGNATED_ONLY
  const next = isDesignatedOnly ? 'further it takes a designated case (`exceptionallyComplex`, s.47ZE)' : 'it takes a higher rank'
  const detail = `the rank of ${authorisedBy.role} may authorise it until ${latest} and no longer: ${next}, or a court`
  return [{ pointer: '/data/authorisedBy/role', detail }]
}
const WHO = { 'bail.granted': 'a custody officer', 'bail.extended': 'an inspector or above, or a court' } as const
