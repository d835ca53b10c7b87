/** What a handler is asked to ask, by scenario: one YAML file each, which a force can replace by one of its own. Checked as it is read. */
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { name, text } from '../../machines/rules/fields.ts'
import { mistakesOf } from '../../machines/rules/issue.ts'
import { readByHand, type TextFile, yamlFilesIn } from '../files/byHand.ts'

const MOST_BYTES = 64 * 1024
const SHIPPED = fileURLToPath(new URL('.', import.meta.url))

const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, at most 40')

const packSchema = z.strictObject({
  schema: z.literal('reassess/prompts/v1'),
  scenario: key,
  name,
  prompts: z
    .array(
      z.strictObject({
        key,
        /** In words for the telephone. */
        ask: text,
        /** For the handler. */
        why: text.optional(),
        /** Where the answer belongs in `thrive.assessed`, as a JSON pointer. */
        field: z
          .string()
          .regex(/^(\/[\w-]+)+$/, 'must be a JSON pointer, as /data/weapons')
          .optional(),
        /** The flag that a yes sets. */
        flag: name.optional(),
      }),
    )
    .min(1)
    .max(50)
    .refine((prompts) => new Set(prompts.map((prompt) => prompt.key)).size === prompts.length, 'must name each prompt once'),
})
export type PromptPack = z.output<typeof packSchema>

/**
 * Those that come with the service, in order of scenario, with those of a folder over them.
 *
 * @param folder the force's own; null for none.
 * @throws BadFile
 */
export function promptsWith(folder: string | null): readonly PromptPack[] {
  const packs = [...packsIn(SHIPPED), ...(folder === null ? [] : packsIn(folder))]
  const byScenario = new Map(packs.map((pack) => [pack.scenario, pack]))
  return [...byScenario.values()].sort((a, b) => (a.scenario < b.scenario ? -1 : 1))
}

const packsIn = (folder: string): PromptPack[] => yamlFilesIn(folder).map(readPack)

function readPack(file: TextFile): PromptPack {
  const { raw, refused } = readByHand(file, MOST_BYTES)
  const read = packSchema.safeParse(raw)
  if (read.success) return read.data
  throw refused(mistakesOf(read.error, raw))
}
