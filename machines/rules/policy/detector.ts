/** The detector of explanations, as a policy pins it: weights are content of the policy, like risk tools. Source: the public contract, section 4a.5. */
import { z } from 'zod'
import type { PackedDetector } from '../reassessment/text/detector.ts'

/** What a policy has unless it says another: the detector is trained so that it doubts few real reassessments below this. Project default [derived]. */
export const DOUBT_BELOW = 0.7

const likelihood = z.number().min(0).max(1)

/** Written by `npm run train-detector`, never by hand. */
export const detectorSchema: z.ZodType<PackedDetector> = z.strictObject({
  id: z.string().regex(/^[a-z]{2}-[0-9a-f]{12}$/, 'must be the id of a trained detector'),
  certainBelow: likelihood,
  score: z.tuple([z.number(), z.number(), z.number()]),
  lexicon: z.record(z.string().max(30), z.string().max(20_000)),
  weights: z
    .string()
    .max(2_000_000)
    .refine(
      (lines) => lines.split('\n').every((line) => LINE.test(line)),
      'must be lines of a feature, a tab and three whole numbers',
    ),
})
/** Of a weight that is no number nothing would be doubted any more. */
const LINE = /^[^\t]+\t-?\d{1,6} -?\d{1,6} -?\d{1,6}$/
