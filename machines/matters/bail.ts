import { assign, setup } from 'xstate'
import { BOUNDED } from '../effects.ts'
import type { Update } from '../rules/schemas/victim.ts'
import { earlier, later, plus, until } from '../rules/time.ts'
import { oweUpdate, UPDATE_AFTER_BAIL } from '../rules/victimsCode.ts'
import type { Instant } from '../rules/vocabulary.ts'
import type { BailContext } from './bailShapes.ts'
import { bailEndsFor, bailGaps, bailWarnings } from './bailTerms.ts'
import { chargingOf, evidenceAfter } from './beside.ts'
import { activity, lookAgainBy, riskOf } from './lookedAtAgain.ts'
import { type MatterContext, type MatterEvent, type MatterTag, matter, matterEffects, type Told } from './matter.ts'
import type { Dealt, How } from './suspect.ts'

/** The suspect was charged, or released without bail: heard from the suspect's side, never posted. */
interface SuspectDealt extends Omit<Dealt, 'type'> {
  readonly type: 'suspect.dealt'
  readonly suspect: string
}
/** An investigation beside it waits for something, or no longer. */
interface InvestigationChanged extends Told {
  readonly type: 'investigation.changed'
}
interface RiskChanged extends Told {
  readonly type: 'risk.changed'
}

type Public = MatterEvent<'bail.granted' | 'bail.extended' | 'bail.varied' | 'bail.checked' | 'bail.breached' | 'bail.ended'>
type Event = Public | SuspectDealt | RiskChanged | InvestigationChanged
type Any = { readonly context: BailContext; readonly event: Event }
type Granted = { readonly context: BailContext; readonly event: MatterEvent<'bail.granted'> }
type Extended = { readonly context: BailContext; readonly event: MatterEvent<'bail.extended'> }
type Ended = { readonly context: BailContext; readonly event: MatterEvent<'bail.ended'> }

const bailSetup = setup({
  types: { context: {} as BailContext, events: {} as Event, input: {} as MatterContext, tags: {} as MatterTag },
  delays: {
    'bail-warning': ({ context, event }) => until(context.warnAt, event.at),
    'bail-expiry': ({ context, event }) => until(context.endsAt, event.at),
  },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<BailContext>) => learnt) },
})

const settings = ({ incident: { policy } }: Told) => policy.bail
const remember = <It extends Any>(learnt: (it: It) => Partial<BailContext>) => ({ type: 'remember' as const, params: learnt })

/** The end, and the warning before it; a bail shorter than the warning is warned of from its first moment. */
const terms = (event: Told, from: Instant, endsAt: Instant): Pick<BailContext, 'endsAt' | 'warnAt'> => ({
  endsAt,
  warnAt: earlier(endsAt, later(from, plus(endsAt, `-${settings(event).warnBefore}`, event.incident.policy.timezone))),
})

const decision = ({ context }: Any) => ({ deadline: 'bail-decision' as const, of: context.name })
/** By its end somebody has charged, extended or let go: bail that lapses unnoticed protects nobody. */
const oweDecision = {
  type: 'owe' as const,
  params: (it: Any) => ({
    ...decision(it),
    dueAt: it.context.endsAt as Instant,
    late: 'bail-lapsed' as const,
    climbEvery: settings(it.event).climbEvery,
    base: 'known' as const,
    outlives: true,
    matter: `bail/${it.context.name}`,
  }),
}
const decided = { type: 'done' as const, params: decision }

const check = ({ context }: Any) => ({ deadline: 'bail-check' as const, of: context.name })
const checkBy = ({ event }: Any): Instant => lookAgainBy(event, settings(event).checkWithin)
const checked = { type: 'done' as const, params: check }
const endChecks = { type: 'waive' as const, params: check }
/** Without conditions there is nothing to check. No clock of the bail itself: a list of bail goes by what ends first. */
const oweCheck = bailSetup.enqueueActions(({ context, event, enqueue }) => {
  if (context.conditions.length === 0) return enqueue({ type: 'remember', params: { checkBy: null } })
  const it = { context, event }
  const [dueAt, late] = [checkBy(it), 'bail-check-overdue' as const]
  const owed = { dueAt, late, climbEvery: null, base: 'known' as const, outlives: true }
  enqueue({ type: 'owe', params: { ...check(it), ...owed } })
  enqueue({ type: 'remember', params: { checkBy: dueAt } })
})

