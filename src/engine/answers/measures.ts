/** What the record counts, as it is read. */
import { z } from 'zod'
import { DIMENSIONS } from '../measures/counted.ts'
import { MEASURE_NAMES } from '../measures/measures.ts'
import { kappa, share } from './sampling.ts'
import { count, flag, instant, whole, word } from './shapes.ts'

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/)

const described = {
  measure: z.enum(MEASURE_NAMES),
  about: word,
  source: word.describe('Which statements ask for it.'),
  kind: word.exactOptional().describe('What `kind` is, where there is one.'),
  minutes: word.exactOptional().describe('What lengths of time are, where they are measured.'),
  by: z.array(z.enum(['month', ...DIMENSIONS])),
}
const code = word.nullable().exactOptional()

export const measurePart = z.object({
  part: word,
  count,
  share: z.number().min(0).nullable().describe('Of `of`, to four places; null of none.'),
  minutes: z
    .object({ known: count, median: count, ninetieth: count })
    .exactOptional()
    .describe('Where lengths of time are measured, and some are known: of how many, and whole minutes.'),
})

export const measureLine = z.object({
  month: month.exactOptional().describe('Absent where it was not asked by month.'),
  whole: flag.exactOptional().describe('The month is over, and everything in it was counted.'),
  priority: code,
  area: code,
  risk: code,
  team: code,
  kind: code,
  of: count.describe('What the shares are a share of.'),
  parts: z.array(measurePart),
  agreement: z
    .object({ observed: share, kappa })
    .exactOptional()
    .describe(
      'Of the detector with the people who read, to four places, estimated for all reassessments from those that somebody has read. Both null where nobody has read a doubted one, or one of the others.',
    ),
})

export const measureDescription = z.object(described)
export const measures = z.object(whole(measureDescription))

export const measure = z.object({
  ...described,
  at: instant,
  from: month,
  to: month,
  countedSince: instant
    .nullable()
    .describe('What was recorded before is not in it, but for news that came after; null where everything was counted.'),
  lines: z.array(measureLine),
})
