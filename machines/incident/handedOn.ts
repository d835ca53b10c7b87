/** What the incident hands on to its suspects, their bail and its investigations. Each of them comes to life only under a policy that asks for it. */
import { earlier } from '../rules/time.ts'
import { UPDATE_AFTER, updateOwed } from '../rules/victimsCode.ts'
import { type EventOf, type IncidentContext, incidentSetup } from './setup.ts'

/** A suspect without a reference is one in the register all the same. */
const UNNAMED = 'unnamed'

type Met = { readonly context: IncidentContext; readonly event: EventOf<'unit.arrived'> | EventOf<'victim.contacted'> }

const follows = ({ policy }: IncidentContext): boolean => policy.investigation !== undefined

export const tellOfDealing = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { how, reason, suspect, codeG, circulated } = (event as EventOf<'suspect.dealt-with'>).data
  const name = suspect ?? UNNAMED
  const about = UPDATE_AFTER[how]
  const owed = about === undefined ? null : updateOwed(about, suspect, event.at, context.policy)
  if (owed !== null) enqueue({ type: 'owe', params: owed })
  const dealt = { how, codeG: codeG ?? [], reasonGiven: (reason ?? '').trim() !== '', circulated: circulated ?? false }
  if (context.policy.suspects !== undefined)
    enqueue({ type: 'tellMatter', params: { kind: 'suspect', name, event: { type: 'dealt', ...dealt } } })
  enqueue({ type: 'tellMatter', params: { kind: 'bail', name: null, event: { type: 'suspect.dealt', suspect: name, how } } })
  const what = how === 'charged' ? 'suspect.charged' : 'activity'
  enqueue({ type: 'tellMatter', params: { kind: 'investigation', name: null, event: { type: what } } })
})

export const tellOfCrime = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { data } = event as EventOf<'crime.recorded'>
  if (!follows(context)) return
  enqueue({ type: 'tellMatter', params: { kind: 'investigation', name: data.crimeRef, event: { type: 'crime.recorded', data } } })
})

export const tellOfAllocation = {
  type: 'tellMatter' as const,
  params: ({ event: { type, data } }: { readonly event: EventOf<'investigation.allocated'> }) => ({
    kind: 'investigation',
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
