/** The record as it is read: the timeline of an incident, and what was refused. */
import { z } from 'zod'
import { ALERT_KINDS } from '../../../machines/rules/catalogue/alerts.ts'
import { DEMAND_REASONS } from '../../../machines/rules/catalogue/reasons.ts'
import { ROLES } from '../../../machines/rules/vocabulary.ts'
import { delivery } from './deliveries.ts'
import { earlier } from './related.ts'
import { count, flag, instant, ordinal, person, whole, word } from './shapes.ts'

const timer = z.object({ id: word, machine: word, deadline: word, dueAt: instant })

const consequences = z.object({
  timersSet: z.array(timer),
  timersEnded: z.array(timer),
  alerts: z.array(z.object({ id: word, kind: z.enum(ALERT_KINDS), level: count, count, status: word })),
  demands: z.array(z.object({ id: word, reason: z.enum(DEMAND_REASONS), level: count, status: word })),
  matters: z.array(z.object({ kind: word, name: word, state: word })).exactOptional(),
  restricted: ordinal.exactOptional().describe('So many of them are restricted to other readers, and left out.'),
  earlier: z.array(earlier).exactOptional().describe('Who called before, where somebody was recognised.'),
  original: z
    .object({ incident: word, version: count, closed: flag, carries: flag })
    .exactOptional()
    .describe(
      'The record that this one is said to repeat (`duplicate-of`), as it was then. `carries`: it had said so itself, after the last news here.',
    ),
  approval: word
    .exactOptional()
    .describe('The approval by which it applies, where a second person decided by an act of their own.'),
})

const actor = z.object({
  key: word.describe('The name of the key (`key-…`) or of the session (`session-…`).'),
  role: z.enum(ROLES),
  person: z
    .object({ issuer: word, subject: word, name: word })
    .exactOptional()
    .describe('Who signed in. Absent for a key, whose people are named, not signed in.'),
  vouches: z.literal(true).exactOptional().describe('The key is of a system that names the people who signed in there.'),
  enteredBy: z
    .object({ id: word, role: word })
    .exactOptional()
    .describe('Who signed in and entered it afterwards for the person whom the event names as acting. Never a second person.'),
})

/** One line of a case's record: the entry, its content and what followed from it. */
export const timelineItem = z.object({
  sequence: ordinal,
  type: word.describe(
    "The short name; `deadline.passed`, `alert.acknowledged`, `alert.released`, `alert.dismissed`, `glass.broken`, `approval.asked`, `approval.lapsed` and `machines.changed` are the engine's own.",
  ),
  source: word.nullable(),
  id: word.nullable(),
  at: instant.describe('When it happened.'),
  recordedAt: instant.describe('When the record learnt of it.'),
  actor: actor.nullable().describe("Null for the engine's own lines."),
  data: z.unknown(),
  consequences,
  deliveries: z
    .array(delivery)
    .exactOptional()
    .describe(
      'Where people are told of alerts: who was told of what this line raised. Read beside the record, which is not changed.',
    ),
  moreDeliveries: ordinal.exactOptional().describe('Deliveries besides these: all of them are in `/v1/deliveries`.'),
})

/** What somebody did about an alert of the system: it has no incident whose timeline would say it. */
export const alertLine = z.object({
  type: z.enum(['alert.acknowledged', 'alert.released']),
  at: instant,
  by: person,
  note: word.exactOptional(),
  actor: actor.nullable(),
})

export const alertLines = z.object(whole(alertLine))

export const refusal = z.object({
  refusal: word,
  role: z.enum(ROLES),
  by: word.exactOptional().describe('The name of whoever signed in. Absent for a key, and for a session that a key opened.'),
  at: instant,
  code: word,
  incident: word.nullable(),
  type: word.nullable(),
  source: word.nullable(),
  id: word.nullable(),
  problem: z.unknown().meta({ type: 'object', description: 'The problem document as it was answered.' }),
})

/** What is told of a refused event of a restricted incident to everybody but its readers. */
export const restrictedRefusal = refusal
  .pick({ refusal: true, at: true, incident: true })
  .extend({ restricted: z.literal(true) })
  .describe('Of a restricted incident, for who is not among its readers.')

export const sentRefusal = refusal.extend({
  sent: word.describe('What was sent, at most 64 KiB; what is no UTF-8 shows as U+FFFD. Personal.'),
})
