/**
 * Late news that she was seen, before somebody was sent for something newer. Had it been known, that arrival would have ended the
 * wait, and the newer grade or reassessment would have begun another wait: the other wait goes on, and what came before it is settled.
 * Source: the public contract, section 4 (what comes back gets its clock back; an upgrade after attendance).
 */
import { clockFrom } from '../../rules/grading/grading.ts'
import { settledBy } from '../risk/demands.ts'
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'
import { type On, remember, resolve } from '../words.ts'
import { seenBeforeNews } from './arrivals.ts'
import type { Sent } from './memory.ts'
import { atScene, firstSince, sentSince } from './visit.ts'

type Arrived = On<'unit.arrived'>

const sentIn = ({ context, event }: Arrived): Sent => sentSince(context, event) ?? { at: event.at, newsAt: event.at, clock: 0 }

/** Somebody came for the newer news. */
export const cameForNews = (it: Arrived): boolean => seenBeforeNews(it) && firstSince(it.context, sentIn(it).at) !== undefined
/** The clock is still that of the wait which she ended: nothing newer has started another. */
export const onClockBeforeNews = (it: Arrived): boolean => seenBeforeNews(it) && it.context.clock <= sentIn(it).clock

/** The breaches of the wait before are over: by an arrival in time, or by an arrival. */
export const goesOnFromSent = [
  incidentSetup.enqueueActions(({ context, event, enqueue }) => {
    const arrived = event as EventOf<'unit.arrived'>
    const sent = sentIn({ context, event: arrived })
    const breaches = settledBy(context, arrived)
    for (const { clock, settled } of breaches)
      if (settled || clock <= sent.clock) enqueue(resolve({ kind: 'attendance-overdue', cause: `clock-${clock}` }))
    enqueue(atScene)
    enqueue(remember({ breaches, waitingSince: sent.at }))
  }),
]

/** The arrival that counts is the first since then. */
export const attendedSinceSent = remember((it: Arrived) => ({
  attendedAt: firstSince(it.context, sentIn(it).at) ?? it.context.attendedAt,
}))

/** Nobody came for it yet: a clock runs from when somebody was sent. */
export const clockFromSent = remember((it: Arrived): Partial<IncidentContext> => {
  const { policy, priority, area, clock } = it.context
  const { at } = sentIn(it)
  return {
    ...clockFrom(policy, priority ?? '', area, at),
    ...{ waitStart: at, rankClocks: [], clock: clock + 1, attendance: null, attendedAt: null },
  }
})
