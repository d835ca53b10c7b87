/**
 * What keeps a domestic abuse incident from being resolved on the telephone. It is blocked unless the policy or a rank lets
 * it; and whoever decides, it is settled with the victim, for reasons of risk and not of resources, with every demand answered.
 * Source: docs/sources.md#telephone (seed 21; Hampshire 2016; Cheshire 2022)
 */
import type { CaseEventData } from '../events.ts'
import { isHighRisk } from '../hau/severity.ts'
import { isSecondPerson } from '../person.ts'
import { speaksOfResources } from '../reassessment/judgeTexts.ts'
import type { Role } from '../vocabulary.ts'

type Resolution = CaseEventData['incident.resolved-by-telephone']

export interface Settled extends Readonly<Parameters<typeof isHighRisk>[0]> {
  /** The last clock whose warning point was reached, 0 for none. */
  readonly warnedOn: number
  readonly breaches: readonly unknown[]
  readonly openDemands: readonly { readonly id: string; readonly reason: string }[]
}

interface Blocker {
  readonly code: string
  readonly detail: string
}

/** Nobody decides it alone: the risk is high, or the wait has come to its warning. */
export const isGrave = (incident: Settled): boolean =>
  isHighRisk(incident) || incident.warnedOn > 0 || incident.breaches.length > 0

/** Everything in the way at once; empty when it may be resolved. `role` is the key's. */
export function telephoneBlockers(incident: Settled, resolution: Resolution, role: Role): readonly Blocker[] {
  const { by, approvedBy, rationale, victimAgreed, safe } = resolution
  const { allowed, override } = incident.policy.telephoneResolution
  const grave = isGrave(incident)
  const blockers: [blocks: boolean, code: string, detail: string][] = [
    [
      !allowed && !override.includes(role),
      'policy-forbids',
      `The policy has domestic abuse attended in person.${askOf(override)}`,
    ],
    [
      allowed && grave && !override.includes(role),
      'rank-missing',
      `The risk is high, or the wait has come to its warning: a higher rank must approve this.${askOf(override)}`,
    ],
    [
      grave && !isSecondPerson(approvedBy, by),
      'second-person-missing',
      'The risk is high, or the wait has come to its warning: name a second person in `approvedBy` who approved it.',
    ],
    [!victimAgreed, 'victim-not-agreed', 'The victim has not agreed to it: somebody goes.'],
    [
      !safe,
      'victim-not-safe',
      'The victim is not safe: record the contact as `victim.contacted`, so that the risk is reassessed, and send somebody.',
    ],
    [
      speaksOfResources(rationale, incident.policy),
      'explains-resources',
      'The rationale speaks of resources alone: say why the risk lets nobody go.',
    ],
  ]
  return [
    ...blockers.flatMap(([blocks, code, detail]) => (blocks ? [{ code, detail }] : [])),
    ...incident.openDemands.map(({ id, reason }) => ({
      code: 'demand-open',
      detail: `Demand ${id} (${reason}) waits for a risk reassessment.`,
    })),
  ]
}

const askOf = (override: readonly Role[]): string =>
  override.length === 0 ? '' : ` The key of a ${override.join(' or a ')} may resolve it all the same, with a reason.`
