/**
 * What the reader of texts takes of the processor: usual records, and records at the limits, in turns in one process. Processor time,
 * which a busy machine changes less than the time that passes.
 */
import { unpack } from '../../../dist/machines/rules/reassessment/text/detector.js'
import { MOST_CHARACTERS, MOST_SENTENCES, readTexts } from '../../../dist/machines/rules/reassessment/text/readTexts.js'
import { heldOutSets, textsIn } from '../../../dist/src/detector/heldOut.js'
import { detectorFrom } from '../../../dist/src/detector/readDetector.js'
import { percentile, times } from '../numbers.mjs'

const WARM_UP = 500
const READ = 5_000

export async function measure() {
  const detector = unpack(detectorFrom(null))
  const usual = Object.values(heldOutSets()).flat().map(textsIn)
  const long = atTheLimits(usual)
  const kinds = [
    ['a usual record', (place) => usual[place % usual.length]],
    [`a record at the limits (${MOST_SENTENCES} sentences)`, () => long],
  ]
  const taken = kinds.map(() => [])
  for (let place = 0; place < WARM_UP + READ; place++)
    kinds.forEach(([, texts], kind) => {
      const before = process.cpuUsage()
      readTexts(texts(place), detector)
      const { user, system } = process.cpuUsage(before)
      if (place >= WARM_UP) taken[kind].push((user + system) / 1_000)
    })
  const [small] = taken.map((all) => percentile(all, 0.5))
  const table = [
    ['processor milliseconds to read the texts of', 'p50', 'p99', 'of the usual'],
    ...kinds.map(([name], kind) => {
      const [middle, high] = [0.5, 0.99].map((part) => percentile(taken[kind], part))
      return [name, middle.toFixed(2), high.toFixed(2), kind === 0 ? '' : times(middle / small)]
    }),
  ]
  return { tables: [table] }
}

/** Texts of the longest that is read, more of them than are read. */
function atTheLimits(records) {
  const all = records.flatMap((texts) => texts.map(({ text }) => text)).join(' ')
  return Array.from({ length: 8 }, (_, place) => ({
    pointer: `/data/${place}`,
    text: all.slice(place * MOST_CHARACTERS, (place + 1) * MOST_CHARACTERS),
  }))
}
