/** How far subscribed systems have been told, and what they are sent. */
import { z } from 'zod'
import { ALERT_KINDS } from '../../../machines/rules/catalogue/alerts.ts'
import { incidentItem, restrictedItem } from './incident.ts'
import { alert } from './parts.ts'
import { count, flag, instant, whole, word } from './shapes.ts'

/** Changes that wait are counted no further. Project default. */
export const MOST_PENDING = 10_000

const position = word.describe('An id of the stream, as `Last-Event-ID` takes it.')

export const subscription = z.object({
  id: word,
  webhook: word.describe('Its name in the delivery file.'),
  kinds: z.array(z.enum(ALERT_KINDS)).describe('Empty: alerts of every kind.'),
  incidents: flag.describe('Whether changes of incidents are sent too.'),
  status: z
    .enum(['active', 'failing', 'ended', 'stopped'])
    .describe(
      '`failing`: the last try failed, and it is tried again without end. `ended`: the receiver answered 410. `stopped`: it is not in the delivery file.',
    ),
  position: position.describe('Everything up to it was sent, or is not asked for.'),
  pending: count.describe(
    `Changes of the record after \`position\`, also those that it does not ask for, counted no further than to ${MOST_PENDING}.`,
  ),
  behindSince: instant.exactOptional().describe('When the first of them was recorded.'),
  sentAt: instant.exactOptional().describe('When the receiver last took something.'),
  tries: count.describe('Failed tries since then.'),
  failingSince: instant.exactOptional(),
  nextTryAt: instant.exactOptional(),
  problem: word.exactOptional().describe('Why the last try failed.'),
  endedAt: instant.exactOptional(),
  replayed: z
    .object({ at: instant, from: word, by: word.describe('A person who signed in, or a key.') })
    .exactOptional()
    .describe('The last time that somebody set its position.'),
})

export const subscriptions = z.object(whole(subscription))

export const replayed = z.object({ id: word, from: word, pending: subscription.shape.pending })

/** What is sent of an alert: the item of the stream. */
export const alertChanged = z.object({ type: z.literal('alert'), position, data: alert })
/** What is sent of an incident: the item of the stream, for a reader who sees no restricted incidents. */
export const incidentChanged = z.object({
  type: z.literal('incident'),
  position,
  data: z.union([incidentItem, restrictedItem]),
})
