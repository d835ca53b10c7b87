/**
 * Records that were not written for the detector, by people who had not seen it: what it is believed by. Nobody trains on them, and
 * weights that refuse a real one are rejected. (docs/reassessment.md)
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type Detector, type PackedDetector, unpack } from '../../machines/rules/reassessment/text/detector.ts'
import { readTexts, type Text, type TextsRead } from '../../machines/rules/reassessment/text/readTexts.ts'
import { readLines } from './corpus.ts'

const schema = z.strictObject({
  id: z.string(),
  truth: z.enum(['explains', 'assesses']),
  kind: z.string(),
  /** Nothing is refused where an element or the grade rises, and nothing is doubted where the grade does. */
  raises: z.enum(['element', 'grade']).optional(),
  texts: z.record(z.string(), z.string()),
})
export type HeldOut = z.output<typeof schema>

const FOLDER = fileURLToPath(new URL('./heldOut/', import.meta.url))

/** The sets by their names. @throws BadFile */
export const heldOutSets = (): Readonly<Record<string, readonly HeldOut[]>> =>
  Object.fromEntries(
    readdirSync(FOLDER)
      .sort()
      .map((file) => [file.replace('.jsonl', ''), readLines(join(FOLDER, file), schema)]),
  )

export type Verdict = 'refused' | 'doubted' | 'taken'

/** What becomes of a record, by its texts alone. */
export function verdictOn(
  read: Pick<TextsRead, 'explains' | 'score'>,
  { raises }: Pick<HeldOut, 'raises'>,
  doubtBelow: number,
): Verdict {
  if (read.explains && raises === undefined) return 'refused'
  return read.score < doubtBelow && raises !== 'grade' ? 'doubted' : 'taken'
}

export const textsIn = ({ texts }: Pick<HeldOut, 'texts'>): readonly Text[] =>
  Object.entries(texts).map(([pointer, text]) => ({ pointer, text }))

/** The real records that a detector refuses, by their ids. */
export function refusedByMistake(packed: PackedDetector, records: readonly HeldOut[]): readonly string[] {
  const detector: Detector = unpack(packed)
  return records.flatMap((record) =>
    record.truth === 'assesses' && verdictOn(readTexts(textsIn(record), detector), record, 0) === 'refused' ? [record.id] : [],
  )
}
