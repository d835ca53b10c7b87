/** Who has an alert, as the columns `taken_by` and `taken_account` of its row say it. */
import { personKey } from '../../machines/rules/person.ts'
import type { Actor, Entry, SignedIn } from '../engine/step/case.ts'
import type { AlertItem } from '../engine/views/views.ts'

interface TakerColumns {
  readonly takenBy: string | null
  readonly account: string | null
}

export const accountKey = ({ issuer, subject }: Pick<SignedIn, 'issuer' | 'subject'>): string => JSON.stringify([issuer, subject])

/** @param entries the new lines: the last by which the alert was taken says with which account. */
export function takerOf({ id, acknowledgedBy }: AlertItem, entries: readonly Entry[]): TakerColumns {
  if (acknowledgedBy === undefined) return { takenBy: null, account: null }
  const line = entries.findLast(
    ({ type, consequences }) => type === 'alert.acknowledged' && consequences.alerts.some((alert) => alert.id === id),
  )
  return { takenBy: personKey(acknowledgedBy.id), account: accountOf(line?.actor) }
}

export const accountOf = (actor: Pick<Actor, 'person'> | null | undefined): string | null =>
  actor?.person === undefined ? null : accountKey(actor.person)
