import { activity } from '../incident/hau/tellings.ts'
import type { EventOf } from '../incident/setup.ts'
import { directionIssues, directionWarnings } from '../rules/investigation/direction.ts'
import type { SuspectsPolicy } from '../rules/policy/investigation.ts'
import { earlier, later } from '../rules/time/instants.ts'
import type { Instant, RiskGrade } from '../rules/vocabulary.ts'
import { bringForward, complete } from './asks.ts'
import { bailOf } from './beside.ts'
import { defineMatter, type Inner, type On, type Remembered, type RiskChanged } from './defineMatter.ts'
import { lookAgainBy, nextReviewIssues, riskOf } from './lookedAtAgain.ts'
import { isOlder, type MatterEvent, olderThanKnown, type Told } from './matter.ts'

export type How = EventOf<'suspect.dealt-with'>['data']['how'] | 'no-further-action'

/** How a suspect was dealt with, by an event about them or about their bail. */
export interface HowDealt {
  readonly how: How
  readonly codeG: readonly string[]
  /** Why: in words that stay in the event. */
  readonly reasonGiven: boolean
  readonly circulated: boolean
  /** When, where it is said of the bail that followed. */
  readonly arrestedAt?: Instant
  /** What was done with a bail of theirs, where that is what was said. */
  readonly bail: 'granted' | 'cancelled' | 'ended' | null
  /** Of which crime, where it was said. */
  readonly crimeRef?: string
}

const memory = {
  how: null as How | null,
  since: null as Instant | null,
  /** When it was last said to be so. */
  saidAt: null as Instant | null,
  /** To the victim. */
  risk: null as RiskGrade | null,
  circulatedAt: null as Instant | null,
  circulatedOn: [] as readonly string[],
  /** Why an arrest was necessary. */
  codeG: [] as readonly string[],
  reasonGiven: false,
  reviewedAt: null as Instant | null,
  reviewBy: null as Instant | null,
  justifiedAt: null as Instant | null,
  /** When they were last arrested or interviewed: nobody who was only sought or left alone was asked what happened. */
  spokenToAt: null as Instant | null,
  /** The crimes of which they were let go, where each was named; null where none was. */
  letGoOf: null as readonly string[] | null,
}
interface Later {
  /** The last time. */
  readonly arrestedAt?: Instant
}
type SuspectContext = Remembered<typeof memory, Later>
type Dealt = Inner<'dealt', HowDealt>
type OnDealt = On<SuspectContext, Dealt>
type OnAny = On<SuspectContext, Told>

/** Suspects begin only under a policy that keeps account of them. */
const settings = ({ incident: { policy } }: Pick<Told, 'incident'>): SuspectsPolicy => policy.suspects as SuspectsPolicy

const { act, remember, schedule, raise, resolve, lifecycle } = defineMatter({
  kind: 'suspect',
  about:
    'A suspect, by the reference that the force gives. Outstanding, circulated or not; arrested; on bail; released under investigation, which for a high risk has to be justified.',
  field: 'suspect',
  shown: true,
  memory,
  climbEvery: ({ suspects }) => (suspects as SuspectsPolicy).climbEvery,
  types: { hears: {} as Dealt | RiskChanged, later: {} as Later },
})

const isOutstanding = ({ event }: OnDealt): boolean => event.how === 'outstanding'
const isCirculated = ({ context }: OnAny): boolean => context.circulatedAt !== null
/** An arrest has a necessity; an interview by appointment, and no arrest, have a reason. */
const isUnexplained = ({ context: { how, codeG, reasonGiven } }: OnAny): boolean =>
  how === 'arrested' ? codeG.length === 0 : !reasonGiven && (how === 'not-arrested' || how === 'voluntary-attendance')
const isReleased = ({ event }: OnDealt): boolean => event.how === 'released-under-investigation'
const isLetGo = (how: How | null): boolean => how === 'no-further-action' || how === 'released-without-charge'
const isDecided = ({ event: { how } }: OnDealt): boolean => how === 'charged' || isLetGo(how)
const isHigh = ({ event }: OnAny): boolean => riskOf(event.incident) === 'high'

