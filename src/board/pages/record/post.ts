/** Posts what a form says, so that a form that is sent twice is recorded once. */
import type { pending, recorded } from '../../../api/answers.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { timelineItem } from '../../../engine/answers/timeline.ts'
import { type Api, ApiRefused } from '../../ask.ts'
import type { Headers } from '../../why.ts'
import { CLOUD_EVENT, type envelopeOf, SOURCE } from './envelope.ts'

/** What the API answers to an event that it took. */
export type Taken = Answer<typeof recorded> | Answer<typeof pending>

type Event = ReturnType<typeof envelopeOf>

interface Sending {
  readonly csrf: string
  /** The time of this server. */
  readonly now: string
  /** The event as of a time: where the form says none, it happened then. */
  readonly eventAt: (now: string) => Event
  /** With which the incident is read. */
  readonly headers?: Headers
}

/** Pages of the record that are looked through. */
const MOST_PAGES = 20

/** @throws ApiRefused */
export async function postForm(api: Api, { csrf, now, eventAt, headers = {} }: Sending): Promise<Taken> {
  const post = async (event: Event): Promise<Taken> =>
    (await api.send<Taken>('POST', '/v1/events', { csrf, type: CLOUD_EVENT, body: event })).body
  const event = eventAt(now)
  try {
    return await post(event)
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code !== 'event-id-reused') throw error
    // Sent before with the same answers, `now` alone is another. As it was recorded then, it is the same event.
    const recordedAs = await recordedAt(api, event, headers).catch(() => null)
    if (recordedAs === null) throw error
    return post(eventAt(recordedAs))
  }
}

/** The time that the record has for an event of this form. */
async function recordedAt(api: Api, { id, subject }: Event, headers: Headers): Promise<string | null> {
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const path = `/v1/incidents/${encodeURIComponent(subject)}/timeline?order=newest&limit=500${after}`
    const { items, next }: Timeline = await api.get<Timeline>(path, headers)
    const found = items.find((item) => item.id === id && item.source === SOURCE)
    if (found !== undefined) return found.at
    if (next === null) return null
    cursor = next
  }
  return null
}

interface Timeline {
  readonly items: readonly Pick<Answer<typeof timelineItem>, 'id' | 'source' | 'at'>[]
  readonly next: string | null
}
