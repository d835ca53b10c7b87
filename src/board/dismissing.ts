/** Alerts that somebody ends with a reason, on the page where what they tell of is read. */
import type { AlertKind } from '../../machines/rules/catalogue/alerts.ts'
import type { AlertItem } from '../engine/views/views.ts'
import { hasPage } from './hasPage.ts'
import { alertActAt } from './holder.ts'
import { type FormError, refusedForm } from './refusedForm.ts'
import type { Visit } from './visit.ts'
import { type Dismissal, dismissalOf } from './words/dismissals.ts'
import { alertWords } from './words/words.ts'

export interface Dismissible {
  readonly id: string
  readonly label: string
  /** The incident or the subscription; empty for an alert about neither. */
  readonly about: string
  readonly incident: string
  readonly hasPage: boolean
  /** The alert that has reached nobody. */
  readonly of: string
  readonly raisedAt: string
  readonly count: number
  /** Who has it. */
  readonly has: string
  readonly says: Dismissal
  readonly error: string
  readonly typed: string
}

/** What somebody typed before it was refused. */
export interface RefusedDismissal {
  readonly status: number
  readonly errors: readonly FormError[]
  readonly alert: string
  readonly typed: string
}

type Alert = Pick<AlertItem, 'id' | 'kind' | 'incident' | 'raisedAt' | 'count' | 'acknowledgedBy' | 'subscription' | 'of'>

export function dismissible(alert: Alert, refused: RefusedDismissal | null): Dismissible | null {
  const { id, kind, incident, raisedAt, count, acknowledgedBy, subscription, of } = alert
  const says = dismissalOf(alert)
  if (says === null) return null
  const mine = refused?.alert === id ? refused : null
  return {
    ...{
      id,
      label: alertWords(kind),
      about: subscription ?? incident,
      incident,
      hasPage: hasPage(alert),
      of: of ?? '',
      raisedAt,
      count,
      says,
    },
    ...{ has: acknowledgedBy?.id ?? '', error: mine?.errors[0]?.text ?? '', typed: mine?.typed ?? '' },
  }
}

/** Pages of alerts of one kind that are read at most; a force has at most some hundred open. */
const MOST_PAGES = 10

/** Those of these kinds that have not ended, the longest waiting first. */
export async function unended(api: Visit['api'], kinds: readonly AlertKind[]): Promise<readonly AlertItem[]> {
  const read = async (kind: AlertKind, status: string) => {
    const found: AlertItem[] = []
    let cursor: string | null = ''
    for (let page = 0; cursor !== null && page < MOST_PAGES; page++) {
      const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const path = `/v1/alerts?kind=${kind}&status=${status}&limit=500${more}`
      const answer: { items: readonly AlertItem[]; next: string | null } = await api.get(path)
      found.push(...answer.items)
      cursor = answer.next
    }
    return found
  }
  const lists = await Promise.all(kinds.flatMap((kind) => [read(kind, 'open'), read(kind, 'acknowledged')]))
  return lists.flat().sort((one, other) => (one.raisedAt < other.raisedAt ? -1 : 1))
}

/** @returns null once it is ended. */
export async function dismiss({ api, who, form }: Visit): Promise<RefusedDismissal | null> {
  const sent = await form()
  const [alert, typed] = [sent.get('alert') ?? '', sent.get('/reason') ?? '']
  try {
    const body = { by: who.person ?? undefined, reason: typed }
    await api.send('POST', alertActAt(alert, 'dismiss'), { csrf: sent.get('csrf') ?? '', body })
    return null
  } catch (error) {
    return { ...refusedForm(error, () => `reason-${alert}`), alert, typed }
  }
}