/** Whatever becomes of them afterwards: briefings ask who was arrested in the last days. */
const arrest = ({ context, event }: OnDealt): Later => {
  const at = event.how === 'arrested' ? event.at : event.arrestedAt
  return at === undefined ? {} : { arrestedAt: later(context.arrestedAt ?? at, at) }
}
/** Bail and release follow an arrest; a charge and a voluntary attendance an interview. */
const SPOKEN_TO: readonly How[] = [
  ...(['arrested', 'voluntary-attendance', 'bailed'] as const),
  ...(['released-under-investigation', 'released-without-charge', 'charged'] as const),
]
const spokenTo = ({ context, event: { at, how } }: OnDealt): Pick<SuspectContext, 'spokenToAt'> => ({
  spokenToAt: SPOKEN_TO.includes(how) ? later(context.spokenToAt ?? at, at) : context.spokenToAt,
})
/** Whoever was let go of everything stays so when somebody names a crime afterwards. */
function letGo({ context, event: { how, crimeRef } }: OnDealt): Pick<SuspectContext, 'letGoOf'> {
  if (!isLetGo(how) || crimeRef === undefined) return { letGoOf: null }
  if (!isLetGo(context.how)) return { letGoOf: [crimeRef] }
  return { letGoOf: context.letGoOf === null ? null : [...new Set([...context.letGoOf, crimeRef])] }
}
const keep = act<'dealt'>((it) => {
  const { at, how, codeG, reasonGiven, circulated, incident } = it.event
  return [
    remember({
      ...arrest(it),
      ...spokenTo(it),
      ...letGo(it),
      ...{ how, codeG, reasonGiven, since: at, saidAt: at, risk: riskOf(incident) },
      ...{ circulatedAt: circulated ? at : null, circulatedOn: [], reviewedAt: null, justifiedAt: null },
    }),
  ]
})
/** An older bail that comes to light binds a suspect when the only later news is that another was not gone on with. */
const isStale = ({ context, event }: OnDealt): boolean =>
  isOlder(event, context.saidAt) && !(event.bail === 'granted' && context.how === 'no-further-action')
/** Bail ends for the suspect with the last of theirs; that it was cancelled lets nobody go who is in custody again, or sought. */
const staysOnBail = ({ context, event }: OnDealt): boolean =>
  (event.bail === 'ended' && bailOf(event, context.name).length > 0) ||
  (event.bail === 'cancelled' && (context.how !== 'bailed' || bailOf(event, context.name).length > 0))
const asTheyAre = {
  guard: (it: OnDealt): boolean => isStale(it) || staysOnBail(it),
  // That somebody was arrested is so, whatever they are now.
  actions: act<'dealt'>((it) => [remember({ ...arrest(it), ...spokenTo(it) })]),
}
/** Where each way of dealing with a suspect leads. */
const dealt = [
  asTheyAre,
  { guard: isOutstanding, target: '#suspect.outstanding', actions: keep },
  { guard: isReleased, target: '#suspect.underInvestigation', actions: keep },
  { guard: isDecided, target: '#suspect.decided', actions: keep },
  { target: '#suspect.dealtWith', actions: keep },
]
const sayAgain = act<'dealt'>(({ event }) => [remember({ risk: riskOf(event.incident), saidAt: event.at })])
const keepRisk = act<'risk.changed'>(({ event }) => [remember({ risk: riskOf(event.incident) })])
const firstCirculated = {
  guard: ({ context, event }: OnDealt) => event.how === 'outstanding' && event.circulated && context.circulatedAt === null,
  actions: act<'dealt'>(({ event }) => [remember({ circulatedAt: event.at, saidAt: event.at })]),
}
const circulate = act<'suspect.circulated'>(({ context, event: { at, data } }) => [
  remember({
    circulatedAt: context.circulatedAt ?? at,
    circulatedOn: [...new Set([...context.circulatedOn, ...data.on])],
  }),
  activity,
])

