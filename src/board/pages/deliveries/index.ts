/** `/deliveries`: was anybody reached. What failed, sent again; alerts that nobody was told of, ended; systems that subscribe. */
import type { rotaPage } from '../../../engine/answers/duty.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { addressOf, askedFor } from '../../address.ts'
import { ApiRefused } from '../../ask.ts'
import { dismiss, dismissible, unended } from '../../dismissing.ts'
import type { Page } from '../../page.ts'
import { errorsByName } from '../../refusedForm.ts'
import type { Visit } from '../../visit.ts'
import { mustHavePlace } from '../../who.ts'
import { csvPage, fileOf } from '../reason/index.ts'
import { type Refused, replay, replayAll, replaySubscription, test } from './acts.ts'
import {
  type Delivery,
  doneWords,
  FILTERS,
  type Filter,
  LISTS,
  LONG,
  listOf,
  SHORT,
  type Subscription,
  statusLinks,
  subscriptionSeen,
} from './model.ts'

const ENDED_HERE = ['delivery-failed', 'subscription-ended'] as const

const PATH = '/deliveries'

type Acting = (visit: Visit) => Promise<Refused | string>

/** @param act answers where the page leads then, or why it was refused. */
const acted =
  (act: Acting) =>
  async (visit: Visit): Promise<void> => {
    const became = await act(visit)
    if (typeof became === 'string') visit.goTo(became)
    else await answer(visit, became)
  }

const dismissed: Acting = async (visit) => {
  const dismissal = await dismiss(visit)
  return dismissal === null ? addressOf(PATH, { done: 'ended' }) : { ...dismissal, dismissal }
}

export const deliveries: readonly Page[] = [
  { path: PATH, get: (visit) => answer(visit) },
  csvPage(`${PATH}.csv`, ({ req }) => {
    const filter = askedFor(req, FILTERS)
    const query = { ...filter, status: filter.status === 'all' ? '' : filter.status }
    return fileOf({ title: 'Messages to people', back: addressOf(PATH, filter), list: '/v1/deliveries', query })
  }),
  { path: `${PATH}/replay`, post: acted(replayAll) },
  { path: `${PATH}/:id/replay`, post: acted(replay) },
  { path: `${PATH}/test`, post: acted(test) },
  { path: `${PATH}/dismiss`, post: acted(dismissed) },
  { path: `${PATH}/subscriptions/:id`, post: acted(replaySubscription) },
]

async function answer(visit: Visit, refused: Refused | null = null): Promise<void> {
  const { req, api, me, show, who } = visit
  mustHavePlace(who, PATH)
  const { cursor, done, ...filter } = askedFor(req, [...FILTERS, 'cursor', 'done'])
  const { alerts, subscriptions, supervises, testsDelivery } = me.reads
  const [people, lists, waiting, systems] = await Promise.all([
    alerts ? peopleOnFile(api) : [],
    alerts ? readLists(visit, filter, cursor) : [],
    supervises ? unended(api, ENDED_HERE) : [],
    subscriptions === 'none' ? [] : api.get<{ items: readonly Subscription[] }>('/v1/subscriptions').then(({ items }) => items),
  ])
  const errors = refused?.errors ?? []
  const model = {
    ...{ lists, filter, done: doneWords(done), errors, byName: errorsByName(errors), reads: me.reads, testsDelivery, supervises },
    waiting: waiting.flatMap((alert) => dismissible(alert, refused?.dismissal ?? null) ?? []),
    systems: systems.map((one) => subscriptionSeen(one, refused?.subscription ?? null)),
    ...{
      people,
      hasFile: people !== null,
      statuses: statusLinks(filter),
      typedPerson: refused?.person ?? '',
      isOne: filter.status !== '',
      file: addressOf(`${PATH}.csv`, filter),
    },
  }
  show('deliveries.njk', model, { title: 'Messages to people', status: refused?.status ?? 200 })
}

/** Whom the delivery file names in a role of the rota; null without such a file. */
async function peopleOnFile(api: Visit['api']) {
  try {
    const { items } = await api.get<Answer<typeof rotaPage>>('/v1/rota?days=1')
    return [...new Map(items.flatMap(({ people }) => people.map((one) => [one.person, one]))).values()]
  } catch (error) {
    if (error instanceof ApiRefused && error.code === 'no-delivery-file') return null
    throw error
  }
}

async function readLists({ api, me }: Visit, filter: Filter, cursor: string) {
  const mayReplay = me.reads.supervises
  const read = async (status: string, limit: number, from = '') => {
    const query = { ...filter, status: status === 'all' ? '' : status, limit: String(limit), cursor: from }
    const page = await api.get<{ items: readonly Delivery[]; next: string | null }>(addressOf('/v1/deliveries', query))
    return listOf(status === 'all' ? '' : status, page, filter, mayReplay)
  }
  return filter.status === ''
    ? Promise.all(LISTS.map((status) => read(status, SHORT)))
    : [await read(filter.status, LONG, cursor)]
}
