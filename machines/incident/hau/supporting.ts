/** What victims hear of referrals to a service that supports them. Only where the pinned policy asks for it (`victimsCode.support`). */
import { tellVictims } from '../../rules/investigation/victimsCode.ts'
import type { IncidentContext } from '../setup.ts'
import { act } from '../words.ts'
import { type ToVictim, toVictim } from './tellings.ts'

/** The partner that has her. */
function supporting({ policy, safeguarded }: Pick<IncidentContext, 'policy' | 'safeguarded'>): string | null {
  const partners = policy.victimsCode?.support?.partners ?? []
  return partners.find((partner) => (safeguarded.referrals.get(partner)?.stands ?? null) !== null) ?? null
}

/** A referral that was made before the crime was recorded serves. */
export const scheduleSupport = act<'crime.recorded'>(({ context, event }) => {
  if (context.policy.victimsCode?.support === undefined) return []
  const owed: ToVictim = { type: 'support.owed', crimeRef: event.data.crimeRef, referredTo: supporting(context) }
  return tellVictims(context, owed)
})

/** A referral to a partner was made, or is no longer in force: told to each victim, also the one whom nobody had named when the crime was recorded. */
export const tellSupport = act<'matters.changed'>(({ context, event: { safeguarded } }) => {
  const now = supporting({ policy: context.policy, safeguarded })
  if (now === supporting(context)) return []
  return [toVictim(null, now === null ? { type: 'support.withdrawn' } : { type: 'support.referred', partner: now })]
})
