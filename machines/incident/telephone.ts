/**
 * Settled on the telephone, and nobody goes: an exception that a named person records, and that any news undoes. The
 * inspectorate asked that domestic abuse be attended; what is asked of the record is in `rules/telephone.ts`.
 * Source: docs/sources.md#telephone (seed 21; Hampshire 2016)
 */
import { demandReasonOf } from '../rules/events.ts'
import { clockFrom } from '../rules/grading.ts'
import { known } from '../rules/happened.ts'
import { arrive, standDown, stopsClock } from './arrivals.ts'
import { type Anything, afresh, type Graded, nearest, rises, setClock } from './clocks.ts'
import { type EventOf, type IncidentContext, incidentSetup } from './setup.ts'
import { endTelling } from './victimTold.ts'

type Resolved = { readonly event: EventOf<'incident.resolved-by-telephone'> }

export const resolve = {
  target: 'resolvedByTelephone' as const,
  actions: [
    {
      type: 'remember' as const,
      params: ({ event: { at, data } }: Resolved) => ({
        telephone: { at, by: data.by, approvedBy: data.approvedBy ?? null },
      }),
    },
    // The alert of a breach stays: it ends with an arrival, or with the closing that names the exception.
    { type: 'resolveAlerts' as const, params: { kind: 'attendance-warning' as const } },
    endTelling,
    incidentSetup.raise(({ event }) => ({ type: 'attendance.excused' as const, at: event.at, recordedAt: event.recordedAt })),
  ],
}

const takeBack = { type: 'remember' as const, params: { telephone: null } }

/** Its clock was not over when it was stopped, and would not be now. */
const clockGoesOn = ({ context: { attendance, attendBy }, event }: Anything): boolean =>
  attendance === null && attendBy !== null && attendBy > known(event)
const freshClock = {
  type: 'remember' as const,
  params: ({ context, event }: Anything): Partial<IncidentContext> => ({
    ...clockFrom(context.policy, context.priority ?? '', context.area, event.at),
    waitStart: event.at,
    clock: context.clock + 1,
    attendance: null,
  }),
}

/** Somebody has to go after all: on the clock that was stopped, or from now where that has passed. */
const onTheOldClock = { target: 'waiting' as const, actions: [takeBack, standDown] }
const onAFreshClock = { target: 'waiting' as const, actions: [takeBack, standDown, freshClock] }
const waitAgain = [{ guard: clockGoesOn, ...onTheOldClock }, onAFreshClock]

type Said = Anything & {
  readonly event: EventOf<'log.noted'> | EventOf<'victim.contacted'> | EventOf<'unit.arrived'>
}
const isNews = ({ event }: Said): boolean => demandReasonOf(event.type, event.data) !== null
const waitAgainOnNews = [
  { guard: (it: Said) => isNews(it) && clockGoesOn(it), ...onTheOldClock },
  { guard: isNews, ...onAFreshClock },
]
const waitAgainWhenRaised = [
  {
    guard: (it: Graded) => rises(it) && clockGoesOn(it),
    target: 'waiting' as const,
    actions: [takeBack, standDown, setClock(nearest)],
  },
  {
    guard: rises,
    target: 'waiting' as const,
    actions: [takeBack, standDown, setClock(afresh, ({ event }) => event.at)],
  },
]

/** News, and a grade that rises, send somebody after all; an arrival is one whatever was settled before. */
export const resolvedByTelephone = incidentSetup.createStateConfig({
  on: {
    'call.received': waitAgain,
    'call.cut-off': waitAgain,
    'unit.diverted': waitAgain,
    'attendance.failed': waitAgain,
    'incident.reopened': waitAgain,
    'order.breached': waitAgain,
    'log.noted': waitAgainOnNews,
    'victim.contacted': waitAgainOnNews,
    'incident.graded': waitAgainWhenRaised,
    'risk.reassessed': waitAgainWhenRaised,
    'unit.arrived': [{ guard: stopsClock, target: 'attended', actions: [...arrive, takeBack] }, ...waitAgainOnNews],
  },
})
