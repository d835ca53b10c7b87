/** Whether anybody was reached: messages in words, what nobody tries any more first. */
import { DELIVERY_STATUSES, type delivery, type replayed } from '../../../engine/answers/deliveries.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { subscription } from '../../../engine/answers/subscriptions.ts'
import { ROLE_LABELS } from '../../../frame/roles.ts'
import { addressOf } from '../../address.ts'
import { hasPage } from '../../hasPage.ts'
import { DELIVERY_STATES, MESSAGE_ABOUT, SUBSCRIPTION_STATES, WAYS } from '../../words/delivery.ts'
import { alertWords, counted } from '../../words/words.ts'

export type Delivery = Answer<typeof delivery>
export type Subscription = Answer<typeof subscription>

export interface Filter {
  readonly status: string
  readonly person: string
  readonly alert: string
  readonly incident: string
}
export const FILTERS = ['status', 'person', 'alert', 'incident'] as const

/** What the page without a status shows, one list after the other. */
export const LISTS = ['dead', 'failed', ''] as const
/** Rows of each of them; the rest is under its status. */
export const SHORT = 20
/** Rows of a page of one status. */
export const LONG = 100

export interface Row {
  readonly id: string
  readonly what: string
  readonly incident: string
  readonly hasPage: boolean
  readonly alert: string
  readonly person: string
  readonly role: string
  readonly way: string
  readonly state: string
  readonly isBad: boolean
  readonly why: string
  readonly tries: number
  readonly times: readonly { readonly label: string; readonly at: string }[]
  readonly canReplay: boolean
}

export function rowOf(one: Delivery, mayReplay: boolean): Row {
  const { id, alert, incident, kind, about, person, role, way, status, tries, problem, replayed } = one
  const told = MESSAGE_ABOUT[about]
  const failed = status === 'dead' || status === 'failed'
  return {
    ...{ id, incident, alert, tries, why: problem ?? '', isBad: failed, canReplay: mayReplay && failed },
    hasPage: hasPage(one),
    what: alert === '' ? 'A test message' : `${alertWords(kind)}${told === undefined ? '' : `: ${told}`}`,
    person: person ?? 'not shown: the incident is restricted',
    role: ROLE_LABELS[role],
    ...{ way: WAYS[way] ?? way, state: DELIVERY_STATES[status]?.label ?? status },
    times: [
      { label: 'written', at: one.writtenAt },
      { label: 'last tried', at: one.triedAt ?? '' },
      { label: 'sent', at: one.sentAt ?? '' },
      { label: 'received', at: one.deliveredAt ?? '' },
      { label: 'next try', at: one.nextTryAt ?? '' },
      { label: replayed?.by === undefined ? 'sent again' : `sent again by ${replayed.by.id}`, at: replayed?.at ?? '' },
    ].filter(({ at }) => at !== ''),
  }
}

export interface List {
  readonly title: string
  readonly says: string
  readonly rows: readonly Row[]
  readonly next: string
  /** Whether all of the list can be sent again at once. */
  readonly status: string
}

export function listOf(
  status: string,
  { items, next }: { readonly items: readonly Delivery[]; readonly next: string | null },
  filter: Filter,
  mayReplay: boolean,
): List {
  const state = DELIVERY_STATES[status]
  return {
    title: state?.label ?? 'The newest',
    ...{ says: state?.says ?? '', status, rows: items.map((one) => rowOf(one, mayReplay)) },
    next: next === null ? '' : addressOf('/deliveries', { ...filter, status: status === '' ? 'all' : status, cursor: next }),
  }
}

/** Links to each status, with the other filters as they are. */
export const statusLinks = (filter: Filter) =>
  ['', 'all', ...DELIVERY_STATUSES].map((status) => ({
    href: addressOf('/deliveries', { ...filter, status }),
    label: status === '' ? 'What needs somebody' : (DELIVERY_STATES[status]?.label ?? 'All'),
    isHere: filter.status === status,
  }))

export const subscriptionSeen = (one: Subscription, typed: { readonly id: string; readonly from: string } | null) => ({
  ...one,
  state: SUBSCRIPTION_STATES[one.status] ?? one.status,
  isBad: one.status !== 'active',
  kinds: one.kinds.length === 0 ? 'all alerts' : one.kinds.map(alertWords).join('; '),
  typed: typed?.id === one.id ? typed.from : one.position,
})

type Replayed = Answer<typeof replayed>

/** In the address that the page leads on to: a code and counts, since an address is anybody's to write. */
export const replayedCode = ({ replayed, left, leftOut: { ended, taken, underWay } }: Replayed): string =>
  ['replayed', replayed, left, ended, taken, underWay].join('-')

const DONE: Readonly<Record<string, string>> = {
  ended: 'The alert is ended.',
  tested: 'A test is under way by each of their ways. Ask them whether it has come.',
  told: 'The system is told again.',
}

/** What was done, as the address of the page says; empty where it says nothing known. */
export function doneWords(code: string): string {
  if (Object.hasOwn(DONE, code)) return DONE[code] ?? ''
  if (!/^replayed(-\d{1,5}){5}$/.test(code)) return ''
  const [replayed = 0, left = 0, ended = 0, taken = 0, underWay = 0] = code.split('-').slice(1).map(Number)
  const said = [
    replayed === 0 ? 'Nothing is sent again' : `${counted(replayed, 'message is', 'messages are')} sent again now`,
    ended === 0 ? '' : `${ended} left out, since the alert has ended`,
    taken === 0 ? '' : `${taken} left out, since somebody has the alert`,
    underWay === 0 ? '' : `${underWay} being sent at this moment`,
    left === 0 ? '' : `${left} still to be sent again: press the button once more`,
  ]
  return `${said.filter((part) => part !== '').join('. ')}.`
}
