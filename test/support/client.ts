/** A caller of the API: posts as a role, reads as one, and waits for facts. */
import { randomUUID } from 'node:crypto'
import type { AlertKind } from '../../machines/rules/catalogue/alerts.ts'
import { lookedAt } from '../../machines/rules/catalogue/incident/situation.ts'
import { type EventName, typeOf } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import type { AlertItem, IncidentView, TimelineItem } from '../../src/engine/views/views.ts'
import { eventually } from './eventually.ts'
import { type Listener, listen } from './listener.ts'

export type Fields = Readonly<Record<string, unknown>>

/** What a test reads of an answer: of an accepted event, of a problem, or of a list. What is not there is undefined. */
export interface Body {
  readonly status?: string | number
  readonly sequence?: number
  readonly approval?: string
  readonly state?: IncidentView['state']
  readonly demands?: IncidentView['demands']
  readonly deadlines?: IncidentView['deadlines']
  readonly alerts?: readonly AlertItem[]
  readonly warnings?: readonly { readonly code: string; readonly pointer: string }[]
  readonly type?: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
  readonly blockers?: readonly { readonly code: string }[]
  readonly accepts?: readonly string[]
  readonly results?: readonly (Body & { readonly code: number })[]
}

export interface Answer {
  readonly code: number
  readonly body: Body
  /** The end of a problem's `type`: the name that the contract gives it. */
  readonly problem: string | null
}

export interface Client {
  /** Posts an event as a role. */
  post(role: Role, event: Fields): Promise<Answer>
  /** Posts bytes as they are. */
  postRaw(role: Role | null, body: string | Uint8Array, contentType?: string): Promise<Answer>
  postBatch(role: Role, events: readonly unknown[]): Promise<Answer>
  acknowledge(alert: string, by: string): Promise<Answer>
  get<T>(path: string, role?: Role): Promise<T>
  /** The whole of a list, page after page. */
  list<T>(path: string, role?: Role): Promise<T[]>
  incident(reference: string): Promise<IncidentView>
  timeline(reference: string): Promise<TimelineItem[]>
  /** The answer to a GET, whatever it is. */
  ask(path: string, role?: Role | null, init?: RequestInit): Promise<Response>
  listen(lastEventId?: string): Promise<Listener>
  /** Waits until an incident is as described. */
  incidentIs(reference: string, fact: string, is: (view: IncidentView) => boolean): Promise<IncidentView>
  alertRaised(reference: string, kind: AlertKind): Promise<AlertItem>
}

/** The example of an event type, about an incident, now, under an id of its own. `data` replaces single fields of the example's. */
export function event(name: EventName, reference: string, data: Fields = {}, envelope: Fields = {}): Fields {
  const now = new Date().toISOString()
  const at = String(envelope.time ?? now)
  // Nobody and no place that another test's incident could be recognised by.
  const nobody = { persons: [], flags: [], location: { address: '1 Fictional Row', area: 'urban' } }
  const received = name === 'incident.reported' ? { receivedAt: at, ...nobody } : {}
  const looked = name === 'risk.reassessed' ? lookedAt(at) : {}
  return {
    ...exampleEvent(name),
    type: typeOf(name),
    id: randomUUID(),
    subject: reference,
    time: now,
    data: { ...(exampleEvent(name).data as object), ...received, ...looked, ...data },
    ...envelope,
  }
}

/** For what leaves as a file. */
export const WHY = { headers: { 'x-reason': 'a test' } }

export const ONE = 'application/cloudevents+json'
export const MANY = 'application/cloudevents-batch+json'

export function createClient(url: string, keyOf: (role: Role) => string): Client {
  const authorization = (role: Role | null): Record<string, string> =>
    role === null ? {} : { authorization: `Bearer ${keyOf(role)}` }
  const send = async (path: string, role: Role | null, contentType: string, body: string | Uint8Array): Promise<Answer> => {
    const headers = { ...authorization(role), 'content-type': contentType }
    return answerOf(await fetch(url + path, { method: 'POST', headers, body: body as string }))
  }
  const ask = (path: string, role: Role | null = 'supervisor', init: RequestInit = {}) =>
    fetch(url + path, { ...init, headers: { ...authorization(role), ...init.headers } })
  const get = async <T>(path: string, role: Role = 'supervisor'): Promise<T> => {
    const answer = await ask(path, role)
    if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const list = async <T>(path: string, role?: Role): Promise<T[]> => {
    const all: T[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page: { items: T[]; next: string | null } = await get(
        `${path}${path.includes('?') ? '&' : '?'}limit=500${next && `&cursor=${encodeURIComponent(next)}`}`,
        role,
      )
      all.push(...page.items)
      next = page.next
    }
    return all
  }
  const incident = (reference: string) => get<IncidentView>(`/v1/incidents/${reference}`)
  const incidentIs: Client['incidentIs'] = (reference, fact, is) => {
    let seen: IncidentView | undefined
    return eventually(
      `${reference} ${fact}`,
      async () => {
        seen = await incident(reference)
        return is(seen) && seen
      },
      () => seen,
    )
  }
  return {
    ask,
    get,
    list,
    incident,
    incidentIs,
    postRaw: (role, body, contentType = ONE) => send('/v1/events', role, contentType, body),
    post: (role, posted) => send('/v1/events', role, ONE, JSON.stringify(posted)),
    postBatch: (role, events) => send('/v1/events', role, MANY, JSON.stringify(events)),
    acknowledge: (alert, by) =>
      send(`/v1/alerts/${alert}/acknowledge`, 'supervisor', 'application/json', JSON.stringify({ by: { id: by, role: 'sgt' } })),
    timeline: (reference) => list(`/v1/incidents/${reference}/timeline`),
    listen: (lastEventId) => listen(`${url}/v1/stream`, authorization('supervisor'), lastEventId),
    async alertRaised(reference, kind) {
      const { alerts } = await incidentIs(reference, `has an alert ${kind}`, (view) =>
        view.alerts.some((alert) => alert.kind === kind),
      )
      return alerts.findLast((alert) => alert.kind === kind) as AlertItem
    },
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const body = (await response.json()) as Body
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false
  return { code: response.status, body, problem: isProblem ? problemOf(body) : null }
}

/** The name of a problem document: the end of its type. */
export const problemOf = ({ type }: Body): string => type?.split('/').at(-1) ?? ''
