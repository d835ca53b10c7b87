import type { ToSchool } from '../incident/hau/tellings.ts'
import { schoolDue } from '../rules/calendar/index.ts'
import type { Recipient } from '../rules/catalogue/matters/school.ts'
import type { CaseEventData, HeardBy } from '../rules/events.ts'
import { inEncompass, isSameSchool } from '../rules/hau/schooling.ts'
import { warnIf } from '../rules/issue.ts'
import { known } from '../rules/time/happened.ts'
import { nextSchoolMorning, plus } from '../rules/time/instants.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { complete } from './asks.ts'
import { defineMatter, type On, type Remembered } from './defineMatter.ts'
import { type DeadlineMissed, type MatterEvent, passedBy, type Told } from './matter.ts'

const memory = {
  /** When there were grounds to believe that the child may be a victim. */
  groundsAt: null as Instant | null,
  school: null as string | null,
  recipient: null as Recipient | null,
  /** Why there is no school: a code. */
  noSchool: null as string | null,
  /** The morning of the next school day of the school. */
  dueBy: null as Instant | null,
  /** Whether the school's own calendar says so. */
  calendar: null as 'known' | 'unknown' | null,
  /** The school is closed while others may be open: notify at once, remind on the first day back. */
  sendNow: false,
  /** The deadline of the notification: a weekday morning, whatever the calendar says. */
  sendBy: null as Instant | null,
  remindAt: null as Instant | null,
  /** Whether an involved adult works there. */
  conflict: 'not-checked' as 'not-checked' | 'none' | 'found' | 'reviewed',
  /** The school at which an involved adult works, until somebody says that no adult does, or reviews it. That school is not told. */
  conflictAt: null as string | null,
  toldAt: null as Instant | null,
  shared: [] as readonly string[],
  acknowledgeBy: null as Instant | null,
  escalateAt: null as Instant | null,
}
type SchoolContext = Remembered<typeof memory>
type Heard = DeadlineMissed | (Told & ToSchool)
type Event = MatterEvent<HeardBy<'school'>> | Heard
type OnSchool<Type extends Event['type'] = Event['type']> = On<SchoolContext, Extract<Event, { readonly type: Type }>>

const { act, remember, schedule, raise, resolve, lifecycle } = defineMatter({
  kind: 'school',
  about: "The notification of one child's school, before its next day begins: found, checked, told, acknowledged.",
  field: 'child',
  memory,
  clocks: {
    'school-first-day-back': ({ remindAt }) => remindAt,
    'school-acknowledgement': ({ acknowledgeBy }) => acknowledgeBy,
    'school-escalation': ({ escalateAt }) => escalateAt,
  },
  types: { hears: {} as Heard },
})

/** The force took part in the scheme when the grounds arose. */
const isFollowed = ({ context, event }: OnSchool): boolean => inEncompass(event.incident.policy, context.groundsAt ?? event.at)
const isFollowedNow = ({ event }: OnSchool): boolean => inEncompass(event.incident.policy, event.at)
/** The school was told before the grounds arose. */
const isToldAlready = ({ context }: OnSchool): boolean => context.toldAt !== null && context.sendBy === null
const isTold = ({ context }: OnSchool): boolean => context.toldAt !== null
const isKnown = ({ context }: OnSchool): boolean => context.recipient !== null
const isShut = ({ context }: OnSchool): boolean => context.remindAt !== null
const inConflict = ({ context }: OnSchool): boolean => context.conflict === 'found'
const staysInConflict = ({ context, event }: OnSchool<'school.resolved'>): boolean =>
  conflictAfter(context, event.data).conflict === 'found'
const isNewSchool = ({ context: { school, conflict, toldAt }, event }: OnSchool<'child.identified'>): boolean =>
  event.school !== null && school === null && conflict === 'not-checked' && toldAt === null

