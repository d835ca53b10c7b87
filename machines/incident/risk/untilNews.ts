/**
 * A wait that was ended without anybody going: settled on the telephone, or carried by another record. News, a grade that rises,
 * and a reassessment of whatever else was asked since, send somebody after all; an arrival is one whatever was decided before.
 */
import { demandReasonOf, EVENTS, NEWS, type News } from '../../rules/events.ts'
import { clockFrom } from '../../rules/grading/grading.ts'
import { known } from '../../rules/time/happened.ts'
import { arrive, standDown, stopsClock } from '../attendance/arrivals.ts'
import { failedByWord, visitFails } from '../attendance/stopped.ts'
import { isAskedSince, isNotNeeded } from '../closure/backAgain.ts'
import {
  type Anything,
  beginWait,
  falls,
  fromStart,
  type Graded,
  isAhead,
  isNearerThereUnbreached,
  nearest,
  rises,
  setClock,
  setClockThere,
} from '../grading/clocks.ts'
import type { EventOf, IncidentContext } from '../setup.ts'
import { type On, remember } from '../words.ts'
import { setsAside } from './setAside.ts'

const takeBack = remember({ telephone: null, duplicateOf: null })

/** Its clock was not over when it was stopped, and would not be now. */
const clockGoesOn = ({ context: { attendance, attendBy }, event }: Anything): boolean =>
  attendance === null && attendBy !== null && attendBy > known(event)
const freshClock = remember(
  ({ context, event }: Anything): Partial<IncidentContext> => ({
    ...clockFrom(context.policy, context.priority ?? '', context.area, event.at),
    waitStart: event.at,
    rankClocks: [],
    clock: context.clock + 1,
    attendance: null,
  }),
)

/** Somebody has to go after all: on the clock that was stopped, or from now where that has passed. */
const onTheOldClock = { target: 'waiting' as const, actions: [takeBack, standDown] }
const onAFreshClock = { target: 'waiting' as const, actions: [takeBack, standDown, freshClock] }
const waitAgain = [{ guard: clockGoesOn, ...onTheOldClock }, onAFreshClock]
const waitAgainAfter = <Failing extends readonly unknown[]>(failing: Failing) => [
  { guard: clockGoesOn, target: 'waiting' as const, actions: [takeBack, ...failing] },
  { target: 'waiting' as const, actions: [takeBack, ...failing, freshClock] },
]

type Said = Anything & { readonly event: EventOf<News> }
/** By what it says; the verdict on a reassessment is news where it sets that aside. */
export const isNewsTo = ({ context, event }: Said): boolean =>
  event.type === 'reassessment.checked' ? setsAside({ context, event }) : demandReasonOf(event.type, event.data) !== null
const waitAgainOnNews = [
  { guard: (it: Said) => isNewsTo(it) && clockGoesOn(it), ...onTheOldClock },
  { guard: isNewsTo, ...onAFreshClock },
]
/**
 * A demand came after it, of something that sends nobody by itself: a caller who no longer wants police, a change of shift. Nobody
 * resolves an incident on the telephone while a demand is open, so each demand since then is news to whoever did, however old its cause.
 */
const isAsked = (it: Graded): boolean => isAskedSince(it, it.context.duplicateOf?.at ?? '')
const waitAgainWhenGraded = [
  { guard: isNotNeeded, actions: 'keepOnLog' as const },
  {
    guard: (it: Graded) => rises(it) && clockGoesOn(it),
    target: 'waiting' as const,
    actions: [takeBack, standDown, setClock(nearest)],
  },
  {
    guard: (it: Graded) => falls(it) && isAsked(it) && clockGoesOn(it) && isAhead(it),
    target: 'waiting' as const,
    actions: [takeBack, standDown, setClock(fromStart)],
  },
  { guard: (it: Graded) => !rises(it) && !falls(it) && isAsked(it) && clockGoesOn(it), ...onTheOldClock },
  { guard: (it: Graded) => rises(it) || isAsked(it), target: 'waiting' as const, actions: [takeBack, standDown, beginWait] },
]
/** Nobody went, so nobody judges an arrival by it: the clock that may go on is the nearer clock. */
const nearerThere = {
  guard: (it: On<'incident.corrected'>) => it.context.attendance === null && isNearerThereUnbreached(it),
  actions: setClockThere,
}

export const untilNews = {
  ...Object.fromEntries(NEWS.map((name) => [name, EVENTS[name].opens.reasonOf === null ? waitAgain : waitAgainOnNews])),
  // A unit may still be at the scene, where an upgrade had begun the wait that was ended.
  'attendance.failed': waitAgainAfter(failedByWord),
  'victim.unseen': waitAgainAfter(visitFails),
  'incident.corrected': nearerThere,
  'incident.graded': waitAgainWhenGraded,
  'risk.reassessed': waitAgainWhenGraded,
  'unit.arrived': [{ guard: stopsClock, target: 'attended', actions: [...arrive, takeBack] }, ...waitAgainOnNews],
}
