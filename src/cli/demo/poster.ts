/** The demo's hands: it posts and reads over HTTP like any control room, with the key of the role whose part is played. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type EventName, typeOf } from '../../../machines/rules/events.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { Listed } from '../../engine/reads.ts'
import type { IncidentItem, IncidentView, RestrictedItem, TimelineItem } from '../../engine/views/views.ts'
import type { RoleKeys } from '../record/keyFile.ts'

export interface Poster {
  /**
   * @param at when it happened, in ms; now, where it is left out.
   * @returns whether it was recorded; a refusal is part of the play.
   */
  post(role: Role, incident: string, name: EventName, data: object, at?: number): Promise<boolean>
  /** Any other POST. @returns whether it was done. */
  send(role: Role, path: string, body: object): Promise<boolean>
  view(incident: string): Promise<IncidentView | null>
  firstLine(incident: string): Promise<TimelineItem | null>
  openIncidents(): Promise<readonly (IncidentItem | RestrictedItem)[]>
  /** @throws when the play is stopped meanwhile. */
  wait(seconds: number): Promise<void>
}

const ANSWER_WITHIN_MS = 10_000

/** The examples are of sup-1 and others whom visitors sign in as: what is played, their colleagues sup-2 and so on do. */
const byColleagues = (data: object): object =>
  JSON.parse(JSON.stringify(data), (_, value) =>
    typeof value?.id === 'string' && typeof value.role === 'string' ? { ...value, id: value.id.replace(/-1$/, '-2') } : value,
  )

export function createPoster(options: {
  readonly base: string
  readonly keys: RoleKeys
  readonly signal: AbortSignal
  readonly log: Logger
}): Poster {
  const { base, keys, signal, log } = options
  const call = (path: string, role: Role, init: RequestInit = {}): Promise<Response> =>
    fetch(base + path, {
      ...init,
      headers: { authorization: `Bearer ${keys[role]}`, ...init.headers },
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    })
  const read = async <T>(path: string): Promise<T | null> => {
    const answer = await call(path, 'supervisor')
    return answer.ok ? ((await answer.json()) as T) : null
  }
  const pathOf = (incident: string): string => `/v1/incidents/${encodeURIComponent(incident)}`

  return {
    async post(role, incident, name, data, at = Date.now()) {
      const answer = await call('/v1/events', role, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify({
          specversion: '1.0',
          id: randomUUID(),
          source: 'urn:reassess:demo',
          type: typeOf(name),
          subject: incident,
          time: new Date(at).toISOString(),
          data: byColleagues(data),
        }),
      })
      await answer.body?.cancel()
      if (!answer.ok) log.debug({ incident, event: name, status: answer.status }, 'the demo was refused')
      return answer.ok
    },
    async send(role, path, body) {
      const answer = await call(path, role, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      await answer.body?.cancel()
      if (!answer.ok) log.debug({ path, status: answer.status }, 'the demo was refused')
      return answer.ok
    },
    view: (incident) => read(pathOf(incident)),
    firstLine: async (incident) => (await read<Listed<TimelineItem>>(`${pathOf(incident)}/timeline?limit=1`))?.items[0] ?? null,
    openIncidents: async () =>
      (await read<Listed<IncidentItem | RestrictedItem>>('/v1/incidents?state=closure.open&limit=500'))?.items ?? [],
    wait: (seconds) => sleep(seconds * 1000, undefined, { signal }),
  }
}
