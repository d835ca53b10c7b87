/** What is posted about a referral beside its making and its acknowledgement: each names the partner. */
import { z } from 'zod'
import { ASKED_AS, anyText, listOf, name, person, text } from '../../fields.ts'
import { aboutIncident, asksFor, event, heardBy } from '../event.ts'
import { hau } from '../people.ts'

/** A code of the force's own: never words about somebody, because the referral's memory is shown as it is. */
const code = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be a code: lower-case letters, digits and hyphens, at most 64')
  .register(ASKED_AS, { as: 'code' })

const partner = name.describe('The partner that it is made to; one referral a partner and incident.')

export const referralEvents = {
  'referral.made': event({
    schema: z.strictObject({
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
    example: {
      partner: 'childrens-services',
      reason: 'Child in the household.',
      legalBasis: 'safeguarding',
      shared: ['child-name', 'police-reference', 'circumstances'],
      by: hau,
    },
    label: 'Referral made',
    postedBy: ['officer', 'supervisor', 'hau'],
    tells: ({ partner }) => partner,
    matter: asksFor('referral'),
    opens: null,
    whenClosed: 'goes-on-with-referrals',
    onlyByOneself: false,
  }),
  'referral.acknowledged': event({
    schema: z.strictObject({ partner: name, by: person }),
    example: { partner: 'childrens-services', by: hau },
    label: 'Referral acknowledged',
    postedBy: ['hau'],
    tells: ({ partner }) => partner,
    matter: aboutIncident,
    opens: null,
    whenClosed: 'goes-on-with-referrals',
    onlyByOneself: false,
  }),
  'referral.sent': event({
    schema: z.strictObject({
      partner,
      channel: code.describe('How: `secure-mail`, `co-located`, `api`, `telephone` or another of the force.'),
      by: person,
    }),
    example: { partner: 'childrens-services', channel: 'secure-mail', by: hau },
    label: 'Referral sent',
    postedBy: ['hau'],
    ...heardBy('referral'),
  }),
  'referral.bounced': event({
    schema: z.strictObject({ partner, reason: text, by: person }),
    example: { partner: 'childrens-services', reason: 'The mailbox is full.', by: hau },
    label: 'Referral bounced',
    postedBy: ['hau'],
    ...heardBy('referral'),
  }),
  'referral.answered': event({
    schema: z.strictObject({
      partner,
      outcome: z.enum(['accepted', 'declined', 'no-further-action', 'visited', 'other']),
      text,
      by: person,
    }),
    example: { partner: 'childrens-services', outcome: 'accepted', text: 'A social worker visits on Monday.', by: hau },
    label: 'Referral answered',
    postedBy: ['hau'],
    ...heardBy('referral'),
  }),
  'referral.joint-visit': event({
    schema: z.strictObject({
      partner,
      answer: z.enum(['asked', 'agreed', 'declined', 'made']),
      because: code
        .optional()
        .describe('Required of `declined`: `no-resource`, `threshold-not-met`, `not-safe` or another of the force.'),
      text: anyText.optional(),
      by: person,
    }),
    example: {
      partner: 'childrens-services',
      answer: 'declined',
      because: 'no-resource',
      text: 'No detective is free before Monday.',
      by: hau,
    },
    label: 'Referral joint visit',
    postedBy: ['hau'],
    ...heardBy('referral'),
  }),
  /** The partner has nobody there: another is asked in its place. */
  'referral.redirected': event({
    schema: z.strictObject({
      partner,
      fallback: name.describe('The partner that is asked instead.'),
      reason: text,
      by: person,
    }),
    example: {
      partner: 'mental-health',
      fallback: 'community-mental-health-team',
      reason: 'Nobody from there sits in the hub.',
      by: hau,
    },
    label: 'Referral redirected',
    postedBy: ['hau'],
    ...heardBy('referral'),
  }),
  'referral.withdrawn': event({
    schema: z.strictObject({ partner, reason: text, by: person }),
    example: { partner: 'childrens-services', reason: 'Made twice: it is under the earlier incident.', by: hau },
    label: 'Referral withdrawn',
    postedBy: ['hau'],
    ...heardBy('referral'),
  }),
}
