import { keepContact, tellOfAllocation, tellOfCrime, tellOfDealing, tellOfNoCrime } from '../hau/handedOn.ts'
import { incidentSetup } from '../setup.ts'
import { act, type On, raise, remember, resolve } from '../words.ts'

/**
 * A suspect who is out there is counted until somebody has dealt with them (seed: suspects outstanding that nobody counted): each by
 * the matter that they are, or all as one under a policy that keeps no account of each.
 */
const countOutstanding = act<'suspect.dealt-with'>(({ context, event }) => {
  if (context.policy.suspects !== undefined) return []
  const kind = 'suspect-outstanding'
  return [event.data.how === 'outstanding' ? raise({ kind, cause: 'suspect' }) : resolve({ kind })]
})
const dealt = [remember(({ event }: On<'suspect.dealt-with'>) => ({ suspect: event.data.how })), countOutstanding, tellOfDealing]
const allocate = [remember(({ event }: On<'investigation.allocated'>) => ({ team: event.data.team })), tellOfAllocation]

/** From report to allocation and charge. Each suspect, bail and crime is a matter of its own. */
export const investigation = incidentSetup.createStateConfig({
  initial: 'unallocated',
  on: {
    'crime.recorded': {
      actions: [remember(({ context }: On) => ({ crimes: context.crimes + 1 })), tellOfCrime],
    },
    'unit.arrived': keepContact,
    'victim.contacted': keepContact,
    /** A recorded crime stays a crime here: only the crime register may cancel it. */
    'crime.not-recorded': {
      guard: ({ context }) => context.crimes === 0,
      actions: [
        remember(({ event: { at, data } }: On<'crime.not-recorded'>) => ({ noCrime: { at, by: data.by } })),
        tellOfNoCrime,
      ],
    },
    'suspect.dealt-with': [
      { guard: ({ event }) => event.data.how === 'charged', target: '.outcome', actions: dealt },
      { actions: dealt },
    ],
  },
  states: {
    unallocated: {
      on: {
        'investigation.allocated': { target: 'allocated', actions: allocate },
      },
    },
    allocated: { on: { 'investigation.allocated': { actions: allocate } } },
    /** A suspect may be charged before anybody was allocated; closing still asks for a team. */
    outcome: { on: { 'investigation.allocated': { actions: allocate } } },
  },
})
