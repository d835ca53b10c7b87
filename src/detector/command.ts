/**
 * `npm run train-detector`: trains the detector from the corpus, tries it, and writes its weights only if it refuses no real
 * reassessment. With a folder of a force's own words and fragments, it trains on both and writes `weights.json` into that folder.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { unpack } from '../../machines/rules/reassessment/text/detector.ts'
import { readTexts, scoreOf } from '../../machines/rules/reassessment/text/readTexts.ts'
import { BadFile } from '../files/byHand.ts'
import { type Built, buildDetector, DOUBT_BELOW } from './build.ts'
import { corpusIn, joinedCorpus } from './corpus.ts'
import { type HeldOut, heldOutSets, refusedByMistake, textsIn, verdictOn } from './heldOut.ts'
import { SHIPPED_DETECTOR } from './readDetector.ts'

const CORPUS = fileURLToPath(new URL('./corpus/', import.meta.url))
const USAGE = 'npm run train-detector [-- --folder FOLDER] [--out FILE]'

/** @param shipped where the weights of the release are written. @returns the exit code: 1 where the gate rejects the weights, 2 for unusable files. */
export function trainDetector(args: readonly string[], say: (line: string) => void, shipped = SHIPPED_DETECTOR): number {
  let asked: { folder?: string | undefined; out?: string | undefined }
  try {
    asked = parseArgs({ args: [...args], options: { folder: { type: 'string' }, out: { type: 'string' } } }).values
  } catch {
    say(`Use it so: ${USAGE}`)
    return 2
  }
  try {
    const { folder } = asked
    const corpus = folder === undefined ? corpusIn(CORPUS) : joinedCorpus(corpusIn(CORPUS), corpusIn(folder))
    return keep(buildDetector(corpus), asked.out ?? (folder === undefined ? shipped : join(folder, 'weights.json')), say)
  } catch (error) {
    if (!(error instanceof BadFile)) throw error
    say(error.message)
    return 2
  }
}

function keep(built: Built, file: string, say: (line: string) => void): number {
  const sets = heldOutSets()
  for (const line of tableOf(built, sets)) say(line)
  const refused = [
    ...refusedOfCorpus(built),
    ...Object.values(sets).flatMap((records) => refusedByMistake(built.detector, records)),
  ]
  if (refused.length > 0) {
    say(`Rejected: these weights refuse real reassessments (${refused.slice(0, 20).join(', ')}). Nothing was written.`)
    return 1
  }
  writeFileSync(file, `${JSON.stringify(built.detector, null, 1)}\n`)
  say(`${built.detector.id} is written to ${file}.`)
  return 0
}

const refusedOfCorpus = ({ detector, records }: Built): readonly string[] =>
  records.flatMap(({ record, refusedAbove }) =>
    record.truth === 'assesses' && refusedAbove < detector.certainBelow ? [record.family] : [],
  )

function tableOf({ detector, sentences, records }: Built, sets: Readonly<Record<string, readonly HeldOut[]>>): readonly string[] {
  const right = sentences.filter(({ is, likely }) => Object.values(likely).every((other) => likely[is] >= other)).length
  const unpacked = unpack(detector)
  const tried = records.map(({ record, risks, refusedAbove }) => ({
    record,
    read: { explains: refusedAbove < detector.certainBelow, score: scoreOf(risks, detector.score) },
  }))
  return [
    `sentences of families that it had not seen: ${right} of ${sentences.length} right`,
    rowOf('the corpus', tried),
    ...Object.entries(sets).map(([name, set]) =>
      rowOf(
        `held out ${name}`,
        set.map((record) => ({ record, read: readTexts(textsIn(record), unpacked) })),
      ),
    ),
  ]
}

interface Tried {
  readonly record: Pick<HeldOut, 'truth' | 'raises'>
  readonly read: Parameters<typeof verdictOn>[0]
}
function rowOf(name: string, tried: readonly Tried[]): string {
  const count = (truth: HeldOut['truth']) => {
    const verdicts = tried
      .filter(({ record }) => record.truth === truth)
      .map(({ record, read }) => verdictOn(read, record, DOUBT_BELOW))
    const [refused, doubted] = ['refused', 'doubted'].map((each) => verdicts.filter((verdict) => verdict === each).length)
    return `${refused} refused, ${doubted} doubted of ${verdicts.length}`
  }
  return `${name}: explanations ${count('explains')}; real ones ${count('assesses')}`
}
