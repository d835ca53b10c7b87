/**
 * The notification of one child's school: before that school's next day begins, also from a weekend or the holidays. The incident takes
 * the event `school.notified` and passes it on here. Each child has a notification of its own, so that a school hears of its own child
 * alone. The notification is one obligation with one clock, the deadline `school`. Acknowledgement and escalation follow only where the
 * force takes part in Operation Encompass. Source: docs/sources.md#schools.
 */
import { assign, setup } from 'xstate'
import { BOUNDED } from '../effects.ts'
import type { ToSchool } from '../incident/hau/tellings.ts'
import { schoolDue } from '../rules/calendar/index.ts'
import type { Recipient } from '../rules/catalogue/matters/school.ts'
import type { HeardBy } from '../rules/events.ts'
import { inEncompass, isSameSchool } from '../rules/hau/schooling.ts'
import type { Issue } from '../rules/issue.ts'
import { known } from '../rules/time/happened.ts'
import { nextSchoolMorning, plus, until } from '../rules/time/instants.ts'
import type { Instant } from '../rules/vocabulary.ts'
import {
  alertsOf,
  type DeadlineMissed,
  type MatterContext,
  type MatterEvent,
  type MatterTag,
  matter,
  matterEffects,
  type PassedDeadline,
  passedBy,
  type Told,
} from './matter.ts'

interface SchoolContext extends MatterContext {
  /** When there were grounds to believe that the child may be a victim. */
  readonly groundsAt: Instant | null
  readonly school: string | null
  readonly recipient: Recipient | null
  /** Why there is no school: a code. */
  readonly noSchool: string | null
  /** The morning of the next school day of the school. */
  readonly dueBy: Instant | null
  /** Whether the school's own calendar says so. */
  readonly calendar: 'known' | 'unknown' | null
  /** The school is closed while others may be open: notify at once, remind on the first day back. */
  readonly sendNow: boolean
  /** The deadline of the notification: a weekday morning, whatever the calendar says. */
  readonly sendBy: Instant | null
  readonly remindAt: Instant | null
  /** Whether an involved adult works there. */
  readonly conflict: 'not-checked' | 'none' | 'found' | 'reviewed'
  /** The school at which an involved adult works, until somebody says that no adult does, or reviews it. That school is not told. */
  readonly conflictAt: string | null
  readonly toldAt: Instant | null
  readonly shared: readonly string[]
  readonly acknowledgeBy: Instant | null
  readonly escalateAt: Instant | null
}

type Public = MatterEvent<HeardBy<'school'>>
type Event = Public | DeadlineMissed | (Told & ToSchool)
type Of<Type extends Event['type']> = { readonly context: SchoolContext; readonly event: Extract<Event, { type: Type }> }
type Anything = { readonly context: SchoolContext; readonly event: Event }

const schoolSetup = setup({
  types: { context: {} as SchoolContext, events: {} as Event, input: {} as MatterContext, tags: {} as MatterTag },
  delays: {
    'school-first-day-back': ({ context, event }) => until(context.remindAt, event.at),
    'school-acknowledgement': ({ context, event }) => until(context.acknowledgeBy, event.at),
    'school-escalation': ({ context, event }) => until(context.escalateAt, event.at),
  },
  guards: {
    /** The force took part in the scheme when the grounds arose. */
    isFollowed: ({ context, event }) => inEncompass(event.incident.policy, context.groundsAt ?? event.at),
    isFollowedNow: ({ event }) => inEncompass(event.incident.policy, event.at),
    /** The school was told before the grounds arose. */
    isToldAlready: ({ context }) => context.toldAt !== null && context.sendBy === null,
    isKnown: ({ context }) => context.recipient !== null,
    staysInConflict: ({ context, event }) =>
      event.type === 'school.resolved' && conflictAfter(context, event.data).conflict === 'found',
    isNewSchool: ({ context, event }) =>
      event.type === 'child.identified' &&
      event.school !== null &&
      context.school === null &&
      context.conflict === 'not-checked' &&
      context.toldAt === null,
    inConflict: ({ context }) => context.conflict === 'found',
    isShut: ({ context }) => context.remindAt !== null,
  },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<SchoolContext>) => learnt) },
})

