import { assign, setup } from 'xstate'
import { BOUNDED } from '../../effects.ts'
import { dueInMonths, nextMaracMeeting } from '../../rules/calendar/index.ts'
import { known } from '../../rules/time/happened.ts'
import { later, plus, until } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { riskOf } from '../lookedAtAgain.ts'
import { type MatterContext, type MatterEvent, type MatterTag, matter, matterEffects } from '../matter.ts'
import { maracIssues, maracWarnings } from './issues.ts'
import { lastReferralOf } from './repeat.ts'
import type { MaracContext, MaracEvent } from './shapes.ts'

type Any = { readonly context: MaracContext; readonly event: MaracEvent }
type Of<Name extends MaracEvent['type']> = { readonly context: MaracContext; readonly event: MatterEvent<Name> }

const maracSetup = setup({
  types: { context: {} as MaracContext, events: {} as MaracEvent, input: {} as MatterContext, tags: {} as MatterTag },
  delays: { 'marac-flag': ({ context, event }) => until(context.flaggedUntil, event.at) },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<MaracContext>) => learnt) },
})

const remember = <It extends Any>(learnt: (it: It) => Partial<MaracContext>) => ({ type: 'remember' as const, params: learnt })
const settings = ({ event: { incident } }: Any) => incident.policy.marac
const after = (it: Any, from: Instant, within: string): Instant => plus(from, within, it.event.incident.policy.timezone)

const listing = ({ context }: Any) => ({ deadline: 'marac-listing' as const, of: context.name })
const hearing = ({ context }: Any) => ({ deadline: 'marac-hearing' as const, of: context.name })
/** What is owed stays owed after the incident was closed: closing it does not make her safe. */
const owed = (it: Any) => ({
  climbEvery: settings(it).climbEvery,
  matter: `marac/${it.context.name}`,
})
const scheduleListing = {
  type: 'schedule' as const,
  params: (it: Any) => ({
    ...listing(it),
    ...owed(it),
    dueAt: after(it, known(it.event), settings(it).listWithin),
  }),
}
/** That a meeting took place is known only once somebody says so; one entered afterwards leaves the same time for it. */
const scheduleHearing = {
  type: 'schedule' as const,
  params: (it: Any) => ({
    ...hearing(it),
    ...owed(it),
    dueAt: after(it, later(it.context.meetingAt as Instant, known(it.event)), settings(it).recordWithin),
  }),
}
const listed = { type: 'complete' as const, params: listing }
const endHearing = { type: 'cancel' as const, params: hearing }

const keepReferral = remember(({ event }: Of<'marac.referred'>) => {
  const { data, at, incident } = event
  const last = lastReferralOf(event)
  const { policy } = incident
  return {
    area: data.area,
    criteria: [...new Set([...data.criteria, ...(last.repeat ? (['repeat'] as const) : [])])],
    risk: riskOf(incident),
    referredAt: at,
    repeat: last.repeat,
    repeatRule: last.repeat ? policy.marac.repeat.version : null,
    lastReferredAt: last.at,
    custodyEndsAt: data.custodyEndsAt ?? null,
    flaggedUntil: dueInMonths(at, policy.marac.repeat.months, policy.timezone),
  }
})
const nextMeeting = ({ event: { at, data, incident } }: Of<'marac.referred'>) => nextMaracMeeting(at, data.area, incident.policy)
const listForNext = remember((it: Of<'marac.referred'>) => {
  const { calendar, meeting } = nextMeeting(it)
  return { calendar, meeting: meeting?.kind ?? null, meetingAt: meeting?.at ?? null, papersBy: meeting?.papersBy ?? null }
})

const list = {
  target: '.listed' as const,
  actions: [
    listed,
    endHearing,
    remember(({ event: { data } }: Of<'marac.listed'>) => ({
      meeting: data.meeting,
      meetingAt: data.meetingAt,
      papersBy: null,
    })),
    scheduleHearing,
  ],
}

