/**
 * The ways in which somebody comes to ask, for `matrix.test.ts`: over the API in memory, and over a real record with a restricted
 * incident and real sessions.
 */
import { REGISTER_NAMES } from '../../machines/rules/catalogue/registers.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { MEASURE_NAMES } from '../../src/engine/measures/measures.ts'
import { ONE } from '../support/client.ts'
import { callerOf, FORCE, liveRestricted, OTHER, pageHeaders, RESTRICTED, serveRestricted } from '../support/restrictedRecord.ts'
import type { useStore } from '../support/store.ts'
import { deliver } from '../support/toldRows.ts'
import { event, reported, startApi } from './harness.ts'

/** Roles in the order of the tables. `supervisor` stands for the three ranks that supervise. */
export const AS = ['control-room', 'officer', 'supervisor', 'hau', 'auditor', 'admin'] as const
export type As = (typeof AS)[number]
const RANKS: readonly Role[] = ['supervisor', 'force-incident-manager', 'duty-superintendent']
export const rolesOf = (as: As): readonly Role[] => (as === 'supervisor' ? RANKS : [as])

export interface Route {
  readonly method: string
  /** As the OpenAPI document writes it. */
  readonly path: string
}

/** What a way sends as a role. A way that is the same for every role is asked once, as a supervisor. */
export type Ask = (route: Route, role: Role) => Promise<Response>

/** How requests of one server are written: about which incident, and by whom. */
interface Asked {
  readonly incident: string
  readonly alert: string
  /** An alert that nobody has: on record none is released. */
  readonly untaken: string
  readonly refusal: string
  readonly delivery: string
  /** A person who signed in leaves out who acts; a key names its people. */
  readonly isPerson: boolean
}

const JULY = 'from=2026-07-01T00:00:00Z&to=2026-08-01T00:00:00Z'
const QUERIES: Readonly<Record<string, string>> = {
  '/v1/thrive-sample': `?seed=1&${JULY}`,
  '/v1/thrive-agreement': `?${JULY}`,
}

/** What stands for each name in braces. */
function addressOf(path: string, asked: Asked): string {
  const { incident, refusal } = asked
  const name = path.includes('registers') ? REGISTER_NAMES[0] : MEASURE_NAMES[0]
  const named: Readonly<Record<string, string | undefined>> = {
    ref: incident,
    refusal,
    name,
    id: idOf(path, asked),
    form: 'log.noted',
    event: path.startsWith('/record/') ? 'incident.reported' : 'log.noted',
    sequence: '1',
  }
  return path.replace(/\{(\w+)\}/g, (_, word: string) => encodeURIComponent(named[word] ?? '')) + (QUERIES[path] ?? '')
}

function idOf(path: string, { alert, untaken, delivery, refusal }: Asked): string {
  if (path.includes('/subscriptions/')) return SUBSCRIPTION.id
  if (path.includes('/deliveries/')) return delivery
  if (path.startsWith('/refusals/')) return refusal
  return path.endsWith('/release') ? untaken : alert
}

const SUBSCRIPTION = { id: 'desk-1', webhook: 'desk', kinds: [], incidents: false }
/** The record's clock is that of the database. */
const OVERRIDE = { role: 'supervisor', from: '2199-12-01T07:00', to: '2199-12-01T19:00', people: ['sup-1'] }

let sent = 0
function bodyOf(path: string, { incident, isPerson }: Asked): { readonly type: string; readonly body: string } {
  const by = isPerson ? {} : { by: { id: 'sup-1', role: 'supervisor' } }
  const json = (body: object, type = 'application/json') => ({ type, body: JSON.stringify(body) })
  if (path.startsWith('/v1/drafts')) return json({ fields: { '/data/text': 'Quiet on' }, since: null })
  if (path === '/v1/find') return json({ reference: incident })
  if (path.startsWith('/v1/subscriptions')) return json({ ...by, from: '0.0' })
  if (path === '/v1/rota/overrides') return json({ ...by, ...OVERRIDE })
  if (/\/(acknowledge|take|release|replay)$/.test(path)) return json(by)
  if (path === '/v1/handover') return json({ ...by, from: 'late', to: 'night' })
  if (path.endsWith('/accept')) return json({ ...by, items: ['1'] })
  if (path.endsWith('/dismiss')) return json({ ...by, reason: 'Nobody will report it.' })
  if (path === '/v1/delivery/test') return json({ person: 'somebody-else', ...by })
  if (path === '/v1/delivery/notify') return json({ id: 'n-1', reference: 'msg_1', status: 'delivered' })
  const data = { text: 'Quiet on the street.', ...by }
  return json(event('log.noted', incident, { id: `note-${++sent}`, time: '2026-11-20T21:00:00Z', data }), ONE)
}

const NO_BODY = { type: null, body: null }

/** What a page's own form sends: the token, and why somebody asks. */
const formOf = (path: string, { 'x-csrf-token': csrf = '' }: Readonly<Record<string, string>>) => ({
  type: 'application/x-www-form-urlencoded',
  // With an id it is the form of an event, and not the form that asks why.
  body: String(new URLSearchParams({ csrf, reason: 'Inspection', ...(path.includes('/record/') && { id: 'form-1' }) })),
})

