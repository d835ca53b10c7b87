/** How far two raters of the same things agree, beyond what chance would give. Source: docs/sources.md#thrive-sampling (Cohen 1960) */

/** Of how many things the two said which: yes or no, first rater before second. */
export interface FourfoldTable {
  readonly yesYes: number
  readonly yesNo: number
  readonly noYes: number
  readonly noNo: number
}

export interface Agreement {
  /** The part on which both said the same, 0 to 1; null of nothing. */
  readonly observed: number | null
  /** Cohen's kappa: 1 for complete agreement, 0 for what chance gives, below for less. Null where chance alone explains everything: each rater only ever said one and the same. */
  readonly kappa: number | null
}

/** Worked out on whole numbers, so that "undefined" is a fact and not a rounding. */
export function agreement({ yesYes, yesNo, noYes, noNo }: FourfoldTable): Agreement {
  const all = yesYes + yesNo + noYes + noNo
  const same = yesYes + noNo
  const byChance = (yesYes + yesNo) * (yesYes + noYes) + (noYes + noNo) * (yesNo + noNo)
  return {
    observed: all === 0 ? null : same / all,
    kappa: all * all === byChance ? null : (all * same - byChance) / (all * all - byChance),
  }
}
