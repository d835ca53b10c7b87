/** Posts what a form says, so that a form that is sent twice is recorded once. */

import type { Answer } from '../../../engine/answers/shapes.ts'
import type { timelineItem } from '../../../engine/answers/timeline.ts'
import { type Api, ApiRefused } from '../../ask.ts'
import type { Posted } from '../../forms/read.ts'
import type { Headers } from '../../why.ts'
import { CLOUD_EVENT, envelopeOf, type Sending, SOURCE } from './envelope.ts'

interface Warned {
  readonly pointer: string
  readonly detail: string
}

/** What the API answers to an event that it took. */
export interface Taken {
  readonly incident: string
  readonly status: 'accepted' | 'duplicate' | 'pending'
  readonly approval?: string
  readonly warnings?: readonly Warned[]
}

/** Pages of the record that are looked through. */
const MOST_PAGES = 20

/** @throws ApiRefused */
export async function postForm(api: Api, csrf: string, sending: Sending, posted: Posted, headers: Headers): Promise<Taken> {
  const post = async (now: string): Promise<Taken> =>
    (await api.send<Taken>('POST', '/v1/events', { csrf, type: CLOUD_EVENT, body: envelopeOf({ ...sending, now }, posted) })).body
  try {
    return await post(sending.now)
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code !== 'event-id-reused' || posted.time !== null) throw error
    // Sent before with the same answers: `now` alone is another. As it was recorded then, it is the same event.
    const recordedAs = await recordedAt(api, sending, headers).catch(() => null)
    if (recordedAs === null) throw error
    return post(recordedAs)
  }
}

/** The time that the record has for an event of this form. */
async function recordedAt(api: Api, { id, subject }: Sending, headers: Headers): Promise<string | null> {
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const path = `/v1/incidents/${encodeURIComponent(subject)}/timeline?limit=500${after}`
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
