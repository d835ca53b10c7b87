/** What is posted about a suspect, beside `suspect.dealt-with`. */
import { z } from 'zod'
import { atMost, instant, listOf, name, person, text } from '../fields.ts'

/** Of a charge or an allocation: one of several crimes. */
export const whichCrime = name.optional().describe('The crime as it was recorded; left out, the only one that is open.')

export const suspectName = atMost(name, 64).describe(
  "The force's own reference of the suspect, the same as personRef in the report; never a name.",
)

/** Why an arrest was necessary: the list of PACE Code G (2012), 2.9. */
const CODE_G = [
  'name',
  'address',
  'prevent-injury-or-damage',
  'protect-vulnerable-person',
  'prompt-and-effective-investigation',
  'prevent-disappearance',
] as const

/** Further fields of `suspect.dealt-with`. */
export const dealtWithMore = {
  suspect: suspectName.optional(),
  /** Why the arrest was necessary. */
  codeG: listOf(z.enum(CODE_G)).optional(),
  /** One who is outstanding is circulated already. */
  circulated: z.boolean().optional(),
  crimeRef: whichCrime,
}

export const suspectEvents = {
  'suspect.circulated': z.strictObject({
    suspect: suspectName,
    /** Where: `PNC`, a force briefing. */
    on: listOf(atMost(name, 64)).min(1),
    by: person,
  }),
  'suspect.reviewed': z.strictObject({
    suspect: suspectName,
    /** What is to be done next, and by whom. */
    direction: text,
    /** Sooner than the policy asks. */
    nextReviewAt: instant.optional(),
    by: person,
  }),
  'rui.justified': z.strictObject({ suspect: suspectName, rationale: text, by: person }),
}