const KINDS = ['school-bounced', 'school-conflict', 'school-first-day-back', 'school-escalated'] as const

const { raise, resolve } = alertsOf('school')
const escalateFrom = (from: (event: Event) => Instant) => ({
  type: 'remember' as const,
  params: ({ event }: Anything) => {
    const { school, timezone } = event.incident.policy
    return { escalateAt: plus(from(event), school.escalateWithin, timezone) }
  },
})
/** From the deadline that passed, however late it fired. */
const escalateOverdue = escalateFrom(({ at }) => at)

/** The deadline for a school: by its own calendar, or by weekdays if nobody knows its calendar. */
function datesFor(school: string | null, groundsAt: Instant, { incident: { policy } }: Told): Partial<SchoolContext> {
  const { dueBy, calendar, sendNow, remindAt } = schoolDue(groundsAt, school, policy.school.notifyBefore, policy)
  return { dueBy, calendar, sendNow, remindAt }
}

/** A policy that pinned no calendars uses the holidays in the code. */
const sendBy = (at: Instant, policy: Told['incident']['policy']): Instant =>
  policy.calendars === undefined
    ? nextSchoolMorning(at, policy.school.notifyBefore, policy.timezone)
    : schoolDue(at, null, policy.school.notifyBefore, policy).dueBy

