/** What is posted about a referral to a MARAC, the meeting that hears it, and what is agreed for the victim. */
import { z } from 'zod'
import { atMost, instant, listOf, name, person, text } from '../fields.ts'
import { MARAC_CRITERIA } from '../vocabulary.ts'

const marac = atMost(name, 64).describe("The force's own reference of the referral; once in an incident.")
const action = atMost(name, 64).describe('The reference of the action; once in a referral.')
const post = atMost(name, 100).describe('A post or an agency; never the name of a person.')

export const maracEvents = {
  'marac.referred': z.strictObject({
    marac,
    /** Where she lives decides it. */
    area: atMost(name, 64).describe('The area whose meeting hears it, as the calendars name it.'),
    criteria: z
      .array(z.enum(MARAC_CRITERIA))
      .min(1)
      .max(MARAC_CRITERIA.length)
      .refine((list) => new Set(list).size === list.length, 'must name each criterion once'),
    rationale: text,
    lastReferredAt: instant
      .optional()
      .describe('When the same victim and perpetrator were last referred, by whomever, where that is not on record here.'),
    repeatAct: atMost(name, 64)
      .optional()
      .describe('A code for what happened; asked for where the rule about repeats names acts.'),
    custodyEndsAt: instant.optional().describe('Until when the suspect is in custody, where he is.'),
    by: person,
  }),
  'marac.listed': z.strictObject({
    marac,
    meetingAt: instant,
    meeting: z.enum(['regular', 'ad-hoc', 'daily']),
    rationale: text.optional().describe('Asked for where it is put off to a later meeting.'),
    by: person,
  }),
  'marac.heard': z.strictObject({ marac, chair: post, agencies: listOf(post).min(1), outcome: text, by: person }),
  'marac.action-agreed': z.strictObject({ marac, action, owner: post, dueAt: instant, text, by: person }),
  'marac.action-done': z.strictObject({ marac, action, outcome: text, by: person }),
  'marac.closed': z.strictObject({ marac, rationale: text, by: person }),
  'marac.withdrawn': z.strictObject({ marac, rationale: text, by: person }),
  /** A high risk that is not referred, and why. Not about a referral: there is none. */
  'marac.excepted': z.strictObject({ reason: text, by: person }),
}
