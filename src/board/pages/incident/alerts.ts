/** Alerts that are open: who has each of them, who was told, whether that arrived, and what whoever is there may do about it. */

import { SEVERITIES } from '../../../../machines/rules/catalogue/alerts.ts'
import type { Role } from '../../../../machines/rules/vocabulary.ts'
import { SUPERVISING } from '../../../../machines/rules/vocabulary.ts'
import type { AlertItem } from '../../../engine/views/views.ts'
import { ROLE_LABELS } from '../../../frame/roles.ts'
import { canAct, hasIt, isOffered } from '../../holder.ts'
import { DELIVERY_WORDS } from '../../words/incident.ts'
import { say, strong, type Text } from '../../words/text.ts'
import { roleWords } from '../../words/wall.ts'
import { alertWords, words } from '../../words/words.ts'
import type { Known } from './known.ts'

export interface AlertLine {
  readonly id: string
  readonly severity: AlertItem['severity']
  readonly text: Text
  /** Who has it; empty for nobody. */
  readonly from: string
  readonly has: Text | null
  readonly told: readonly Text[]
  /** Nobody was reached: somebody has to ring. */
  readonly isUnreached: boolean
  readonly act: 'take' | 'take-over' | 'release' | null
  /** Whoever has it, or a supervisor in their place. */
  readonly mayRelease: boolean
  readonly label: string
}

const rank = ({ severity }: AlertItem): number => SEVERITIES.indexOf(severity)

/** The most severe first, then what was raised first. */
export const alertLines = (known: Known): readonly AlertLine[] =>
  known.view.alerts
    .filter(({ status }) => status !== 'resolved')
    .toSorted((a, b) => rank(b) - rank(a) || b.level - a.level || (a.raisedAt < b.raisedAt ? -1 : 1))
    .map((alert) => alertLine(alert, known))

function alertLine(alert: AlertItem, { view, me, person, times }: Known): AlertLine {
  const { id, severity, kind, audience, level, count, raisedAt, acknowledgedBy } = alert
  const isMine = hasIt(alert, person)
  const asks = view.demands.find(({ id }) => id === alert.demand)?.reason
  const label = asks === undefined ? alertWords(kind) : `${alertWords(kind)}, ${words(asks)}`
  const again = count > 1 ? `, asked ${count} times` : ''
  return {
    ...{ id, severity, label, from: acknowledgedBy?.id ?? '' },
    text: say`${strong(label)} for ${ROLE_LABELS[audience].toLowerCase()}, level ${level}${again}, since ${times.at(raisedAt)} (${times.since(raisedAt)})`,
    has: acknowledgedBy === undefined ? null : isMine ? ['You have it.'] : hasText(alert, acknowledgedBy),
    told: (alert.toldTo ?? []).map(
      ({ person: who = 'Somebody', way, status, at }) => say`${who}, ${way}: ${DELIVERY_WORDS[status]} (${times.at(at)})`,
    ),
    isUnreached:
      alert.deliveries !== undefined && alert.deliveries.dead > 0 && alert.deliveries.delivered + alert.deliveries.sent === 0,
    act:
      !me.reads.acknowledges || isMine || !isOffered(me.role, audience)
        ? null
        : acknowledgedBy === undefined
          ? 'take'
          : 'take-over',
    mayRelease: me.reads.acknowledges && acknowledgedBy !== undefined && (isMine || SUPERVISING.includes(me.role as Role)),
  }
}

function hasText({ audience, demand }: AlertItem, { id, role }: NonNullable<AlertItem['acknowledgedBy']>): Text {
  const isIdle = audience !== 'hau' && !canAct(role, demand !== undefined)
  return say`${strong(id)} (${roleWords(role)}) has it${isIdle ? ', and cannot do what it asks' : ''}.`
}
