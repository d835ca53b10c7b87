/** What is posted about an application under Clare's Law (Domestic Violence Disclosure Scheme). */
import { z } from 'zod'
import { atMost, code, listOf, name, person, text } from '../fields.ts'

const disclosure = atMost(name, 64).describe("The force's own reference of the application; once in an incident.")
const immediateRisk = z
  .boolean()
  .describe('Somebody is in danger now: it is acted on at once, and the incident is looked at again.')

export const DISCLOSURE_RECIPIENTS = ['person-at-risk', 'applicant', 'parent', 'carer', 'professional'] as const
const recipient = z.enum(DISCLOSURE_RECIPIENTS)

export const disclosureEvents = {
  'disclosure.applied': z.strictObject({
    disclosure,
    /** Somebody asks, or the police or a partner sees that she has to know. */
    route: z.enum(['right-to-ask', 'right-to-know']),
    applicant: z.enum(['person-at-risk', 'third-party', 'police', 'partner']),
    /** Whose past it is about, and who is at risk, by the references of persons. */
    subject: name,
    atRisk: name,
    concerns: text,
    by: person,
  }),
  /** The first look: what is known, and is anybody in danger now. */
  'disclosure.checked': z.strictObject({ disclosure, immediateRisk, systems: listOf(code).min(1), result: text, by: person }),
  /** Face to face, with proof of who they are. */
  'disclosure.met': z.strictObject({
    disclosure,
    identityProved: z.boolean(),
    immediateRisk: immediateRisk.optional(),
    outcome: text,
    by: person,
  }),
  'disclosure.decided': z.strictObject({
    disclosure,
    decision: z.enum(['disclose', 'nothing-to-disclose', 'decline']),
    /** Why it is, or is not, lawful, necessary and proportionate. */
    reason: text,
    recipient: recipient.optional(),
    /** The agencies that were asked, as codes. */
    consulted: listOf(code),
    by: person,
  }),
  'disclosure.made': z.strictObject({
    disclosure,
    recipient,
    /** What they were told is confidential, and that they say so in writing. */
    undertaking: z.enum(['signed', 'refused']),
    inPerson: z.boolean(),
    by: person,
  }),
  'disclosure.withdrawn': z.strictObject({ disclosure, reason: text, by: person }),
}