const obligation = ({ context }: Anything) => ({ deadline: 'school' as const, of: context.name })
const scheduleTelling = {
  type: 'schedule' as const,
  params: (it: Anything) => ({
    ...obligation(it),
    dueAt: it.context.sendBy as Instant,
    climbEvery: null,
    matter: `school/${it.context.name}`,
  }),
}
const complete = { type: 'complete' as const, params: obligation }
const identified = {
  type: 'remember' as const,
  params: ({ event }: Of<'child.identified'>): Partial<SchoolContext> => {
    const { school, preSchool, at } = event
    const { policy } = event.incident
    return {
      groundsAt: at,
      school,
      recipient: school !== null ? 'school' : preSchool ? 'childrens-services' : null,
      noSchool: school === null && preSchool ? 'pre-school' : null,
      sendBy: sendBy(at, policy),
      ...datesFor(school, at, event),
    }
  },
}
type Conflict = Pick<SchoolContext, 'conflict' | 'conflictAt'>
/** A conflict that was found stays until somebody says no or reviews it. "Not known" ends no conflict. */
function conflictAfter(before: SchoolContext, said: Of<'school.resolved'>['event']['data']): Conflict {
  const { school = null, adultWorksThere = 'not-known' } = said
  const { conflictAt } = before
  const same = isSameSchool(conflictAt, school)
  if (school === null) return { conflict: 'none', conflictAt }
  if (adultWorksThere === 'yes') return { conflict: 'found', conflictAt: school }
  if (adultWorksThere === 'no') return { conflict: 'none', conflictAt: same ? null : conflictAt }
  if (same) return { conflict: 'found', conflictAt }
  const reviewedAlready = before.conflict === 'reviewed' && isSameSchool(before.school, school)
  return { conflict: reviewedAlready ? 'reviewed' : 'not-checked', conflictAt }
}
/** The school of the child becomes known. This changes nothing that somebody has resolved. */
const turnsOut = {
  type: 'remember' as const,
  params: ({ context, event }: Of<'child.identified'>): Partial<SchoolContext> => ({
    school: event.school,
    recipient: 'school',
    noSchool: null,
    ...datesFor(event.school, context.groundsAt ?? event.at, event),
  }),
}
const hearOfSchool = { guard: 'isNewSchool' as const, actions: turnsOut }
const resolved = {
  type: 'remember' as const,
  params: ({ context, event }: Of<'school.resolved'>): Partial<SchoolContext> => {
    const { school = null, none = null } = event.data
    return {
      school,
      noSchool: none,
      recipient: school !== null ? 'school' : none === 'not-found' ? 'local-authority' : 'childrens-services',
      ...conflictAfter(context, event.data),
      ...datesFor(school, context.groundsAt ?? event.at, event),
    }
  },
}
const reviewed = [
  {
    type: 'remember' as const,
    params: ({ event }: Of<'school.conflict-reviewed'>): Partial<SchoolContext> =>
      event.data.decision === 'tell'
        ? { conflict: 'reviewed', conflictAt: null }
        : { conflict: 'none', school: null, recipient: 'local-authority', noSchool: 'conflict' },
  },
  resolve('school-conflict'),
]
/** A school has a day to read the notification, after the morning on which it was due [derived]. */
const told = [
  {
    type: 'remember' as const,
    params: ({ context, event }: Of<'school.told'>): Partial<SchoolContext> => {
      const { policy } = event.incident
      const there = event.to === 'school' ? event.school : null
      const first = schoolDue(event.at, there, policy.school.notifyBefore, policy)
      const { dueBy } = schoolDue(first.dueBy, there, policy.school.notifyBefore, policy)
      const groundsAt = context.groundsAt ?? event.at
      return {
        groundsAt,
        ...(context.dueBy === null || there !== context.school ? datesFor(there, groundsAt, event) : {}),
        school: there,
        recipient: event.to,
        toldAt: event.at,
        shared: event.shared,
        // A school that is told again after the holidays needs no reminder.
        remindAt: first.remindAt,
        acknowledgeBy: dueBy,
      }
    },
  },
  complete,
  ...KINDS.map(resolve),
]
const tell = [
  { guard: 'isFollowedNow' as const, target: 'told' as const, actions: told },
  { target: 'notified' as const, actions: told },
]
const resolving = [
  { guard: 'staysInConflict' as const, actions: [resolved, raise('school-conflict')] },
  { actions: [resolved, resolve('school-conflict')] },
]
/** A conflict that is found after the notification cancels nothing; somebody must look at what was said to whom. */
const foundOut = {
  type: 'remember' as const,
  params: ({ context, event }: Of<'school.resolved'>): Partial<SchoolContext> => conflictAfter(context, event.data),
}
const conflictAfterTelling = {
  'school.resolved': [
    { guard: 'staysInConflict' as const, actions: [foundOut, raise('school-conflict')] },
    { actions: [foundOut, resolve('school-conflict')] },
  ],
  'school.conflict-reviewed': {
    guard: 'inConflict' as const,
    actions: [
      {
        type: 'remember' as const,
        // What the school was told stays told. It hears more only if somebody decides so.
        params: ({ event }: Of<'school.conflict-reviewed'>): Partial<SchoolContext> =>
          event.data.decision === 'tell' ? { conflict: 'reviewed', conflictAt: null } : { conflict: 'none' },
      },
      resolve('school-conflict'),
    ],
  },
}
const bounced = { target: 'bounced' as const, actions: [escalateFrom(known), raise('school-bounced')] }
/** An acknowledgement ends no conflict. */
const acknowledged = {
  target: 'acknowledged' as const,
  actions: KINDS.filter((kind) => kind !== 'school-conflict').map(resolve),
}

