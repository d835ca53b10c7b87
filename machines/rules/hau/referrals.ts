/**
 * Whom a case has to reach before it is safe to close: partners by risk and by children, and each child's school.
 * Who that is, is the policy's `referrals.required`. Source: docs/sources.md#safeguarding (seed 40, 43; routing table).
 */
import type { CaseEventData } from '../events.ts'
import type { Issue, Warning } from '../issue.ts'
import type { Policy } from '../policy/policy.ts'
import type { RiskGrade } from '../vocabulary.ts'
import type { Safeguarded } from './safeguardingFacts.ts'

interface Referred {
  readonly policy: Policy
  readonly riskGrade: RiskGrade | null
  readonly children: readonly string[]
  readonly safeguarded: Safeguarded
  /** Somebody decided that its high risk goes to no MARAC. */
  readonly maracException: object | null
}

export type Outstanding =
  | { readonly what: 'not-referred'; readonly partner: string }
  | { readonly what: 'not-acknowledged'; readonly partner: string }
  | { readonly what: 'school-not-told'; readonly child: string }

/** The partner that is referred to by `marac.referred` as well. */
export const MARAC = 'marac'

/** Referred as a matter of its own, or decided not to be: no other referral to it is asked for. */
export const maracIsSettled = ({ safeguarded, maracException }: Pick<Referred, 'safeguarded' | 'maracException'>): boolean =>
  safeguarded.maracs.length > 0 || maracException !== null

const requiredPartners = (case_: Referred): readonly string[] => [
  ...(case_.riskGrade === 'high' ? case_.policy.referrals.required.high : []).filter(
    (partner) => partner !== MARAC || !maracIsSettled(case_),
  ),
  ...(case_.children.length > 0 ? case_.policy.referrals.required.child : []),
]

/** The partner itself, or who was asked in its place, that a referral was made to; what was withdrawn was not. */
function standing({ safeguarded: { referrals } }: Referred, partner: string): string | null {
  const tried = new Set<string>()
  for (let next: string | null = partner; next !== null && !tried.has(next); next = referrals.get(next)?.redirectedTo ?? null) {
    if ((referrals.get(next)?.stands ?? null) !== null) return next
    tried.add(next)
  }
  return null
}

/** Made, and for each child where it is about children. */
function isReferred(case_: Referred, partner: string): boolean {
  const to = standing(case_, partner)
  return to !== null && !(case_.policy.referrals.required.child.includes(partner) && childrenUnreferred(case_, to).length > 0)
}

/**
 * Children found after a partner was referred to, so that the partner does not know them. Asked only where the policy has
 * rules.
 */
const childrenUnreferred = ({ policy, children, safeguarded }: Referred, partner: string): readonly string[] =>
  policy.referrals.rules === undefined
    ? []
    : children.filter((child) => !safeguarded.referrals.get(partner)?.children.includes(child))

/** Partners that are told of every child: by closing, or by a rule. */
const toldOfChildren = ({ policy: { referrals } }: Referred): readonly string[] => [
  ...referrals.required.child,
  ...(referrals.rules ?? []).flatMap(({ when, to }) => (when.child === true ? [to] : [])),
]
/** Whether a referral in force must be made again, for a child who was found after it. */
export const isMadeAnew = (case_: Referred, partner: string): boolean =>
  (toldOfChildren(case_).includes(partner) ||
    case_.policy.referrals.required.child.some((one) => standing(case_, one) === partner)) &&
  childrenUnreferred(case_, partner).length > 0

/** What is left to do, by name: referrals required and not made, made and not acknowledged, schools not told. */
export function outstanding(case_: Referred): readonly Outstanding[] {
  const missing = requiredPartners(case_).filter((partner) => !isReferred(case_, partner))
  const { referrals, schools } = case_.safeguarded
  const waiting = [...referrals.keys()].filter((partner) => referrals.get(partner)?.stands === 'made')
  const untold = case_.children.filter((child) => !schools.get(child)?.told)
  return [
    ...missing.map((partner) => ({ what: 'not-referred' as const, partner })),
    ...waiting.map((partner) => ({ what: 'not-acknowledged' as const, partner })),
    ...untold.map((child) => ({ what: 'school-not-told' as const, child })),
  ]
}

/** Partners that a rule asks a referral for, and to whom nobody has made it. */
export const unmade = ({ safeguarded: { referrals } }: Pick<Referred, 'safeguarded'>): readonly string[] =>
  [...referrals.keys()].filter((partner) => referrals.get(partner)?.unmade)

/** What is wrong with a referral, and what it leaves unsaid where the policy follows referrals. */
export function referralFinds(
  { referrals: { rules, legalBases } }: Policy,
  { legalBasis, shared }: CaseEventData['referral.made'],
): { readonly issues: readonly Issue[]; readonly warnings: readonly Warning[] } {
  const strange = legalBasis !== undefined && legalBases.length > 0 && !legalBases.includes(legalBasis)
  const warn = (code: string, pointer: string, detail: string): Warning[] =>
    rules === undefined ? [] : [{ code, pointer, detail }]
  return {
    issues: strange ? [{ pointer: '/data/legalBasis', detail: `must be one of ${legalBases.join(', ')}` }] : [],
    warnings: [
      ...(legalBasis === undefined
        ? warn('legal-basis-missing', '/data/legalBasis', 'Say on what legal basis the partner is told.')
        : []),
      ...((shared ?? []).length === 0 ? warn('shared-missing', '/data/shared', 'Say exactly what is shared.') : []),
    ],
  }
}
