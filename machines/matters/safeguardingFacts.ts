/** What the incident asks of its referrals, schools and MARAC referrals, read from them as they stand. */
import type { IncidentContext } from '../incident/setup.ts'
import { NOTHING_SAID, type ReferralSays, type Safeguarded } from '../rules/hau/safeguardingFacts.ts'
import { maracSays } from './marac/index.ts'
import { referralSays } from './referral.ts'
import { schoolSays } from './school.ts'

interface Stored {
  readonly value: unknown
  readonly context: object
}

const kindOf = (id: string): string => id.slice(0, id.indexOf('/'))
const nameOf = (id: string): string => id.slice(id.indexOf('/') + 1)

/** Whether the incident asks a matter of this id; `referral/idva`. */
export const isAsked = (id: string): boolean => ['referral', 'school', 'marac'].includes(kindOf(id))

export function safeguardedIn(matters: Readonly<Record<string, Stored>>): Safeguarded {
  const asked = Object.keys(matters).filter(isAsked)
  if (asked.length === 0) return NOTHING_SAID
  const of = <Says>(kind: string, says: (machine: Stored) => Says) =>
    new Map(asked.filter((id) => kindOf(id) === kind).map((id) => [nameOf(id), says(matters[id] as Stored)]))
  return {
    referrals: of<ReferralSays>('referral', referralSays),
    schools: of('school', schoolSays),
    maracs: [...of('marac', maracSays).values()].filter((referredAt) => referredAt !== null),
  }
}

/** Whether an incident still asks a matter that has ended: at the closing, or because a referral may be made again. */
export function isNeeded(id: string, { value, context }: Stored, { policy, children }: IncidentContext): boolean {
  const name = nameOf(id)
  switch (kindOf(id)) {
    case 'school':
      return children.includes(name)
    case 'marac':
      return value !== 'withdrawn'
    case 'referral': {
      const { required, rules = [] } = policy.referrals
      const named = [
        ...required.high,
        ...required.child,
        ...rules.map(({ to }) => to),
        ...(policy.victimsCode?.support?.partners ?? []),
      ]
      return named.includes(name) || (context as { readonly insteadOf: string | null }).insteadOf !== null
    }
    default:
      return false
  }
}
