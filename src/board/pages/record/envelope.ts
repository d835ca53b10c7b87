/** What a form posts: the event as the API takes it. */
import { type EventName, typeOf } from '../../../../machines/rules/events.ts'
import type { Person } from '../../../../machines/rules/vocabulary.ts'
import { actingFieldOf } from '../../../../machines/rules/whoActs.ts'
import type { Posted } from '../../forms/read.ts'

export const SOURCE = 'urn:reassess:board'
export const CLOUD_EVENT = 'application/cloudevents+json'

export interface Sending {
  readonly event: EventName
  readonly id: string
  readonly subject: string
  /** Who signed in; null where nobody knows. */
  readonly person: Person | null
  /** The time of this server, as the event happens where nothing else is said. */
  readonly now: string
}

/** A report happens when the call is received; what lies ahead is refused at its own field. */
const receivedIn = (event: EventName, { receivedAt }: Posted['data'], now: string): string | null =>
  event === 'incident.reported' && typeof receivedAt === 'string' && Date.parse(receivedAt) <= Date.parse(now) ? receivedAt : null

export function envelopeOf({ event, id, subject, person, now }: Sending, { data, time }: Pick<Posted, 'data' | 'time'>) {
  const acting = actingFieldOf(event)
  const at = time ?? receivedIn(event, data, now) ?? now
  return {
    specversion: '1.0',
    ...{ id, source: SOURCE, type: typeOf(event), subject, time: at, datacontenttype: 'application/json' },
    data: {
      ...(acting !== null && person !== null && { [acting]: person }),
      // A call that is reported as it comes in was received now.
      ...(event === 'incident.reported' && { receivedAt: at }),
      ...data,
    },
  }
}
