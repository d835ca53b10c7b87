/** What the board reads the texts of a reassessment with while somebody writes them. */
import { z } from 'zod'
import { word } from './shapes.ts'

export const textReader = z.object({
  policy: word.describe('The hash of the policy that the incident pinned.'),
  doubtBelow: z.number().describe('A reassessment whose texts score less is put before a second person.'),
  detector: z
    .object({
      id: word,
      certainBelow: z.number(),
      score: z.tuple([z.number(), z.number(), z.number()]),
      lexicon: z.record(z.string(), z.string()),
      weights: word,
    })
    .nullable()
    .describe('As `npm run train-detector` wrote it; null where the policy pins no detector.'),
})
