import { assign, setup } from 'xstate'
import { type Effects, effect } from '../effects.ts'
import type { AlertKind } from '../rules/catalogue/alerts.ts'
import type { DeadlineName, DeadlineRecord } from '../rules/catalogue/deadlines.ts'
import { type Happened, known } from '../rules/time/happened.ts'
import { earlier, msOf, plus, until } from '../rules/time/instants.ts'
import type { Instant, Role } from '../rules/vocabulary.ts'

/** Something owed by an instant: a THRIVE, a grade, a DASH, a receipt, an acknowledgement, the next review. */
export interface ObligationContext {
  readonly deadline: DeadlineName
  /** The partner or child it is about, where several of a kind may be owed. */
  readonly of: string | null
  /** From when it is owed. */
  readonly startedAt: Instant
  readonly dueAt: Instant
  readonly late: DeadlineRecord['late']
  /** Only there where somebody is asked for it at once. */
  readonly asks?: AlertKind
  readonly climbEvery: string | null
  /** Only there where nobody is asked any more once the top of the ladder has had its time. */
  readonly lapses?: true
  readonly base: DeadlineRecord['base']
  /** Only there when it is so. */
  readonly outlives?: boolean
  /** Only there where a matter owes it. */
  readonly matter?: string
  readonly ladder: readonly Role[]
  /** The level of its alert; 1 is the first audience. */
  readonly level: number
  /** While it escalates: when it next does. */
  readonly climbAt: Instant | null
}

export type ObligationEvent = Happened &
  (
    | { readonly type: 'obligation.completed' | 'obligation.cancelled' | 'obligation.overtaken' }
    | { readonly type: 'obligation.hastened'; readonly within: string }
  )

/** The cause that names an obligation's alert: one obligation, one alert; of what is asked for, one alert for each level. */
export function obligationCause({ deadline, of, dueAt, asks, level }: ObligationContext): string {
  const name = of === null ? deadline : `${deadline}-${of}`
  return asks === undefined ? `${name}-${dueAt}` : `${name}-level-${level}`
}

/** What may have been raised of it. */
export function alertsRaised(context: ObligationContext): readonly { readonly kind: AlertKind; readonly cause: string }[] {
  const { asks, level } = context
  const late = context.late as AlertKind
  if (asks === undefined) return [{ kind: late, cause: obligationCause(context) }]
  return Array.from({ length: level }, (_, below) => obligationCause({ ...context, level: below + 1 })).flatMap((cause) => [
    { kind: asks, cause },
    { kind: late, cause },
  ])
}

/** What each of these warns of. Both are owed under the same name, and the warning ends when what it warned of has come. */
const WARNED_BY: Partial<Record<DeadlineName, DeadlineName>> = {
  'charge-limit': 'charge-warning',
  'order-breach-court': 'order-breach-warning',
}

export function warningOf({ deadline, of }: Pick<ObligationContext, 'deadline' | 'of'>): Effects['overtake'] | null {
  const warning = WARNED_BY[deadline]
  return warning === undefined ? null : { deadline: warning, of }
}

/** The matter that owes it, for `tellMatter`. */
export function ownerOf({
  matter,
}: Pick<ObligationContext, 'matter'>): (Pick<Effects['tellMatter'], 'kind'> & { readonly name: string }) | null {
  if (matter === undefined) return null
  const cut = matter.indexOf('/')
  return { kind: matter.slice(0, cut), name: matter.slice(cut + 1) }
}

export const obligationSetup = setup({
  types: { context: {} as ObligationContext, events: {} as ObligationEvent, input: {} as ObligationContext },
  delays: {
    // A machine's first event, its start, carries no instant.
    due: ({ context, event }) => until(context.dueAt, event.at ?? context.startedAt),
    climb: ({ context, event }) => until(context.climbAt, event.at),
  },
  guards: {
    opensReview: ({ context }) => context.late === 'review.due',
    failsVisit: ({ context }) => context.late === 'victim.unseen',
    climbs: ({ context }) => context.climbEvery !== null,
    belowTop: ({ context }) => context.level < context.ladder.length,
    lapsesNow: ({ context }) => context.lapses === true && context.level >= context.ladder.length,
    isAsked: ({ context }) => context.asks !== undefined,
    isAskedBelowTop: ({ context }) => context.asks !== undefined && context.level < context.ladder.length,
    /** News, late, of a thing that was done in time. */
    wasInTime: ({ context, event }) => context.base === 'occurred' && event.at <= context.dueAt,
  },
  actions: {
    raiseAlert: effect('raiseAlert'),
    escalateAlert: effect('escalateAlert'),
    returnAlert: effect('returnAlert'),
    resolveAlerts: effect('resolveAlerts'),
    tellIncident: effect('tellIncident'),
    keepOnLog: effect('keepOnLog'),
    overtake: effect('overtake'),
    tellMatter: effect('tellMatter'),
    rise: assign({ level: ({ context }) => context.level + 1 }),
    hasten: assign(({ context, event }, { within }: { within: string }) => {
      const sooner = plus(known(event), within, 'utc')
      const { climbEvery, dueAt, climbAt } = context
      return {
        climbEvery: climbEvery === null || msOf(within) < msOf(climbEvery) ? within : climbEvery,
        ...(climbAt === null ? { dueAt: earlier(dueAt, sooner) } : { climbAt: earlier(climbAt, sooner) }),
      }
    }),
    setClimb: assign({
      climbAt: ({ context, event }) => (context.climbEvery === null ? null : plus(known(event), context.climbEvery, 'utc')),
    }),
  },
})
