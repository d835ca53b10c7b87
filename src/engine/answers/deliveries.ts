/** What became of the messages by which people are told of alerts: references and codes, and never where somebody is reached. */
import { z } from 'zod'
import { ROLES } from '../../../machines/rules/vocabulary.ts'
import { ABOUT } from '../notifications/about.ts'
import { count, instant, page, person, word } from './shapes.ts'

/** In the order in which counts show them. */
export const DELIVERY_STATUSES = ['pending', 'sent', 'delivered', 'failed', 'dead', 'withdrawn'] as const

const status = z
  .enum(DELIVERY_STATUSES)
  .describe(
    '`pending`: not tried yet. `sent`: handed over, and nobody has said more. `delivered`: whoever receives it has said so. `failed`: it will be tried again. `dead`: it will not, unless somebody replays it. `withdrawn`: somebody took the alert, or it ended, before it was sent.',
  )

const told = {
  person: word
    .exactOptional()
    .describe('As the delivery file calls them. Left out where the incident is restricted to other readers.'),
  way: word,
  status,
}

/** On its alert. */
export const toldTo = z.object({ ...told, at: instant.describe('When that became of it.') })

export const deliveryCounts = z.object(
  Object.fromEntries(DELIVERY_STATUSES.map((name) => [name, count])) as Record<(typeof DELIVERY_STATUSES)[number], typeof count>,
)

export const delivery = z.object({
  id: word,
  alert: word.describe('Empty for a message that only tries whether it arrives.'),
  incident: word.describe('Empty for an alert about the system itself.'),
  kind: word.describe('Of the alert, like `severity`, `level` and `count`: as it was when the message was written.'),
  severity: word,
  level: count,
  count,
  about: z
    .enum(ABOUT)
    .describe(
      '`raised`: somebody has to act. `ended`, `taken-over`, `released`: what became of an alert of which they were told.',
    ),
  ...told,
  role: z.enum(ROLES).describe('As which the person is told.'),
  writtenAt: instant,
  tries: count.describe('Since it was written, or last replayed.'),
  triedAt: instant.exactOptional(),
  nextTryAt: instant.exactOptional(),
  sentAt: instant.exactOptional(),
  deliveredAt: instant.exactOptional(),
  problem: word.exactOptional().describe('Why the last try failed.'),
  of: word.exactOptional().describe('Of `delivery-failed`: the alert that had reached nobody.'),
  replayed: z.object({ at: instant, by: person.exactOptional() }).exactOptional().describe('Who had it sent again last.'),
  restricted: z.literal(true).exactOptional().describe('Its incident is restricted, and this reader is not among its readers.'),
})

export const deliveryPage = page(delivery)

const left = count.describe('Still to be replayed: call again.')

export const replayed = z.object({
  replayed: count.describe('Deliveries that are pending again, with the messages that they were part of.'),
  left,
  leftOut: z
    .object({
      ended: count.describe('Their alert has ended.'),
      taken: count.describe('Somebody has their alert.'),
      underWay: count.describe('They are being sent at this moment.'),
    })
    .describe('They stay as they are.'),
})
