/** What the incident hands on to its suspects, their bail and its investigations. Each of them comes to life only under a policy that asks for it. */
import { scheduleUpdate, UPDATE_AFTER } from '../../rules/investigation/victimsCode.ts'
import { earlier } from '../../rules/time/instants.ts'
import { UNNAMED } from '../../rules/vocabulary.ts'
import { isSaid } from '../../rules/words.ts'
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'
import { scheduleSupport } from './supporting.ts'
import { activity, tellOfCharge } from './tellings.ts'

type Met = { readonly context: IncidentContext; readonly event: EventOf<'unit.arrived'> | EventOf<'victim.contacted'> }

const follows = ({ policy }: IncidentContext): boolean => policy.investigation !== undefined

export const tellOfDealing = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { how, reason, suspect, codeG, circulated, crimeRef } = (event as EventOf<'suspect.dealt-with'>).data
  const name = suspect ?? UNNAMED
  for (const tell of scheduleUpdate(context, UPDATE_AFTER[how], suspect ?? null, 'dealing')) enqueue(tell)
  const dealt = {
    how,
    codeG: codeG ?? [],
    reasonGiven: isSaid(reason),
    circulated: circulated ?? false,
    bail: null,
  }
  if (context.policy.suspects !== undefined)
    enqueue({ type: 'tellMatter', params: { kind: 'suspect', name, event: { type: 'dealt', ...dealt } } })
  enqueue({ type: 'tellMatter', params: { kind: 'bail', name: null, event: { type: 'suspect.dealt', suspect: name, how } } })
  enqueue(activity)
  if (how === 'charged') enqueue(tellOfCharge(crimeRef))
})

export const tellOfCrime = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { data } = event as EventOf<'crime.recorded'>
  enqueue(scheduleSupport)
  if (!follows(context)) return
  enqueue({ type: 'tellMatter', params: { kind: 'investigation', name: data.crimeRef, event: { type: 'crime.recorded', data } } })
})

/** That nobody investigates what is no crime is a decision that she is told of. */
export const tellOfNoCrime = incidentSetup.enqueueActions(({ context, enqueue }) => {
  if (context.policy.victimsCode?.decisions === undefined) return
  for (const tell of scheduleUpdate(context, 'no-investigation', null, 'crime')) enqueue(tell)
})

export const tellOfAllocation = {
  type: 'tellMatter' as const,
  params: ({ event: { type, data } }: { readonly event: EventOf<'investigation.allocated'> }) => ({
    kind: 'investigation',
    name: data.crimeRef ?? null,
    event: { type, data },
  }),
}

export const tellOfStatement = incidentSetup.enqueueActions(({ event, enqueue }) => {
  const { type, data } = event as EventOf<'statement.taken'>
  enqueue({ type: 'tellMatter', params: { kind: 'investigation', name: data.crimeRef ?? null, event: { type, data } } })
  enqueue(activity)
})

/** Each bail hears of it, and counts it where it is the suspect's and had not ended. */
export const tellOfCourtAsked = {
  type: 'tellMatter' as const,
  params: ({ event: { type, data } }: { readonly event: EventOf<'bail.extension-applied'> }) => ({
    kind: 'bail',
    name: null,
    event: { type, data },
  }),
}

/** The risk to the victim may be another: those who are looked at by it are told. */
export const tellOfRisk = (['suspect', 'bail', 'investigation', 'plan'] as const).map((kind) => ({
  type: 'tellMatter' as const,
  params: { kind, name: null, event: { type: 'risk.changed' } },
}))

/** When she was first seen or reached, and whether that is on video: an outcome that rests on her is read beside it. */
export const keepContact = {
  guard: ({ context }: Met): boolean => follows(context),
  actions: {
    type: 'remember' as const,
    params: ({ context, event }: Met): Partial<IncidentContext> => {
      const met = event.type === 'unit.arrived' ? event.data.victimSeen : event.data.safe !== null
      const used = event.type === 'unit.arrived' ? event.data.bodyWornVideo?.used : undefined
      return {
        firstContactAt: met ? earlier(context.firstContactAt ?? event.at, event.at) : context.firstContactAt,
        bodyWornVideo: used === undefined ? context.bodyWornVideo : used || context.bodyWornVideo === true,
      }
    },
  },
}
