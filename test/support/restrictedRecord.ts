/**
 * A record with a restricted incident, WK-R, which only jane and the commander read, and with WK-O, another one of the same people that
 * everybody reads; and the API over it. What may reach nobody else says SECRET.
 */
import { pino } from 'pino'
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import type { ApiPorts } from '../../src/api/createApi.ts'
import { createHosts } from '../../src/api/door/hosts.ts'
import { listen } from '../../src/api/door/server.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { SESSION_COOKIE } from '../../src/api/session/cookie.ts'
import { csrfToken } from '../../src/api/session/csrf.ts'
import type { withBoard } from '../../src/cli/serving/start.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import { type CaseStore, RecordUnavailable } from '../../src/engine/ports.ts'
import type { Caller, Keys } from '../../src/engine/reads.ts'
import { createApprovals } from '../../src/people/approvals.ts'
import { inTurn } from '../../src/people/inTurn.ts'
import { createPeople } from '../../src/people/people.ts'
import type { Store } from '../../src/store/store.ts'
import { dutyOf } from './duty.ts'
import * as happens from './happenings.ts'
import { policyWith } from './incident.ts'
import { example, startNights } from './listing.ts'
import { apiOver } from './servedRecord.ts'

export const SECRET = 'SECRET'
export const RESTRICTED = 'WK-R'
export const OTHER = 'WK-O'
export const FORCE = 'warwickshire'

/** Of systems: a key spells out its role. */
const keys: Keys = {
  find: async (bearer): Promise<Caller | null> => {
    const role = ROLES.find((one) => one === bearer)
    return role === undefined ? null : { key: `key-${bearer}`, role, force: FORCE }
  },
  expiredOn: async () => null,
  create: async (role) => role,
}

const pinned = policyWith({ reassessment: { doubtBelow: 0.7, sample: 0, sampleWithin: 'PT24H' } })

/** Both incidents as one evening has them: WK-R is restricted at 20:40, and she rings again at 20:45. */
export async function liveRestricted(store: Store) {
  const nights = startNights(store, pinned)
  await nights.post(
    RESTRICTED,
    happens.but(happens.reported('18:00', { flags: ['strangulation'] }), {
      persons: [
        { role: 'victim', personRef: 'P-1', name: 'SECRET victim' },
        { role: 'suspect', personRef: 'P-SECRET' },
      ],
      narrative: 'SECRET narrative',
    }),
    happens.thriveAssessed('18:01', { interimRisk: 'SECRET risk' }),
    happens.graded('18:02', 'P1'),
    happens.callReceived('18:03'),
    happens.but(happens.doubtful(happens.reassessed('18:05', 'd1', { interimRisk: 'SECRET again' })), {
      demand: `${RESTRICTED}-d1`,
    }),
    happens.arrived('18:10'),
    happens.dashSubmitted('18:20', 'high', { judgement: 'SECRET judgement' }),
    example('marker.placed', '18:25', { marker: 'M-SECRET', text: 'SECRET marker' }),
    example('suspect.dealt-with', '18:30', { suspect: 'P-SECRET', how: 'outstanding', reason: 'SECRET reason' }, 'officer'),
  )
  await nights.post(
    OTHER,
    ...happens.gradedP2('20:00'),
    happens.arrived('20:10'),
    happens.dashSubmitted('20:20', 'standard'),
    happens.linked('20:25', RESTRICTED, 'related'),
  )
  await nights.post(
    RESTRICTED,
    happens.linked('20:30', OTHER, 'related'),
    happens.restricted('20:40', ['jane'], 'boss'),
    happens.callReceived('20:45'),
  )
  return nights
}

/** @param board puts the board before the API. */
export async function serveRestricted(
  store: Store,
  {
    onChange = () => {},
    board,
    limits = LIMITS,
  }: Pick<ApiPorts, 'limits'> & {
    onChange?: (changed: () => void) => void
    board?: typeof withBoard
  } = {},
) {
  let recordFails = false
  const wrapped: CaseStore = {
    ...store,
    commit: async (changes) => {
      if (recordFails) throw new RecordUnavailable('away')
      return store.commit(changes)
    },
  }
  const engine = createEngine({ store: wrapped, policy: pinned, alarms: { ring: () => {} }, salt: () => '', failed: () => {} })
  const hosts = createHosts()
  const log = pino({ enabled: false })
  const { sessions } = store
  const people = { provider: null, trialForce: null, publicUrl: null, log, nowMs: () => Date.now(), sessions }
  const app = apiOver(store, pinned, {
    engine,
    hosts,
    pages: inTurn(createPeople(people), createApprovals({ reads: store, zone: 'Europe/London' })),
    authMode: 'oidc',
    keys,
    // A sample is drawn of a period that is over.
    tellsPeople: () => true,
    reads: { ...store, now: async () => '2026-11-25T00:00:00.000Z', priorities: async () => ['P1', 'P2', 'P3'] },
    listenForChanges: onChange,
    duty: dutyOf(store),
    limits,
  })
  const server = await listen(board?.(app, hosts, sessions, false) ?? app, { host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${server.port}`
  const headersOf = createDesk(store)
  return {
    url,
    headersOf,
    get: async (path: string, who: string, headers: Record<string, string> = {}) =>
      fetch(url + path, { headers: { ...(await headersOf(who)), ...headers } }),
    post: async (path: string, who: string, body: unknown, contentType = 'application/json') =>
      fetch(url + path, {
        method: 'POST',
        headers: { ...(await headersOf(who)), 'content-type': contentType },
        body: JSON.stringify(body),
      }),
    /** @param body as JSON; absent for no body. */
    send: async (method: string, path: string, who: string, body?: unknown, headers: Record<string, string> = {}) =>
      fetch(url + path, {
        method,
        headers: { ...(await headersOf(who)), 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    failToRecord: (fails: boolean) => {
      recordFails = fails
    },
    stop: () => server.close(1000),
  }
}

export type Served = Awaited<ReturnType<typeof serveRestricted>>
/** Jane as a supervisor, who signs in; without a name the key of a system. */
export const callerOf = (role: Role, name?: string): string => (name === undefined ? role : `${role}~${name}`)

/** What a caller's requests carry: a key, or the cookie of a session with the token of a page of ours. */
function createDesk({ sessions }: Store) {
  const tokens = new Map<string, Promise<string | null>>()
  const signIn = (role: Role, name: string) => {
    const person = { issuer: 'https://id.example', subject: `${name}-as-${role}`, name }
    return sessions.open({ openedBy: 'oidc', force: FORCE, roles: [role], person, key: null })
  }
  return async (who: string): Promise<Readonly<Record<string, string>>> => {
    const [word, name] = who.split('~')
    const role = ROLES.find((one) => one === word)
    if (role === undefined || name === undefined) return { authorization: `Bearer ${who}` }
    const token = tokens.get(who) ?? signIn(role, name)
    tokens.set(who, token)
    return pageHeaders((await token) ?? '')
  }
}

export const pageHeaders = (token: string) => ({ cookie: `${SESSION_COOKIE}=${token}`, 'x-csrf-token': csrfToken(token) })
