/**
 * A wait that was ended without anybody going: settled on the telephone, or carried by another record. News, and a grade that
 * rises, send somebody after all; an arrival is one whatever was decided before.
 */
import { demandReasonOf, EVENTS, NEWS, type News } from '../../rules/events.ts'
import { clockFrom } from '../../rules/grading/grading.ts'
import { known } from '../../rules/time/happened.ts'
import { arrive, standDown, stopsClock } from '../attendance/arrivals.ts'
import { type Anything, beginWait, type Graded, nearest, rises, setClock } from '../grading/clocks.ts'
import type { EventOf, IncidentContext } from '../setup.ts'
import { remember } from '../words.ts'
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

type Said = Anything & { readonly event: EventOf<News> }
/** By what it says; the verdict on a reassessment is news where it sets that aside. */
export const isNewsTo = ({ context, event }: Said): boolean =>
  event.type === 'reassessment.checked' ? setsAside({ context, event }) : demandReasonOf(event.type, event.data) !== null
const waitAgainOnNews = [
  { guard: (it: Said) => isNewsTo(it) && clockGoesOn(it), ...onTheOldClock },
  { guard: isNewsTo, ...onAFreshClock },
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
    actions: [takeBack, standDown, beginWait],
  },
]

export const untilNews = {
  ...Object.fromEntries(NEWS.map((name) => [name, EVENTS[name].opens.reasonOf === null ? waitAgain : waitAgainOnNews])),
  'incident.graded': waitAgainWhenRaised,
  'risk.reassessed': waitAgainWhenRaised,
  'unit.arrived': [{ guard: stopsClock, target: 'attended', actions: [...arrive, takeBack] }, ...waitAgainOnNews],
}
