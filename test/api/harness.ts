/** The API on a real port, over an engine and a record that live in memory and do as a test tells them. */
import { pino } from 'pino'
import type { EventName } from '../../machines/rules/events.ts'
import type { Tools } from '../../machines/rules/hau/tools.ts'
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import type { Knowing } from '../../src/api/authenticate.ts'
import { type Asking, createApi } from '../../src/api/createApi.ts'
import type { ConnectionLimits } from '../../src/api/door/connections.ts'
import { createHosts } from '../../src/api/door/hosts.ts'
import { sayCrowded } from '../../src/api/door/sayCrowded.ts'
import { listen, type Tls } from '../../src/api/door/server.ts'
import type { Health } from '../../src/api/health.ts'
import { createHeartbeat } from '../../src/api/heartbeat.ts'
import { LIMITS, type Limits } from '../../src/api/limits.ts'
import { createMetrics } from '../../src/api/metrics.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import { SESSION_COOKIE } from '../../src/api/session/cookie.ts'
import { csrfToken } from '../../src/api/session/csrf.ts'
import { createBoard } from '../../src/board/createBoard.ts'
import type { AccessTold } from '../../src/engine/access/line.ts'
import type { Duty } from '../../src/engine/duty/ports.ts'
import type { DeliveryHealth } from '../../src/engine/notifications/seen.ts'
import type { Keys, RefusedReports, StreamItem } from '../../src/engine/reads.ts'
import type { CaseKey, SignedIn } from '../../src/engine/step/case.ts'
import type { SubscriptionItem, Subscriptions } from '../../src/engine/subscriptions/ports.ts'
import type { PeoplePorts } from '../../src/people/entering.ts'
import { inTurn } from '../../src/people/inTurn.ts'
import { createPeople } from '../../src/people/people.ts'
import { dutyOf } from '../support/duty.ts'
import { createMemoryDrafts } from '../support/memoryDrafts.ts'
import { createMemorySessions } from '../support/memorySessions.ts'
import { memoryHandovers } from './memoryHandovers.ts'
import { alertOf, memoryRecord } from './memoryRecord.ts'

const TOOLS: Tools = {
  dara: {
    schema: 'reassess/tool/v1',
    id: 'dara',
    version: 2,
    name: 'DARA',
    scale: { never: 'absent', often: 'present' },
    topics: [
      { key: 'fear', number: 1, section: 'now', star: true, comment: 'optional' },
      { key: 'harm', number: 2, section: 'now', star: true, comment: 'required' },
    ],
  },
}

/** Keys spell out who they are: `supervisor~warwickshire`, and `~vouches`, `~expired`. */
const keysOf = (withdrawn: ReadonlySet<string>): Keys => ({
  find: async (bearer) => {
    if (withdrawn.has(bearer)) return null
    const [role, force, more] = bearer.split('~')
    const known = ROLES.find((name) => name === role)
    if (!known || !force || more === 'expired') return null
    if (more === 'vouches') return { key: `key-of-${known}`, role: known, force, vouches: true }
    return more === undefined ? { key: `key-of-${known}`, role: known, force } : null
  },
  expiredOn: async (bearer) => (bearer.endsWith('~expired') ? '2026-11-01T00:00:00.000Z' : null),
  create: async (role, force) => keyOf(role, force),
})

export const keyOf = (role: Role, force = 'warwickshire'): string => `${role}~${force}`

const subscriptionOf = (position: string): SubscriptionItem => ({
  ...{ id: 'desk-1', webhook: 'desk', kinds: ['attendance-overdue'], incidents: false, status: 'active' },
  ...{ position, pending: 0, tries: 0 },
})

interface Options {
  readonly role?: Health['role']
  readonly limits?: Partial<Limits>
  readonly connections?: Partial<ConnectionLimits>
  readonly allowedHosts?: readonly string[]
  readonly trustedProxies?: readonly string[]
  /** How people sign in, and with it the pages of signing in and of the board; no page is served unless told. */
  readonly people?: Partial<Omit<PeoplePorts, 'sessions'>>
  readonly tls?: Tls | undefined
  readonly publicHttps?: boolean
  /** Null for a service without a delivery file. */
  readonly duty?: Duty | null
}

