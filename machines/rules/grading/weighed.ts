import type { FourfoldTable } from './agreement.ts'

/** How many things the first rater said yes to, and no to, whether or not the second rater saw them. */
interface FirstRater {
  readonly yes: number
  readonly no: number
}

/**
 * The table that would be expected if the second rater had seen everything, where that rater sees much of what the first said yes to
 * and a sample of the rest: each thing seen stands for all of its kind. In whole numbers, so in no particular unit.
 *
 * @returns null where the second rater saw none of what the first said yes to, or none of the rest.
 *
 * Source: docs/sources.md#reassessment-agreement (Begg and Greenes 1983)
 */
export function weighed({ yesYes, yesNo, noYes, noNo }: FourfoldTable, { yes, no }: FirstRater): FourfoldTable | null {
  const seenYes = yesYes + yesNo
  const seenNo = noYes + noNo
  if ((yes > 0 && seenYes === 0) || (no > 0 && seenNo === 0)) return null
  const perYes = yes * Math.max(seenNo, 1)
  const perNo = no * Math.max(seenYes, 1)
  return { yesYes: yesYes * perYes, yesNo: yesNo * perYes, noYes: noYes * perNo, noNo: noNo * perNo }
}
