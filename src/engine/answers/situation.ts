/** What an incident is known to be like, as the latest assessment that says it found it. */
import { z } from 'zod'
import { instant, ordinal, word } from './shapes.ts'

const whereabouts = z.object({ where: word, source: word, knownAt: instant.nullable() })

/** Codes alone, in the words of the event's `situation`. */
export const situation = z
  .object({
    at: instant.describe('When it was found so. Whoever reads it subtracts.'),
    from: z.enum(['thrive.assessed', 'risk.reassessed']),
    sequence: ordinal.describe("Of that event in the incident's record."),
    suspect: whereabouts,
    victim: whereabouts,
    canReach: word,
    changed: z.array(word),
    protects: z.array(word),
  })
  .nullable()
  .describe(
    'The latest `situation` of a THRIVE or a reassessment that was not set aside, in its words; what it left unanswered is `unknown`. Null where nobody has said it.',
  )

export const unknownSince = z
  .object({
    suspect: instant.exactOptional(),
    victim: instant.exactOptional(),
    canReach: instant.exactOptional(),
    protects: instant.exactOptional(),
  })
  .exactOptional()
  .describe(
    'What the latest `situation` does not know, and since when: since it was known last, or since the report. Where the victim was seen after it, `victim` is known. Absent where nobody has said a `situation`.',
  )
