/**
 * What forces add to the six elements of THRIVE, and the parts of the rubric that a policy may ask for: data, with where each
 * is from. A variant that is not here is written as a list of names. What THRIVE+ adds was not found [not verified].
 * Source: docs/sources.md#thrive-adequacy
 */

export const THRIVE_VARIANTS = {
  THRIVE: [],
  /** [verified] Dorset, September 2024. */
  'THRIVE-SP': ['scene-preservation', 'prevention-advice'],
  /** [verified] Hertfordshire. */
  THRIIVES: ['intelligence', 'specific-need'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export const THRIVE_VARIANT_NAMES = [
  'THRIVE',
  'THRIVE-SP',
  'THRIIVES',
] as const satisfies readonly (keyof typeof THRIVE_VARIANTS)[]

/** Parts of the rubric that are asked for where the policy names them; the others always are. All [derived]. */
export const THRIVE_CHECKS = [
  /** Not every element may say "none known". */
  'something-known',
  /** Who is at risk, from whom, and where each of them is now. */
  'people-at-risk',
  /** Children were asked about, and this is the answer. */
  'children-answered',
  /** Each history check of the policy was done, or it is said why not. */
  'history-each',
  /** The vulnerability conclusion does not contradict the flags. */
  'vulnerability-flags',
  /** A word by which she can say that he is back. */
  'codeword',
] as const
export type ThriveCheck = (typeof THRIVE_CHECKS)[number]