/** She is told of the bail, of every change of its conditions, and of its end, also of one that nobody decided. */
const tellHer = (about: Update) =>
  bailSetup.enqueueActions(({ context, event, enqueue }) => {
    for (const tell of oweUpdate(event.incident, about, context.suspect, 'bail')) enqueue(tell)
  })

const ending = ({ context }: Any) => ({ kind: 'bail-ending' as const, cause: `bail/${context.name}/${context.endsAt}` })
const endingKnown = { type: 'resolveAlerts' as const, params: ending }

const beforeEvidence = ({ context }: { readonly context: BailContext }) => ({
  kind: 'bail-before-evidence' as const,
  cause: `bail/${context.name}/evidence/${context.endsAt}`,
})
const evidenceOver = [
  { type: 'resolveAlerts' as const, params: beforeEvidence },
  { type: 'remember' as const, params: { evidenceUntil: null } },
]
/** What the investigations wait for stands beside the time that is left; what comes back after it is somebody's to look at. */
const weigh = bailSetup.enqueueActions(({ context, event, enqueue }) => {
  const away = evidenceAfter(event, context.endsAt ?? event.at).map(({ expectedBy }) => expectedBy)
  const evidenceUntil = away.length === 0 ? null : away.reduce(later)
  const params = beforeEvidence({ context })
  if (evidenceUntil === null) enqueue({ type: 'resolveAlerts', params })
  else if (context.evidenceUntil === null) enqueue({ type: 'raiseAlert', params })
  enqueue({ type: 'remember', params: { evidenceUntil, ...chargingOf(event, context.suspect) } })
})

const grant = [
  remember(({ event }: Granted) => ({
    suspect: event.data.suspect,
    risk: riskOf(event.incident),
    arrestedAt: event.data.arrestedAt,
    authorisedBy: event.data.authorisedBy.role,
    conditions: event.data.conditions,
    viewsSought: event.data.victimViews.sought,
    ...terms(event, event.at, bailEndsFor(event, event.data.arrestedAt)),
  })),
  oweDecision,
  weigh,
  oweCheck,
  tellHer('bail'),
  bailSetup.enqueueActions(({ event, enqueue }) =>
    tellSuspect(enqueue, event, (event as Granted['event']).data.suspect, 'bailed'),
  ),
  activity,
]

const extend = [
  endingKnown,
  ...evidenceOver,
  decided,
  remember(({ context, event }: Extended) => ({
    authorisedBy: event.data.authorisedBy.role,
    viewsSought: event.data.victimViews.sought,
    ...terms(event, event.at, bailEndsFor(event, context.arrestedAt as Instant)),
  })),
  oweDecision,
  weigh,
  activity,
]

const breach = [
  remember(({ context, event }: { context: BailContext; event: MatterEvent<'bail.breached'> }) => ({
    breaches: context.breaches + 1,
    breachedAt: later(context.breachedAt ?? event.at, event.at),
  })),
  activity,
]

type Enqueue = (action: { type: 'tellMatter'; params: Parameters<typeof matterEffects.tellMatter>[1] }) => void

/** Under a policy that keeps account of suspects, what becomes of the bail becomes of its suspect. */
function tellSuspect(enqueue: Enqueue, event: Told, name: string, how: How): void {
  if (event.incident.policy.suspects === undefined) return
  const dealt = { type: 'dealt', how, codeG: [], reasonGiven: true, circulated: false }
  enqueue({ type: 'tellMatter', params: { kind: 'suspect', name, event: dealt } })
}

