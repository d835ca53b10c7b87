/** A control room at night: the started system on a database of its own, its delivery file, and a receiver for each person of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAYS } from '../../machines/rules/delivery/plan.ts'
import type { DeliveryItem } from '../../src/engine/notifications/seen.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import type { Environment } from '../support/built.ts'
import { event, type Fields } from '../support/client.ts'
import { createDatabase, runOnce, useDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { policyText } from '../support/policies.ts'
import { createPlace, FORCE, type Server } from '../support/server.ts'
import { type ReceivedWebhook, startWebhookReceiver, type WebhookReceiver } from '../support/webhookReceiver.ts'

/** A P1 is overdue after a second and then waits for an hour; a P2 escalates and returns every two seconds. */
const POLICY = policyText({
  id: 'night',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT1S, rural: PT1S }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P2: { rank: 2, attendWithin: { urban: PT1S, rural: PT1S }, answerWithin: PT2S, repeatEvery: PT2S }',
  ],
  escalation: ['supervisor', 'force-incident-manager', 'duty-superintendent'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }'],
})

const PEOPLE = {
  sam: 'supervisor',
  sal: 'supervisor',
  fay: 'force-incident-manager',
  sue: 'duty-superintendent',
} as const
type Name = keyof typeof PEOPLE

export const always = (...people: readonly string[]) => ({ shifts: [{ days: DAYS, from: '00:00', to: '24:00', people }] })
/** A person of the file, whose name is as they are called there. */
export const person = (name: string, role: string, ways: Fields) => ({ name, roles: [role], ways })
export const EVERY_SEVERITY = ['critical', 'high', 'medium', 'low']

/** Everybody of the file is on duty at all hours, and the first of a role is told by webhook. */
const fileOf = (receivers: Readonly<Record<Name, WebhookReceiver>>) => ({
  schema: 'reassess/delivery/v1',
  force: FORCE,
  allow: Object.values(receivers).map(({ host }) => host),
  people: Object.fromEntries(Object.entries(PEOPLE).map(([name, role]) => [name, person(name, role, { webhook: name })])),
  webhooks: Object.fromEntries(Object.entries(receivers).map(([name, { url, secret }]) => [name, { url, secret }])),
  rota: {
    supervisor: always('sam', 'sal'),
    'force-incident-manager': always('fay'),
    'duty-superintendent': always('sue'),
  },
  routes: [{ severity: EVERY_SEVERITY, ways: ['webhook'], ackWithin: 'PT1H' } as Fields],
})
type NightFile = ReturnType<typeof fileOf>

interface Night {
  readonly receivers: Readonly<Record<Name, WebhookReceiver>>
  readonly file: string
  /** The process that was started last. */
  readonly server: Server
  /** Another process on the same record. */
  start(): Promise<Server>
  /** Runs `reassess` with these words. */
  run(...words: readonly string[]): ReturnType<Awaited<ReturnType<typeof createPlace>>['run']>
  /** As the superuser: for time that no test waits for. */
  sql(text: string): Promise<unknown>
  /** An incident that nobody attends in time. */
  breached(reference: string, priority?: 'P1' | 'P2'): Promise<void>
  post(path: string, body: object): Promise<{ readonly status: number; readonly body: unknown }>
  /** Messages to somebody about an incident. */
  toldOf(name: Name, reference: string): readonly ReceivedWebhook[]
  isTold(name: Name, reference: string): Promise<ReceivedWebhook>
  alert(reference: string, is: (alert: AlertItem) => boolean): Promise<AlertItem>
  /** @param query as of the list. */
  deliveries(query: string): Promise<readonly DeliveryItem[]>
  delivery(query: string, is: (delivery: DeliveryItem) => boolean): Promise<DeliveryItem>
}

/** `useNights()` at the top of a file. */
export function useNights() {
  const database = useDatabase()
  const undo: (() => unknown)[] = []
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step()
  })

  /** @param write changes the file. */
  return async (write: (file: NightFile) => object = (file) => file, env: Environment = {}): Promise<Night> => {
    const started = await Promise.all(
      Object.keys(PEOPLE).map(async (name) => {
        const receiver = await startWebhookReceiver()
        undo.push(receiver.close)
        return [name, receiver] as const
      }),
    )
    const receivers = Object.fromEntries(started) as Record<Name, WebhookReceiver>
    const folder = mkdtempSync(join(tmpdir(), 'reassess-night-'))
    undo.push(() => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'delivery.yaml')
    writeFileSync(file, JSON.stringify(write(fileOf(receivers))))
    const databaseUrl = await createDatabase(database.server)
    const place = await createPlace(POLICY, { databaseUrl })
    undo.push(place.remove)
    const start = () => place.start({ DELIVERY_FILE: file, ...env })
    let server = await start()
    const find = <Item>(fact: string, list: () => Promise<readonly Item[]>, is: (item: Item) => boolean) => {
      let seen: readonly Item[] = []
      return eventually(
        fact,
        async () => {
          seen = await list()
          return seen.find(is)
        },
        () => seen,
      )
    }
    const deliveries: Night['deliveries'] = (query) => server.list<DeliveryItem>(`/v1/deliveries?${query}`)
    const toldOf: Night['toldOf'] = (name, reference) =>
      receivers[name].received.filter(({ body }) =>
        body.data.items.some(({ incident }: { incident: string }) => incident === reference),
      )
    return {
      ...{ receivers, file, deliveries, toldOf, run: place.run },
      sql: (text) => runOnce(databaseUrl, text),
      get server() {
        return server
      },
      async start() {
        server = await start()
        return server
      },
      async breached(reference, priority = 'P1') {
        for (const posted of [event('incident.reported', reference), event('incident.graded', reference, { priority })])
          expect(await server.post('control-room', posted)).toMatchObject({ code: 201 })
      },
      async post(path, body) {
        const headers = { 'content-type': 'application/json' }
        const answer = await server.ask(path, 'supervisor', { method: 'POST', headers, body: JSON.stringify(body) })
        return { status: answer.status, body: await answer.json() }
      },
      isTold: (name, reference) =>
        find(
          `${name} is told of ${reference}`,
          async () => toldOf(name, reference),
          () => true,
        ),
      alert: (reference, is) =>
        find(`${reference} has that alert`, () => server.list<AlertItem>(`/v1/alerts?incident=${reference}`), is),
      delivery: (query, is) => find(`there is a delivery: ${query}`, () => deliveries(query), is),
    }
  }
}