/** A conflict that was found stays until somebody says no or reviews it. "Not known" ends no conflict. */
function conflictAfter(
  before: SchoolContext,
  said: CaseEventData['school.resolved'],
): Pick<SchoolContext, 'conflict' | 'conflictAt'> {
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

const nextMorning = (school: string | null, after: Instant, { incident: { policy } }: Told) =>
  schoolDue(after, school, policy.school.notifyBefore, policy)
/** The deadline for a school: by its own calendar, or by weekdays if nobody knows its calendar. */
function datesFor(school: string | null, groundsAt: Instant, event: Told) {
  const { dueBy, calendar, sendNow, remindAt } = nextMorning(school, groundsAt, event)
  return { dueBy, calendar, sendNow, remindAt }
}
/** A policy that pinned no calendars uses the holidays in the code. */
function sendBy(event: Told): Instant {
  const { policy } = event.incident
  return policy.calendars === undefined
    ? nextSchoolMorning(event.at, policy.school.notifyBefore, policy.timezone)
    : nextMorning(null, event.at, event).dueBy
}
const escalateAfter = (from: Instant, { incident: { policy } }: Told) =>
  remember({ escalateAt: plus(from, policy.school.escalateWithin, policy.timezone) })
/** From the deadline that passed, however late it fired. */
const escalateOverdue = act(({ event }) => [escalateAfter(event.at, event)])

const identified = act<'child.identified'>(({ event, event: { school, preSchool, at } }) => {
  const dueAt = sendBy(event)
  return [
    remember({
      ...{ groundsAt: at, school, sendBy: dueAt, ...datesFor(school, at, event) },
      recipient: school !== null ? 'school' : preSchool ? 'childrens-services' : null,
      noSchool: school === null && preSchool ? 'pre-school' : null,
    }),
    schedule('school', dueAt),
  ]
})
const identifiedOnceTold = act<'child.identified'>(({ event }) => {
  const dueAt = sendBy(event)
  return [remember({ sendBy: dueAt }), schedule('school', dueAt), complete('school')]
})
/** Its school turns out once nobody knew it; what somebody resolved is not undone by it. */
const hearOfSchool = {
  guard: isNewSchool,
  actions: act<'child.identified'>(({ context, event, event: { school, at } }) => [
    remember({ school, recipient: 'school', noSchool: null, ...datesFor(school, context.groundsAt ?? at, event) }),
  ]),
}
const keepResolved = act<'school.resolved'>(({ context, event, event: { at, data } }) => {
  const { school = null, none = null } = data
  return [
    remember({
      ...{ school, noSchool: none },
      recipient: school !== null ? 'school' : none === 'not-found' ? 'local-authority' : 'childrens-services',
      ...conflictAfter(context, data),
      ...datesFor(school, context.groundsAt ?? at, event),
    }),
  ]
})
const resolvedInConflict = { guard: staysInConflict, actions: [keepResolved, raise('school-conflict')] }
const resolvedWithoutConflict = { actions: [keepResolved, resolve('school-conflict')] }
const reviewed = act<'school.conflict-reviewed'>(({ event: { data } }) => [
  remember(
    data.decision === 'tell'
      ? { conflict: 'reviewed', conflictAt: null }
      : { conflict: 'none', school: null, recipient: 'local-authority', noSchool: 'conflict' },
  ),
  resolve('school-conflict'),
])

const ALERTS = ['school-bounced', 'school-conflict', 'school-first-day-back', 'school-escalated'] as const
/** A school has a day to read it, after the morning by which it was to be there [derived]. */
const told = act<'school.told'>(({ context, event, event: { at, to, shared } }) => {
  const school = to === 'school' ? event.school : null
  const groundsAt = context.groundsAt ?? at
  const first = nextMorning(school, at, event)
  return [
    remember({
      groundsAt,
      ...(context.dueBy === null || school !== context.school ? datesFor(school, groundsAt, event) : {}),
      ...{ school, recipient: to, toldAt: at, shared },
      // Told again once school is back, it needs no reminder.
      remindAt: first.remindAt,
      acknowledgeBy: nextMorning(school, first.dueBy, event).dueBy,
    }),
    complete('school'),
    ...ALERTS.map((alert) => resolve(alert)),
  ]
})
const tell = [
  { guard: isFollowedNow, target: 'told', actions: told },
  { target: 'notified', actions: told },
]
const bounced = {
  target: 'bounced',
  actions: act<'school.bounced'>(({ event }) => [escalateAfter(known(event), event), raise('school-bounced')]),
}
/** That it has read it ends no conflict. */
const acknowledged = {
  target: 'acknowledged',
  actions: ALERTS.filter((alert) => alert !== 'school-conflict').map((alert) => resolve(alert)),
}
const escalate = { target: 'escalated', actions: raise('school-escalated') }

/** Nobody was told, or what was told came back. */
const unsettled = {
  'school.told': tell,
  'child.identified': hearOfSchool,
  'school.resolved': [resolvedInConflict, resolvedWithoutConflict],
  'school.conflict-reviewed': { guard: inConflict, actions: reviewed },
}
/** Found out after it was told: nothing is taken back by it, and somebody has to look at what was said to whom. */
const foundOut = act<'school.resolved'>(({ context, event }) => [remember(conflictAfter(context, event.data))])
const onceTold = {
  'school.told': tell,
  'school.resolved': [
    { guard: staysInConflict, actions: [foundOut, raise('school-conflict')] },
    { actions: [foundOut, resolve('school-conflict')] },
  ],
  'school.conflict-reviewed': {
    guard: inConflict,
    actions: act<'school.conflict-reviewed'>(({ event: { data } }) => [
      // What was told stays told; that school is told more only where somebody decided so.
      remember(data.decision === 'tell' ? { conflict: 'reviewed', conflictAt: null } : { conflict: 'none' }),
      resolve('school-conflict'),
    ]),
  },
}

/**
 * The notification of one child's school: before that school's next day begins, also from a weekend or the holidays. The incident takes
 * the event `school.notified` and passes it on here. Each child has a notification of its own, so that a school hears of its own child
 * alone. The notification is one obligation with one clock, the deadline `school`. Acknowledgement and escalation follow only where the
 * force takes part in Operation Encompass. Source: docs/sources.md#schools.
 */
export const school = lifecycle({
  on: { 'child.identified': { guard: isToldAlready, actions: identifiedOnceTold } },
  states: {
    none: { on: { 'child.identified': { target: 'toTell', actions: identified }, 'school.told': tell } },
    toTell: {
      initial: 'finding',
      on: {
        'deadline.missed': { guard: isFollowed, target: 'overdue', actions: escalateOverdue },
        'school.told': tell,
        'child.identified': { ...hearOfSchool, target: '.resolved' },
        'school.resolved': [
          { ...resolvedInConflict, target: '.conflict' },
          { ...resolvedWithoutConflict, target: '.resolved' },
        ],
      },
      states: {
        finding: { always: [{ guard: isKnown, target: 'resolved' }, { target: 'unresolved' }] },
        /** Nobody has said where the child goes to school, or that it goes to none. */
        unresolved: {},
        resolved: {},
        /** It does not go before somebody has looked at it. */
        conflict: { on: { 'school.conflict-reviewed': { target: 'resolved', actions: reviewed } } },
      },
    },
    /** The morning has come and nobody was told. The obligation has raised its alert, `school-notification-overdue`. */
    overdue: { after: { 'school-escalation': escalate }, on: unsettled },
    told: {
      initial: 'deciding',
      on: { ...onceTold, 'school.bounced': bounced, 'school.acknowledged': acknowledged },
      states: {
        deciding: { always: [{ guard: isShut, target: 'inHolidays' }, { target: 'sent' }] },
        inHolidays: {
          after: { 'school-first-day-back': { target: 'sent', actions: raise('school-first-day-back') } },
        },
        sent: { after: { 'school-acknowledgement': { ...escalate, target: '#school.escalated' } } },
      },
    },
    bounced: { after: { 'school-escalation': escalate }, on: { ...unsettled, 'school.acknowledged': acknowledged } },
    /** Above the unit: not told, not acknowledged, or come back, for too long. */
    escalated: {
      on: {
        ...unsettled,
        'school.bounced': { actions: raise('school-bounced') },
        'school.acknowledged': { guard: isTold, ...acknowledged },
      },
    },
    acknowledged: { tags: 'over', on: onceTold },
    /** Told by a force that is not in the scheme: nobody is asked to acknowledge it. */
    notified: { tags: 'over', on: onceTold },
  },
  warnings: {
    'school.resolved': ({ data: { school, adultWorksThere } }) =>
      warnIf(
        school !== undefined && adultWorksThere !== 'no' && adultWorksThere !== 'yes',
        'conflict-not-checked',
        '/data/adultWorksThere',
        'Nobody has said whether an adult who is involved works at the school.',
      ),
  },
  /** Of what the school was to say, or of what came back and was left so. While nobody was told, its obligation says so. */
  passed: ({ toldAt, acknowledgeBy, escalateAt }, state) => {
    if (state !== 'escalated' || toldAt === null) return null
    return escalateAt !== null && escalateAt > toldAt
      ? passedBy('school-escalation', escalateAt)
      : passedBy('school-acknowledgement', acknowledgeBy)
  },
})

export const schoolSays = ({ context }: { readonly context: object }) => ({ told: (context as SchoolContext).toldAt !== null })
