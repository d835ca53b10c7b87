/** What happens to a release on bail: clocks that begin and end, what is remembered, and who is told. */
import { tell } from '../../effects.ts'
import { activity, tellOfCharge } from '../../incident/hau/tellings.ts'
import type { Update } from '../../rules/catalogue/matters/victim.ts'
import { scheduleUpdate, tellVictims, UPDATE_AFTER_BAIL, type UpdateTakenBack } from '../../rules/investigation/victimsCode.ts'
import { earlier, later, plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { bringForward, cancel, complete } from '../asks.ts'
import { bailAfterArrests, chargingOf, evidenceAfter } from '../beside.ts'
import type { On } from '../defineMatter.ts'
import { lookAgainBy, riskOf } from '../lookedAtAgain.ts'
import { isOlder, type Told } from '../matter.ts'
import type { How, HowDealt } from '../suspect.ts'
import type { BailContext } from './memory.ts'
import {
  askedAt,
  courtAskedBy,
  endsAfterRefusal,
  isWithCourt,
  periodOf,
  resumed,
  sentBeforeEnd,
  withProsecutor,
} from './running.ts'
import { act, begin, type OnBail, type OnSuspect, raise, remember, resolve, schedule } from './setup.ts'
import { authorisedIn, bailEndsFor, bailKnownAt } from './terms.ts'

/** The end, and the warning before it; a bail shorter than the warning is warned of from its first moment. */
function terms({ incident: { policy } }: Told, from: Instant, endsAt: Instant): Pick<BailContext, 'endsAt' | 'warnAt'> {
  const warnAt = plus(endsAt, `-${policy.bail.warnBefore}`, policy.timezone)
  return { endsAt, warnAt: earlier(endsAt, later(from, warnAt)) }
}

/** By the end of bail somebody must charge, extend or let go: bail that lapses unnoticed protects nobody. */
const scheduleDecision = act(({ context }) => [schedule('bail-decision', context.endsAt as Instant)])
const decided = [complete('bail-decision'), complete('bail-court-decision')]

const checkBy = (event: Told): Instant => lookAgainBy(event, event.incident.policy.bail.checkWithin)
export const checked = complete('bail-check')
export const endChecks = cancel('bail-check')
/** Bail without conditions has nothing to check. This is no clock of the bail itself: a list of bail is ordered by what ends first. */
export const scheduleCheck = act(({ context, event }) => {
  if (context.conditions.length === 0) return [remember({ checkBy: null })]
  const dueAt = checkBy(event)
  return [schedule('bail-check', dueAt, { climbEvery: null, unlisted: true }), remember({ checkBy: dueAt })]
})
/** A higher risk brings the check nearer. */
export const hasten = act<'risk.changed'>(({ context, event }) => [
  bringForward('bail-check', checkBy(event)),
  remember({
    risk: riskOf(event.incident),
    checkBy: context.checkBy === null ? null : earlier(context.checkBy, checkBy(event)),
  }),
])
export const endChecking = [endChecks, act(() => [remember({ checkBy: null })])]

/** The victim is told of the bail, of every change of its conditions, and of its end, also of an end that nobody decided. */
export const tellHer = (about: Update) =>
  act(({ context, event }) => scheduleUpdate(event.incident, about, context.suspect, 'bail'))

/** She need not be told of an end that did not come. */
export const endTakenBack = act(({ context: { suspect }, event: { incident } }) =>
  tellVictims(incident, { type: 'update.taken-back', about: 'bail-ended', suspect } satisfies UpdateTakenBack),
)

export const warn = act(({ context }) => [raise('bail-ending', context.endsAt)])
/** Bail that lapsed is asked about too. */
export const endingKnown = act(({ context }) => [resolve('bail-ending', context.endsAt)])

const evidencePart = ({ endsAt }: BailContext): string => `evidence/${endsAt}`
export const evidenceOver = act(({ context }) => [
  resolve('bail-before-evidence', evidencePart(context)),
  remember({ evidenceUntil: null }),
])
/** What the investigations wait for is shown with the time that is left. If evidence comes back after the end of bail, a supervisor must review bail. */
export const weigh = act(({ context, event }) => {
  const { endsAt } = context
  const away = endsAt === null ? [] : evidenceAfter(event, endsAt).map(({ expectedBy }) => expectedBy)
  const evidenceUntil = away.length === 0 ? null : away.reduce(later)
  const part = evidencePart(context)
  return [
    ...(evidenceUntil === null ? [resolve('bail-before-evidence', part)] : []),
    ...(evidenceUntil !== null && context.evidenceUntil === null ? [raise('bail-before-evidence', part)] : []),
    remember({ evidenceUntil, ...chargingOf(event, context.suspect) }),
  ]
})
/** Bail that has lapsed needs no warning of its end. */
export const keepCharging = act(({ context, event }) => [remember(chargingOf(event, context.suspect))])

/** Under a policy that keeps account of suspects, the suspect follows the bail. */
function tellSuspect(event: Told, name: string | null, how: How, more: Pick<HowDealt, 'bail' | 'arrestedAt' | 'crimeRef'>) {
  if (name === null || event.incident.policy.suspects === undefined) return []
  return [tell('suspect', name, { type: 'dealt', how, codeG: [], reasonGiven: true, circulated: false, ...more })]
}

export const grant = act<'bail.granted'>(({ context, event, event: { at, data, incident } }) => {
  const { suspect, arrestedAt, conditions } = data
  const endsAt = bailEndsFor(event, context)
  const suspendedAt = sentBeforeEnd(event, { suspect, arrestedAt, endsAt })
  return [
    begin({
      ...{ suspect, arrestedAt, grantedAt: at, conditions, risk: riskOf(incident) },
      authorisedBy: authorisedIn(event),
      viewsSought: data.victimViews.sought,
      periodEndsAt: endsAt,
      ...(suspendedAt === null ? terms(event, at, endsAt) : { suspendedAt }),
    }),
    ...[...(suspendedAt === null ? [scheduleDecision] : []), weigh, scheduleCheck],
    ...scheduleUpdate(incident, 'bail', suspect, 'bail'),
    ...tellSuspect(event, suspect, 'bailed', { bail: 'granted', arrestedAt }),
    activity,
  ]
})

export const extend = act<'bail.extended'>(({ context, event, event: { at, data, incident } }) => {
  const endsAt = bailEndsFor(event, context)
  const { suspendedAt, suspendedDays } = context
  return [
    ...[endingKnown, evidenceOver, ...decided],
    remember({
      extendedAt: at,
      authorisedBy: authorisedIn(event),
      exceptionallyComplex: context.exceptionallyComplex || data.exceptionallyComplex === true,
      viewsSought: data.victimViews.sought,
      courtAppliedAt: null,
      courtAskedAgainAt: null,
      periodEndsAt: periodOf(endsAt, suspendedDays, incident.policy.timezone),
      ...(suspendedAt === null ? terms(event, at, endsAt) : {}),
    }),
    ...[...(suspendedAt === null ? [scheduleDecision] : []), weigh, activity],
  ]
})

/** The prosecutors have the file: its time does not run, and it has no end. */
export const suspend = act(({ context, event }) => [
  ...[endingKnown, evidenceOver, cancel('bail-decision')],
  remember({ suspendedAt: withProsecutor(event, context.suspect), endsAt: null, warnAt: null }),
  weigh,
])
/** The file is back: what was left of its time is left. */
export const resume = act((it) => {
  const { endsAt, ...left } = resumed(it)
  if (isWithCourt(it)) return [remember(left)]
  return [remember({ ...left, ...terms(it.event, it.event.at, endsAt) }), scheduleDecision, weigh]
})

/** A court was asked in time: bail has no end until it has decided, and somebody asks what it did. */
export const askCourt = act<'bail.extension-applied'>(({ context, event }) => [
  ...[endingKnown, evidenceOver, cancel('bail-decision')],
  remember({ ...askedAt(context, event.data.appliedAt), endsAt: null, warnAt: null }),
  schedule('bail-court-decision', courtAskedBy(event, context), { unlisted: true }),
  activity,
])

/** The court refused, and was asked again before bail ended: bail goes on until it has decided that too. */
export const keepRefusalOfFirst = act<'bail.extension-refused'>(({ context, event }) => [
  remember({ courtAppliedAt: context.courtAskedAgainAt, courtAskedAgainAt: null, courtRefusedAt: event.at }),
  activity,
])

/** The court refused: bail has an end again, unless the prosecutors have the file. */
export const keepRefusal = act<'bail.extension-refused'>((it) => {
  const { context, event } = it
  const { suspendedAt } = context
  return [
    complete('bail-court-decision'),
    remember({
      ...{ courtAppliedAt: null, courtAskedAgainAt: null, courtRefusedAt: event.at },
      ...(suspendedAt === null ? terms(event, event.at, endsAfterRefusal(it)) : {}),
    }),
    ...[...(suspendedAt === null ? [scheduleDecision] : []), weigh, activity],
  ]
})

const isOlderThanKnown = ({ context, event }: OnBail<'bail.extended' | 'bail.varied' | 'bail.checked'>): boolean =>
  isOlder(event, bailKnownAt(event, context))
export const older = { guard: isOlderThanKnown, actions: activity }
/** Done while it still bound the suspect. */
export const inTime = ({ context, event }: On<BailContext, Told>): boolean =>
  context.endsAt !== null && event.at <= context.endsAt
export const olderInTime = {
  guard: (it: Parameters<typeof isOlderThanKnown>[0]) => inTime(it) && isOlderThanKnown(it),
  actions: activity,
}

export const vary = act<'bail.varied'>(({ event: { at, data } }) => [
  remember({ conditions: data.conditions, variedAt: at, viewsSought: data.victimViews.sought }),
])

/** Somebody went and cannot say whether the conditions are kept: the check is still owed. */
export const sawNobody = ({ event }: OnBail<'bail.checked'>): boolean => event.data.result === 'not-seen'
export const countNotSeen = act<'bail.checked'>(({ context }) => [remember({ notSeen: context.notSeen + 1 }), activity])
export const keepCheck = act<'bail.checked'>(({ event: { at, data } }) => [
  remember({ checkedAt: at, checkResult: data.result, notSeen: 0 }),
])

export const breach = act<'bail.breached'>(({ context, event: { at, data } }) => [
  remember({
    breaches: context.breaches + 1,
    breachedAt: later(context.breachedAt ?? at, at),
    ...(data.action === 'arrested' ? { breachArrestedAt: later(context.breachArrestedAt ?? at, at) } : {}),
  }),
  activity,
])
/** Another force's bail: that it was breached, and whose it is, is known; nothing else of it is. */
export const isElsewhere = ({ event }: OnBail<'bail.breached'>): boolean => event.data.ofForce !== undefined
export const breachElsewhere = act<'bail.breached'>(({ event: { data } }) => [
  remember({ ofForce: data.ofForce ?? null, conditions: data.conditions }),
  breach,
])

const end = (endedBecause: string) => [
  ...[endingKnown, evidenceOver, ...decided, endChecks],
  remember({ endedBecause, checkBy: null, suspendedAt: null, courtAppliedAt: null, courtAskedAgainAt: null }),
]

/** @param state the state that it ends from: of bail that had lapsed she has been told that it is over. */
export const endFrom = (state: 'standing' | 'lapsed') => ({
  target: 'ended',
  actions: act<'bail.ended'>(({ context: { suspect }, event, event: { data } }) => {
    const { because, crimeRef } = data
    // A suspect whose bail ended, and who was neither charged nor let go, is under investigation without bail.
    const [how, bail] =
      because === 'cancelled' ? (['released-under-investigation', 'cancelled'] as const) : ([because, 'ended'] as const)
    const about = because === 'cancelled' && state === 'lapsed' ? null : UPDATE_AFTER_BAIL[because]
    return [
      ...end(because),
      ...(because === 'charged' ? [tellOfCharge(crimeRef, suspect)] : []),
      ...tellSuspect(event, suspect, how, { bail, ...(crimeRef === undefined ? {} : { crimeRef }) }),
      ...scheduleUpdate(event.incident, about, suspect, 'bail'),
      activity,
    ]
  }),
})
export const ENDING = ['charged', 'released-under-investigation', 'released-without-charge'] as const
/** Of bail after several arrests it says nothing: which of them ended is said by its name. */
const endsIt = ({ context, event }: OnSuspect): boolean =>
  event.suspect === context.suspect &&
  !isOlder(event, context.grantedAt) &&
  ENDING.some((how) => how === event.how) &&
  bailAfterArrests(event, context.suspect).length <= 1
export const endWithSuspect = {
  guard: endsIt,
  target: 'ended',
  actions: act<'suspect.dealt'>(({ event }) => end(event.how)),
}
