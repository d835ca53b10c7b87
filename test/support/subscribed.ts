/** A record with changes, and a system that subscribes: receivers on loopback, and processes that carry what they are sent. */
import { pino } from 'pino'
import { pauseAfter } from '../../src/deliver/pauses.ts'
import { createPostTo } from '../../src/deliver/postTo.ts'
import type { AccessTold } from '../../src/engine/access/line.ts'
import type { Subscription } from '../../src/engine/subscriptions/ports.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { type SubscriptionPorts, startSubscriptions } from '../../workers/subscriptions/start.ts'
import { alertOf, changeOf, FORCE } from './changes.ts'
import { useDatabase } from './database.ts'
import { eventually } from './eventually.ts'
import { asked, createLogins } from './logins.ts'
import { startWebhookReceiver, type WebhookReceiver } from './webhookReceiver.ts'

export const subscriptionOf = (id: string, parts: Partial<Subscription> = {}): Subscription => ({
  ...{ id, webhook: id, kinds: [], incidents: true },
  ...parts,
})

export interface Carrier {
  readonly read: readonly AccessTold[]
  readonly logged: readonly string[]
  stop(): Promise<void>
}

/** A process that carries these subscriptions, each to the receiver of its webhook. */
export function carrierOf(
  store: Store,
  subscriptions: readonly Subscription[],
  receivers: Readonly<Record<string, Pick<WebhookReceiver, 'url' | 'host' | 'secret'>>>,
  more: Partial<SubscriptionPorts> = {},
): Carrier {
  const read: AccessTold[] = []
  const logged: string[] = []
  const webhooks = Object.fromEntries(Object.entries(receivers).map(([name, { url, secret }]) => [name, { url, secret }]))
  const posting = createPostTo({ allow: Object.values(receivers).map(({ host }) => host), webhooks })
  let stopping: Promise<void> | null = null
  const started = startSubscriptions({
    ...{ force: FORCE, subscriptions, turns: store, reads: store, post: posting.post, pauseAfter, audience: 'supervisor' },
    access: { write: async (line) => void read.push(line) },
    listenForChanges: store.listenForChanges,
    log: pino({}, { write: (line: string) => logged.push(line) }),
    ...more,
  })
  return {
    read,
    logged,
    stop: () => {
      stopping ??= started.stop().then(posting.close)
      return stopping
    },
  }
}

/** An incident that is reported and has an alert: an item of each. */
export async function happen(store: Store, reference: string, parts: Parameters<typeof alertOf>[2] = {}): Promise<void> {
  await store.commit([changeOf(reference, 0, { alerts: [alertOf(reference, `${reference}-a1`, parts)] })])
}

/** Many incidents, each with an alert, fast. */
export async function happenMany(store: Store, prefix: string, many: number): Promise<void> {
  for (let from = 0; from < many; from += 100)
    await store.commit(
      Array.from({ length: Math.min(100, many - from) }, (_, n) => {
        const reference = `${prefix}-${from + n}`
        return changeOf(reference, 0, { alerts: [alertOf(reference, `${reference}-a1`)] })
      }),
    )
  await store.numberChanges()
}

export const idsOf = ({ received }: Pick<WebhookReceiver, 'received'>): string[] => received.map(({ id }) => id)

/** What the stream has after a position, as the ids of a subscription. */
export async function idsAfter(store: Store, id: string, position: string): Promise<string[]> {
  const ids: string[] = []
  for (let at = position; ; ) {
    const items = (await store.streamAfter(FORCE, at, 500)) ?? []
    if (items.length === 0) return ids
    ids.push(...items.map((item) => `${id}/${item.id}`))
    at = items.at(-1)?.id ?? at
  }
}

export const subscriptionIn = async (store: Store, id: string) => (await store.subscriptions(FORCE)).find((one) => one.id === id)

/** Waits until a subscription is carried: what happens from here on is sent. */
export const begun = (store: Store, id: string) =>
  eventually(`${id} has begun`, async () => (await subscriptionIn(store, id))?.status === 'active')

/** Between tests everything is stopped and closed. */
export function useSubscribed() {
  const $ = useDatabase()
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  return {
    server: () => $.server,
    /** A store on a record of its own, and its database as the superuser sees it. */
    async record() {
      const logins = await createLogins($.server)
      const store = await createStore({ connectionString: logins.engine, logins })
      closing.push(store.close)
      return {
        store,
        url: logins.superuser,
        sql: (text: string) => asked<Record<string, unknown>>(logins.superuser, text),
        /** Pauses after failures are over. */
        timePasses: () => asked(logins.superuser, 'update reassess.subscriptions set next_at = now() where next_at is not null'),
      }
    },
    async receiving<Name extends string>(...names: Name[]) {
      const started = await receiversOf(...names)
      closing.push(...Object.values<WebhookReceiver>(started).map(({ close }) => close))
      return started
    },
    carry: (...asked: Parameters<typeof carrierOf>): Carrier => {
      const carrier = carrierOf(...asked)
      closing.push(carrier.stop)
      return carrier
    },
  }
}

const receiversOf = async <Name extends string>(...names: Name[]): Promise<Record<Name, WebhookReceiver>> => {
  const started = await Promise.all(names.map(async (name) => [name, await startWebhookReceiver()] as const))
  return Object.fromEntries(started) as Record<Name, WebhookReceiver>
}
