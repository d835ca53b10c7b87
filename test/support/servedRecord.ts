/** The API on a real port over a record that a test fills itself: for reads. */
import { pino } from 'pino'
import { holidaysLeft } from '../../machines/rules/calendar/index.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { createApi } from '../../src/api/createApi.ts'
import { listen } from '../../src/api/door/server.ts'
import { createMetrics } from '../../src/api/metrics.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { RefusedReports } from '../../src/engine/reads.ts'
import type { PinnedPolicy } from '../../src/engine/step/live.ts'
import type { Store } from '../../src/store/store.ts'
import { type Client, createClient, WHY } from './client.ts'

export interface ServedRecord {
  readonly api: Client
  /** GET with a supervisor's key and an Accept of one's own. */
  accepting(mediaTypes: string, path: string): Promise<Response>
  stop(): Promise<void>
}

/** Where nobody looks at who read. */
export const UNLOGGED = {
  access: { write: async () => {} },
  unusual: { times: 5, incidents: 20, timezone: 'Europe/London' },
}

/** Where nothing is refused. */
export const NO_REPORTS: RefusedReports = { refused: async () => {}, reported: async () => {}, dismiss: async () => null }

/** @param readers the force of each role that asks. */
export async function serveRecord(
  store: Store,
  pinned: PinnedPolicy,
  readers: Partial<Record<Role, string>> = { supervisor: 'warwickshire' },
): Promise<ServedRecord> {
  const ports = { alarms: { ring: () => {} }, salt: () => '', failed: () => {} }
  const app = createApi({
    engine: createEngine({ store, policy: pinned, ...ports }),
    ...{ reads: store, keys: store, sessions: store.sessions, refusals: store, systemAlerts: store, reports: NO_REPORTS },
    holidays: (at) => holidaysLeft(at, pinned.policy),
    ...UNLOGGED,
    ...{ tools: {}, wording: {}, prompts: [], log: pino({ enabled: false }), listenForChanges: () => {} },
    metrics: createMetrics({ due: store, timersFiring: () => true, bankHolidayDaysLeft: () => 403 }),
    health: { role: 'api', record: async () => true, timersFiring: () => true, olderBuild: () => false, starting: () => false },
    draining: new AbortController().signal,
  })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${server.port}`
  const keys = new Map<string, string>()
  for (const [role, force] of Object.entries(readers)) keys.set(role, await store.create(role as Role, force))
  const keyOf = (role: Role) => keys.get(role) ?? ''
  return {
    api: createClient(url, keyOf),
    accepting: (accept, path) =>
      fetch(`${url}${path}`, { headers: { authorization: `Bearer ${keyOf('supervisor')}`, accept, ...WHY.headers } }),
    stop: () => server.close(1000),
  }
}
