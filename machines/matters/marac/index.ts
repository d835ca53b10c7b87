import { dueInMonths, nextMaracMeeting } from '../../rules/calendar/index.ts'
import { known } from '../../rules/time/happened.ts'
import { later, plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { cancel, complete } from '../asks.ts'
import { riskOf } from '../lookedAtAgain.ts'
import { type Told, within } from '../matter.ts'
import { issues, warnings } from './issues.ts'
import { lastReferralOf, type Referred } from './repeat.ts'
import { act, begin, isOpen, lifecycle, type MaracContext, remember, schedule } from './setup.ts'

const nextMeeting = ({ at, data, incident }: Referred) => nextMaracMeeting(at, data.area, incident.policy)
const hasMeeting = ({ event }: { readonly event: Referred }): boolean => nextMeeting(event).meeting !== null

/** That a meeting took place is known only once somebody says so; one entered afterwards leaves the same time for it. */
function scheduleHearing(meetingAt: Instant, event: Told) {
  const { policy } = event.incident
  return schedule('marac-hearing', plus(later(meetingAt, known(event)), policy.marac.recordWithin, policy.timezone))
}

const refer = act<'marac.referred'>(({ event, event: { at, data, incident } }) => {
  const { policy } = incident
  const last = lastReferralOf(event)
  const { calendar, meeting } = nextMeeting(event)
  return [
    begin({
      area: data.area,
      criteria: [...new Set([...data.criteria, ...(last.repeat ? (['repeat'] as const) : [])])],
      risk: riskOf(incident),
      referredAt: at,
      repeat: last.repeat,
      repeatRule: last.repeat ? policy.marac.repeat.version : null,
      lastReferredAt: last.at,
      custodyEndsAt: data.custodyEndsAt ?? null,
      ...{ calendar, meeting: meeting?.kind ?? null, meetingAt: meeting?.at ?? null, papersBy: meeting?.papersBy ?? null },
      flaggedUntil: dueInMonths(at, policy.marac.repeat.months, policy.timezone),
    }),
    meeting === null ? schedule('marac-listing', within(event, policy.marac.listWithin)) : scheduleHearing(meeting.at, event),
  ]
})
const list = act<'marac.listed'>(({ event, event: { data } }) => [
  complete('marac-listing'),
  cancel('marac-hearing'),
  remember({ meeting: data.meeting, meetingAt: data.meetingAt, papersBy: null }),
  scheduleHearing(data.meetingAt, event),
])
const hear = act<'marac.heard'>(({ event: { at, data } }) => [
  complete('marac-listing'),
  complete('marac-hearing'),
  remember({ heardAt: at, chair: data.chair, agencies: data.agencies }),
])
const agree = act<'marac.action-agreed'>(({ context, event, event: { data } }) => {
  const { action, owner, dueAt } = data
  return [
    remember({ actions: [...context.actions, { action, owner, dueAt, doneAt: null }] }),
    schedule('marac-action', later(dueAt, known(event)), { part: action }),
  ]
})
const finish = act<'marac.action-done'>(({ context, event: { at, data } }) => [
  remember({ actions: context.actions.map((one) => (one.action === data.action ? { ...one, doneAt: at } : one)) }),
  complete('marac-action', data.action),
])
const withdraw = act(({ context }) => [
  cancel('marac-listing'),
  cancel('marac-hearing'),
  ...context.actions.filter(isOpen).map(({ action }) => cancel('marac-action', action)),
])
/** Agencies need not wait for the meeting to act, nor for each other. */
const acting = { 'marac.action-agreed': { actions: agree }, 'marac.action-done': { actions: finish } }

/**
 * A referral to a MARAC: listed for the next suitable meeting of its area, heard, its actions done by those who own them, closed. It
 * closes nothing else, and stays flagged for the months within which another instance of abuse is a repeat.
 * Source: docs/sources.md#marac (seed 63-68).
 */
export const marac = lifecycle({
  states: {
    none: {
      on: {
        'marac.referred': [
          { guard: hasMeeting, target: 'referred.listed', actions: refer },
          { target: 'referred.unlisted', actions: refer },
        ],
      },
    },
    referred: {
      initial: 'unlisted',
      on: {
        'marac.listed': { target: '.listed', actions: list },
        'marac.heard': { target: 'heard', actions: hear },
        ...acting,
        'marac.withdrawn': { target: 'withdrawn', actions: withdraw },
      },
      states: {
        /** Nobody has said when the area meets. */
        unlisted: {},
        listed: {},
      },
    },
    heard: { on: { ...acting, 'marac.closed': 'closed' } },
    /** Its actions are done; both files stay flagged. */
    closed: { after: { 'marac-flag': 'past' } },
    /** What happens now would be a new referral. */
    past: { type: 'final' },
    withdrawn: { type: 'final' },
  },
  issues,
  warnings,
})

/** When it was referred; null for a referral that was withdrawn. */
export const maracSays = ({ value, context }: { readonly value: unknown; readonly context: object }): Instant | null =>
  value === 'withdrawn' ? null : (context as MaracContext).referredAt