/** A review judges the current state: a review from before that state, or from before the last review, does not count. */
const reviewKnownAt = ({ reviewedAt, since }: SuspectContext): Instant | null => reviewedAt ?? since

/** A supervisor looks again by then, and is asked until it is done. */
const lookAgain = (deadline: 'suspect-review' | 'rui-review') => {
  const within = (event: Told) => settings(event)[deadline === 'rui-review' ? 'ruiReviewWithin' : 'reviewWithin']
  const scheduleReview = act(({ event }) => {
    const dueAt = lookAgainBy(event, within(event), event.type === 'suspect.reviewed' ? event.data.nextReviewAt : undefined)
    return [remember({ reviewBy: dueAt }), schedule(deadline, dueAt)]
  })
  return {
    begin: scheduleReview,
    end: [complete(deadline), act(() => [remember({ reviewBy: null })])],
    on: {
      'suspect.reviewed': [
        {
          guard: ({ context, event }: On<SuspectContext, MatterEvent<'suspect.reviewed'>>) =>
            isOlder(event, reviewKnownAt(context)),
          actions: activity,
        },
        {
          actions: act<'suspect.reviewed'>(({ event }) => [
            complete(deadline),
            remember({ reviewedAt: event.at }),
            scheduleReview,
            activity,
          ]),
        },
      ],
      // A higher risk brings the review nearer; a lower one leaves it where it was.
      'risk.changed': {
        actions: act<'risk.changed'>(({ context, event }) => {
          const dueAt = lookAgainBy(event, within(event))
          const reviewBy = earlier(context.reviewBy ?? dueAt, dueAt)
          return [bringForward(deadline, dueAt), remember({ risk: riskOf(event.incident), reviewBy })]
        }),
      },
    },
  }
}
const outstanding = lookAgain('suspect-review')
const released = lookAgain('rui-review')

const sameForAll = (within: string) => ({ high: within, medium: within, standard: within })
const askWhyNotBail = act(({ event }) => [
  schedule('rui-justification', lookAgainBy(event, sameForAll(settings(event).justifyRuiWithin))),
])
const justify = act<'rui.justified'>(({ event }) => [remember({ justifiedAt: event.at }), activity])

/**
 * A suspect, from the first that is known of them. A supervisor looks again at an outstanding suspect, and at a release under
 * investigation without any date, sooner the higher the risk to the victim, until something is done: no other suspects go
 * uncounted.
 *
 * Source: docs/sources.md#investigation (seed 84-87, 90-94, 105, 109, 112).
 */
export const suspect = lifecycle({
  states: {
    none: { on: { dealt } },
    /** Sought. Said again it is nothing new: neither the review nor what was circulated begins again. */
    outstanding: {
      entry: [outstanding.begin, raise('suspect-outstanding')],
      exit: [...outstanding.end, resolve('suspect-outstanding')],
      initial: 'notCirculated',
      on: {
        ...outstanding.on,
        dealt: [asTheyAre, firstCirculated, { guard: isOutstanding, actions: sayAgain }, ...dealt],
        'suspect.circulated': { actions: circulate },
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
      entry: released.begin,
      exit: released.end,
      initial: 'standing',
      on: { ...released.on, dealt: [asTheyAre, { guard: isReleased, actions: sayAgain }, ...dealt] },
      states: {
        standing: { always: { guard: isHigh, target: 'unjustified' } },
        unjustified: {
          entry: askWhyNotBail,
          exit: complete('rui-justification'),
          on: { 'rui.justified': { target: 'justified', actions: justify } },
        },
        justified: {},
      },
    },
    /** Charged, let go without charge, or no further action; news of another kind begins again. */
    decided: { tags: 'over', on: { dealt } },
  },
  issues: { 'suspect.reviewed': ({ data, at }) => [...directionIssues(data), ...nextReviewIssues(data, at)] },
  warnings: {
    'suspect.reviewed': (event, context) => [...directionWarnings(event.data), ...olderThanKnown(event, reviewKnownAt(context))],
  },
})
