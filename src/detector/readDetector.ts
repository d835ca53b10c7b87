/** The detector that comes with the service, or the one that a force has trained. */
import { fileURLToPath } from 'node:url'
import { mistakesOf } from '../../machines/rules/issue.ts'
import { detectorSchema } from '../../machines/rules/policy/detector.ts'
import type { PackedDetector } from '../../machines/rules/reassessment/text/detector.ts'
import { textFile, unusable } from '../files/byHand.ts'

export const SHIPPED_DETECTOR = fileURLToPath(new URL('./weights.json', import.meta.url))

let shipped: PackedDetector | null = null

/** @param file written by `npm run train-detector`; null for the detector of the release. @throws BadFile */
export function detectorFrom(file: string | null): PackedDetector {
  if (file !== null) return readDetector(file)
  shipped ??= readDetector(SHIPPED_DETECTOR)
  return shipped
}

function readDetector(file: string): PackedDetector {
  const { text } = textFile(file)
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    throw unusable(file, 'is no detector: npm run train-detector writes one')
  }
  const read = detectorSchema.safeParse(raw)
  if (read.success) return read.data
  throw unusable(
    file,
    mistakesOf(read.error, raw)
      .map(({ path, message }) => [...(path.length > 0 ? [path.join('.')] : []), message].join(': '))
      .join('; '),
  )
}
