/** Drafts as their owner reads them. */
import { z } from 'zod'
import { instant, whole, word } from './shapes.ts'

const of = { incident: word, form: word }
const fields = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .describe('JSON pointer of a field to its text, or to its texts where it has several.')

export const draft = z
  .object({
    ...of,
    savedAt: instant.nullable().describe('What the next save sends as `since`; null where nothing is kept.'),
    keptUntil: instant.nullable().describe('It is deleted then, unless it is saved again.'),
    fields,
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
