/** What is posted about a referral beside its making and its acknowledgement: each names the partner. */
import { z } from 'zod'
import { anyText, listOf, name, person, text } from '../fields.ts'

/** A code of the force's own: never words about somebody, because the referral's memory is shown as it is. */
const code = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be a code: lower-case letters, digits and hyphens, at most 64')

const partner = name.describe('The partner that it is made to; one referral a partner and incident.')

export const referralEvents = {
  'referral.made': z.strictObject({
    partner: name,
    reason: text,
    by: person,
    legalBasis: code.optional().describe("One of the policy's `referrals.legalBases`, where it names some."),
    shared: listOf(code)
      .optional()
      .describe(
        'Exactly what the partner is given: codes of fields, as `child-name` or `police-reference`, never their content.',
      ),
  }),
  'referral.acknowledged': z.strictObject({ partner: name, by: person }),
  'referral.sent': z.strictObject({
    partner,
    channel: code.describe('How: `secure-mail`, `co-located`, `api`, `telephone` or another of the force.'),
    by: person,
  }),
  'referral.bounced': z.strictObject({ partner, reason: text, by: person }),
  'referral.answered': z.strictObject({
    partner,
    outcome: z.enum(['accepted', 'declined', 'no-further-action', 'visited', 'other']),
    text,
    by: person,
  }),
  'referral.joint-visit': z.strictObject({
    partner,
    answer: z.enum(['asked', 'agreed', 'declined', 'made']),
    because: code
      .optional()
      .describe('Required of `declined`: `no-resource`, `threshold-not-met`, `not-safe` or another of the force.'),
    text: anyText.optional(),
    by: person,
  }),
  /** The partner has nobody there: another is asked in its place. */
  'referral.redirected': z.strictObject({
    partner,
    fallback: name.describe('The partner that is asked instead.'),
    reason: text,
    by: person,
  }),
  'referral.withdrawn': z.strictObject({ partner, reason: text, by: person }),
}
