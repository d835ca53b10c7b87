/** What a victim has to be told: owed once for each fact, settled by telling her or by her not wanting to hear it, and counted. */

import { standsForUnnamed, updateDue } from '../../rules/investigation/victimsCode.ts'
import { later } from '../../rules/time/instants.ts'
import { type Instant, UNNAMED } from '../../rules/vocabulary.ts'
import type { Told } from '../matter.ts'
import { type On, type UpdateSettled, type VictimContext, victimSetup, type Waiting } from './setup.ts'

type Fact = Pick<Waiting, 'about' | 'suspect' | 'saidBy'>

/**
 * The same suspect; or two forms of which one names none: the outcome of a crime and the decision about its suspect are one fact.
 * Two suspects of whom one form names one and not the other are two.
 */
const isSame = (a: Fact, b: Fact): boolean =>
  a.about === b.about && (a.suspect === b.suspect || (a.saidBy !== b.saidBy && (a.suspect === null || b.suspect === null)))

/** It waits already; or another form said it, she was told, and the time for telling her of that is not over. */
const isKnown = ({ context, event }: On<'update.owed'>): boolean =>
  context.waitingFor.some((one) => isSame(one, event)) ||
  context.settled.some((one) => one.saidBy !== event.saidBy && event.at <= one.dueAt && isSame(one, event))

const obligationOf = ({ name }: VictimContext, { about, suspect }: Pick<Waiting, 'about' | 'suspect'>) => ({
  deadline: 'victim-update' as const,
  of: `${name}/${about}/${suspect ?? UNNAMED}`,
})
/** Victims are told of anything only under a policy that asks for it. */
export const climbEvery = ({ incident: { policy } }: Told): string | null => policy.victimsCode?.climbEvery ?? null

const begin = victimSetup.enqueueActions(({ context, event, enqueue }) => {
  const { about, suspect, saidBy, at, incident } = event as On<'update.owed'>['event']
  const dueAt = updateDue(at, incident)
  enqueue({
    type: 'schedule',
    params: {
      ...obligationOf(context, { about, suspect }),
      dueAt,
      climbEvery: climbEvery(event),
    },
  })
  const waitingFor = [...context.waitingFor, { about, suspect, since: at, dueAt, saidBy }]
  enqueue({ type: 'remember', params: { updatesDue: context.updatesDue + 1, waitingFor } })
})
export const owed = [{ guard: isKnown }, { target: 'known' as const, actions: begin }]

/** What a telling settles. One that names no suspect is of the only thing of its kind that waits, or of that of nobody who was named. */
function settledBy(
  { waitingFor }: VictimContext,
  about: Waiting['about'],
  suspect: string | null,
  at: Instant,
): readonly Waiting[] {
  const waiting = waitingFor.filter((one) => one.about === about && one.since <= at)
  if (suspect === null && waiting.length === 1) return waiting
  return waiting.filter((one) => one.suspect === suspect || one.suspect === null)
}

/** More than are told of in the days that a telling may take. */
const MOST_SETTLED = 20

const settleHow = (context: VictimContext, { about, suspect, how, at }: Omit<UpdateSettled, 'type' | 'incident' | 'matters'>) => {
  const met = settledBy(context, about, suspect, at)
  const inTime = met.filter(({ dueAt }) => at <= dueAt).length
  return {
    met,
    learnt: {
      waitingFor: context.waitingFor.filter((one) => !met.includes(one)),
      settled: [...context.settled.filter(({ dueAt }) => at <= dueAt), ...met].slice(-MOST_SETTLED),
      ...(how === 'declined'
        ? { updatesDeclined: context.updatesDeclined + met.length }
        : { updatesInTime: context.updatesInTime + inTime, updatesLate: context.updatesLate + met.length - inTime }),
    },
  }
}

/** From her own event, or handed on by another victim's: what waits for somebody whom nobody has named is settled by whoever was told. */
const settle = (how: 'told' | 'declined' | null) =>
  victimSetup.enqueueActions(({ context, event, enqueue }) => {
    const said = event as UpdateSettled | On<'victim.updated' | 'victim.not-updated'>['event']
    const own = 'data' in said
    const { about, suspect } = own ? said.data : said
    const became = { about, suspect: suspect ?? null, how: how ?? (said as UpdateSettled).how }
    const { met, learnt } = settleHow(context, { ...became, at: event.at, recordedAt: event.recordedAt })
    for (const one of met) enqueue({ type: became.how === 'told' ? 'complete' : 'cancel', params: obligationOf(context, one) })
    enqueue({ type: 'remember', params: learnt })
    if (own && standsForUnnamed(context.name, event.incident))
      enqueue({ type: 'tellMatter', params: { kind: 'victim', name: UNNAMED, event: { type: 'update.settled', ...became } } })
  })

export const settled = { actions: settle(null) }
export const updated = {
  target: 'known' as const,
  actions: [
    {
      type: 'remember' as const,
      params: ({ context, event }: On<'victim.updated'>) => ({
        updates: context.updates + 1,
        updatedAt: later(context.updatedAt ?? event.at, event.at),
      }),
    },
    settle('told'),
  ],
}

/** A try leaves it owed, however often; what she does not want to hear is owed to her no longer. */
export const notUpdated = [
  {
    guard: ({ event }: On<'victim.not-updated'>) => event.data.because === 'declined',
    target: 'known' as const,
    actions: settle('declined'),
  },
  {
    target: 'known' as const,
    actions: {
      type: 'remember' as const,
      params: ({ context, event }: On<'victim.not-updated'>) => ({
        attempts: context.attempts + 1,
        attemptedAt: later(context.attemptedAt ?? event.at, event.at),
      }),
    },
  },
]
