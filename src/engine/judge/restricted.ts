/** Who opens a restricted incident without being its reader, and who ends the alert of it. */
import type { AlertContext } from '../../../machines/alert/setup.ts'
import { isCovered, isOwnGlass, mayRead } from '../../../machines/incident/restricted/restricted.ts'
import type { Dismissal } from '../engine.ts'
import { partOf } from '../step/leaving.ts'
import { alertOf } from '../step/live.ts'
import { breakGlass, dismiss } from '../step/step.ts'
import { append, type CaseWork } from './caseWork.ts'
import type { Request } from './request.ts'
import { isSameAccount } from './yourself.ts'

const raisedBy = ({ openings, entries }: Pick<CaseWork, 'openings' | 'entries'>, alert: string) =>
  [...openings, ...entries].find(({ consequences }) => consequences.alerts.some(({ id }) => id === alert))?.actor ?? null

/** Once for a person within the time that the policy gives, however often it is asked. @returns whether this person may read it now */
export function judgeBreakGlass(work: CaseWork, request: Extract<Request, { kind: 'break-glass' }>): boolean {
  const { live, now: recordedAt } = work
  if (live === null) return false
  const { by, reason, actor } = request
  const { context } = live.incident
  if (mayRead(context.restricted, by.id)) return true
  if (!live.pinned.policy.escalation.includes(actor.role)) return false
  if (!isCovered(context, by.id, recordedAt)) append(work, [breakGlass(live, { by, reason }, { recordedAt, actor })])
  return true
}

/** Only the alert of an opening is dismissed; any other ends when somebody does what it asks for. */
export function judgeDismissal(work: CaseWork, request: Extract<Request, { kind: 'dismiss' }>): Dismissal {
  const { live, now: recordedAt } = work
  const { alert: id, by, reason, actor } = request
  const alert = live === null ? undefined : partOf(live, 'alerts', id)
  if (live === null || alert === undefined) return 'unknown'
  const { kind, cause } = alert.context as unknown as AlertContext
  if (kind !== 'break-glass') return 'not-dismissed'
  if (alert.value === 'resolved') return alertOf(live, id)
  // A name may have changed since at the provider.
  if (isOwnGlass(cause, by.id) || isSameAccount(raisedBy(work, id), actor)) return 'own'
  append(work, [dismiss(live, id, { by, reason }, { recordedAt, actor })])
  return alertOf(live, id)
}
