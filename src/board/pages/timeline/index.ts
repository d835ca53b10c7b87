/** `/incidents/{ref}/timeline`: every line of the record, in both orders, page by page. */
import type { IncidentView, TimelineItem } from '../../../engine/views/views.ts'
import { incidentAt } from '../../address.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'
import { sayingWhy } from '../../why.ts'
import type { Filter } from '../../words/incident.ts'
import { timesOf } from '../../words/text.ts'
import { entriesOf, passes } from '../incident/happened/index.ts'
import { filterLinks, type Shown, shownIn } from '../incident/page.ts'
import { csvPage, fileOf } from '../reason/index.ts'

export const timelinePage: Page = {
  path: '/incidents/:ref/timeline',
  get: (visit) => sayingWhy(visit, referenceIn(visit), null, (headers) => show(visit, headers)),
  post: async (visit) => sayingWhy(visit, referenceIn(visit), await visit.form(), (headers) => show(visit, headers)),
}

/** All of the record, whatever the page shows of it. */
export const timelineFile: Page = csvPage('/incidents/:ref/timeline.csv', (visit) => {
  const reference = referenceIn(visit)
  const back = `${incidentAt(reference)}/timeline`
  const list = `/v1/incidents/${encodeURIComponent(reference)}/timeline`
  const query = { order: shownIn(visit.req.query).order }
  return fileOf({ title: `What happened in ${reference}`, back, list, query })
})

const referenceIn = ({ req }: Pick<Visit, 'req'>): string => String(req.params.ref)

type Headers = Readonly<Record<string, string>>

async function show(visit: Visit, headers: Headers): Promise<void> {
  const reference = referenceIn(visit)
  const shown = shownIn(visit.req.query)
  const { cursor } = visit.req.query
  const path = `/v1/incidents/${encodeURIComponent(reference)}`
  const view = await visit.api.get<IncidentView>(path, headers)
  const { lines, next } = await walk(
    visit.api,
    `${path}/timeline?order=${shown.order}`,
    shown.filter,
    typeof cursor === 'string' ? cursor : null,
    headers,
  )
  const address = `${incidentAt(reference)}/timeline`
  const page = {
    ...{ incident: reference, address: incidentAt(reference), count: view.version },
    filters: filterLinks(`${address}?order=${shown.order}&`, shown.filter),
    orders: ordersOf(address, shown),
    entries: entriesOf(lines, { view, times: timesOf(visit.clock) }),
    // Whoever broke the glass may look, and takes nothing away.
    file: headers['x-break-glass'] === undefined ? `${address}.csv?order=${shown.order}` : null,
    first: cursor === undefined ? null : `${address}?show=${shown.filter}&order=${shown.order}`,
    next: next === null ? null : `${address}?show=${shown.filter}&order=${shown.order}&cursor=${encodeURIComponent(next)}`,
  }
  visit.show('timeline.njk', { page }, { title: `${reference}: what happened` })
}

const ordersOf = (address: string, { filter, order }: Shown) =>
  (['newest', 'oldest'] as const).map((by) => ({
    label: by === 'newest' ? 'Newest first' : 'Oldest first',
    href: `${address}?show=${filter}&order=${by}`,
    isHere: by === order,
  }))

/** Lines of a page, at least; and how many the API is asked for at once. */
const ENOUGH = 100
const AT_ONCE = 200
/** A filter that finds little reads no further than this for one page. */
const MOST_READS = 10

async function walk(
  api: Visit['api'],
  path: string,
  filter: Filter,
  from: string | null,
  headers: Headers,
): Promise<{ readonly lines: readonly TimelineItem[]; readonly next: string | null }> {
  const lines: TimelineItem[] = []
  let next = from
  for (let reads = 0; reads < MOST_READS; reads++) {
    const at = next === null ? '' : `&cursor=${encodeURIComponent(next)}`
    const page = await api.get<{ readonly items: readonly TimelineItem[]; readonly next: string | null }>(
      `${path}&limit=${AT_ONCE}${at}`,
      headers,
    )
    lines.push(...page.items.filter((line) => passes(filter, line)))
    next = page.next
    if (next === null || lines.length >= ENOUGH) break
  }
  return { lines, next }
}
