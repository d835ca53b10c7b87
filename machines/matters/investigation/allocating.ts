/**
 * Who investigates a crime: each crime follows its own rule, so that one allocation for the whole incident sends no rape to response.
 * Source: docs/sources.md#investigation (seed 44-47, 80).
 */
import { type AllocationRule, allocationRuleFor, allowsTeam } from '../../rules/investigation/allocation.ts'
import { complete } from '../asks.ts'
import { crimesOpen } from '../beside.ts'
import { riskOf } from '../lookedAtAgain.ts'
import { type Told, within } from '../matter.ts'
import { act, type InvestigationContext, type OnCrime, remember, schedule, settings } from './setup.ts'

/** The rule of the policy for these offences, as things stand. */
export const ruleFor = ({ incident }: Pick<Told, 'incident'>, offences: readonly string[]): AllocationRule | null =>
  allocationRuleFor(incident.policy.investigation?.allocate ?? [], {
    offences,
    risk: riskOf(incident),
    flags: incident.flags,
  })

/**
 * Whether an allocation is of this crime: it names it, or names none and this is the only one, or one of several that its rule
 * lets the team have. Against the rule only a named crime is allocated.
 */
export const getsThisTeam = ({ context, event }: OnCrime<'investigation.allocated'>): boolean =>
  event.data.crimeRef !== undefined ||
  crimesOpen(event).length === 1 ||
  allowsTeam(ruleFor(event, context.offences), event.data.team)

/**
 * The team of a crime that was recorded: the one it has, or that of the incident, as long as its rule allows it. What somebody
 * decided against the rule stays until the rule is another.
 */
export function teamOf(
  event: Told,
  { team: own, allocationRule }: Pick<InvestigationContext, 'team' | 'allocationRule'>,
  offences: readonly string[],
): Pick<InvestigationContext, 'team' | 'allocationRule'> {
  const rule = ruleFor(event, offences)
  const team = own ?? event.incident.team
  const stays = team !== null && (allowsTeam(rule, team) || (own !== null && rule?.rule === allocationRule))
  return { team: stays ? team : null, allocationRule: rule?.rule ?? null }
}

export const scheduleAllocation = act(({ context: { team }, event }) =>
  team === null ? [schedule('allocation', within(event, settings(event).allocateWithin), { climbEvery: null })] : [],
)

export const allocate = act<'investigation.allocated'>(({ context, event }) => [
  complete('allocation'),
  remember({ team: event.data.team, allocationRule: ruleFor(event, context.offences)?.rule ?? null }),
])
