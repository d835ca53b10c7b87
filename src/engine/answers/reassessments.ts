/** Reassessments that a second person reads: those in doubt, and those drawn for a blind reading. */
import { z } from 'zod'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import { count, instant, ordinal, page, person, word } from './shapes.ts'

const passage = z.object({ pointer: word, start: count, end: count })

export const reassessmentToRead = z.object({
  incident: word,
  sequence: ordinal.describe('What `reassessment` of `reassessment.checked` names.'),
  at: instant,
  recordedAt: instant,
  timeline: word.describe('Where the record of its incident is read. Read the reassessment first: blind.'),
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
      doubts: z.array(passage).describe('The sentences that cast the doubt, by their places in the texts.'),
    })
    .nullable()
    .describe('What the detector found; null until somebody has read it, so that nobody reads it with that in mind.'),
})

export const oneReassessment = reassessmentToRead.extend({
  before: z
    .object({
      sequence: ordinal,
      at: instant,
      type: z.enum(['thrive.assessed', 'risk.reassessed']),
      data: z
        .custom<CaseEventData['thrive.assessed'] | CaseEventData['risk.reassessed']>()
        .meta({ type: 'object' })
        .nullable()
        .describe('As recorded; null where it was destroyed at retention.'),
    })
    .nullable()
    .describe(
      'The assessment before it: the latest by its time that was recorded before it and was not set aside. Null where it is the first.',
    ),
})

export const restrictedReassessment = reassessmentToRead
  .pick({ incident: true, sequence: true })
  .extend({ restricted: z.literal(true) })
  .describe('Of a restricted incident, for who is not among its readers: somebody who is has to read it.')

export const reassessmentPage = page(z.union([reassessmentToRead, restrictedReassessment]))
