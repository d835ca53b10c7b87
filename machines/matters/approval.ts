import type { DecidedByTwo } from '../rules/decidedByTwo.ts'
import type { EventName } from '../rules/events.ts'
import { known } from '../rules/time/happened.ts'
import { plus } from '../rules/time/instants.ts'
import type { Instant, Person, Role } from '../rules/vocabulary.ts'
import { cancel, complete } from './asks.ts'
import { defineMatter, type Inner, type On, type Remembered } from './defineMatter.ts'
import type { MatterEvent } from './matter.ts'

export const APPROVAL = 'approval'

/** @param sequence the line that asks for it. */
export const approvalId = (reference: string, sequence: number): string => `${reference}-a${sequence}`

/** Why nobody has to decide any more. */
export type Lapse = 'nobody-decided' | 'decided-otherwise' | 'set-aside' | 'closed' | 'not-possible-now'

const memory = {
  /** What was posted. */
  of: null as DecidedByTwo | null,
  /** What it asks for in a word, as `P2 to P3`. */
  asks: null as string | null,
  /** The crime that it is about, where it is about one. */
  crime: null as string | null,
  /** The line of the reassessment whose lowering waits, where it is one. */
  reassessment: null as number | null,
  askedAt: null as Instant | null,
  askedBy: null as Person | null,
  /** Whose key or rank decides. */
  decides: [] as readonly Role[],
  level: 1,
  /** When the next rank is told. */
  dueAt: null as Instant | null,
  /** When it lapses if nobody decides. */
  until: null as Instant | null,
  /** When it was decided, or lapsed. */
  endedAt: null as Instant | null,
  decidedBy: null as Person | null,
  lapsed: null as Lapse | null,
}
export type ApprovalContext = Remembered<typeof memory>

/** One of two people has asked for it; nobody posts this. */
export interface Asking {
  readonly of: DecidedByTwo
  readonly asks: string
  readonly crime: string | null
  readonly reassessment: number | null
  readonly by: Person
  readonly decides: readonly Role[]
}
type Asked = Inner<'approval.asked', Asking>
/** An event of its incident was taken that may leave nothing to decide. */
export interface Taken {
  readonly of: EventName
  readonly crime: string | null
  /** The reassessment that was found to explain. */
  readonly setAside: number | null
  /** The grade is another one. */
  readonly regraded: boolean
}
type Otherwise = Inner<'decided.otherwise', Taken>
type NextRank = Inner<'deadline.missed', { readonly level: number; readonly climbAt: Instant }>

const { act, begin, remember, schedule, lifecycle } = defineMatter({
  kind: APPROVAL,
  about: 'A decision that waits for a second person.',
  field: 'approval',
  memory,
  setOnce: ['of', 'asks', 'crime', 'reassessment', 'askedAt', 'askedBy', 'decides'],
  climbEvery: ({ approvals }) => approvals.within,
  types: {
    hears: {} as Asked | Otherwise | NextRank | Inner<'deadline.lapsed'> | Inner<'approval.lapsed'>,
  },
})

/** When the ranks above a level have had their time. @param dueAt when that level has. */
function afterTheTop(event: Asked | NextRank, level: number, dueAt: Instant): Instant {
  const { approvals, escalation, timezone } = event.incident.policy
  return escalation.slice(level).reduce((at) => plus(at, approvals.within, timezone), dueAt)
}

const ask = act<'approval.asked'>(({ event }) => {
  const { of, asks, crime, reassessment, by, decides, at, incident } = event
  const dueAt = plus(known(event), incident.policy.approvals.within, incident.policy.timezone)
  const until = afterTheTop(event, 1, dueAt)
  return [begin({ of, asks, crime, reassessment, askedAt: at, askedBy: by, decides, dueAt, until }), schedule('approval', dueAt)]
})
const askNext = act<'deadline.missed'>(({ event }) => [
  remember({ level: event.level, dueAt: event.climbAt, until: afterTheTop(event, event.level, event.climbAt) }),
])
const ended = (endedAt: Instant) => ({ endedAt, dueAt: null, until: null })
const decide = act<'approval.given'>(({ event: { at, data } }) => [
  remember({ ...ended(at), decidedBy: data.by }),
  complete('approval'),
])

const GRADES: readonly EventName[] = ['incident.graded', 'risk.reassessed']
/** What ends a request when it is recorded, whatever it says: whoever approved the request then would decide on what nobody asked. */
export const ANEW: Readonly<Record<DecidedByTwo, readonly EventName[]>> = {
  'incident.graded': GRADES,
  'risk.reassessed': GRADES,
  'dash.reviewed': ['dash.submitted', 'dash.reviewed'],
  'dash.excepted': ['dash.submitted', 'dash.excepted'],
  'incident.resolved-by-telephone': ['incident.resolved-by-telephone'],
  'crime.outcome': ['crime.outcome'],
}

/** Why nothing is left to decide; null where something is. What is decided of a crime outlives the closing. */
function lapseBy({ context, event }: On<ApprovalContext, Otherwise>): Lapse | null {
  const { of, crime, reassessment } = context
  if (of === null) return null
  if (event.setAside !== null && event.setAside === reassessment) return 'set-aside'
  if (event.of === 'incident.closed' && crime === null) return 'closed'
  const isSame = ANEW[of].includes(event.of) && event.crime === crime
  return isSame || (event.regraded && GRADES.includes(of)) ? 'decided-otherwise' : null
}

const lapse = (because: (it: On<ApprovalContext, Otherwise>) => Lapse | null) =>
  act<'decided.otherwise'>((it) => [remember({ ...ended(it.event.at), lapsed: because(it) }), cancel('approval')])

/**
 * What two people have to decide, and one of them has asked for. It moves nothing while it waits, and ends by the decision of
 * another person, by what is decided anew meanwhile, or once the top of the ladder has had its time. Source: the public contract,
 * section 8 (two people are two acts).
 */
export const approval = lifecycle({
  states: {
    none: { on: { 'approval.asked': { target: 'waiting', actions: ask } } },
    waiting: {
      on: {
        'approval.given': [
          {
            guard: ({ event }: On<ApprovalContext, MatterEvent<'approval.given'>>) => event.data.decision === 'refused',
            target: 'refused',
            actions: decide,
          },
          { target: 'approved', actions: decide },
        ],
        'decided.otherwise': {
          guard: (it: On<ApprovalContext, Otherwise>) => lapseBy(it) !== null,
          target: 'lapsed',
          actions: lapse(lapseBy),
        },
        'deadline.missed': { actions: askNext },
        'deadline.lapsed': {
          target: 'lapsed',
          actions: act<'deadline.lapsed'>(({ event: { at } }) => [remember({ ...ended(at), lapsed: 'nobody-decided' })]),
        },
      },
    },
    /** What was asked for applies in the next line of the record, or cannot be done as things are now. */
    approved: {
      tags: 'over',
      on: {
        'approval.lapsed': {
          target: 'lapsed',
          actions: act<'approval.lapsed'>(() => [remember({ lapsed: 'not-possible-now' })]),
        },
      },
    },
    refused: { type: 'final' },
    lapsed: { type: 'final' },
  },
})
