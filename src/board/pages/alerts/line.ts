/** An alert of the list in words: what it asks, how long it has waited, for whom, who has it, and what can be done about it. */
import type { Clock } from '../../../frame/times.ts'
import { incidentAt } from '../../address.ts'
import { hasPage, isOfRefusedReport } from '../../hasPage.ts'
import { canAct, hasIt, isOffered } from '../../holder.ts'
import type { Rights } from '../../visit.ts'
import { type Dismissal, dismissalOf } from '../../words/dismissals.ts'
import { type Text, type Times, timesOf } from '../../words/text.ts'
import { roleWords, SEVERITY_WORDS } from '../../words/wall.ts'
import { alertWords } from '../../words/words.ts'
import type { Reader } from '../wall/whoHas.ts'
import type { Alert } from './before.ts'

export interface Link {
  readonly href: string
  readonly label: string
}

export interface Line {
  readonly id: string
  readonly kind: string
  readonly what: string
  readonly severity: string
  readonly severityWord: string
  readonly incident: Link | null
  /** What it is about where that is no incident with a page. */
  readonly about: string | null
  readonly wait: Text
  readonly asked: Text
  readonly has: Text
  /** What was refused, of a refused report. */
  readonly refused: string | null
  readonly links: readonly Link[]
  /** Who has it as the list shows it. */
  readonly seen: string
  /** What the button to take it says; null where the reader takes nothing, or has it. */
  readonly take: string | null
  readonly release: boolean
  readonly dismissal: Dismissal | null
}

/** @param refused what was refused, by incident. */
export function lineOf(
  alert: Alert,
  reader: Reader & { readonly reads: Rights },
  clock: Clock,
  refused: ReadonlyMap<string, string>,
): Line {
  const times = timesOf(clock)
  const { id, kind, severity, incident, acknowledgedBy: holder } = alert
  const isMine = hasIt(alert, reader.id)
  const isTaken = alert.status === 'acknowledged'
  const { acknowledges, reads } = reader
  return {
    ...{ id, kind, what: alertWords(kind), severity, severityWord: SEVERITY_WORDS[severity] },
    incident: hasPage(alert) ? { href: incidentAt(incident), label: incident } : null,
    about: aboutWords(alert),
    wait: ['Waited ', times.since(alert.raisedAt), ', since ', times.at(alert.raisedAt), '.'],
    ...{ asked: askedSentence(alert, times), has: hasSentence(alert, isMine) },
    refused: refused.get(incident) ?? null,
    links: linksOf(alert, reads),
    seen: holder?.id ?? '',
    take:
      !acknowledges || isMine || !isOffered(reader.role, alert.audience)
        ? null
        : isTaken
          ? `Take over${holder === undefined ? '' : ` from ${holder.id}`}`
          : 'Take',
    release: acknowledges && isTaken && (isMine || reads.supervises),
    dismissal: reads.supervises ? dismissalOf(alert) : null,
  }
}

function aboutWords(alert: Alert): string | null {
  const { incident, kind, role, subscription, of, count } = alert
  if (kind === 'report-refused')
    return incident === ''
      ? `${count} more numbers were refused and have no alert of their own`
      : `${incident}, which nobody has reported`
  if (role !== undefined) return `In the role ${roleWords(role)}`
  if (subscription !== undefined) return `The subscription ${subscription}`
  if (isOfRefusedReport(alert)) return `The refused report of ${incident === '' ? 'several numbers' : incident}`
  if (of !== undefined) return `The alert ${of}`
  return incident === '' ? 'The service itself' : null
}

function askedSentence({ audience, level, count, kind, dueAt, status }: Alert, times: Times): Text {
  const again = count > 1 && kind !== 'report-refused' ? [` Asked ${count} times.`] : []
  const due: Text =
    dueAt === undefined || status === 'resolved' || times.isPast(dueAt)
      ? []
      : [' Goes to the next level, or asks again, at ', times.at(dueAt), ', ', times.until(dueAt), '.']
  return [`For the ${roleWords(audience)}, level ${level}.`, ...again, ...due]
}

function hasSentence({ status, acknowledgedBy: holder, restricted, audience, demand }: Alert, isMine: boolean): Text {
  if (status !== 'acknowledged') return ['Nobody has it.']
  if (isMine) return ['You have it.']
  if (holder !== undefined) {
    const isIdle = audience !== 'hau' && !canAct(holder.role, demand !== undefined)
    return [`${holder.id} (${roleWords(holder.role)}) has it${isIdle ? ', and cannot do what it asks' : ''}.`]
  }
  return [restricted ? 'Somebody has it. Who that is, is told to readers of this restricted incident.' : 'Somebody has it.']
}

/** Where what it asks for is done; only where the reader's role has that page. */
function linksOf({ kind, incident, demand }: Alert, reads: Rights): readonly Link[] {
  const place = incidentAt(incident)
  const links: (Link | null)[] = [
    demand !== undefined && reads.supervises ? { href: `${place}/reassess`, label: `Reassess ${incident}` } : null,
    kind === 'report-refused' && reads.refusals
      ? {
          href: incident === '' ? '/refusals' : `/refusals?${new URLSearchParams({ incident })}`,
          label: `What was refused${incident === '' ? '' : ` of ${incident}`}`,
        }
      : null,
    kind === 'approval-waiting' && reads.samples ? { href: '/approvals', label: 'Read it and decide' } : null,
    kind.startsWith('reassessment-doubtful') || kind === 'reassessment-check-overdue'
      ? reads.samples
        ? { href: '/reassessments', label: 'Read the reassessment' }
        : null
      : null,
    kind === 'handover-unaccepted' && reads.samples ? { href: '/handover', label: 'Accept the hand-over' } : null,
    kind === 'delivery-failed' ? { href: '/deliveries', label: 'What became of the messages' } : null,
    kind === 'nobody-on-duty' ? { href: '/rota', label: 'Who is on duty' } : null,
  ]
  return links.filter((link) => link !== null)
}