const endOf = (state: 'standing' | 'lapsed') => ({
  target: 'ended' as const,
  actions: [
    endingKnown,
    ...evidenceOver,
    decided,
    endChecks,
    remember(({ event }: Ended) => ({ endedBecause: event.data.because, checkBy: null })),
    bailSetup.enqueueActions(({ context, event, enqueue }) => {
      const { because } = (event as Ended['event']).data
      if (because !== 'cancelled' && context.suspect !== null) tellSuspect(enqueue, event, context.suspect, because)
    }),
    bailSetup.enqueueActions(({ context, event, enqueue }) => {
      const about = UPDATE_AFTER_BAIL[(event as Ended['event']).data.because]
      // Of bail that had lapsed she has been told that it is over.
      if (about === 'bail-ended' && state === 'lapsed') return
      for (const tell of oweUpdate(event.incident, about, context.suspect, 'bail')) enqueue(tell)
    }),
    activity,
  ],
})
const endsIt = ({ context, event }: { context: BailContext; event: SuspectDealt }): boolean =>
  event.suspect === context.suspect && (event.how === 'charged' || event.how === 'released-under-investigation')
const endWithSuspect = {
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

/**
 * A release on bail before charge. It ends by the rank that authorised it, is told before it does, and lapses into an alert that
 * stays until somebody says what was decided. Conditions are checked; a breach is news about the risk.
 * Source: docs/sources.md#investigation (seed 89-95), #calendars.
 */
const machine = bailSetup.createMachine({
  id: 'bail',
  options: BOUNDED,
  context: ({ input: { name } }) => ({
    name,
    suspect: null,
    risk: null,
    arrestedAt: null,
    authorisedBy: null,
    endsAt: null,
    warnAt: null,
    conditions: [],
    viewsSought: false,
    checkedAt: null,
    checkResult: null,
    checkBy: null,
    charging: null,
    chargingRequestedAt: null,
    chargingBy: null,
    evidenceUntil: null,
    breaches: 0,
    breachedAt: null,
    endedBecause: null,
  }),
  initial: 'none',
  states: {
    none: { on: { 'bail.granted': { target: 'standing', actions: grant } } },
    standing: {
      initial: 'running',
      after: { 'bail-expiry': 'lapsed' },
      on: {
        'bail.extended': { target: 'standing', reenter: true, actions: extend },
        'bail.varied': {
          actions: [
            endChecks,
            remember(({ event }) => ({ conditions: event.data.conditions, viewsSought: event.data.victimViews.sought })),
            oweCheck,
            tellHer('conditions'),
            activity,
          ],
        },
        'bail.checked': {
          actions: [
            checked,
            remember(({ event }) => ({ checkedAt: event.at, checkResult: event.data.result })),
            oweCheck,
            activity,
          ],
        },
        'bail.breached': { actions: breach },
        'bail.ended': endOf('standing'),
        'suspect.dealt': endWithSuspect,
        'investigation.changed': { actions: weigh },
        'risk.changed': {
          actions: [
            remember(({ event }) => ({ risk: riskOf(event.incident) })),
            { type: 'bringForward', params: (it) => ({ ...check(it), dueAt: checkBy(it) }) },
            remember((it) => ({ checkBy: it.context.checkBy === null ? null : earlier(it.context.checkBy, checkBy(it)) })),
          ],
        },
      },
      states: {
        running: { after: { 'bail-warning': { target: 'ending', actions: { type: 'raiseAlert', params: ending } } } },
        ending: {},
      },
    },
    /** Nothing binds the suspect any more, and nobody has said what was decided. */
    lapsed: {
      entry: [endChecks, ...evidenceOver, tellHer('bail-ended')],
      on: { 'bail.breached': { actions: breach }, 'bail.ended': endOf('lapsed'), 'suspect.dealt': endWithSuspect },
    },
    /** News of a breach before the end is still news. */
    ended: { tags: 'over', on: { 'bail.breached': { actions: breach } } },
  },
})

export const bail = matter<Public['type'], BailContext>({
  machine,
  about: 'A release on bail before charge: ends by the rank that authorised it, its conditions checked, its breaches counted.',
  hears: ['bail.granted', 'bail.extended', 'bail.varied', 'bail.checked', 'bail.breached', 'bail.ended'],
  field: 'bail',
  gaps: bailGaps,
  warnings: bailWarnings,
  shown: true,
})
