import { plus } from '../../rules/time/instants.ts'
import {
  keepContact,
  tellOfAllocation,
  tellOfCourtAsked,
  tellOfCrime,
  tellOfDealing,
  tellOfNoCrime,
  tellOfStatement,
} from '../hau/handedOn.ts'
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'

type Dealt = { readonly context: IncidentContext; readonly event: EventOf<'suspect.dealt-with'> }

/**
 * A suspect who is out there is counted until somebody has dealt with them (seed: suspects outstanding that nobody counted): each by
 * the matter that they are, or all as one under a policy that keeps no account of each.
 */
const countOutstanding = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  if (context.policy.suspects !== undefined) return
  const kind = 'suspect-outstanding'
  if ((event as Dealt['event']).data.how === 'outstanding') enqueue({ type: 'raiseAlert', params: { kind, cause: 'suspect' } })
  else enqueue({ type: 'resolveAlerts', params: { kind } })
})
const dealt = [
  { type: 'remember' as const, params: ({ event }: Dealt) => ({ suspect: event.data.how }) },
  countOutstanding,
  tellOfDealing,
]

/** A crime is recorded, or somebody decides that no crime happened, within the time of the policy from the report. */
const scheduleRecording = incidentSetup.enqueueActions(({ context: { policy, receivedAt, knownAt }, enqueue }) => {
  const within = policy.crimeRecording?.within
  if (within === undefined) return
  // A night that is entered when that has passed: nobody could be told before.
  const fromReport = plus(receivedAt, within, policy.timezone)
  const dueAt = fromReport > knownAt ? fromReport : plus(knownAt, within, policy.timezone)
  enqueue({ type: 'schedule', params: { deadline: 'crime-recording', of: null, dueAt, climbEvery: null } })
})
const decided = { type: 'complete' as const, params: { deadline: 'crime-recording' as const, of: null } }

/** The first are enough: only the first after an offence starts its limit. */
const MOST_STATEMENTS = 50
const keepStatement = {
  type: 'remember' as const,
  params: ({ context, event: { data } }: { readonly context: IncidentContext; readonly event: EventOf<'statement.taken'> }) =>
    data.of !== 'complainant' || data.crimeRef !== undefined || context.policy.investigation === undefined
      ? {}
      : { statements: [...new Set([...context.statements, data.takenAt])].sort().slice(0, MOST_STATEMENTS) },
}

const allocate = [
  {
    type: 'remember' as const,
    params: ({ event }: { readonly event: EventOf<'investigation.allocated'> }) => ({ team: event.data.team }),
  },
  tellOfAllocation,
]

/** From report to allocation and charge. What each suspect, bail and crime goes through are matters of their own. */
export const investigation = incidentSetup.createStateConfig({
  initial: 'unallocated',
  on: {
    'crime.recorded': {
      actions: [{ type: 'remember', params: ({ context }) => ({ crimes: context.crimes + 1 }) }, decided, tellOfCrime],
    },
    'statement.taken': { actions: [keepStatement, tellOfStatement] },
    'bail.extension-applied': { actions: tellOfCourtAsked },
    'unit.arrived': keepContact,
    'victim.contacted': keepContact,
    /** What was recorded as a crime is one: taking that back is the crime register's. */
    'crime.not-recorded': {
      guard: ({ context }) => context.crimes === 0,
      actions: [
        { type: 'remember', params: ({ event: { at, data } }) => ({ noCrime: { at, by: data.by } }) },
        decided,
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
      entry: scheduleRecording,
      on: {
        'investigation.allocated': { target: 'allocated', actions: allocate },
      },
    },
    allocated: { on: { 'investigation.allocated': { actions: allocate } } },
    /** A suspect may be charged before anybody was allocated; closing still asks for a team. */
    outcome: { on: { 'investigation.allocated': { actions: allocate } } },
  },
})
