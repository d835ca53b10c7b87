/** What happens to a release on bail: clocks that begin and end, what is remembered, and who is told. */

import { activity, tellOfCharge } from '../../incident/hau/tellings.ts'
import type { Update } from '../../rules/catalogue/matters/victim.ts'
import { scheduleUpdate, UPDATE_AFTER_BAIL } from '../../rules/investigation/victimsCode.ts'
import { earlier, later, plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { chargingOf, evidenceAfter } from '../beside.ts'
import { lookAgainBy, riskOf } from '../lookedAtAgain.ts'
import { isOlder, type MatterEvent, type matterEffects, type Told } from '../matter.ts'
import type { Dealt, How } from '../suspect.ts'
import {
  type Any,
  bailSetup,
  type Checked,
  type Ended,
  type Extended,
  type Granted,
  type SuspectDealt,
  type Varied,
} from './setup.ts'
import type { BailContext } from './shapes.ts'
import { bailEndsFor, bailKnownAt } from './terms.ts'

const settings = ({ incident: { policy } }: Told) => policy.bail
export const remember = <It extends Any>(learnt: (it: It) => Partial<BailContext>) => ({
  type: 'remember' as const,
  params: learnt,
})

/** The end, and the warning before it; a bail shorter than the warning is warned of from its first moment. */
const terms = (event: Told, from: Instant, endsAt: Instant): Pick<BailContext, 'endsAt' | 'warnAt'> => ({
  endsAt,
  warnAt: earlier(endsAt, later(from, plus(endsAt, `-${settings(event).warnBefore}`, event.incident.policy.timezone))),
})

const decision = ({ context }: Any) => ({ deadline: 'bail-decision' as const, of: context.name })
/** By its end somebody has charged, extended or let go: bail that lapses unnoticed protects nobody. */
const scheduleDecision = {
  type: 'schedule' as const,
  params: (it: Any) => ({
    ...decision(it),
    dueAt: it.context.endsAt as Instant,
    climbEvery: settings(it.event).climbEvery,
    matter: `bail/${it.context.name}`,
  }),
}
const decided = { type: 'complete' as const, params: decision }

export const check = ({ context }: Any) => ({ deadline: 'bail-check' as const, of: context.name })
export const checkBy = ({ event }: Any): Instant => lookAgainBy(event, settings(event).checkWithin)
export const checked = { type: 'complete' as const, params: check }
export const endChecks = { type: 'cancel' as const, params: check }
/** Without conditions there is nothing to check. No clock of the bail itself: a list of bail goes by what ends first. */
export const scheduleCheck = bailSetup.enqueueActions(({ context, event, enqueue }) => {
  if (context.conditions.length === 0) return enqueue({ type: 'remember', params: { checkBy: null } })
  const it = { context, event }
  const dueAt = checkBy(it)
  enqueue({ type: 'schedule', params: { ...check(it), dueAt, climbEvery: null } })
  enqueue({ type: 'remember', params: { checkBy: dueAt } })
})

/** She is told of the bail, of every change of its conditions, and of its end, also of one that nobody decided. */
export const tellHer = (about: Update) =>
  bailSetup.enqueueActions(({ context, event, enqueue }) => {
    for (const tell of scheduleUpdate(event.incident, about, context.suspect, 'bail')) enqueue(tell)
  })

export const ending = ({ context }: Any) => ({ kind: 'bail-ending' as const, cause: `bail/${context.name}/${context.endsAt}` })
/** Also when it has lapsed: then that is what somebody is asked about. */
export const endingKnown = { type: 'resolveAlerts' as const, params: ending }

const beforeEvidence = ({ context }: { readonly context: BailContext }) => ({
  kind: 'bail-before-evidence' as const,
  cause: `bail/${context.name}/evidence/${context.endsAt}`,
})
export const evidenceOver = [
  { type: 'resolveAlerts' as const, params: beforeEvidence },
  { type: 'remember' as const, params: { evidenceUntil: null } },
]
/** What the investigations wait for stands beside the time that is left; what comes back after it is somebody's to look at. */
export const weigh = bailSetup.enqueueActions(({ context, event, enqueue }) => {
  const away = evidenceAfter(event, context.endsAt ?? event.at).map(({ expectedBy }) => expectedBy)
  const evidenceUntil = away.length === 0 ? null : away.reduce(later)
  const params = beforeEvidence({ context })
  if (evidenceUntil === null) enqueue({ type: 'resolveAlerts', params })
  else if (context.evidenceUntil === null) enqueue({ type: 'raiseAlert', params })
  enqueue({ type: 'remember', params: { evidenceUntil, ...chargingOf(event, context.suspect) } })
})

/** Of bail that has lapsed nothing is left to end before. */
export const keepCharging = remember((it: Any) => chargingOf(it.event, it.context.suspect))

export const grant = [
  remember(({ event }: Granted) => ({
    suspect: event.data.suspect,
    risk: riskOf(event.incident),
    arrestedAt: event.data.arrestedAt,
    grantedAt: event.at,
    authorisedBy: event.data.authorisedBy.role,
    conditions: event.data.conditions,
    viewsSought: event.data.victimViews.sought,
    ...terms(event, event.at, bailEndsFor(event, event.data.arrestedAt)),
  })),
  scheduleDecision,
  weigh,
  scheduleCheck,
  tellHer('bail'),
  bailSetup.enqueueActions(({ event, enqueue }) =>
    tellSuspect(enqueue, event, (event as Granted['event']).data.suspect, 'bailed', {
      bail: 'granted',
      arrestedAt: (event as Granted['event']).data.arrestedAt,
    }),
  ),
  activity,
]

export const extend = [
  endingKnown,
  ...evidenceOver,
  decided,
  remember(({ context, event }: Extended) => ({
    extendedAt: event.at,
    authorisedBy: event.data.authorisedBy.role,
    viewsSought: event.data.victimViews.sought,
    ...terms(event, event.at, bailEndsFor(event, context.arrestedAt as Instant)),
  })),
  scheduleDecision,
  weigh,
  activity,
]

export const isOlderThanKnown = ({ context, event }: Extended | Varied | Checked): boolean =>
  isOlder(event, bailKnownAt(event, context))
export const older = { guard: isOlderThanKnown, actions: activity }
/** Done while it still bound the suspect. */
export const inTime = ({ context, event }: Any): boolean => context.endsAt !== null && event.at <= context.endsAt

export const vary = remember(({ event }: Varied) => ({
  conditions: event.data.conditions,
  variedAt: event.at,
  viewsSought: event.data.victimViews.sought,
}))

/** Somebody went, and cannot say whether the conditions are kept: that is no check of them. */
export const sawNobody = ({ event }: Checked): boolean => event.data.result === 'not-seen'
export const countNotSeen = remember(({ context }: Checked) => ({ notSeen: context.notSeen + 1 }))
export const keepCheck = remember(({ event }: Checked) => ({ checkedAt: event.at, checkResult: event.data.result, notSeen: 0 }))

export const breach = [
  remember(({ context, event }: { context: BailContext; event: MatterEvent<'bail.breached'> }) => ({
    breaches: context.breaches + 1,
    breachedAt: later(context.breachedAt ?? event.at, event.at),
  })),
  activity,
]

type Enqueue = (action: { type: 'tellMatter'; params: Parameters<typeof matterEffects.tellMatter>[1] }) => void

type OfBail = Pick<Dealt, 'bail' | 'arrestedAt'>

/** Under a policy that keeps account of suspects, what becomes of the bail becomes of its suspect. */
function tellSuspect(enqueue: Enqueue, event: Told, name: string, how: How, more: OfBail): void {
  if (event.incident.policy.suspects === undefined) return
  const dealt = { type: 'dealt', how, codeG: [], reasonGiven: true, circulated: false, ...more }
  enqueue({ type: 'tellMatter', params: { kind: 'suspect', name, event: dealt } })
}

export const endOf = (state: 'standing' | 'lapsed') => ({
  target: 'ended' as const,
  actions: [
    endingKnown,
    ...evidenceOver,
    decided,
    endChecks,
    remember(({ event }: Ended) => ({ endedBecause: event.data.because, checkBy: null })),
    bailSetup.enqueueActions(({ context, event, enqueue }) => {
      const { because, crimeRef } = (event as Ended['event']).data
      if (because === 'charged') enqueue({ type: 'tellMatter', params: tellOfCharge(crimeRef) })
      // Who is on bail no more, and neither charged nor let go, is under investigation without it.
      const [how, became] =
        because === 'cancelled' ? (['released-under-investigation', 'cancelled'] as const) : ([because, 'ended'] as const)
      if (context.suspect !== null) tellSuspect(enqueue, event, context.suspect, how, { bail: became })
      // Of bail that had lapsed she has been told that it is over.
      if (because === 'cancelled' && state === 'lapsed') return
      const about = UPDATE_AFTER_BAIL[because]
      for (const tell of scheduleUpdate(event.incident, about, context.suspect, 'bail')) enqueue(tell)
    }),
    activity,
  ],
})
const endsIt = ({ context, event }: { context: BailContext; event: SuspectDealt }): boolean =>
  event.suspect === context.suspect &&
  !isOlder(event, context.grantedAt) &&
  (event.how === 'charged' || event.how === 'released-under-investigation')
export const endWithSuspect = {
  guard: endsIt,
  target: 'ended' as const,
  actions: [
    endingKnown,
    ...evidenceOver,
    decided,
    endChecks,
    remember(({ event }: { context: BailContext; event: SuspectDealt }) => ({ endedBecause: event.how, checkBy: null })),
  ],
}
