import { assign, setup } from 'xstate'
import { BOUNDED } from '../effects.ts'
import { activity } from '../incident/hau/tellings.ts'
import type { EventOf } from '../incident/setup.ts'
import type { HeardBy } from '../rules/events.ts'
import { directionIssues } from '../rules/investigation/direction.ts'
import type { Issue, Warning } from '../rules/issue.ts'
import type { SuspectsPolicy } from '../rules/policy/investigation.ts'
import { later } from '../rules/time/instants.ts'
import type { Instant, RiskGrade } from '../rules/vocabulary.ts'
import { bailOf } from './beside.ts'
import { lookAgainBy, nextReviewIssues, riskOf } from './lookedAtAgain.ts'
import {
  alertsOf,
  isOlder,
  type MatterContext,
  type MatterEvent,
  type MatterTag,
  matter,
  matterEffects,
  olderThanKnown,
  type Told,
} from './matter.ts'

export type How = EventOf<'suspect.dealt-with'>['data']['how'] | 'no-further-action'

/** The suspect was dealt with, by an event about them or about their bail: never posted under this name. */
export interface Dealt extends Told {
  readonly type: 'dealt'
  readonly how: How
  readonly codeG: readonly string[]
  /** Why: in words that stay in the event. */
  readonly reasonGiven: boolean
  readonly circulated: boolean
  /** When, where it is said of the bail that followed. */
  readonly arrestedAt?: Instant
  /** What was done with a bail of theirs, where that is what was said. */
  readonly bail: 'granted' | 'cancelled' | 'ended' | null
}
interface RiskChanged extends Told {
  readonly type: 'risk.changed'
}

export interface SuspectContext extends MatterContext {
  readonly how: How | null
  readonly since: Instant | null
  /** When it was last said to be so. */
  readonly saidAt: Instant | null
  /** To the victim. */
  readonly risk: RiskGrade | null
  readonly circulatedAt: Instant | null
  readonly circulatedOn: readonly string[]
  /** Why an arrest was necessary. */
  readonly codeG: readonly string[]
  readonly reasonGiven: boolean
  readonly reviewedAt: Instant | null
  readonly reviewBy: Instant | null
  readonly justifiedAt: Instant | null
  /** The last time; only there once it is known. */
  readonly arrestedAt?: Instant
}

type Public = MatterEvent<HeardBy<'suspect'>>
type Event = Public | Dealt | RiskChanged
type Any = { readonly context: SuspectContext; readonly event: Event }
type OnDealt = { readonly context: SuspectContext; readonly event: Dealt }
type Reviewed = { readonly context: SuspectContext; readonly event: MatterEvent<'suspect.reviewed'> }

const suspectSetup = setup({
  types: { context: {} as SuspectContext, events: {} as Event, input: {} as MatterContext, tags: {} as MatterTag },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<SuspectContext>) => learnt) },
})

/** Suspects begin only under a policy that keeps account of them. */
const settings = ({ incident: { policy } }: Told): SuspectsPolicy => policy.suspects as SuspectsPolicy
const isOutstanding = ({ event }: OnDealt): boolean => event.how === 'outstanding'
const isCirculated = ({ context }: Any): boolean => context.circulatedAt !== null
/** An arrest has a necessity; an interview by appointment, and no arrest, have a reason. */
const isUnexplained = ({ context: { how, codeG, reasonGiven } }: Any): boolean =>
  how === 'arrested' ? codeG.length === 0 : !reasonGiven && (how === 'not-arrested' || how === 'voluntary-attendance')
const isReleased = ({ event }: OnDealt): boolean => event.how === 'released-under-investigation'
const isDecided = ({ event: { how } }: OnDealt): boolean => how === 'charged' || how === 'no-further-action'
const isHigh = ({ event }: Any): boolean => riskOf(event.incident) === 'high'

/** Whatever becomes of them afterwards: briefings ask who was arrested in the last days. */
const arrest = ({ context, event }: OnDealt): Pick<SuspectContext, 'arrestedAt'> => {
  const at = event.how === 'arrested' ? event.at : event.arrestedAt
  return at === undefined ? {} : { arrestedAt: later(context.arrestedAt ?? at, at) }
}