export async function startApi({
  role = 'api',
  limits = {},
  connections = {},
  allowedHosts = [],
  trustedProxies = [],
  people,
  tls,
  publicHttps = false,
  duty = dutyOf(),
}: Options = {}) {
  const record = memoryRecord()
  /** Subjects of what was refused, and those that were reported; who replayed. */
  const told = { refused: [] as string[], reported: [] as string[], replayed: [] as string[] }
  const named = (subjects: readonly CaseKey[]) => subjects.map(({ reference }) => reference)
  const refusedReports: RefusedReports = {
    refused: async (subjects) => void told.refused.push(...named(subjects)),
    reported: async (subjects) => void told.reported.push(...named(subjects)),
    dismiss: async (_force, id, by, reason) => (id === 'refused-1' ? { ...alertOf('WK-1'), dismissed: { by, reason } } : null),
  }
  /** A single subscription, of the force that the tests are about. */
  const subscriptions: Subscriptions = {
    subscriptions: async (force) => (force === 'warwickshire' ? [subscriptionOf('0.9999')] : []),
    replaySubscription: async (force, id, from, by) => {
      if (force !== 'warwickshire' || !['desk-1', 'old-1'].includes(id)) return null
      told.replayed.push(by)
      return id === 'old-1' ? 'stopped' : subscriptionOf(from)
    },
  }
  /** What was read, and by whom. */
  const read: AccessTold[] = []
  const access = { write: async (line: AccessTold) => void read.push(line) }
  const withdrawn = new Set<string>()
  const keys = keysOf(withdrawn)
  const sessions = createMemorySessions()
  const health = { writable: true, firing: true, starting: false, older: false, answers: async () => {} }
  /** Of the heartbeat; none unless a test says so. */
  const notification: { asked: DeliveryHealth | null } = { asked: null }
  const changed = new Set<() => void>()
  const draining = new AbortController()
  const logged: string[] = []
  const due = {
    counts: async () => {
      if (!health.writable) throw new Error('away')
      return { pending: 7, overdue: 2, failed: 1 }
    },
    demandLevels: async () => new Map([[1, 4]]),
    hauQueue: async () => new Map([['toReceive', { incidents: 3, oldestSeconds: 7_200 }]]),
  }
  const metrics = createMetrics({ due, timersFiring: () => health.firing, bankHolidayDaysLeft: () => 403 })
  const log = pino({}, { write: (line: string) => logged.push(line) })
  const hosts = createHosts({ listed: allowedHosts })
  const handovers = memoryHandovers()
  const frame = { clock: { zone: 'Europe/London', now: Date.now }, publicHttps, log }
  const api = createApi({
    ...record,
    reads: { ...record.reads, ...handovers.reads },
    handovers: handovers.handovers,
    access,
    unusual: { times: 2, incidents: 3, timezone: 'Europe/London' },
    keys,
    sessions,
    drafts: createMemoryDrafts(),
    tools: TOOLS,
    topicLabels: {},
    wording: { dara: { fear: 'How afraid are you?' } },
    prompts: [
      { scenario: 'firearms', name: 'Firearms', prompts: [{ key: 'seen', ask: 'Did you see it?', flag: 'weapons' }] },
      { scenario: 'stalking', name: 'Stalking', prompts: [{ key: 'repeated', ask: 'How often?' }] },
    ],
    holidays: () => ({ coveredTo: '2027-12-31', daysLeft: 403, runningOut: false, line: null }),
    systemAlerts: {
      acknowledgeSystemAlert: async () => null,
      takeSystemAlerts: async () => [],
      releaseSystemAlert: async () => 'unknown',
      dismissSystemAlert: async () => null,
    },
    tellsPeople: () => record.state.tellsPeople,
    heartbeat: createHeartbeat(
      { record: () => health.answers().then(() => health.writable), timersFiring: () => health.firing },
      () => notification.asked,
    ),
    reports: refusedReports,
    subscriptions,
    duty,
    deliveryReports: {
      noteReport: async () => 'unknown',
      writeTest: async ({ ways }) => ({ deliveries: ways.map((way, n) => ({ id: n + 1, way })), isNew: true }),
    },
    metrics,
    health: {
      role,
      record: () => health.answers().then(() => health.writable),
      timersFiring: () => health.firing,
      olderBuild: () => health.older,
      starting: () => health.starting,
    },
    log,
    hosts,
    trustedProxies,
    publicHttps,
    listenForChanges: (onChange) => changed.add(onChange),
    draining: draining.signal,
    authMode: people?.provider ? 'oidc' : 'key',
    ...(people && {
      pages: inTurn<Knowing & Asking>(
        createPeople({
          ...{ ...frame, provider: null, trialForce: null, publicUrl: null, nowMs: () => Date.now(), ...people, sessions },
        }),
        createBoard(frame),
      ),
    }),
    limits: { ...LIMITS, ...limits },
  })
  const reports = sayCrowded(metrics, log)
  const own = { host: '127.0.0.1', port: 0, limits: connections, reports, tls: tls ?? null, publicHttps }
  const server = await listen(api, own)
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${server.port}`

  const send = (path: string, as: Role | null, init: RequestInit = {}, force?: string) =>
    fetch(url + path, { ...init, headers: { ...(as && { authorization: `Bearer ${keyOf(as, force)}` }), ...init.headers } })
  /** The cookie of somebody who is signed in, and the headers of a page of ours that posts. */
  const signedIn = async (role: Role, person: SignedIn, force = 'warwickshire') => {
    const token = (await sessions.open({ openedBy: 'oidc', force, roles: [role], person, key: null })) ?? ''
    const cookie = `${SESSION_COOKIE}=${token}`
    return { token, cookie: { cookie }, page: { cookie, 'x-csrf-token': csrfToken(token) } }
  }
  const post = (as: Role | null, body: unknown, contentType = 'application/cloudevents+json', force?: string) =>
    send('/v1/events', as, { method: 'POST', headers: { 'content-type': contentType }, body: text(body) }, force)

  return {
    told,
    read,
    access,
    /** Every address that it answers. */
    routes: api.router.stack.flatMap(({ route }) => route?.path ?? []),
    url,
    app: api,
    ...record,
    health,
    notification,
    keys,
    sessions,
    signedIn,
    renew: server.renew,
    withdraw: (role: Role, force?: string) => withdrawn.add(keyOf(role, force)),
    metrics,
    logged,
    send,
    post,
    postBatch: (as: Role, events: unknown) => post(as, events, 'application/cloudevents-batch+json'),
    get: (path: string, as: Role | null = 'supervisor', force?: string) => send(path, as, {}, force),
    report: (reference: string, force = 'warwickshire') => post('supervisor', reported(reference, force), undefined, force),
    drain: () => draining.abort(),
    commit: (...items: StreamItem[]) => {
      record.state.stream.push(...items)
      for (const onChange of changed) onChange()
    },
    stop: async () => {
      draining.abort()
      await server.close(1000)
    },
  }
}

export type Api = Awaited<ReturnType<typeof startApi>>

const text = (body: unknown): string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body)

/** The example of a type, about another incident and with an id of its own. */
export const event = (name: EventName, reference: string, over: Record<string, unknown> = {}) => ({
  ...exampleEvent(name),
  id: `${reference}-${name}`,
  subject: reference,
  ...over,
})

export function reported(reference: string, force = 'warwickshire') {
  const example = event('incident.reported', reference)
  return { ...example, data: { ...(example.data as object), force } }
}

/** What these tests read of an answer; what is not there is undefined, and then the test fails. */
export interface Said {
  readonly status: string
  readonly type: string
  readonly detail: string
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[]
  readonly results: readonly {
    readonly code: number
    readonly status: string | number
    readonly type?: string
    readonly errors?: unknown
  }[]
  readonly items: readonly Record<string, unknown>[]
  readonly next: string | null
}

export const said = async (answer: Response): Promise<Said> => (await answer.json()) as Said

/** What a problem answer is called: the end of its `type`. */
export const problemName = (body: { type: string }): string => body.type.split('/').at(-1) ?? ''
