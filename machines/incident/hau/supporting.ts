/** What victims hear of referrals to a service that supports them. Only where the pinned policy asks for it (`victimsCode.support`). */
import type { SupportOwed, SupportReferred, SupportWithdrawn } from '../../matters/victim/setup.ts'
import { tellVictims } from '../../rules/investigation/victimsCode.ts'
import type { IncidentContext } from '../setup.ts'

const partnersOf = ({ policy }: IncidentContext): readonly string[] => policy.victimsCode?.support?.partners ?? []
/** The partner that has her. */
const supporting = (context: IncidentContext): string | null =>
  partnersOf(context).find((partner) => ['made', 'acknowledged'].includes(context.referrals[partner] ?? '')) ?? null

/** For `enqueue`: a crime was recorded. A referral that was made before it serves. */
export const scheduleSupport = (context: IncidentContext, crimeRef: string) =>
  partnersOf(context).length === 0
    ? []
    : tellVictims(context, { type: 'support.owed', crimeRef, referredTo: supporting(context) } satisfies SupportOwed)

/** For `enqueue`, once the incident remembers it: a referral to a partner was made, or stands no longer. */
export function tellSupport(context: IncidentContext, partner: string) {
  if (!partnersOf(context).includes(partner)) return []
  const now = supporting(context)
  const told: SupportReferred | SupportWithdrawn =
    now === null ? { type: 'support.withdrawn' } : { type: 'support.referred', partner: now }
  // Each of whom there is account, also the one whom nobody had named when the crime was recorded.
  return [{ type: 'tellMatter' as const, params: { kind: 'victim', name: null, event: { ...told } } }]
}