const keep = {
  type: 'remember' as const,
  params: (it: OnDealt) => ({
    ...arrest(it),
    ...kept(it),
  }),
}
const kept = ({ event }: OnDealt) => ({
  how: event.how,
  since: event.at,
  saidAt: event.at,
  risk: riskOf(event.incident),
  circulatedAt: event.circulated ? event.at : null,
  circulatedOn: [],
  codeG: event.codeG,
  reasonGiven: event.reasonGiven,
  reviewedAt: null,
  justifiedAt: null,
})
/** An older bail that comes to light binds a suspect of whom all that is known since is that another was not gone on with. */
const isStale = ({ context, event }: OnDealt): boolean =>
  isOlder(event, context.saidAt) && !(event.bail === 'granted' && context.how === 'no-further-action')
/** Bail ends for the suspect with the last of theirs; that it was cancelled lets nobody go who is in custody again, or sought. */
const staysOnBail = ({ context, event }: OnDealt): boolean =>
  (event.bail === 'ended' && bailOf(event, context.name).length > 0) ||
  (event.bail === 'cancelled' && (context.how !== 'bailed' || bailOf(event, context.name).length > 0))
const asTheyAre = {
  guard: (it: OnDealt): boolean => isStale(it) || staysOnBail(it),
  // That somebody was arrested is so, whatever they are now.
  actions: { type: 'remember' as const, params: arrest },
}
/** Where each way of dealing with a suspect leads. */
const dealt = [
  asTheyAre,
  { guard: isOutstanding, target: '#suspect.outstanding' as const, actions: keep },
  { guard: isReleased, target: '#suspect.underInvestigation' as const, actions: keep },
  { guard: isDecided, target: '#suspect.decided' as const, actions: keep },
  { target: '#suspect.dealtWith' as const, actions: keep },
]
const saidAgain = { type: 'remember' as const, params: ({ event }: OnDealt) => ({ saidAt: event.at }) }
const keepRisk = { type: 'remember' as const, params: ({ event }: Any) => ({ risk: riskOf(event.incident) }) }

/** A review looks at how it stands: one of before that, or of before the last, is none. */
const reviewKnownAt = ({ reviewedAt, since }: SuspectContext): Instant | null => reviewedAt ?? since

/** A supervisor looks again by then, and is asked until it is done. */
const lookAgain = (deadline: 'suspect-review' | 'rui-review') => {
  const within = (event: Told) => settings(event)[deadline === 'rui-review' ? 'ruiReviewWithin' : 'reviewWithin']
  const dueAt = ({ event }: Any): Instant =>
    lookAgainBy(event, within(event), event.type === 'suspect.reviewed' ? event.data.nextReviewAt : undefined)
  const done = { type: 'complete' as const, params: ({ context }: Any) => ({ deadline, of: context.name }) }
  const schedule = [
    { type: 'remember' as const, params: (it: Any) => ({ reviewBy: dueAt(it) }) },
    {
      type: 'schedule' as const,
      params: (it: Any) => ({
        deadline,
        of: it.context.name,
        dueAt: dueAt(it),
        climbEvery: settings(it.event).climbEvery,
        matter: `suspect/${it.context.name}`,
      }),
    },
  ]
  return {
    entry: schedule,
    exit: [done, { type: 'remember' as const, params: { reviewBy: null } }],
    on: {
      'suspect.reviewed': [
        { guard: ({ context, event }: Reviewed) => isOlder(event, reviewKnownAt(context)), actions: activity },
        {
          actions: [
            done,
            { type: 'remember' as const, params: ({ event }: Reviewed) => ({ reviewedAt: event.at }) },
            ...schedule,
            activity,
          ],
        },
      ],
      // A higher risk brings the review nearer; a lower one leaves it where it was.
      'risk.changed': {
        actions: [
          keepRisk,
          { type: 'bringForward' as const, params: (it: Any) => ({ deadline, of: it.context.name, dueAt: dueAt(it) }) },
          {
            type: 'remember' as const,
            params: (it: Any) => ({
              reviewBy: it.context.reviewBy !== null && it.context.reviewBy < dueAt(it) ? it.context.reviewBy : dueAt(it),
            }),
          },
        ],
      },
    },
  }
}
const outstanding = lookAgain('suspect-review')
const released = lookAgain('rui-review')
const { raise, resolve } = alertsOf('suspect')

const justification = ({ context }: Any) => ({ deadline: 'rui-justification' as const, of: context.name })

