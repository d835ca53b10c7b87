/** The corpus that the detector learns from: fragments of text and whole records, each sentence with its class. All of it is fictional. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { mistakesOf } from '../../machines/rules/issue.ts'
import { CLASSES } from '../../machines/rules/reassessment/text/detector.ts'
import { BadFile, type Mistake, readByHand, textFile, unusable } from '../files/byHand.ts'

const REGISTERS = ['log', 'dictation', 'second-language', 'official', 'plain', 'typos', 'capitals'] as const
const sentence = z.tuple([z.enum(CLASSES), z.string().min(1).max(4_000)])
const sentences = z.array(sentence).min(1).max(40)

/** Fragments of a family share an idea and its wording: no family is both learnt from and tried on. */
const fragment = z.strictObject({ family: z.string().min(1), register: z.enum(REGISTERS), sentences })
/** The texts of a whole reassessment, by their pointers. It is a family of its own. */
const record = z.strictObject({
  family: z.string().min(1),
  truth: z.enum(['explains', 'assesses']),
  kind: z.string(),
  texts: z.record(
    z.string().regex(/^\/data\/(?:decision\/rationale|interimRisk|(?:thrive|elements)\/[^/]+\/rationale)$/),
    sentences,
  ),
})

export type Fragment = z.output<typeof fragment>
export type WrittenRecord = z.output<typeof record>

export interface Corpus {
  readonly lexicon: Readonly<Record<string, string>>
  readonly fragments: readonly Fragment[]
  readonly records: readonly WrittenRecord[]
}

const lexicon = z.record(z.string().regex(/^[a-z-]{1,30}$/), z.string().max(20_000))

/**
 * @param folder has `lexicon.yaml`, `fragments.jsonl` and `records.jsonl`; a file that is not there is empty.
 * @throws BadFile with the line of every mistake.
 */
export function corpusIn(folder: string): Corpus {
  if (!existsSync(folder)) throw unusable(folder, 'is not there')
  const [words, parts, whole] = CORPUS_FILES.map((file) => join(folder, file)) as [string, string, string]
  return { lexicon: readLexicon(words), fragments: readLines(parts, fragment), records: readLines(whole, record) }
}
export const CORPUS_FILES: readonly string[] = ['lexicon.yaml', 'fragments.jsonl', 'records.jsonl']

/** A force's own words and fragments beside those of the release; a class of its lexicon adds to the class of that name. */
export const joinedCorpus = (one: Corpus, other: Corpus): Corpus => ({
  lexicon: Object.fromEntries(
    [...new Set([...Object.keys(one.lexicon), ...Object.keys(other.lexicon)])].map((name) => [
      name,
      [one.lexicon[name], other.lexicon[name]].filter((words) => words !== undefined).join(' '),
    ]),
  ),
  fragments: [...one.fragments, ...other.fragments],
  records: [...one.records, ...other.records],
})

/** A corpus is a few megabytes. */
const MOST_BYTES = 16 * 1024 * 1024

function readLexicon(file: string): Corpus['lexicon'] {
  if (!existsSync(file)) return {}
  const { raw, refused } = readByHand(textFile(file), MOST_BYTES)
  const read = lexicon.safeParse(raw ?? {})
  if (!read.success) throw refused(mistakesOf(read.error, raw))
  return read.data
}

export function readLines<Read>(file: string, schema: z.ZodType<Read>): readonly Read[] {
  if (!existsSync(file)) return []
  const { text } = textFile(file)
  if (text.length > MOST_BYTES)
    throw new BadFile([{ file, line: 1, column: 1, message: `has more than ${MOST_BYTES} characters` }])
  const mistakes: Mistake[] = []
  const found = text.split('\n').flatMap((line, place) => {
    if (line.trim() === '') return []
    const mistake = (message: string) => mistakes.push({ file, line: place + 1, column: 1, message })
    try {
      const raw: unknown = JSON.parse(line)
      const read = schema.safeParse(raw)
      if (read.success) return [read.data]
      for (const { path, message } of mistakesOf(read.error, raw)) mistake(`${path.join('.')}: ${message}`)
    } catch {
      mistake('is no JSON')
    }
    return []
  })
  if (mistakes.length > 0) throw new BadFile(mistakes)
  return found
}