const action = ({ context, event }: Of<'marac.action-agreed'> | Of<'marac.action-done'>) => ({
  deadline: 'marac-action' as const,
  of: `${context.name}/${event.data.action}`,
})
/** Agencies need not wait for the meeting to act, nor for each other. */
const agree = {
  actions: [
    remember(({ context, event: { data } }: Of<'marac.action-agreed'>) => ({
      actions: [...context.actions, { action: data.action, owner: data.owner, dueAt: data.dueAt, doneAt: null }],
    })),
    {
      type: 'schedule' as const,
      params: (it: Of<'marac.action-agreed'>) => ({
        ...action(it),
        ...owed(it),
        dueAt: later(it.event.data.dueAt, known(it.event)),
      }),
    },
  ],
}
const finish = {
  actions: [
    remember(({ context, event: { at, data } }: Of<'marac.action-done'>) => ({
      actions: context.actions.map((one) => (one.action === data.action ? { ...one, doneAt: at } : one)),
    })),
    { type: 'complete' as const, params: action },
  ],
}
const endActions = maracSetup.enqueueActions(({ context, enqueue }) => {
  for (const { action: named, doneAt } of context.actions)
    if (doneAt === null) enqueue({ type: 'cancel', params: { deadline: 'marac-action', of: `${context.name}/${named}` } })
})

/**
 * A referral to a MARAC: listed for the next suitable meeting of its area, heard, its actions done by those who own them, closed. It
 * closes nothing else, and stays flagged for the months within which another instance of abuse is a repeat.
 * Source: docs/sources.md#marac (seed 63-68).
 */
const machine = maracSetup.createMachine({
  id: 'marac',
  options: BOUNDED,
  context: ({ input: { name } }) => ({
    name,
    area: null,
    criteria: [],
    risk: null,
    referredAt: null,
    repeat: false,
    repeatRule: null,
    lastReferredAt: null,
    custodyEndsAt: null,
    calendar: null,
    meeting: null,
    meetingAt: null,
    papersBy: null,
    heardAt: null,
    chair: null,
    agencies: [],
    actions: [],
    flaggedUntil: null,
  }),
  initial: 'none',
  states: {
    none: {
      on: {
        'marac.referred': [
          {
            guard: (it) => nextMeeting(it).meeting !== null,
            target: 'referred.listed',
            actions: [keepReferral, listForNext, scheduleHearing],
          },
          { target: 'referred.unlisted', actions: [keepReferral, listForNext, scheduleListing] },
        ],
      },
    },
    referred: {
      initial: 'unlisted',
      on: {
        'marac.listed': list,
        'marac.heard': {
          target: 'heard',
          actions: [
            listed,
            { type: 'complete', params: hearing },
            remember(({ event: { at, data } }) => ({ heardAt: at, chair: data.chair, agencies: data.agencies })),
          ],
        },
        'marac.action-agreed': agree,
        'marac.action-done': finish,
        'marac.withdrawn': {
          target: 'withdrawn',
          actions: [{ type: 'cancel', params: listing }, endHearing, endActions],
        },
      },
      states: {
        /** Nobody has said when the area meets. */
        unlisted: {},
        listed: {},
      },
    },
    heard: {
      on: { 'marac.action-agreed': agree, 'marac.action-done': finish, 'marac.closed': 'closed' },
    },
    /** Its actions are done; both files stay flagged. */
    closed: { after: { 'marac-flag': 'past' } },
    /** What happens now would be a new referral. */
    past: { type: 'final' },
    withdrawn: { type: 'final' },
  },
})

/** When it was referred; null for a referral that was withdrawn. */
export const maracSays = ({ value, context }: { readonly value: unknown; readonly context: object }): Instant | null =>
  value === 'withdrawn' ? null : (context as MaracContext).referredAt

export const marac = matter<MaracEvent['type'], MaracContext>({
  machine,
  about:
    'A referral to a MARAC: listed for a meeting, heard, its actions owned and done; flagged while another abuse is a repeat.',
  field: 'marac',
  issues: maracIssues,
  warnings: maracWarnings,
  shown: true,
})
