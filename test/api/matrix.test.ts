/**
 * Who may ask what: every route, every role, and every way in which somebody comes to ask. The table below is written by hand and is the whole
 * of it: a route that is not in it fails, and so does a cell that is not answered so.
 *
 * A new way of asking (a restricted incident, an expired key, a session that was signed out) is a column: an entry of `WAYS` and its part of
 * the table.
 */
import type { Application } from 'express'
import { REGISTER_NAMES } from '../../machines/rules/catalogue/registers.ts'
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { openApiDocument } from '../../src/api/openapi/index.ts'
import { MEASURE_NAMES } from '../../src/engine/measures/measures.ts'
import { type Api, event, reported, startApi } from './harness.ts'

/** Roles in the order of the table. `supervisor` stands for the three ranks that supervise. */
const AS = ['control-room', 'officer', 'supervisor', 'hau', 'auditor', 'admin'] as const
type As = (typeof AS)[number]
const RANKS: readonly Role[] = ['supervisor', 'force-incident-manager', 'duty-superintendent']
const rolesOf = (as: As): readonly Role[] => (as === 'supervisor' ? RANKS : [as])

/** Of another force a list is empty; whatever names the incident finds none. */
const TABLE = `
                                         own force                 | other force               | no key | withdrawn
                                         cr  of  su  ha  au  ad    | cr  of  su  ha  au  ad    |        |
POST /v1/events                          201 201 201 201 403 403   | 404 404 404 404 403 403   | 401    | 401
GET  /v1/incidents                       200 200 200 200 200 403   | 200 200 200 200 200 403   | 401    | 401
POST /v1/find                            200 200 200 200 200 403   | 200 200 200 200 200 403   | 401    | 401
GET  /v1/incidents/{ref}                 200 200 200 200 200 403   | 404 404 404 404 404 403   | 401    | 401
GET  /v1/incidents/{ref}/timeline        200 200 200 200 200 403   | 404 404 404 404 404 403   | 401    | 401
GET  /v1/incidents/{ref}/demands         200 200 200 200 200 403   | 404 404 404 404 404 403   | 401    | 401
GET  /v1/incidents/{ref}/deadlines       200 200 200 200 200 403   | 404 404 404 404 404 403   | 401    | 401
GET  /v1/incidents/{ref}/alerts          200 200 200 200 200 403   | 404 404 404 404 404 403   | 401    | 401
GET  /v1/incidents/{ref}/assessments     200 200 200 200 200 403   | 404 404 404 404 404 403   | 401    | 401
GET  /v1/incidents/{ref}/briefing        200 200 200 200 200 403   | 404 404 404 404 404 403   | 401    | 401
GET  /v1/incidents/{ref}/detector        200 200 200 200 200 403   | 404 404 404 404 404 403   | 401    | 401
GET  /v1/alerts                          200 403 200 200 200 403   | 200 403 200 200 200 403   | 401    | 401
POST /v1/alerts/{id}/acknowledge         200 403 200 200 403 403   | 404 403 404 404 403 403   | 401    | 401
POST /v1/alerts/{id}/dismiss             403 403 409 403 403 403   | 403 403 404 403 403 403   | 401    | 401
GET  /v1/stream                          200 403 200 200 200 403   | 200 403 200 200 200 403   | 401    | 401
GET  /v1/refusals                        403 403 200 403 200 403   | 403 403 200 403 200 403   | 401    | 401
GET  /v1/refusals/{refusal}              403 403 200 403 200 403   | 403 403 404 403 404 403   | 401    | 401
GET  /v1/reassessments                   403 403 200 403 200 403   | 403 403 200 403 200 403   | 401    | 401
GET  /v1/registers/{name}                403 403 200 200 200 403   | 403 403 200 200 200 403   | 401    | 401
GET  /v1/daily-meeting                   403 403 200 200 200 403   | 403 403 200 200 200 403   | 401    | 401
GET  /v1/measures                        403 403 200 200 200 403   | 403 403 200 200 200 403   | 401    | 401
GET  /v1/measures/{name}                 403 403 200 200 200 403   | 403 403 200 200 200 403   | 401    | 401
GET  /v1/thrive-sample                   403 403 200 403 200 403   | 403 403 200 403 200 403   | 401    | 401
GET  /v1/thrive-agreement                403 403 200 403 200 403   | 403 403 200 403 200 403   | 401    | 401
GET  /v1/approvals                       403 403 200 403 200 403   | 403 403 200 403 200 403   | 401    | 401
GET  /v1/access-log                      403 403 403 403 200 403   | 403 403 403 403 200 403   | 401    | 401
GET  /v1/access-log/unusual              403 403 403 403 200 403   | 403 403 403 403 200 403   | 401    | 401
GET  /v1/me                              200 200 200 200 200 200   | 200 200 200 200 200 200   | 401    | 401
GET  /v1/tools                           200 200 200 200 200 403   | 200 200 200 200 200 403   | 401    | 401
GET  /v1/prompts                         200 200 200 200 200 403   | 200 200 200 200 200 403   | 401    | 401
GET  /healthz                            200 200 200 200 200 200   | 200 200 200 200 200 200   | 200    | 200
GET  /readyz                             200 200 200 200 200 200   | 200 200 200 200 200 200   | 200    | 200
GET  /metrics                            200 200 200 200 200 200   | 200 200 200 200 200 200   | 200    | 200
GET  /openapi.json                       200 200 200 200 200 200   | 200 200 200 200 200 200   | 200    | 200
GET  /docs                               200 200 200 200 200 200   | 200 200 200 200 200 200   | 200    | 200
`

