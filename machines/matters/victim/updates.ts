/** What a victim has to be told: owed once for each fact, settled by telling her or by her not wanting to hear it, and counted. */

import { tell } from '../../effects.ts'
import { standsForUnnamed, updateDue } from '../../rules/investigation/victimsCode.ts'
import { later } from '../../rules/time/instants.ts'
import { type Instant, UNNAMED } from '../../rules/vocabulary.ts'
import { cancel, complete } from '../asks.ts'
import type { Told } from '../matter.ts'
import { act, type OnVictim, remember, schedule, type UpdateSettled, type VictimContext, type Waiting } from './setup.ts'

type Fact = Pick<Waiting, 'about' | 'suspect' | 'saidBy'>

/**
 * The same suspect; or two forms, one without a suspect: the outcome of a crime and the decision about its suspect are one
 * fact. Two suspects, each named by one form only, are two.
 */
const isSame = (a: Fact, b: Fact): boolean =>
  a.about === b.about && (a.suspect === b.suspect || (a.saidBy !== b.saidBy && (a.suspect === null || b.suspect === null)))

/** It waits already; or another form said it, she was told, and the time for telling her of that is not over. */
const isKnown = ({ context, event }: OnVictim<'update.owed'>): boolean =>
  context.waitingFor.some((one) => isSame(one, event)) ||
  context.settled.some((one) => one.saidBy !== event.saidBy && event.at <= one.dueAt && isSame(one, event))

const partOf = ({ about, suspect }: Pick<Waiting, 'about' | 'suspect'>): string => `${about}/${suspect ?? UNNAMED}`

const begin = act<'update.owed'>(({ context, event: { about, suspect, saidBy, at, incident } }) => {
  const one = { about, suspect, since: at, dueAt: updateDue(at, incident), saidBy }
  return [
    schedule('victim-update', one.dueAt, { part: partOf(one), unlisted: true }),
    remember({ updatesDue: context.updatesDue + 1, waitingFor: [...context.waitingFor, one] }),
  ]
})
export const owed = [{ guard: isKnown }, { target: 'known', actions: begin }]

export const takenBack = {
  actions: act<'update.taken-back'>(({ context, event: { about, suspect } }) => {
    const untrue = context.waitingFor.filter((one) => one.about === about && one.suspect === suspect)
    return [
      ...untrue.map((one) => cancel('victim-update', partOf(one))),
      remember({
        updatesDue: context.updatesDue - untrue.length,
        waitingFor: context.waitingFor.filter((one) => !untrue.includes(one)),
      }),
    ]
  }),
}

type Said = Omit<UpdateSettled, 'type'>

/**
 * What an update settles. An update without a suspect settles the only thing of its kind that waits, or the thing about nobody
 * who was named.
 */
function settledBy({ waitingFor }: VictimContext, { about, suspect }: Said, at: Instant): readonly Waiting[] {
  const waiting = waitingFor.filter((one) => one.about === about && one.since <= at)
  if (suspect === null && waiting.length === 1) return waiting
  return waiting.filter((one) => one.suspect === suspect || one.suspect === null)
}

/** More things than happen in the days that an update may take. */
const MOST_SETTLED = 20

/** She was told, or does not want to hear: what it settles is owed no longer, and counted. */
function settle(context: VictimContext, said: Said, at: Instant) {
  const met = settledBy(context, said, at)
  const inTime = met.filter(({ dueAt }) => at <= dueAt).length
  const end = said.how === 'told' ? complete : cancel
  return [
    ...met.map((one) => end('victim-update', partOf(one))),
    remember({
      waitingFor: context.waitingFor.filter((one) => !met.includes(one)),
      settled: [...context.settled.filter(({ dueAt }) => at <= dueAt), ...met].slice(-MOST_SETTLED),
      ...(said.how === 'declined'
        ? { updatesDeclined: context.updatesDeclined + met.length }
        : { updatesInTime: context.updatesInTime + inTime, updatesLate: context.updatesLate + met.length - inTime }),
    }),
  ]
}
/** What waits for somebody whom nobody has named is settled by whoever was told. */
const tellUnnamed = ({ name }: VictimContext, { incident }: Told, said: Said) =>
  standsForUnnamed(name, incident) ? [tell('victim', UNNAMED, { type: 'update.settled', ...said })] : []

export const settled = { actions: act<'update.settled'>(({ context, event }) => settle(context, event, event.at)) }

export const updated = {
  target: 'known',
  actions: act<'victim.updated'>(({ context, event, event: { at, data } }) => {
    const said = { about: data.about, suspect: data.suspect ?? null, how: 'told' } as const
    return [
      remember({ updates: context.updates + 1, updatedAt: later(context.updatedAt ?? at, at) }),
      ...settle(context, said, at),
      ...tellUnnamed(context, event, said),
    ]
  }),
}

/** A try leaves it owed, however often; what she does not want to hear is owed to her no longer. */
export const notUpdated = [
  {
    guard: ({ event }: OnVictim<'victim.not-updated'>) => event.data.because === 'declined',
    target: 'known',
    actions: act<'victim.not-updated'>(({ context, event, event: { at, data } }) => {
      const said = { about: data.about, suspect: data.suspect ?? null, how: 'declined' } as const
      return [...settle(context, said, at), ...tellUnnamed(context, event, said)]
    }),
  },
  {
    target: 'known',
    actions: act<'victim.not-updated'>(({ context, event: { at } }) => [
      remember({ attempts: context.attempts + 1, attemptedAt: later(context.attemptedAt ?? at, at) }),
    ]),
  },
]
