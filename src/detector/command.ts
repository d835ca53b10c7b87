/**
 * `npm run train-detector`: trains the detector from the corpus, tries it, and writes its weights only if it refuses no real
 * reassessment. With a folder of a force's own words and fragments, it trains on both and writes `weights.json` into that folder.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DOUBT_BELOW } from '../../machines/rules/policy/detector.ts'
import { unpack } from '../../machines/rules/reassessment/text/detector.ts'
import { readTexts, scoreOf } from '../../machines/rules/reassessment/text/readTexts.ts'
import { BadFile } from '../files/byHand.ts'
import { type Built, buildDetector, type RecordTrial } from './build.ts'
import { CORPUS_FILES, type Corpus, corpusIn, joinedCorpus } from './corpus.ts'
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
    const own = folder === undefined ? null : corpusIn(folder)
    if (folder !== undefined && own !== null) for (const line of addedBy(folder, own)) say(line)
    const corpus = own === null ? corpusIn(CORPUS) : joinedCorpus(corpusIn(CORPUS), own)
    return keep(buildDetector(corpus), asked.out ?? (folder === undefined ? shipped : join(folder, WEIGHTS)), say)
  } catch (error) {
    if (!(error instanceof BadFile)) throw error
    say(error.message)
    return 2
  }
}

/** So that whoever mistyped a name sees it. */
function addedBy(folder: string, { lexicon, fragments, records }: Corpus): readonly string[] {
  const known = corpusIn(CORPUS).lexicon
  const words = Object.entries(lexicon).map(
    ([name, list]) => `${list.trim().split(/\s+/).length} of ${name}${name in known ? '' : ' (a new class)'}`,
  )
  const unread = readdirSync(folder).filter((file) => !CORPUS_FILES.includes(file) && file !== WEIGHTS)
  return [
    `added: words ${words.length > 0 ? words.join(', ') : 'none'}; ${fragments.length} fragments; ${records.length} records`,
    ...(unread.length > 0 ? [`not read: ${unread.join(', ')} (read are ${CORPUS_FILES.join(', ')})`] : []),
  ]
}
const WEIGHTS = 'weights.json'

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
  const nearest = nearestTo(built)
  if (nearest !== null)
    say(
      `${nearest} of the corpus is the real record that comes nearest to a refusal: a sentence is certain below ${built.detector.certainBelow}.`,
    )
  writeFileSync(file, `${JSON.stringify(built.detector, null, 1)}\n`)
  say(`${built.detector.id} is written to ${file}.`)
  return 0
}

/** The real record that sets how certain a refusal must be; null where none comes near. A record with the wrong truth is found so. */
function nearestTo({ records }: Built): string | null {
  const nearest = records
    .filter(({ record }) => record.truth === 'assesses')
    .reduce<RecordTrial | null>((least, one) => (least === null || one.refusedAbove < least.refusedAbove ? one : least), null)
  return nearest !== null && nearest.refusedAbove < 1 ? nearest.record.family : null
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
    return `${(refused ?? 0) + (doubted ?? 0)} of ${verdicts.length} (${refused} refused, ${doubted} doubted)`
  }
  return `${name}: explanations ${count('explains')}; real ones ${count('assesses')}`
}