function send(url: string, { method, path }: Route, asked: Asked, headers: Readonly<Record<string, string>>): Promise<Response> {
  const writes = method === 'POST' || method === 'PUT'
  const { type, body } = !writes ? NO_BODY : path.startsWith('/v1/') ? bodyOf(path, asked) : formOf(path, headers)
  const all = { ...headers, ...(type !== null && { 'content-type': type }) }
  return fetch(url + addressOf(path, asked), { method, headers: all, body, redirect: 'manual' })
}

/** The API in memory, with WK-1 in it. */
export async function askInMemory() {
  const api = await startApi({ limits: { wrongKeys: 10_000 }, people: {} })
  await api.report('WK-1')
  // A refusal that is kept.
  await api.post('supervisor', { ...reported('WK-REFUSED'), type: 'nothing' })
  // Its only key is not known any longer.
  api.withdraw('supervisor', 'essex')
  const asked = { incident: 'WK-1', alert: 'WK-1-a1', untaken: 'WK-1-a1', refusal: '0', delivery: '1', isPerson: false }
  const behind =
    (bearer: string): Ask =>
    (route) =>
      send(api.url, route, asked, { authorization: `Bearer ${bearer}` })
  const ofForce =
    (force: string): Ask =>
    (route, role) =>
      behind(`${role}~${force}`)(route, role)
  return {
    app: api.app,
    /** Without what these requests were refused. */
    forget: () => api.state.kept.splice(1),
    stop: api.stop,
    ownForce: ofForce(FORCE),
    otherForce: ofForce('kent'),
    noKey: ((route) => send(api.url, route, asked, {})) as Ask,
    withdrawn: behind('supervisor~essex'),
    expired: behind(`supervisor~${FORCE}~expired`),
  }
}

/** A real record, with an incident that only Jane and the commander read. */
export async function askOnRecord($: ReturnType<typeof useStore>) {
  const { store } = $
  await liveRestricted(store)
  await store.beginSubscriptions(FORCE, [SUBSCRIPTION])
  const served = await serveRestricted(store, { limits: { ...LIMITS, wrongKeys: 10_000 } })
  const asked = async (incident: string): Promise<Asked> => {
    await served.post('/v1/events', callerOf('supervisor'), { ...reported(incident), type: 'nothing' }, ONE)
    const [kept] = (await store.refusals(FORCE, incident, { limit: 1 })).items
    const alerts = (await store.alerts(FORCE, { incident, openOnly: false }, { limit: 50 })).items
    const [alert] = alerts
    // Being sent at this moment: whoever replays it changes nothing.
    const delivery = alert ? await deliver($.database, alert, { status: 'failed', leasedFor: 3_600 }) : ''
    const ids = { alert: alert?.id ?? '', untaken: alerts.at(-1)?.id ?? '', delivery }
    return { incident, ...ids, refusal: String(kept?.refusal), isPerson: true }
  }
  const restricted = await asked(RESTRICTED)
  const open = await asked(OTHER)

  const signedIn =
    (name: string, asked: Asked, more: Readonly<Record<string, string>> = {}): Ask =>
    async (route, role) =>
      send(served.url, route, asked, { ...(await served.headersOf(callerOf(role, name))), ...more })
  /** A session that a supervisor's key opened for somebody who says that they are Jane. */
  const withKey = async () => {
    const id = (await store.find(await store.create('supervisor', FORCE)))?.key ?? ''
    const key = { id, named: { id: 'Jane', role: 'supervisor' } }
    return {
      id,
      token: (await store.sessions.open({ openedBy: 'key', force: FORCE, roles: ['supervisor'], person: null, key })) ?? '',
    }
  }
  const keySession = await withKey()
  /** A session that is over; nobody has asked with it before. */
  const over = async (end: (session: { readonly id: string; readonly token: string }) => Promise<unknown>): Promise<Ask> => {
    const session = await withKey()
    await end(session)
    return (route) => send(served.url, route, open, pageHeaders(session.token))
  }
  const newest = 'where created = (select max(created) from reassess.sessions)'
  return {
    stop: served.stop,
    signedIn: signedIn('Ann', open),
    withoutToken: (async (route, role) => {
      const { cookie = '' } = await served.headersOf(callerOf(role, 'Ann'))
      return send(served.url, route, open, { cookie })
    }) as Ask,
    keyWithdrawn: await over(({ id }) => store.withdrawKey(id)),
    idle: await over(() => $.database.query(`update reassess.sessions set last_seen = now() - interval '1 hour' ${newest}`)),
    over: await over(() => $.database.query(`update reassess.sessions set ends_at = now() ${newest}`)),
    signedOut: await over(({ token }) => store.sessions.end(token)),
    restrictedToKey: ((route, role) =>
      send(served.url, route, { ...restricted, isPerson: false }, { authorization: `Bearer ${callerOf(role)}` })) as Ask,
    restrictedToNamed: ((route) =>
      send(served.url, route, { ...restricted, isPerson: false }, pageHeaders(keySession.token))) as Ask,
    restrictedToPerson: signedIn('Joe', restricted),
    reader: signedIn('Jane', restricted),
    readerWithReason: signedIn('Jane', restricted, { 'x-reason': 'Review of the risk' }),
    glassBroken: signedIn('Bob', restricted, { 'x-break-glass': 'Nobody else is here.' }),
  }
}
