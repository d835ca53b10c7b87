/** What one of two people asked for, and what became of it. */
import { z } from 'zod'
import type { CaseEventData, EventName } from '../../../machines/rules/events.ts'
import { ROLES } from '../../../machines/rules/vocabulary.ts'
import { count, instant, page, person, word } from './shapes.ts'

const waiting = {
  approval: word.describe('What `approval` of `approval.given` names.'),
  type: word.describe('The type of the event that was posted.'),
  asks: word.describe('What it asks for in a word, as `P2 to P3`.'),
  askedBy: person,
  askedAt: instant,
  decides: z.array(z.enum(ROLES)).describe('Whose key may decide; never who asked.'),
  level: count.describe('Who has been told.'),
}

/** References, codes and instants: no text. */
export const approvalWaiting = z.object({
  ...waiting,
  dueAt: instant.describe('When the next rank is told, or it lapses.'),
  until: instant.describe('When it lapses if nobody decides.'),
})

export const approval = z.object({
  ...waiting,
  incident: word,
  status: z.enum(['waiting', 'approved', 'refused', 'lapsed']),
  dueAt: approvalWaiting.shape.dueAt.exactOptional(),
  until: approvalWaiting.shape.until.exactOptional(),
  decidedAt: instant.exactOptional().describe('Or when it lapsed.'),
  decidedBy: person.exactOptional(),
  lapsed: z
    .enum(['nobody-decided', 'decided-otherwise', 'set-aside', 'closed', 'not-possible-now'])
    .exactOptional()
    .describe(
      'Why there was nothing left to decide. `not-possible-now`: it was approved, and `reason` says why it could not be done.',
    ),
  reason: word.exactOptional(),
  data: z
    .custom<CaseEventData[EventName]>()
    .meta({ type: 'object' })
    .nullable()
    .describe('What was posted, for whoever decides; null where it was destroyed at retention.'),
})

export const restrictedApproval = approval
  .pick({ approval: true, incident: true, status: true, level: true, dueAt: true, until: true })
  .extend({ restricted: z.literal(true) })
  .describe('Of a restricted incident, for who is not among its readers: somebody who is has to decide.')

export const approvalPage = page(z.union([approval, restrictedApproval]))
