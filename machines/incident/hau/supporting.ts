/** What victims hear of referrals to a service that supports them. Only where the pinned policy asks for it (`victimsCode.support`). */
import { tellVictims } from '../../rules/investigation/victimsCode.ts'
import { type EventOf, type IncidentContext, incidentSetup, type MattersChanged } from '../setup.ts'
import { type ToVictim, toVictim } from './tellings.ts'

/** The partner that has her. */
function supporting({ policy, safeguarded }: Pick<IncidentContext, 'policy' | 'safeguarded'>): string | null {
  const partners = policy.victimsCode?.support?.partners ?? []
  return partners.find((partner) => (safeguarded.referrals.get(partner)?.stands ?? null) !== null) ?? null
}

/** A referral that was made before the crime was recorded serves. */
export const scheduleSupport = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  if (context.policy.victimsCode?.support === undefined) return
  const { crimeRef } = (event as EventOf<'crime.recorded'>).data
  const owed: ToVictim = { type: 'support.owed', crimeRef, referredTo: supporting(context) }
  for (const tell of tellVictims(context, owed)) enqueue(tell)
})

/** A referral to a partner was made, or is no longer in force: told to each victim, also the one whom nobody had named when the crime was recorded. */
export const tellSupport = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { safeguarded } = event as MattersChanged
  const now = supporting({ policy: context.policy, safeguarded })
  if (now === supporting(context)) return
  enqueue(toVictim(null, now === null ? { type: 'support.withdrawn' } : { type: 'support.referred', partner: now }))
})