const machine = schoolSetup.createMachine({
  id: 'school',
  options: BOUNDED,
  context: ({ input: { name } }) => ({
    name,
    groundsAt: null,
    school: null,
    recipient: null,
    noSchool: null,
    dueBy: null,
    calendar: null,
    sendNow: false,
    sendBy: null,
    remindAt: null,
    conflict: 'not-checked',
    conflictAt: null,
    toldAt: null,
    shared: [],
    acknowledgeBy: null,
    escalateAt: null,
  }),
  initial: 'none',
  on: {
    'child.identified': {
      guard: 'isToldAlready',
      actions: [
        { type: 'remember', params: ({ event }) => ({ sendBy: sendBy(event.at, event.incident.policy) }) },
        scheduleTelling,
        complete,
      ],
    },
  },
  states: {
    none: {
      on: {
        'child.identified': { target: 'toTell', actions: [identified, scheduleTelling] },
        'school.told': tell,
      },
    },
    toTell: {
      initial: 'finding',
      on: {
        'deadline.missed': { guard: 'isFollowed', target: 'overdue', actions: escalateOverdue },
        'school.told': tell,
        'child.identified': { ...hearOfSchool, target: '.resolved' },
        'school.resolved': [
          { guard: 'staysInConflict', target: '.conflict', actions: [resolved, raise('school-conflict')] },
          { target: '.resolved', actions: [resolved, resolve('school-conflict')] },
        ],
      },
      states: {
        finding: { always: [{ guard: 'isKnown', target: 'resolved' }, { target: 'unresolved' }] },
        /** Nobody has said where the child goes to school, or that it goes to none. */
        unresolved: {},
        resolved: {},
        /** The notification waits until somebody has reviewed it. */
        conflict: { on: { 'school.conflict-reviewed': { target: 'resolved', actions: reviewed } } },
      },
    },
    /** The morning has come and nobody was told. The obligation has raised its alert, `school-notification-overdue`. */
    overdue: {
      after: { 'school-escalation': { target: 'escalated', actions: raise('school-escalated') } },
      on: {
        'school.told': tell,
        'child.identified': hearOfSchool,
        'school.resolved': resolving,
        'school.conflict-reviewed': { guard: 'inConflict', actions: reviewed },
      },
    },
    told: {
      initial: 'deciding',
      on: {
        'school.told': tell,
        'school.bounced': bounced,
        'school.acknowledged': acknowledged,
        ...conflictAfterTelling,
      },
      states: {
        deciding: { always: [{ guard: 'isShut', target: 'inHolidays' }, { target: 'sent' }] },
        inHolidays: {
          after: { 'school-first-day-back': { target: 'sent', actions: raise('school-first-day-back') } },
        },
        sent: {
          after: { 'school-acknowledgement': { target: '#school.escalated', actions: raise('school-escalated') } },
        },
      },
    },
    bounced: {
      after: { 'school-escalation': { target: 'escalated', actions: raise('school-escalated') } },
      on: {
        'school.told': tell,
        'child.identified': hearOfSchool,
        'school.resolved': resolving,
        'school.conflict-reviewed': { guard: 'inConflict', actions: reviewed },
        'school.acknowledged': acknowledged,
      },
    },
    /** Escalated above the unit: not sent, not acknowledged, or bounced, for too long. */
    escalated: {
      on: {
        'school.told': tell,
        'child.identified': hearOfSchool,
        'school.resolved': resolving,
        'school.conflict-reviewed': { guard: 'inConflict', actions: reviewed },
        'school.bounced': { actions: raise('school-bounced') },
        'school.acknowledged': { guard: ({ context }) => context.toldAt !== null, ...acknowledged },
      },
    },
    acknowledged: { tags: 'over', on: { 'school.told': tell, ...conflictAfterTelling } },
    /** Sent by a force that does not take part: nobody asks the school to acknowledge. */
    notified: { tags: 'over', on: { 'school.told': tell, ...conflictAfterTelling } },
  },
})

function warnings(event: Public): (Issue & { readonly code: string })[] {
  const unchecked =
    event.type === 'school.resolved' &&
    event.data.school !== undefined &&
    event.data.adultWorksThere !== 'no' &&
    event.data.adultWorksThere !== 'yes'
  return unchecked
    ? [
        {
          code: 'conflict-not-checked',
          pointer: '/data/adultWorksThere',
          detail: 'Nobody has said whether an adult who is involved works at the school.',
        },
      ]
    : []
}

/** The deadline that passed: the acknowledgement, or a notification that bounced and was left so. Until the school is told, the obligation says so. */
function passed({ toldAt, acknowledgeBy, escalateAt }: SchoolContext, state: string): PassedDeadline | null {
  if (state !== 'escalated' || toldAt === null) return null
  return escalateAt !== null && escalateAt > toldAt
    ? passedBy('school-escalation', escalateAt)
    : passedBy('school-acknowledgement', acknowledgeBy)
}

export const schoolSays = ({ context }: { readonly context: object }) => ({ told: (context as SchoolContext).toldAt !== null })

export const school = matter<Public['type'], SchoolContext>({
  machine,
  about: "The notification of one child's school, before its next day begins: found, checked, told, acknowledged.",
  field: 'child',
  passed,
  warnings,
})