/** What each way sends as a role. A way without roles asks once, as a stranger. */
type Way = (route: Route, role: Role) => Promise<Response>
interface Column {
  readonly roles: readonly As[] | null
  readonly ask: Way
  /** Whether the answer may tell of the incident. */
  readonly tells: boolean
}

const FORCE = 'warwickshire'
const INCIDENT = 'WK-1'
/** In the order of the table. */
const WAYS: { readonly [way: string]: Column } = {
  'own force': { roles: AS, tells: true, ask: (route, role) => send(route, role, FORCE) },
  'other force': { roles: AS, tells: false, ask: (route, role) => send(route, role, 'kent') },
  'no key': { roles: null, tells: false, ask: (route) => send(route, null, FORCE) },
  withdrawn: { roles: null, tells: false, ask: (route) => send(route, 'supervisor', WITHDRAWN) },
}
/** A force whose only key is not known any longer. */
const WITHDRAWN = 'essex'

interface Route {
  readonly method: string
  /** As the OpenAPI document writes it. */
  readonly path: string
}

/** What stands for each name in braces. */
const NAMED: { readonly [name: string]: (path: string) => string | undefined } = {
  ref: () => INCIDENT,
  id: () => `${INCIDENT}-a1`,
  refusal: () => '0',
  name: (path) => (path.includes('registers') ? REGISTER_NAMES[0] : MEASURE_NAMES[0]),
}
const JULY = 'from=2026-07-01T00:00:00Z&to=2026-08-01T00:00:00Z'
const QUERIES: { readonly [path: string]: string } = {
  '/v1/thrive-sample': `?seed=1&${JULY}`,
  '/v1/thrive-agreement': `?${JULY}`,
}
let sent = 0
const by = { id: 'sup-1', role: 'supervisor' }
const BODIES: { readonly [path: string]: () => { readonly type?: string; readonly body: unknown } } = {
  '/v1/events': () => ({ type: 'application/cloudevents+json', body: event('log.noted', INCIDENT, { id: `note-${++sent}` }) }),
  '/v1/find': () => ({ body: { reference: INCIDENT } }),
  '/v1/alerts/{id}/acknowledge': () => ({ body: { by } }),
  '/v1/alerts/{id}/dismiss': () => ({ body: { by, reason: 'Nobody will report it.' } }),
}

let api: Api
beforeAll(async () => {
  api = await startApi({ limits: { wrongKeys: 10_000 } })
  await api.report(INCIDENT)
  // A refusal that is kept.
  await api.post('supervisor', { ...reported('WK-REFUSED'), type: 'nothing' })
  api.withdraw('supervisor', WITHDRAWN)
})
afterAll(() => api.stop())
/** Without what these requests were refused. */
beforeEach(() => api.state.kept.splice(1))

function send({ method, path }: Route, role: Role | null, force: string): Promise<Response> {
  const address =
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(NAMED[name]?.(path) ?? '')) + (QUERIES[path] ?? '')
  const { type = 'application/json', body } = BODIES[path]?.() ?? {}
  const posted = body === undefined ? {} : { headers: { 'content-type': type }, body: JSON.stringify(body) }
  return api.send(address, role, { method, ...posted }, force)
}

/** A stream has no end: what it begins with is enough. */
async function textOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer.text()
  await answer.body?.cancel()
  return ''
}

interface Row {
  readonly route: Route
  readonly cells: readonly (readonly number[])[]
}
const ROWS: readonly Row[] = TABLE.trim()
  .split('\n')
  .slice(2)
  .map((line) => {
    const [method = '', path = '', ...first] = (line.split('|')[0] ?? '').split(/\s+/).filter(Boolean)
    const others = line
      .split('|')
      .slice(1)
      .map((cell) => cell.split(/\s+/).filter(Boolean))
    return { route: { method, path }, cells: [first, ...others].map((cell) => cell.map(Number)) }
  })
const nameOf = ({ method, path }: Route): string => `${method} ${path}`

/** What the running server answers; `.all` is what a path says to other methods. */
function routesOf(app: Application): string[] {
  const layers = app.router.stack as unknown as { route?: { path: string; methods: Record<string, boolean> } }[]
  return layers.flatMap(({ route }) =>
    Object.keys(route?.methods ?? {})
      .filter((method) => method !== '_all')
      .map((method) => `${method.toUpperCase()} ${route?.path.replace(/:(\w+)/g, '{$1}')}`),
  )
}

it('has a row for every route that is served, which the document has too', () => {
  const table = ROWS.map(({ route }) => nameOf(route)).sort()
  expect(table).toEqual(routesOf(api.app).sort())
  const documented = Object.entries(openApiDocument(LIMITS).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(table).toEqual(documented.sort())
})

it('has a cell for every role and way', () => {
  expect(AS.flatMap(rolesOf).sort()).toEqual([...ROLES].sort())
  const widths = Object.values(WAYS).map(({ roles }) => roles?.length ?? 1)
  expect(ROWS.filter(({ cells }) => String(cells.map((cell) => cell.length)) !== String(widths))).toEqual([])
})

describe.each(ROWS)('$route.method $route.path', ({ route, cells }) => {
  it.each(Object.entries(WAYS).map(([way, column], place) => [way, column, cells[place] ?? []] as const))(
    '%s',
    async (_, { roles, ask, tells }, statuses) => {
      const asked = (roles ?? ['supervisor' as const]).flatMap((as, place) =>
        rolesOf(as).map((role) => [role, statuses[place]] as const),
      )
      for (const [role, status] of asked) {
        const answer = await ask(route, role)
        const text = await textOf(answer)
        expect([role, answer.status]).toEqual([role, status])
        if (!tells && !route.path.startsWith('/docs') && !route.path.startsWith('/openapi'))
          expect(text).not.toContain(`"${INCIDENT}`)
      }
    },
  )
})
