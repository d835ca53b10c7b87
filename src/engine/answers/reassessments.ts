/** Reassessments that a second person reads: those in doubt, and those drawn for a blind reading. */
import { z } from 'zod'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import { instant, ordinal, page, person, word } from './shapes.ts'

const passage = z.object({ pointer: word, start: z.int().min(0), end: z.int().min(0) })

export const reassessmentToCheck = z.object({
  incident: word,
  sequence: ordinal.describe('What `reassessment` of `reassessment.checked` names.'),
  at: instant,
  recordedAt: instant,
  state: z
    .enum(['waiting', 'read', 'not-read'])
    .describe('`not-read`: drawn for a blind reading, and nobody read it in time. It can still be read.'),
  dueAt: instant.describe('When it is to be read at the latest.'),
  assessor: person,
  approvedBy: person.nullable().describe('Neither of the two may read it.'),
  reassessment: z
    .custom<CaseEventData['risk.reassessed']>()
    .meta({ type: 'object' })
    .nullable()
    .describe('The data of `risk.reassessed`, as recorded; null where it was destroyed at retention.'),
  check: z
    .object({ at: instant, by: person, verdict: z.enum(['assesses', 'explains']), note: word.nullable() })
    .nullable()
    .describe('Null while nobody has read it.'),
  detector: z
    .object({
      verdict: z.enum(['assesses', 'doubtful']),
      doubts: z.array(passage).describe('What cast the doubt, by its place in the texts.'),
    })
    .nullable()
    .describe('What the reader of texts found; null until somebody has read it, so that nobody reads it with that in mind.'),
})

/** What waits comes first, by when it is due; what was read comes newest first. */
export const reassessments = page(reassessmentToCheck)
