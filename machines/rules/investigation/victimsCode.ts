/** The Victims' Code: of what she has to be told, by when, and by when support is asked for her. Source: docs/sources.md#victim (seed 98, 103). */
import { DateTime } from 'luxon'
import type { Effects } from '../../effects.ts'
import { victimToldBy } from '../calendar/index.ts'
import type { OutcomeCode } from '../catalogue/matters/investigation.ts'
import type { Update } from '../catalogue/matters/victim.ts'
import type { CaseEventData } from '../events.ts'
import type { Policy } from '../policy/policy.ts'
import { zoneOf } from '../time/zone.ts'
import { type Instant, UNNAMED } from '../vocabulary.ts'
import { isBlank } from '../words.ts'

/** What was done with a suspect that she has to be told; the rest is not in right 6. */
export const UPDATE_AFTER: Partial<Record<CaseEventData['suspect.dealt-with']['how'], Update>> = {
  arrested: 'arrest',
  'voluntary-attendance': 'interview',
  bailed: 'bail',
  'released-under-investigation': 'release',
  'released-without-charge': 'release',
  charged: 'charge',
}

/** What she has to be told once a release on bail has ended. Released under investigation and charged are what they are without bail. */
export const UPDATE_AFTER_BAIL: Readonly<Record<CaseEventData['bail.ended']['because'], Update>> = {
  charged: 'charge',
  'released-under-investigation': 'release',
  'no-further-action': 'no-charge',
  cancelled: 'bail-ended',
}

/** What the victim must be told of an outcome; null for an outcome that the policy does not name. */
export function updateAfterOutcome({ victimsCode }: Policy, outcome: OutcomeCode): Update | null {
  const { charge = [], noCharge = [], noInvestigation = [] } = victimsCode?.decisions ?? {}
  if (charge.includes(outcome)) return 'charge'
  if (noCharge.includes(outcome)) return 'no-charge'
  return noInvestigation.includes(outcome) ? 'no-investigation' : null
}

interface HerCase {
  readonly policy: Policy
  readonly victims: readonly string[]
  readonly flags: readonly string[]
}

/** Which form said it: the same fact is often said by two, and is told to her once. */
export type SaidBy = 'dealing' | 'bail' | 'crime'

/** Something has happened of which she has to be told. */
export interface UpdateOwed {
  readonly type: 'update.owed'
  readonly about: Update
  readonly suspect: string | null
  readonly saidBy: SaidBy
}

/** What she had to be told turns out not to be so: who was not told of it yet need not be. */
export interface UpdateTakenBack {
  readonly type: 'update.taken-back'
  readonly about: Update
  readonly suspect: string | null
}

/** For `enqueue`: each victim of the incident hears of it, or the one whom nobody has named; none under a policy that asks for nothing. */
export const tellVictims = ({ policy, victims }: HerCase, event: Effects['tellMatter']['event']) =>
  policy.victimsCode === undefined
    ? []
    : (victims.length === 0 ? [UNNAMED] : victims).map((name) => ({
        type: 'tellMatter' as const,
        params: { kind: 'victim', name, event: { ...event } },
      }))

/** The same, of something that she has to be told; of nothing for null. */
export const scheduleUpdate = (incident: HerCase, about: Update | null | undefined, suspect: string | null, saidBy: SaidBy) =>
  about === null || about === undefined
    ? []
    : tellVictims(incident, { type: 'update.owed', about, suspect, saidBy } satisfies UpdateOwed)

type Person = CaseEventData['person.identified']['person']

/** Who is a victim of an incident, by reference: those that a list of its people names. One without a reference is `unnamed`. */
export const victimsIn = (persons: readonly Person[]): readonly string[] => [
  ...new Set(
    persons.flatMap(({ role, personRef = '' }) =>
      role === 'victim' ? [isBlank(personRef) || personRef.length > LONGEST_NAME ? UNNAMED : personRef] : [],
    ),
  ),
]
/** And once somebody was identified: who had no reference turns out to be one who has. */
export function victimsAfter({ policy, victims }: HerCase, person: Person): readonly string[] {
  const identified = policy.victimsCode === undefined ? [] : victimsIn([person])
  const named = identified.some((name) => name !== UNNAMED)
  return [...new Set([...victims.filter((name) => !named || name !== UNNAMED), ...identified])]
}
/** What an event can call a victim. */
const LONGEST_NAME = 64

/** The policy gives enhanced rights to every victim, or only to those with a qualifying flag. */
const rightsOf = ({ policy: { victimsCode }, flags }: HerCase): 'enhanced' | 'standard' =>
  victimsCode?.rights !== 'standard' || flags.some((flag) => victimsCode.enhancedFlags.includes(flag)) ? 'enhanced' : 'standard'

/** By when she is told of what happened at an instant. Only under a policy that asks for it. */
export const updateDue = (at: Instant, incident: HerCase): Instant =>
  victimToldBy(at, rightsOf(incident), incident.policy, incident.policy.victimsCode)

/** Whether what waits for somebody whom nobody has named is settled by one victim's telling: not where that is known to be another. */
export const standsForUnnamed = (victim: string, { victims }: HerCase): boolean =>
  victim !== UNNAMED && !(victims.includes(victim) && victims.includes(UNNAMED))

/** Whether an instant is between two times of day where the force is, both included. */
export function isWithinHours(at: Instant, { from, to }: { readonly from: string; readonly to: string }, zone: string): boolean {
  const local = DateTime.fromISO(at, { zone: zoneOf(zone) }).toFormat('HH:mm')
  return from <= local && local <= to
}
