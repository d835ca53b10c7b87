/** The wall as its view lays it out: filters with counts, rows, alerts, and where the list goes on. */
import type { Visit } from '../../visit.ts'
import { type Text, timesOf } from '../../words/text.ts'
import { counted } from '../../words/words.ts'
import { type AskedFor, addressOf, type Filter, here } from './asked.ts'
import { type FilterGroup, filtersOf } from './filters.ts'
import type { List } from './readList.ts'
import { type Row, rowOf } from './row.ts'
import type { Reader } from './whoHas.ts'

export interface WallView {
  readonly rows: readonly Row[]
  readonly filters: readonly FilterGroup[]
  /** How many there are, and which of them are here. */
  readonly counts: Text
  readonly alerts: Text | null
  /** What is shown in place of rows. */
  readonly empty: string | null
  readonly next: string | null
  readonly first: string | null
  readonly post: string
  readonly fragment: string
}

export const readerOf = ({ who, me }: Pick<Visit, 'who' | 'me'>): Reader => ({
  id: who.person?.id ?? null,
  role: who.role,
  acknowledges: me.reads.acknowledges && who.person !== null,
  reassesses: me.posts.includes('risk.reassessed'),
})

export function viewOf(list: List, asked: AskedFor, visit: Pick<Visit, 'who' | 'me' | 'clock'>): WallView {
  const { clock } = visit
  const reader = readerOf(visit)
  const rows = list.items.map((item) => rowOf(item, reader, clock))
  const { page, filter } = asked
  return {
    ...{ rows, filters: filtersOf(asked, list.counts, reader), counts: countsOf(list, asked), alerts: alertsOf(list, visit) },
    empty: emptyOf(list, asked),
    next: list.next === null ? null : addressOf(filter, { cursor: list.next, page: String(page + 1) }),
    first: page === 1 ? null : addressOf(filter),
    ...{ post: here(asked), fragment: here(asked, { fragment: 'rows' }) },
  }
}

function countsOf({ items, next, failure, counts }: List, { page, filter }: AskedFor): Text {
  if (failure !== null) return ['How many incidents are open is not known: the list could not be read.']
  const here =
    page === 1 && next === null ? `${counted(items.length, 'incident')}` : `${counted(items.length, 'incident')} on page ${page}`
  const all =
    counts === null ? 'how many are open in all is not known' : `${counts.incidents.open.toLocaleString('en-GB')} open in all`
  const isAll = page === 1 && next === null && Object.keys(filter).length === 0
  return [isAll && counts !== null ? `${counted(items.length, 'open incident')}, worst first.` : `${here}, ${all}, worst first.`]
}

/** What is no incident of this page must not be missed: how many alerts there are besides, and the oldest. */
function alertsOf({ items, counts }: List, { me, clock }: Pick<Visit, 'me' | 'clock'>): Text | null {
  if (!me.reads.alerts) return null
  if (counts?.alerts === undefined) return ['How many alerts are open is not known: they could not be counted.']
  const { open } = counts.alerts
  if (open.count === 0) return ['Every alert has somebody.']
  const onRows = items.reduce((sum, item) => sum + ('restricted' in item ? 0 : (item.alerts?.open ?? 0)), 0)
  const besides = Math.max(0, open.count - onRows)
  return [
    `${counted(open.count, 'alert waits', 'alerts wait')} for somebody`,
    ...(open.oldestAt === null ? ['.'] : [', the longest for ', timesOf(clock).since(open.oldestAt), '.']),
    besides === 0
      ? ' All of them are about incidents on this page.'
      : ` ${counted(besides, 'of them is', 'of them are')} not about an incident on this page.`,
  ]
}

/** @returns null where there are rows. An empty list that was read is told apart from a list that was not. */
function emptyOf({ items, failure, counts }: List, { filter, page }: AskedFor): string | null {
  if (failure !== null)
    return `The list could not be read: ${failure.message} This does not mean that nobody waits. Load the page again, and use the control room's own list until it is here.`
  if (items.length > 0) return null
  if (page > 1) return 'Nothing more is on the list.'
  if (isFiltered(filter)) return 'No open incident matches what you chose.'
  return (counts?.incidents.open ?? 0) > 0
    ? 'The list came back empty, and incidents are open. Load the page again, and do not rely on this one.'
    : 'No incident is open.'
}

const isFiltered = (filter: Filter): boolean => Object.keys(filter).length > 0
