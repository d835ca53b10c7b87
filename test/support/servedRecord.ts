/** The API on a real port over a record that a test fills itself: for reads. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Express } from 'express'
import { pino } from 'pino'
import { holidaysLeft } from '../../machines/rules/calendar/index.ts'
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import { type ApiPorts, createApi } from '../../src/api/createApi.ts'
import { listen } from '../../src/api/door/server.ts'
import { createMetrics } from '../../src/api/metrics.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import { createHandovers } from '../../src/engine/handover/handovers.ts'
import type { RefusedReports } from '../../src/engine/reads.ts'
import type { PinnedPolicy } from '../../src/engine/step/live.ts'
import type { Store } from '../../src/store/store.ts'
import { type Client, createClient, WHY } from './client.ts'

export interface ServedRecord {
  readonly url: string
  readonly api: Client
  /** GET with a supervisor's key and an Accept of one's own. */
  accepting(mediaTypes: string, path: string): Promise<Response>
  /** Asks as a supervisor of another force. */
  supervisorOf(force: string): Promise<Client>
  stop(): Promise<void>
}

/** Where nobody looks at who read. */
const UNLOGGED = {
  access: { write: async () => {} },
  unusual: { times: 5, incidents: 20, timezone: 'Europe/London' },
}

/** Where nothing is refused. */
const NO_REPORTS: RefusedReports = { refused: async () => {}, reported: async () => {}, dismiss: async () => null }

/** Over a record that is there and has what the tests leave in it. @param more another thing in the place of what is given here. */
export function apiOver(store: Store, pinned: PinnedPolicy, more: Partial<ApiPorts> = {}): Express {
  const failed = (error: unknown) => {
    throw error
  }
  const salt = () => randomBytes(32).toString('hex')
  const engine = more.engine ?? createEngine({ store, policy: pinned, alarms: { ring: () => {} }, salt, failed })
  return createApi({
    engine,
    handovers: createHandovers({
      ...{ engine, policy: pinned.policy, systemAlerts: store, rows: store.handoverRows, newId: randomUUID, failed },
    }),
    ...{
      reads: store,
      keys: store,
      sessions: store.sessions,
      drafts: store.drafts,
      refusals: store,
      systemAlerts: store,
      reports: NO_REPORTS,
    },
    ...{ replays: store, deliveryReports: store, subscriptions: store },
    holidays: (at) => holidaysLeft(at, pinned.policy),
    ...UNLOGGED,
    ...{ tools: {}, wording: {}, topicLabels: {}, prompts: [], log: pino({ enabled: false }), listenForChanges: () => {} },
    metrics: createMetrics({ due: store, timersFiring: () => true, bankHolidayDaysLeft: () => 403 }),
    health: { role: 'api', record: async () => true, timersFiring: () => true, olderBuild: () => false, starting: () => false },
    draining: new AbortController().signal,
    ...more,
  })
}

/** The force of each role that asks. */
type Readers = Partial<Record<Role, string>>
/** Everybody of one force. */
export const ALL_ROLES: Readers = Object.fromEntries(ROLES.map((role) => [role, 'warwickshire']))

export async function serveRecord(
  store: Store,
  pinned: PinnedPolicy,
  readers: Readers = { supervisor: 'warwickshire' },
  more: Partial<ApiPorts> = {},
): Promise<ServedRecord> {
  const server = await listen(apiOver(store, pinned, more), { host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${server.port}`
  const keys = new Map<string, string>()
  for (const [role, force] of Object.entries(readers)) keys.set(role, await store.create(role as Role, force))
  const keyOf = (role: Role) => keys.get(role) ?? ''
  return {
    url,
    api: createClient(url, keyOf),
    accepting: (accept, path) =>
      fetch(`${url}${path}`, { headers: { authorization: `Bearer ${keyOf('supervisor')}`, accept, ...WHY.headers } }),
    async supervisorOf(force) {
      const key = await store.create('supervisor', force)
      return createClient(url, () => key)
    },
    stop: () => server.close(1000),
  }
}
