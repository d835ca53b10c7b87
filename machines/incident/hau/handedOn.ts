/** What the incident hands on to its suspects, their bail and its investigations. Each of them comes to life only under a policy that asks for it. */
import { tell } from '../../effects.ts'
import { scheduleUpdate, UPDATE_AFTER } from '../../rules/investigation/victimsCode.ts'
import { earlier } from '../../rules/time/instants.ts'
import { UNNAMED } from '../../rules/vocabulary.ts'
import { isSaid } from '../../rules/words.ts'
import type { IncidentContext } from '../setup.ts'
import { act, type On, remember } from '../words.ts'
import { scheduleSupport } from './supporting.ts'
import { activity, tellOfCharge } from './tellings.ts'

type Met = On<'unit.arrived' | 'victim.contacted'>

const follows = ({ policy }: IncidentContext): boolean => policy.investigation !== undefined

export const tellOfDealing = act<'suspect.dealt-with'>(({ context, event: { data } }) => {
  const { how, reason, suspect, codeG = [], circulated = false, crimeRef } = data
  const name = suspect ?? UNNAMED
  const dealt = {
    type: 'dealt',
    how,
    codeG,
    reasonGiven: isSaid(reason),
    circulated,
    bail: null,
    ...(crimeRef === undefined ? {} : { crimeRef }),
  }
  return [
    ...scheduleUpdate(context, UPDATE_AFTER[how], suspect ?? null, 'dealing'),
    ...(context.policy.suspects === undefined ? [] : [tell('suspect', name, dealt)]),
    tell('bail', null, { type: 'suspect.dealt', suspect: name, how }),
    activity,
    ...(how === 'charged' ? [tellOfCharge(crimeRef, suspect ?? null)] : []),
  ]
})

export const tellOfCrime = act<'crime.recorded'>(({ context, event: { type, data } }) => [
  scheduleSupport,
  ...(follows(context) ? [tell('investigation', data.crimeRef, { type, data })] : []),
])

/** That nobody investigates what is no crime is a decision that she is told of. */
export const tellOfNoCrime = act(({ context }) =>
  context.policy.victimsCode?.decisions === undefined ? [] : scheduleUpdate(context, 'no-investigation', null, 'crime'),
)

export const tellOfAllocation = act<'investigation.allocated'>(({ event: { type, data } }) => [
  tell('investigation', data.crimeRef ?? null, { type, data }),
])

export const tellOfStatement = act<'statement.taken'>(({ event: { type, data } }) => [
  tell('investigation', data.crimeRef ?? null, { type, data }),
  activity,
])

/** Each bail hears of it, and counts it where it is the suspect's and had not ended. */
export const tellOfCourtAsked = act<'bail.extension-applied'>(({ event: { type, data } }) => [tell('bail', null, { type, data })])

/** The risk to the victim may be another: those who are looked at by it are told. */
export const tellOfRisk = (['suspect', 'bail', 'investigation', 'plan'] as const).map((kind) =>
  tell(kind, null, { type: 'risk.changed' }),
)

/** When she was first seen or reached, and whether that is on video: an outcome that rests on her is read beside it. */
export const keepContact = {
  guard: ({ context }: Met): boolean => follows(context),
  actions: remember(({ context, event }: Met) => {
    const met = event.type === 'unit.arrived' ? event.data.victimSeen === true : event.data.safe !== null
    const used = event.type === 'unit.arrived' ? event.data.bodyWornVideo?.on : undefined
    return {
      firstContactAt: met ? earlier(context.firstContactAt ?? event.at, event.at) : context.firstContactAt,
      bodyWornVideo: used === undefined ? context.bodyWornVideo : used || context.bodyWornVideo === true,
    }
  }),
}
