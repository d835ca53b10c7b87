/** What is posted about a release on bail before charge. */
import { z } from 'zod'
import { BAIL_RANKS } from '../calendar/index.ts'
import { anyText, atMost, code, instant, listOf, name, person, text } from '../fields.ts'
import { saysNone } from '../words.ts'
import { suspectName, whichCrime } from './suspect.ts'

const bail = atMost(name, 64).describe("The force's own reference of the release on bail; once in an incident.")
const conditions = listOf(code).describe('Codes of the force: no-contact, exclusion-zone.')

/** Sought where that is practicable (2022 Act): where they were not, why not. */
const victimViews = z
  .strictObject({ sought: z.boolean(), views: anyText.optional(), notSoughtReason: anyText.optional() })
  .refine(({ sought, notSoughtReason }) => sought || !saysNone(notSoughtReason), {
    path: ['notSoughtReason'],
    message: 'say why her views on the conditions were not sought',
  })
  .describe('What the victim thinks of the conditions.')

/** A court extends what no rank may any more. */
export const BAIL_AUTHORITIES = [...BAIL_RANKS, 'magistrates-court'] as const
const authorisedBy = <Roles extends readonly [string, ...string[]]>(roles: Roles) =>
  z.strictObject({ id: name, role: z.enum(roles) })

export const bailEvents = {
  'bail.granted': z.strictObject({
    bail,
    suspect: suspectName,
    /** From here the months count. */
    arrestedAt: instant,
    authorisedBy: authorisedBy(BAIL_RANKS),
    /** When the suspect has to come back; as late as the rank allows where it is not said. */
    endsAt: instant.optional(),
    conditions,
    rationale: text
      .optional()
      .describe('Why it is necessary and proportionate; the policy may ask for it (`bail.grantRationale`).'),
    victimViews,
    by: person,
  }),
  'bail.extended': z.strictObject({
    bail,
    authorisedBy: authorisedBy(BAIL_AUTHORITIES),
    endsAt: instant.optional(),
    rationale: text,
    victimViews,
    by: person,
  }),
  'bail.varied': z.strictObject({ bail, conditions, rationale: text, victimViews, by: person }),
  'bail.checked': z.strictObject({
    bail,
    result: z.enum(['kept', 'not-seen', 'in-doubt']),
    text,
    by: person,
  }),
  'bail.breached': z.strictObject({
    bail,
    /** Which, by their codes. */
    conditions: listOf(code).min(1),
    text,
    action: z.enum(['arrested', 'sought', 'warned', 'none']),
    by: person,
  }),
  'bail.ended': z.strictObject({
    bail,
    because: z.enum(['charged', 'released-under-investigation', 'no-further-action', 'cancelled']),
    crimeRef: whichCrime,
    rationale: text,
    by: person,
  }),
}
