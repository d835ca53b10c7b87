/** What a handler is asked to ask, by scenario: one YAML file each, which a force can replace by one of its own. Checked as it is read. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { name, text } from '../../machines/rules/fields.ts'
import { mistakesOf } from '../../machines/rules/issue.ts'

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

/** A file of prompts cannot be read, or has mistakes; the message names each. */
class BadPrompts extends Error {
  readonly code = 'bad-prompts'
}

/**
 * Those that come with the service, in order of scenario, with those of a folder over them.
 *
 * @param folder the force's own; null for none.
 * @throws BadPrompts
 */
export function promptsWith(folder: string | null): readonly PromptPack[] {
  const packs = [...packsIn(SHIPPED), ...(folder === null ? [] : packsIn(folder))]
  const byScenario = new Map(packs.map((pack) => [pack.scenario, pack]))
  return [...byScenario.values()].sort((a, b) => (a.scenario < b.scenario ? -1 : 1))
}

const packsIn = (folder: string): PromptPack[] =>
  namesIn(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .map((file) => readPack(join(folder, file)))

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    throw new BadPrompts(`${folder}: cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

function readPack(file: string): PromptPack {
  const written = readFileSync(file, 'utf8')
  if (Buffer.byteLength(written) > MOST_BYTES) throw new BadPrompts(`${file}: has at most ${MOST_BYTES} bytes`)
  const document = parseDocument(written)
  const [fault] = [...document.errors, ...document.warnings]
  if (fault !== undefined) throw new BadPrompts(`${file}: ${fault.message}`)
  const raw: unknown = document.toJS({ maxAliasCount: 0 })
  const read = packSchema.safeParse(raw)
  if (read.success) return read.data
  throw new BadPrompts(
    mistakesOf(read.error, raw)
      .map(({ path, message }) => `${file}: ${path.join('.')} ${message}`)
      .join('\n'),
  )
}