/**
 * A suspect, from the first that is known of them. One who is outstanding, and one released under investigation without any date, is
 * looked at again by a supervisor, sooner the higher the risk to the victim, until something is done: there are no others whom
 * nobody counts. Source: docs/sources.md#investigation (seed 84-87, 90-94, 105, 109, 112).
 */
const machine = suspectSetup.createMachine({
  id: 'suspect',
  options: BOUNDED,
  context: ({ input: { name } }) => ({
    name,
    how: null,
    since: null,
    saidAt: null,
    risk: null,
    circulatedAt: null,
    circulatedOn: [],
    codeG: [],
    reasonGiven: false,
    reviewedAt: null,
    reviewBy: null,
    justifiedAt: null,
  }),
  initial: 'none',
  states: {
    none: { on: { dealt } },
    /** Sought. Said again it is nothing new: neither the review nor what was circulated begins again. */
    outstanding: {
      entry: [...outstanding.entry, raise('suspect-outstanding')],
      exit: [...outstanding.exit, resolve('suspect-outstanding')],
      initial: 'notCirculated',
      on: {
        ...outstanding.on,
        dealt: [
          asTheyAre,
          {
            guard: ({ context, event }) => event.how === 'outstanding' && event.circulated && context.circulatedAt === null,
            actions: [{ type: 'remember', params: ({ event }) => ({ circulatedAt: event.at }) }, saidAgain],
          },
          { guard: isOutstanding, actions: [keepRisk, saidAgain] },
          ...dealt,
        ],
        'suspect.circulated': {
          actions: [
            {
              type: 'remember',
              params: ({ context, event }) => ({
                circulatedAt: context.circulatedAt ?? event.at,
                circulatedOn: [...new Set([...context.circulatedOn, ...event.data.on])],
              }),
            },
            activity,
          ],
        },
      },
      states: { notCirculated: { always: { guard: isCirculated, target: 'circulated' } }, circulated: {} },
    },
    /** Arrested, interviewed, left alone or on bail, as `how` says. Of bail the clocks are its own. */
    dealtWith: {
      initial: 'explained',
      on: { dealt, 'risk.changed': { actions: keepRisk } },
      states: {
        explained: { always: { guard: isUnexplained, target: 'unexplained' } },
        /** Arrested, interviewed or left alone, and nobody said why: on the daily list until it is said. */
        unexplained: {},
      },
    },
    /** Without conditions and without a date. For a high risk a supervisor says why it is not bail; until then it is on the daily list. */
    underInvestigation: {
      entry: released.entry,
      exit: released.exit,
      initial: 'standing',
      on: { ...released.on, dealt: [asTheyAre, { guard: isReleased, actions: [keepRisk, saidAgain] }, ...dealt] },
      states: {
        standing: { always: { guard: isHigh, target: 'unjustified' } },
        unjustified: {
          entry: {
            type: 'schedule',
            params: (it) => ({
              ...justification(it),
              dueAt: lookAgainBy(it.event, sameForAll(settings(it.event).justifyRuiWithin)),
              climbEvery: settings(it.event).climbEvery,
              matter: `suspect/${it.context.name}`,
            }),
          },
          exit: { type: 'complete', params: justification },
          on: {
            'rui.justified': {
              target: 'justified',
              actions: [{ type: 'remember', params: ({ event }) => ({ justifiedAt: event.at }) }, activity],
            },
          },
        },
        justified: {},
      },
    },
    /** Charged, or no further action; news of another kind begins again. */
    decided: { tags: 'over', on: { dealt } },
  },
})

const sameForAll = (within: string) => ({ high: within, medium: within, standard: within })

const issues = (event: Public): Issue[] =>
  event.type === 'suspect.reviewed' ? [...directionIssues(event.data), ...nextReviewIssues(event.data, event.at)] : []

const warnings = (event: Public, context: SuspectContext): Warning[] =>
  event.type === 'suspect.reviewed' ? olderThanKnown(event, reviewKnownAt(context)) : []

export const suspect = matter<Public['type'], SuspectContext>({
  machine,
  about:
    'A suspect, by the reference that the force gives. Outstanding, circulated or not; arrested; on bail; released under investigation, which for a high risk has to be justified.',
  field: 'suspect',
  issues,
  warnings,
  shown: true,
})
