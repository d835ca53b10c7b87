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
import { incidentSetup } from '../setup.ts'
import { act, complete, type On, raise, remember, resolve, schedule } from '../words.ts'

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

/** A crime is recorded, or somebody decides that no crime happened, within the time of the policy from the report. */
const scheduleRecording = act(({ context: { policy, receivedAt, knownAt } }) => {
  const within = policy.crimeRecording?.within
  if (within === undefined) return []
  // A night that is entered when that time has passed: nobody could be told before.
  const fromReport = plus(receivedAt, within, policy.timezone)
  const dueAt = fromReport > knownAt ? fromReport : plus(knownAt, within, policy.timezone)
  return [schedule({ deadline: 'crime-recording', of: null, dueAt, climbEvery: null })]
})
const decided = complete('crime-recording')

/** The first are enough: only the first after an offence starts its limit. */
const MOST_STATEMENTS = 50
const keepStatement = remember(({ context, event: { data } }: On<'statement.taken'>) =>
  data.of !== 'complainant' || data.crimeRef !== undefined || context.policy.investigation === undefined
    ? {}
    : { statements: [...new Set([...context.statements, data.takenAt])].sort().slice(0, MOST_STATEMENTS) },
)

/** From report to allocation and charge. Each suspect, bail and crime is a matter of its own. */
export const investigation = incidentSetup.createStateConfig({
  initial: 'unallocated',
  on: {
    'crime.recorded': {
      actions: [remember(({ context }: On) => ({ crimes: context.crimes + 1 })), decided, tellOfCrime],
    },
    'statement.taken': { actions: [keepStatement, tellOfStatement] },
    'bail.extension-applied': { actions: tellOfCourtAsked },
    'unit.arrived': keepContact,
    'victim.contacted': keepContact,
    /** A recorded crime stays a crime here: only the crime register may cancel it. */
    'crime.not-recorded': {
      guard: ({ context }) => context.crimes === 0,
      actions: [
        remember(({ event: { at, data } }: On<'crime.not-recorded'>) => ({ noCrime: { at, by: data.by } })),
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
