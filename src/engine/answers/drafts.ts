/** Drafts as their owner reads them. */
import { z } from 'zod'
import { instant, whole, word } from './shapes.ts'

const of = { incident: word.describe('Empty for the report of an incident that has no reference yet.'), form: word }
const fields = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .describe('JSON pointer of a field to its text, or to its texts where it has several.')

export const draft = z
  .object({
    ...of,
    savedAt: instant.nullable().describe('What the next save sends as `since`; null where nothing is kept.'),
    keptUntil: instant.nullable().describe('It is deleted then, unless it is saved again.'),
    fields,
    beside: z
      .array(z.object({ form: word, savedAt: instant }))
      .exactOptional()
      .describe('Of GET: what the caller keeps of the same form besides, as `{form}.beside-1`, the last saved first.'),
  })
  .describe('Where nothing is kept, `fields` is empty.')

export const savedDraft = z.object({
  ...of,
  savedAt: instant,
  keptUntil: instant,
  removed: z.array(z.object(of)).describe('Drafts of the same person, the oldest, that made room for this.'),
})

export const drafts = z.object(
  whole(
    z.object({
      ...of,
      savedAt: instant,
      keptUntil: instant,
      restricted: z
        .literal(true)
        .exactOptional()
        .describe('Its owner may not read its incident: the text is kept, and not shown.'),
    }),
  ),
)
